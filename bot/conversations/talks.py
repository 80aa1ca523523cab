"""What may take a conversation before the answer path does: ports, so that Replies need not know of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from bot.conversations.hosts.grounds import Machine
from bot.knowledge.model import Language
from bot.platforms.model import Platform
from bot.rendering.slack import More
from bot.storage.model import QuestionRow
from bot.work.ports import RenderedReply


@dataclass(frozen=True, slots=True)
class Nothing:
    """What was asked is done, and there is nothing to say."""


NOTHING: Final = Nothing()


class Talk(Protocol):
    """Recognises what it is about. Called again after a crash, it says the same: it must not change anything."""

    async def __call__(self, chain: Sequence[QuestionRow]) -> RenderedReply | Nothing | None:
        """The reply to ``chain[0]``, behind which is, for a button, what its reply was about, and so on to words.

        None where it is for another.
        """
        ...


class Machines(Protocol):
    """Which machine an answer has to fit."""

    async def machine(self, chain: Sequence[QuestionRow]) -> Machine | None:
        """The one that the conversation is about; None where no Host is meant."""
        ...

    async def note_fitted(self, chain: Sequence[QuestionRow], platform: Platform) -> None:
        """Tells the owners of what of ``platform`` was seen on a Host that ``chain[0]`` was answered by it."""
        ...


class Foot(Protocol):
    """What may stand under any answer besides."""

    async def __call__(self, question: QuestionRow, language: Language) -> Sequence[More]:
        """Buttons."""
        ...
