"""Where lessons are kept. ``SqlTeaching`` and its twin ``MemoryTeaching`` pass one contract suite.

Every method is one transaction, may be repeated, and raises StorageDown when the database does not answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Protocol
from uuid import UUID

from bot.live.keeping import Lessons
from bot.teaching.model import Lesson, Proposal, TaughtLesson, Trial
from bot.teaching.soundness import LessonFault

Check = Callable[[Sequence[Lesson]], Sequence[LessonFault]]
"""What stands in the way of one more lesson beside those that stand; asked inside the transaction."""


class Teaching(Lessons, Protocol):
    """All of it."""

    async def propose(self, proposal: Proposal) -> Proposal:
        """Keeps it and queues its trial, both or neither; one that is there already comes back as it stands."""
        ...

    async def proposal(self, proposal_id: UUID) -> Proposal | None:
        """As it stands; None if it is forgotten."""
        ...

    async def record_trial(self, proposal_id: UUID, base: str, trial: Trial) -> Proposal | None:
        """The result, if it was waited for; ``base`` names the lessons that it was tried beside."""
        ...

    async def close_view(self, proposal_id: UUID) -> None:
        """Nobody looks at the modal any more."""
        ...

    async def tell(self, proposal_id: UUID) -> None:
        """Queues a direct message about it, once; where there is one, it is brought up to date."""
        ...

    async def cancel(self, proposal_id: UUID) -> Proposal | None:
        """Not to be taught; one that is taught stays so."""
        ...

    async def teach(
        self, proposal_id: UUID, name: Callable[[Sequence[Lesson]], str], check: Check
    ) -> Proposal | Sequence[LessonFault] | None:
        """Lets it stand and tells every process; or the faults that came up meanwhile; None if it is gone.

        ``name`` names the standing lessons: where they are others than it was tried beside, it is tried anew and
        comes back as ``checking``. Twice is once.
        """
        ...

    async def undo(self, lesson_id: UUID, by: str) -> TaughtLesson | None:
        """Takes it back and tells every process; None if there was none."""
        ...

    async def forget_proposals(self, after: timedelta) -> int:
        """Deletes proposals that are older; returns how many. Lessons stay."""
        ...

    async def asked(self, team: str, limit: int) -> Sequence[str]:
        """The latest different questions of a workspace that were answered for all to see, in words.

        What is withdrawn, edited or forgotten later is taken out of the trials that tell of it.
        """
        ...

    async def queue_digest(self, team: str, user_id: str, week: str) -> bool:
        """Queues the digest of that week, once; False if they had it, or want none."""
        ...

    async def set_digest(self, team: str, user_id: str, *, wanted: bool) -> None:
        """Whether they want it."""
        ...


NOTICE = "teaching:"
DIGEST = "digest:"
"""What the text of a question begins with that nobody asked, before the id or the week."""
