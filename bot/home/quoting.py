"""Begins an answer to a question out of App Home with the question: nobody sees it anywhere else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.storage.model import QuestionRow
from bot.work.ports import AnswerQuestion, Block, RenderedReply


class Quoting:
    """Implements ``bot.work.ports.AnswerQuestion`` around what answers; ``render`` makes a block of a text."""

    def __init__(self, answer: AnswerQuestion, render: Callable[[str], Block]) -> None:
        self._answer, self._render = answer, render

    async def __call__(self, question: QuestionRow) -> RenderedReply | None:
        """As it is answered, with the words in front."""
        reply = await self._answer(question)
        if reply is None or not _is_from_home(question):
            return reply
        return replace(reply, blocks=(self._render(question.text), *reply.blocks))


def _is_from_home(question: QuestionRow) -> bool:
    """Asked in words, in a direct message in which nobody wrote."""
    return question.surface == "dm" and question.ts is None and question.channel == question.user_id
