"""What the jobs need of the outside: someone who answers, and Slack, with its faults by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from bot.storage.model import Outcome, Person, QuestionRow, ThreadState
from bot.storage.store import Outbox

REPLY_EVENT = "setupbot_reply"
Block = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedReply:
    """A reply ready to send. ``text`` is the fallback for notifications and screen readers.

    ``private``: only the asker may see it. ``keep`` is remembered for the thread it stands in, and
    ``learn`` of the asker, if nothing was known of their machine before. ``is_interim``: another
    revision follows soon. ``replaces``: it takes the place of the private message whose button was
    pressed. ``otherwise`` is told to whoever pressed a button or gave a command, text and blocks, where Slack does
    not let the reply be posted. ``pointer`` is said, to the asker alone, where they asked, when the reply itself went to
    their direct messages. ``pressed`` is what that message becomes, text and blocks, once the reply stands
    where all can read it.
    """

    text: str
    blocks: tuple[Block, ...]
    outcome: Outcome
    private: bool = False
    keep: ThreadState | None = None
    learn: Person | None = None
    is_interim: bool = False
    replaces: bool = False
    pointer: str = ""
    pressed: tuple[str, tuple[Block, ...]] | None = None
    otherwise: tuple[str, tuple[Block, ...]] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """Where a message stands: a person's id leads to the channel of the direct messages with them."""

    channel: str
    ts: str


class Outgoing(Outbox, Protocol):
    """What Delivery needs of the Store: also what is remembered of a person."""

    async def person(self, team: str, user_id: str) -> Person | None:
        """What is known of them."""
        ...

    async def change_person(self, team: str, user_id: str, change: Callable[[Person], Person]) -> Person:
        """Remembers what ``change`` makes of it, with that held."""
        ...


class Delivers(Protocol):
    """What the worker needs of ``bot.work.delivery.Delivery``."""

    @property
    def gap_s(self) -> float:
        """Seconds between two messages of a channel."""
        ...

    async def deliver(self, question_id: UUID, waits: int = 0) -> None:
        """Makes the reply what the question's present revision asks for; raises Later to come back."""
        ...


class AnswerQuestion(Protocol):
    """Answers a question; None to say nothing. Called again after a crash: it must not change anything."""

    async def __call__(self, question: QuestionRow) -> RenderedReply | None:
        """May take its time; CPU work past 5 ms leaves the loop."""
        ...


class RateLimited(Exception):  # noqa: N818  # Slack's words read better where they are caught
    """Slack did nothing and asks to wait ``retry_after_s`` (429)."""

    def __init__(self, retry_after_s: float) -> None:
        super().__init__(f"retry after {retry_after_s} s")
        self.retry_after_s = retry_after_s


class Passing(Exception):  # noqa: N818  # as above
    """It may work later (a timeout, a lost connection, 5xx), and it may even have worked."""


class Refused(Exception):  # noqa: N818  # as above
    """Slack will never do it, and did nothing; ``code`` is its error name, such as ``is_archived``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class SlackPoster(Protocol):
    """Slack's Web API as far as replies need it. Every method raises RateLimited, Passing or Refused."""

    async def post(
        self,
        channel: str,
        thread_ts: str | None,
        text: str,
        blocks: Sequence[Block],
        metadata: Mapping[str, Any],
    ) -> Posted:
        """Posts a message; ``channel`` may be a user id (a direct message)."""
        ...

    async def update(self, channel: str, ts: str, text: str, blocks: Sequence[Block]) -> None:
        """Replaces our message."""
        ...

    async def delete(self, channel: str, ts: str) -> None:
        """Removes our message."""
        ...

    async def find_posted(self, channel: str, thread_ts: str | None, reply_id: str) -> str | None:
        """The ts of our message whose metadata names ``reply_id``; None if absent or not to be seen."""
        ...

    async def respond(
        self, response_url: str, text: str, blocks: Sequence[Block], *, replaces: bool = False
    ) -> None:
        """Answers privately (5 uses, 30 minutes; Refused after that).

        ``replaces`` the message whose button was pressed. A command has none: what it was answered
        first cannot be changed any more (slackapi/bolt-js#2287).
        """
        ...

    async def point(self, channel: str, thread_ts: str | None, user: str, text: str) -> None:
        """Says a line to one person alone, without promise that it is seen."""
        ...


def reply_metadata(question_id: UUID) -> dict[str, Any]:
    """The metadata by which a reply is found again after a crash."""
    return {"event_type": REPLY_EVENT, "event_payload": {"reply": str(question_id)}}
