"""What people said about hosts just before: what words such as "check again" are about, and in which language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from bot.storage.model import Surface

SPOKEN: tuple[Surface, ...] = ("mention", "dm", "command", "follow-up")
"""Surfaces on which people speak in their own words."""
WORDS_KEPT_IN_MIND = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A check that was asked for: of which Host, by the name it was called, and about which of its users."""

    host_name: str
    user: str | None = None


class Recent(Protocol):
    """Looks up what was kept of conversations (``bot.storage.hosts``)."""

    async def checked_by(self, question_id: UUID) -> Checked | None:
        """What the question itself asked for; the last, where it was edited."""
        ...

    async def last_checked(
        self, team: str, user: str, channel: str, thread: str | None = None
    ) -> Checked | None:
        """The last check in a conversation, or in one thread of it, that the person asked for or could read.

        It counts where it was asked for and where its reply stands.
        """
        ...

    async def last_words(self, team: str, user: str) -> Sequence[str]:
        """What they last said to the bot, the newest first, at most ``WORDS_KEPT_IN_MIND``."""
        ...
