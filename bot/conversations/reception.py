"""Takes what happens in conversations: once each, and durably before it returns."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Protocol
from uuid import UUID

import structlog

from bot.conversations.model import PRESSES_MAX, Deleted, Edited, Happening, Press, Pressed, Said
from bot.conversations.questions import Load
from bot.guides.model import BELOW
from bot.platforms.model import Known, Platform
from bot.storage.model import Asked, Claim, Person, QuestionRow, ThreadState
from bot.storage.store import Inbox

_CHECKS = ("check_again", "check_host")
_FOR_ONE = (
    "show_rest",
    "all_checks",
    "keep_host",
    "revoke_host",
    "add_host",
    "why_answer",
    "move_guide",
    "remember_arch",
    "forget_me",
)
_BY_PERSON = ("ask_person", "hand_to", "resolve", "start_guide")
"""What one may be refused and another not; the reply may be for all or for one."""
DOUBLE_CLICK = timedelta(seconds=5)
CHANNEL = re.compile(r"[CG][A-Z0-9]{2,30}")
log = structlog.get_logger()


class Courtesy(Protocol):
    """Says a sentence to one person, without promise: nothing is lost when it does not arrive."""

    async def decline(self, said: Said) -> None:
        """Tells somebody from outside that the bot answers only its own team."""
        ...


class Overhears(Protocol):
    """What is taken up although nobody called the bot."""

    async def takes_up(self, team: str, channel: str, text: str) -> bool:
        """Whether to answer what was said there to nobody in particular."""
        ...


class Nowhere:
    """The bot answers only when it is called."""

    async def takes_up(self, team: str, channel: str, text: str) -> bool:
        """Nothing."""
        return False


class Reception:
    """The use case behind every listener; ``load`` finds the question that a reply's token names.

    What Slack repeats is taken once; what was said in a thread that is none of the bot's is left
    alone; people from outside get one polite sentence, and only when they call the bot by name.
    """

    def __init__(
        self,
        inbox: Inbox,
        load: Load,
        courtesy: Courtesy,
        redact: Callable[[str], str],
        new_id: Callable[[], UUID],
        overhears: Overhears | None = None,
    ) -> None:
        self._inbox, self._load, self._courtesy = inbox, load, courtesy
        self._redact, self._new_id = redact, new_id
        self._overhears = overhears or Nowhere()

    async def receive(self, happening: Happening) -> bool:
        """Returns when it is kept for good (True), or need not be: it is none of the bot's, or was taken before."""
        match happening:
            case Said():
                return await self._hear(happening)
            case Edited():
                return await self._change(happening)
            case Deleted():
                claim = Claim(team=happening.team, surface="deletion", event=happening.event)
                taken = await self._inbox.take_withdrawal(claim, happening.channel, happening.ts)
                return taken is not None
            case Pressed():
                return await self._press(happening)

    async def _hear(self, said: Said) -> bool:
        if said.is_external:
            await self._decline(said)
            return False
        place = (said.team, said.channel)
        if said.manner == "overheard" and not await self._overhears.takes_up(*place, said.text):
            return False
        state = await self._thread(*place, said.thread)
        if said.manner == "follow-up" and state is None:
            return False
        asked = await self._asked(said, state or ThreadState())
        taken = await self._inbox.take_question(_claim(said), asked)
        log.info("question_taken" if taken else "question_repeated", manner=said.manner, id=str(asked.id))
        return taken

    async def _decline(self, said: Said) -> None:
        if said.manner == "mention" and await self._inbox.claim(_claim(said)):
            await self._courtesy.decline(said)

    async def _change(self, edited: Edited) -> bool:
        if edited.said.is_external:
            return False
        claim = Claim(team=edited.said.team, surface="edit", event=edited.event)
        text = self._redact(edited.text)
        changed = await self._inbox.take_edit(claim, edited.channel, edited.ts, text)
        if changed is None and edited.is_for_bot:
            # The name was added afterwards; the claim on the message keeps an answered one from a second answer.
            return await self._hear(edited.said)
        return changed is not None

    async def _press(self, pressed: Pressed) -> bool:
        if pressed.is_external:
            return False
        channel, thread = await self._place_of(pressed)
        state = await self._thread(pressed.team, channel, thread) or ThreadState()
        arch = Known(value=pressed.target, origin="thread") if pressed.action == "choose_arch" else None
        asked = Asked(
            id=self._new_id(),
            team=pressed.team,
            channel=channel,
            user_id=pressed.user,
            surface="button",
            text=str(_press(pressed)),
            thread=thread,
            ts=pressed.clicked,
            language=state.language,
            platform=Platform(arch=arch),
            about=state.entry,
            response_url=pressed.response_url if _may_be_private(pressed) else None,
        )
        claim = Claim(
            team=pressed.team,
            surface="button",
            channel=channel,
            ts=pressed.clicked,
            event=_press_id(pressed),
            lasts=DOUBLE_CLICK if _is_told_again(pressed) else None,
        )
        return await self._inbox.take_question(claim, asked)

    async def _asked(self, said: Said, state: ThreadState) -> Asked:
        person = await self._inbox.person(said.team, said.user) or Person()
        return Asked(
            id=self._new_id(),
            team=said.team,
            channel=said.channel,
            user_id=said.user,
            surface=said.manner,
            text=self._redact(said.text),
            thread=said.thread,
            ts=said.ts,
            language=state.language or person.language,
            platform=state.platform.over(person.platform),
            about=state.entry,
            response_url=said.response_url,
        )

    async def _place_of(self, pressed: Pressed) -> tuple[str, str | None]:
        """Where to reply: a private answer may stand outside the thread, or even the channel, of its question."""
        before = await self._load(pressed.token) if pressed.token else None
        if pressed.action == "hand_to" and CHANNEL.fullmatch(pressed.target):
            if before and before.channel == pressed.target:
                return before.channel, before.thread
            return pressed.target, None
        if pressed.action == "share_answer":
            origin = await self._origin(before)
            if origin and origin.channel != pressed.channel and origin.user_id == pressed.user:
                return origin.channel, origin.thread
        if pressed.thread or before is None or before.channel != pressed.channel:
            return pressed.channel, pressed.thread
        return pressed.channel, before.thread

    async def _origin(self, question: QuestionRow | None) -> QuestionRow | None:
        """The words at the beginning of what buttons led to."""
        for _ in range(PRESSES_MAX):
            if question is None or question.surface != "button":
                break
            question = await self._load(Press.read(question.text).token)
        return question

    async def _thread(self, team: str, channel: str, thread: str | None) -> ThreadState | None:
        return await self._inbox.thread(team, channel, thread) if thread else None


def _claim(said: Said) -> Claim:
    """A message is named by its place too: Slack may send it as two events with ids of their own."""
    place = said.channel if said.ts else None
    return Claim(team=said.team, surface=said.manner, channel=place, ts=said.ts, event=said.event)


def _press(pressed: Pressed) -> Press:
    """``is_private`` only where something depends on it: elsewhere a press reads as it always did."""
    is_private = pressed.is_private and pressed.action in _CHECKS
    return Press(action=pressed.action, target=pressed.target, token=pressed.token, is_private=is_private)


def _press_id(pressed: Pressed) -> str:
    """The same for every press of a button; private ones by person.

    A private message keeps its ts when its content is replaced, so what it shows names it too; and
    what one person may not do must not keep another from doing it.
    """
    press = f"press:{pressed.channel}:{pressed.message_ts}:{pressed.action}:{pressed.target}"
    if pressed.action in _CHECKS:
        return f"{press}:{pressed.user}:{pressed.token}"
    if pressed.action in _BY_PERSON:
        return f"{press}:{pressed.user}"
    return f"{press}:{pressed.user}" if _stays_private(pressed) else press


def _stays_private(pressed: Pressed) -> bool:
    """The rest of an answer is for who wants it; a private answer stays so until it is shared."""
    return pressed.action in _FOR_ONE or (pressed.is_private and pressed.action != "share_answer")


def _may_be_private(pressed: Pressed) -> bool:
    """A check again may be for all or for one: that is known once the Host is. What is shared changes its button."""
    if pressed.action == "start_guide" or (pressed.action, pressed.target) == ("move_guide", BELOW):
        return False  # what is said to an address that Slack gave cannot change with the steps
    return _stays_private(pressed) or pressed.action in (*_CHECKS, *_BY_PERSON, "share_answer")


def _is_told_again(pressed: Pressed) -> bool:
    """What stands for all need not be said twice; what one person saw is gone when Slack loads anew."""
    if pressed.action in _CHECKS:
        return pressed.is_private or pressed.channel.startswith("D")
    return _may_be_private(pressed) and pressed.action != "share_answer"
