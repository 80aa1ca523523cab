"""What the modal of *It failed* needs: whose guide it is, and taking the error as a question in its thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import NAMESPACE_URL, UUID, uuid5

from bot.answering.language import language_of
from bot.guides.ports import Walks
from bot.knowledge.model import Language
from bot.storage.model import Asked, Claim, QuestionRow, ReplyRow
from bot.storage.store import Inbox, Outbox


@dataclass(frozen=True, slots=True)
class GuideDesk:
    """``inbox`` takes questions; ``outbox`` knows where the guide's message stands."""

    inbox: Inbox
    outbox: Outbox
    walks: Walks
    redact: Callable[[str], str]

    async def language(self, token: str, user: str) -> Language | None:
        """In which to ask for the error; None where the guide is somebody else's or gone."""
        found = await self._own(token, user)
        if found is None:
            return None
        question, reply = found
        place = reply.thread or reply.ts
        state = await self.inbox.thread(question.team, reply.channel or question.channel, place or "")
        known = state.language if state else question.language
        return known or language_of(question.text)

    async def fail(self, token: str, user: str, moves: int, error: str, view: str) -> bool:
        """Takes the error, once for each modal; False where the guide is somebody else's or gone."""
        found = await self._own(token, user)
        if found is None:
            return False
        guide, reply = found
        walk = await self.walks.walk(guide.id)
        if walk is None:
            return False
        is_alone = (reply.channel or "").startswith("D")  # there one goes on below, not in a thread
        failure = uuid5(NAMESPACE_URL, f"guide:{guide.id}:{view}")
        await self.walks.note_failure(guide.id, failure)
        asked = Asked(
            id=failure,
            team=guide.team,
            channel=reply.channel or guide.channel,
            user_id=user,
            surface="mention",
            text=self.redact(error),
            thread=reply.thread or (None if is_alone else reply.ts),
            language=guide.language,
            platform=guide.platform,
            about=guide.about,
        )
        event = f"guide:{guide.id}:{view}"
        await self.inbox.take_question(Claim(team=guide.team, surface="mention", event=event), asked)
        await self.walks.move(guide.id, moves, step=walk.step, state="failed")
        return True

    async def _own(self, token: str, user: str) -> tuple[QuestionRow, ReplyRow] | None:
        try:
            loaded = await self.outbox.load(UUID(token))
        except ValueError:
            return None
        is_own = loaded is not None and loaded[0].user_id == user and loaded[1].ts is not None
        return loaded if is_own else None
