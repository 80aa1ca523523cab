"""Notices in passing what ticks a step: that somebody was shown an Entry, or that their machine became known."""

from __future__ import annotations

from bot.onboarding.checklists import Checklists
from bot.onboarding.model import Evidence
from bot.platforms.model import Platform
from bot.storage.model import QuestionRow
from bot.work.ports import AnswerQuestion, RenderedReply


class Watched:
    """Answers as ``answer`` does. What it notes is the same however often the answer is given."""

    def __init__(self, answer: AnswerQuestion, checklists: Checklists) -> None:
        self._answer, self._checklists = answer, checklists

    async def __call__(self, question: QuestionRow) -> RenderedReply | None:
        """The reply, noted."""
        reply = await self._answer(question)
        if reply is None or question.surface == "notice":
            return reply
        evidence = Evidence(entry=_entry(reply), is_machine_known=_knows_machine(question, reply))
        if evidence != Evidence():
            await self._checklists.saw(question.team, question.user_id, evidence)
        return reply


def _entry(reply: RenderedReply) -> str:
    return (reply.outcome.entry or "") if reply.outcome.kind == "answer" else ""


def _knows_machine(question: QuestionRow, reply: RenderedReply) -> bool:
    """Whether it is known by now: they said it to the bot, saved it, or a host of theirs told.

    In a channel somebody else may have said it, about another machine.
    """
    if reply.learn and _is_known(reply.learn.platform):
        return True
    kept = reply.keep.platform if reply.keep else Platform()
    return question.channel.startswith("D") and _is_known(kept.over(question.platform))


def _is_known(platform: Platform) -> bool:
    return all(fact is not None and fact.origin != "default" for fact in (platform.arch, platform.distro))
