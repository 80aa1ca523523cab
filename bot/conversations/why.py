"""*Why this answer?*: what spoke for it, in words that a person understands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.answering.model import Abstention, Answer, Reason, Reply
from bot.conversations.answer_path import AnswerPath
from bot.conversations.model import Press
from bot.conversations.speaking import turn_of
from bot.knowledge.base import Knowledge
from bot.knowledge.model import Language
from bot.matching.limits import Limits
from bot.platforms.choosing import describe
from bot.platforms.model import Platform
from bot.reporting.model import Group, Notice
from bot.storage.model import QuestionRow
from bot.words import words_in
from bot.work.ports import RenderedReply

MOST_WORDS = 6


@dataclass(frozen=True, slots=True)
class WhyTalk:
    """Answers the button, to whoever pressed it alone."""

    path: AnswerPath
    limits: Limits

    async def __call__(self, chain: Sequence[QuestionRow]) -> RenderedReply | None:
        """None for anything else."""
        question = chain[0]
        if question.surface != "button" or Press.read(question.text).action != "why_answer":
            return None
        told = await self.path.told(chain)
        turn = turn_of(chain)
        return turn.notice(explained(told.reply, self.path.answerer.knowledge, self.limits))


def explained(reply: Reply, knowledge: Knowledge, limits: Limits) -> Notice:
    """What matched, and the score against the limits. Pure."""
    words = words_in(reply.language).leading
    lines = tuple(
        _of_answer(reply, knowledge, limits) if isinstance(reply, Answer) else _of_none(reply, limits)
    )
    title = words.why_title if isinstance(reply, Answer) else words.why_not_title
    rows = tuple((line,) for line in (*lines, *_machine(reply, knowledge)))
    return Notice(language=reply.language, title=title, groups=(Group(title="", rows=rows),))


def _of_answer(answer: Answer, knowledge: Knowledge, limits: Limits) -> Iterator[str]:
    words, match = words_in(answer.language).leading, answer.match
    if match is None:
        yield words.why_chosen
        return
    signature = next((s for s in knowledge.entries[answer.entry].signatures if s.id == match.signature), None)
    if signature:
        yield words.why_signature.format(title=signature.title.in_language(answer.language))
        return
    kinds = {reason.kind for reason in match.why}
    if match.layout:
        yield words.why_layout
    if "utterance" in kinds:
        yield words.why_utterance
        return
    if "context" in kinds:
        yield words.why_context
        return
    if spoke := _spoke(match.why, knowledge, answer.language):
        yield words.why_words.format(words=spoke)
    yield words.why_score.format(
        score=percent(match.score),
        threshold=percent(limits.threshold),
        margin=percent(match.margin),
        least=percent(limits.margin),
    )
    yield words.why_gate.format(gate=percent(match.gate), least=percent(limits.gate))


def _of_none(abstention: Abstention, limits: Limits) -> Iterator[str]:
    words = words_in(abstention.language).leading
    if abstention.reason == "close":
        yield words.why_close.format(titles=", ".join(f"**{near.title}**" for near in abstention.near))
        yield words.why_score.format(
            score=percent(abstention.score),
            threshold=percent(limits.threshold),
            margin=percent(abstention.margin),
            least=percent(limits.margin),
        )
    else:
        yield words.why_outside
    yield words.why_gate.format(gate=percent(abstention.gate), least=percent(limits.gate))


def _machine(reply: Reply, knowledge: Knowledge) -> Iterator[str]:
    words = words_in(reply.language).leading
    origins = dict(words.origins)
    for name, fact in reply.platform.facts().items():
        if name != "release":
            one = Platform(**{name: fact})
            machine = describe(one, knowledge.catalogue)
            yield words.why_machine.format(machine=machine, origin=origins[fact.origin])


def _spoke(why: Sequence[Reason], knowledge: Knowledge, language: Language) -> str:
    """The words that spoke for it, the strongest first; a concept by its first word in the language."""
    names = {
        concept.id: (concept.ko or concept.en if language == "ko" else concept.en or concept.ko)
        for concept in knowledge.concepts
    }
    found: list[str] = []
    for reason in why:
        if reason.kind == "word" and reason.weight > 0:
            found.append(reason.what.strip().replace("`", ""))
        elif reason.kind == "concept" and reason.weight > 0:
            # "docker+install": both were there.
            parts = (names.get(part, ()) for part in reason.what.split("+"))
            found += [words[0].rstrip("*") for words in parts if words]
    spoke = [word for word in dict.fromkeys(found) if word][:MOST_WORDS]
    return ", ".join(f"`{word}`" for word in spoke)


def percent(share: float) -> int:
    """Of 100."""
    return round(100 * share)
