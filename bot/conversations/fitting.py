"""Fits an Answer to the machine of a Host, and says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.answering.model import Answer
from bot.conversations.hosts.grounds import PRESSED, Machine
from bot.conversations.model import Press
from bot.platforms.catalogue import Catalogue
from bot.platforms.choosing import describe
from bot.platforms.model import Known, Platform
from bot.storage.model import QuestionRow
from bot.words import Name, words_in

HEARD = ("flag", "question", "thread", "host")
"""Origins that the conversation is."""


def on_machine(chain: Sequence[QuestionRow], machine: Machine) -> list[QuestionRow]:
    """The questions, asked of the machine of the Host.

    One that names the Host says by that which machine it is about, as "on Ubuntu" does: what the thread knew of
    another machine gives way. From the buttons of a Report only what was pressed since is of interest.
    """
    if machine.from_words:
        asked = chain[-1]
        if machine.age_s is None:
            return list(chain)
        return [
            *chain[:-1],
            replace(asked, platform=machine.platform.over(asked.platform.each(_unless_heard))),
        ]
    pressed = [row for row in chain if row.surface == "button"]
    pressed = pressed[: next((n for n, row in enumerate(pressed) if _is_check(row)), len(pressed))]
    first = pressed[-1]
    known = replace(first, platform=machine.platform.over(first.platform), language=machine.language)
    return [*pressed[:-1], known]


def fitted_to(machine: Machine, answer: Answer, catalogue: Catalogue) -> Answer:
    """The Answer with a line on which Host it fits, in place of the line on which system."""
    if not (answer.commands or answer.refusal or answer.ask_arch):
        return answer
    words = words_in(answer.language)
    if machine.age_s is None:
        if machine.is_private:
            return answer  # not all who read it may know that there is such a Host
        says = words.checking.unfitted.format(host=Name(machine.host))
        return replace(answer, notices=(says, *answer.notices))
    if not uses(machine, answer):
        return answer
    seen = describe(_agreed(answer.platform, machine.platform), catalogue)
    says = words.checking.fitted.format(
        host=machine.host, platform=seen, age=words.reports.age(machine.age_s)
    )
    fits = words.answers.fits.format(platform=describe(answer.platform, catalogue))
    return replace(answer, notices=(says, *(one for one in answer.notices if one != fits)))


def uses(machine: Machine, answer: Answer) -> bool:
    """Whether the Answer tells something of what was seen of the Host."""
    seen = any(fact.origin == "host" for fact in answer.platform.facts().values())
    return machine.age_s is not None and seen


def _agreed(told: Platform, seen: Platform) -> Platform:
    """What was seen, but for what the question says otherwise."""
    said = {name: fact.value for name, fact in told.facts().items()}
    return Platform(**{name: fact for name, fact in seen.facts().items() if said.get(name) == fact.value})


def _unless_heard(fact: Known) -> Known | None:
    return None if fact.origin in HEARD else fact


def _is_check(question: QuestionRow) -> bool:
    return Press.read(question.text).action in PRESSED
