"""Says where an Answer is as it is because of a machine that the person saved."""

from __future__ import annotations

from dataclasses import replace

from bot.answering.answerer import Answerer
from bot.answering.model import Answer
from bot.platforms.choosing import describe
from bot.platforms.model import Platform
from bot.words import words_in


def with_saved(answer: Answer, answerer: Answerer) -> Answer:
    """The Answer with a line on the saved machine, in place of the line on which system it is for."""
    saved = answer.platform.each(lambda fact: fact if fact.origin == "saved" else None)
    if saved == Platform():
        return answer
    without = answer.platform.each(lambda fact: None if fact.origin == "saved" else fact)
    other = answerer.show(answer.entry, without, answer.language)
    if (other.commands, other.refusal, other.ask_arch) == (answer.commands, answer.refusal, answer.ask_arch):
        return answer
    catalogue, words = answerer.knowledge.catalogue, words_in(answer.language)
    says = words.leading.saved_machine.format(platform=describe(saved, catalogue))
    fits = words.answers.fits.format(platform=describe(answer.platform, catalogue))
    return replace(answer, notices=(says, *(one for one in answer.notices if one != fits)))
