"""The Store: what handlers and jobs keep. Two implementations pass one contract suite.

``SqlStore`` (``sql_store.py``) is the real one; ``MemoryStore`` (``memory.py``) its twin for tests
and for trying things out. Every method is one transaction and raises StorageDown when the
database does not answer.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Protocol
from uuid import UUID

import psycopg

from bot.storage.model import Asked, Claim, Forgotten, Outcome, Person, QuestionRow, ReplyRow, ThreadState


class DeferAnswer(Protocol):
    """Queues the job that answers a question, inside the caller's transaction."""

    async def __call__(self, question: QuestionRow, connection: psycopg.AsyncConnection) -> None:
        """Raises the driver's own faults."""
        ...


class Inbox(Protocol):
    """What handlers need: take what Slack sent exactly once, and remember."""

    async def claim(self, claim: Claim) -> bool:
        """Takes something that needs no job; False if it was taken before."""
        ...

    async def take_question(self, claim: Claim, asked: Asked) -> bool:
        """Takes a question and queues its answer, both or neither; False if it was taken before."""
        ...

    async def take_edit(self, claim: Claim, channel: str, ts: str, text: str) -> UUID | None:
        """Replaces the text of the question asked in that message and queues its answer anew.

        None if the edit was taken before, the message is no question of ours, or says the same.
        """
        ...

    async def take_withdrawal(self, claim: Claim, channel: str, ts: str) -> UUID | None:
        """The asker deleted their message: its text is erased, and its reply is queued to be deleted."""
        ...

    async def thread(self, team: str, channel: str, thread: str) -> ThreadState | None:
        """What the thread is about; None if the bot takes no part in it.

        It does from the moment when somebody called it there, before it has answered.
        """
        ...

    async def keep_thread(self, team: str, channel: str, thread: str, state: ThreadState) -> None:
        """Remembers what the thread is about, in place of what was known."""
        ...

    async def person(self, team: str, user_id: str) -> Person | None:
        """What the person asked us to remember; None if nothing."""
        ...

    async def keep_person(self, team: str, user_id: str, person: Person) -> None:
        """Remembers it, in place of what was known."""
        ...

    async def change_person(self, team: str, user_id: str, change: Callable[[Person], Person]) -> Person:
        """Remembers what the pure ``change`` makes of what is known, with that held; an unknown Person is empty."""
        ...


class Outbox(Protocol):
    """What the jobs need: deliver one message for one question."""

    async def load(self, question_id: UUID) -> tuple[QuestionRow, ReplyRow] | None:
        """The question and its reply as they stand; None if they were forgotten."""
        ...

    async def count_attempt(self, question_id: UUID) -> int:
        """Counts a try before it is made, so that one that kills the process counts; returns which."""
        ...

    async def uncount_attempt(self, question_id: UUID) -> None:
        """Takes a try back that was no fault of the question (Slack asked to wait)."""
        ...

    async def record_outcome(self, question_id: UUID, outcome: Outcome) -> None:
        """How the question was answered."""
        ...

    async def begin_post(self, question_id: UUID) -> None:
        """The intent: from now on, until an end is recorded, the message may be in Slack."""
        ...

    async def cancel_post(self, question_id: UUID) -> None:
        """The post is known not to have happened."""
        ...

    async def record_posted(
        self,
        question_id: UUID,
        *,
        channel: str,
        thread: str | None,
        ts: str | None,
        revision: int,
        private: bool = False,
        keep: ThreadState | None = None,
    ) -> str | None:
        """Compare-and-set: the reply stands at ``ts``, if no other post was recorded before.

        Returns the ts that stands in the end; if it is another, the caller deletes its own message.
        ``keep`` is remembered for the thread in the same transaction.
        """
        ...

    async def record_updated(self, question_id: UUID, revision: int, keep: ThreadState | None = None) -> None:
        """The posted message now shows this revision of the question."""
        ...

    async def record_withdrawn(self, question_id: UUID, revision: int) -> None:
        """There is no message, on purpose."""
        ...

    async def record_failed(self, question_id: UUID, fault: str) -> None:
        """Given up; ``fault`` is a code, never text of a message. The button that led to it may be pressed again."""
        ...

    async def reserve_channel(self, team: str, channel: str, gap_s: float) -> float:
        """0.0: the channel is the caller's for ``gap_s``; else how many seconds to wait."""
        ...

    async def hold_channel(self, team: str, channel: str, for_s: float) -> None:
        """Nobody posts there for ``for_s`` from now on."""
        ...


class Upkeep(Protocol):
    """What retention needs."""

    async def forget(self, *, claims_after: timedelta, questions_after: timedelta) -> Forgotten:
        """Deletes what is older: claims; questions with their replies; threads nobody wrote in."""
        ...


class Store(Inbox, Outbox, Upkeep, Protocol):
    """All of it."""
