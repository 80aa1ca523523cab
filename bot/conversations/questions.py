"""Finding the question that a reply's buttons belong to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from uuid import UUID

from bot.conversations.model import PRESSES_MAX, Press
from bot.storage.model import QuestionRow
from bot.storage.store import Outbox

Load = Callable[[str], Awaitable[QuestionRow | None]]
"""The question of a token, as written into buttons; None if there is none (any more)."""


def questions_of(store: Outbox) -> Load:
    """The questions that ``store`` keeps; a token is a question's id."""

    async def load(token: str) -> QuestionRow | None:
        try:
            question_id = UUID(token)
        except ValueError:
            return None
        loaded = await store.load(question_id)
        return loaded[0] if loaded else None

    return load


async def chain_of(question: QuestionRow, load: Load) -> list[QuestionRow]:
    """The question, and behind a button what its reply was about, and so on to words; nothing that is withdrawn."""
    chain = [question]
    while chain[-1].surface == "button" and len(chain) < PRESSES_MAX:
        before = await load(Press.read(chain[-1].text).token)
        if before is None or before.withdrawn or before.team != question.team:
            break
        chain.append(before)
    return chain
