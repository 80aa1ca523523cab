"""What a visitor can do, as the person whom they are: each act is one call on the fake of Slack."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any

from bot.knowledge.model import Language
from bot.slackfake.answers import Answers, Given, NotOfferedError, elements_in
from bot.slackfake.call import ApiError
from bot.slackfake.delivery import Delivery
from bot.slackfake.fake import SlackFake
from bot.slackfake.page.typing import as_sent
from bot.slackfake.people import NotThereError, Person
from bot.slackfake.state import Channel, Json, Message, User
from bot.slackfake.views import View
from bot.words.playground import PlaygroundWords
from handlers.playground.machine import NAME, Machine

TEXT_MAX = 12_000
NAME_MAX = 40
LOCALES: Mapping[Language, str] = {"ko": "ko-KR", "en": "en-US"}


class UnableError(Exception):
    """What the page tells the visitor instead of doing it."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One act: who does it, with what, in which words the page answers."""

    person: Person
    body: Json
    words: PlaygroundWords
    language: Language

    def text(self, name: str) -> str:
        """A field as text."""
        value = self.body.get(name)
        return value if isinstance(value, str) else ""


Act = Callable[[Visit], Awaitable[Json]]


class Acts:
    """By name, as the page's script calls them. What takes time goes on after the page was answered."""

    def __init__(self, slack: SlackFake, machine: Machine) -> None:
        self._slack, self._machine = slack, machine
        self._workspace = slack.workspace
        self._going: set[asyncio.Task[object]] = set()
        self._by_name: dict[str, Act] = {
            "say": self._say,
            "use": self._use,
            "submit": self._submit,
            "close": self._close,
            "shortcut": self._shortcut,
            "edit": self._edit,
            "delete": self._delete,
            "dismiss": self._dismiss,
            "open": self._open,
            "teammate": self._teammate,
            "enroll": self._enroll,
            "leave": self._leave,
            "check": self._check,
        }

    def person(self, user_id: object) -> Person | None:
        """The person with this id, if a visitor can be them."""
        user: User | None = self._workspace.users.get(str(user_id))
        return Person(self._slack, user) if user and not user.is_bot and not user.is_deleted else None

    async def do(self, name: str, visit: Visit) -> Json:
        """Does it, as somebody whose Slack is in the page's language. Raises UnableError with what to tell."""
        visit.person.user.locale = LOCALES[visit.language]
        act = self._by_name.get(name)
        if act is None:
            raise UnableError(visit.words.gone)
        try:
            return await act(visit)
        except (NotThereError, NotOfferedError, ApiError, KeyError, TypeError, ValueError) as fault:
            is_silent = isinstance(fault, ApiError) and fault.error == "no_answer"
            raise UnableError(visit.words.no_answer if is_silent else visit.words.gone) from fault

    async def end(self) -> None:
        """Leaves what is still going on."""
        for task in self._going:
            task.cancel()
        await asyncio.gather(*self._going, return_exceptions=True)

    async def _say(self, visit: Visit) -> Json:
        channel, text = self._channel(visit), visit.text("text")[:TEXT_MAX].strip()
        if not text:
            raise UnableError(visit.words.gone)
        if text.startswith("/") and not text.startswith("//") and "\n" not in text.split(" ")[0]:
            return self._command(visit, channel, text)
        root = channel.message(visit.text("thread")) if visit.text("thread") else None
        return self._post(visit, channel, text, root)

    def _post(self, visit: Visit, channel: Channel, text: str, root: Message | None = None) -> Json:
        message = visit.person.posts(channel, as_sent(text, self._workspace), root)
        self._go(self._slack.tell_of(channel, message))
        return {"place": channel.id, "ts": message.ts}

    def _command(self, visit: Visit, channel: Channel, text: str) -> Json:
        command, *rest = text.split(maxsplit=1)
        if command not in self._slack.app.commands:
            raise UnableError(visit.words.no_such_command.format(command=command))
        if visit.text("thread"):
            raise UnableError(visit.words.not_in_threads.format(command=command))
        sent = as_sent(rest[0] if rest else "", self._workspace)
        self._go(visit.person.commands(command, sent, channel))
        return {"place": channel.id}

    async def _use(self, visit: Visit) -> Json:
        given, answers = _given(visit.body.get("given")), _answers(visit.body.get("fields"))
        block, action = visit.text("block"), visit.text("action")
        if visit.text("view"):
            view = self._view(visit)
            pressed = _found(view.content["blocks"], block, action)
            delivery = await visit.person.uses_in(view, pressed, given, answers)
        else:
            message = self._message(visit)
            delivery = await visit.person.uses(message, _found(message.blocks, block, action), given, answers)
        return _taken(delivery, visit)

    async def _submit(self, visit: Visit) -> Json:
        view = self._view(visit)
        return {"errors": await visit.person.submits_view(view, _answers(visit.body.get("fields")))}

    async def _close(self, visit: Visit) -> Json:
        await visit.person.closes(every=visit.body.get("every") is True)
        return {}

    async def _shortcut(self, visit: Visit) -> Json:
        return _taken(await visit.person.uses_shortcut(self._message(visit), visit.text("which")), visit)

    async def _edit(self, visit: Visit) -> Json:
        message, text = self._own(visit), visit.text("text")[:TEXT_MAX].strip()
        if text:
            self._go(visit.person.edits(message, as_sent(text, self._workspace)))
        return {}

    async def _delete(self, visit: Visit) -> Json:
        self._go(visit.person.deletes(self._own(visit)))
        return {}

    async def _dismiss(self, visit: Visit) -> Json:
        message = self._message(visit)
        if message.visible_to != visit.person.id:
            raise NotThereError(message.ts)
        message.is_deleted = True
        self._workspace.changed()
        return {}

    async def _open(self, visit: Visit) -> Json:
        place = visit.text("place")
        if place in ("home", visit.person.direct.id, ""):
            self._go(visit.person.opens_app_home("home" if place == "home" else "messages"))
        return {}

    async def _teammate(self, visit: Visit) -> Json:
        shown = " ".join(visit.text("name").split())[:NAME_MAX]
        if not shown:
            raise UnableError(visit.words.gone)
        name = "".join(c for c in shown.casefold() if c.isalnum()) or "teammate"
        channels = [c for c in self._workspace.channels.values() if c.kind == "channel"]
        is_guest = visit.body.get("is_guest") is True
        details = {"real_name": shown, "is_guest": is_guest, "locale": LOCALES[visit.language]}
        self._go(self._slack.joins(name, *channels, **details))
        return {}

    async def _enroll(self, visit: Visit) -> Json:
        self._go(self._machine.enroll(visit.person, visit.text("level")))
        return {}

    async def _leave(self, visit: Visit) -> Json:
        self._go(self._machine.leave())
        return {}

    async def _check(self, visit: Visit) -> Json:
        text = f"{NAME} 점검해 줘" if visit.language == "ko" else f"check {NAME}"
        return self._post(visit, visit.person.direct, text)

    def _channel(self, visit: Visit) -> Channel:
        channel = self._workspace.channels.get(visit.text("place"), visit.person.direct)
        if visit.person.id not in channel.members:
            raise NotThereError(channel.id)
        return channel

    def _message(self, visit: Visit) -> Message:
        channel = self._workspace.channels[visit.text("channel")]
        message = channel.message(visit.text("ts"))
        is_seen = message is not None and message.visible_to in (None, visit.person.id)
        if message is None or not is_seen or visit.person.id not in channel.members:
            raise NotThereError(visit.text("ts"))
        return message

    def _own(self, visit: Visit) -> Message:
        message = self._message(visit)
        if message.user != visit.person.id:
            raise NotThereError(message.ts)
        return message

    def _view(self, visit: Visit) -> View:
        view = self._workspace.views[visit.text("view")]
        # App Home may have been published anew under the click; what is still in it may be used.
        is_current = view.content.get("type") == "home" or visit.text("hash") == view.hash
        if view.user != visit.person.id or not is_current:
            raise NotThereError(view.id)
        return view

    def _go(self, work: Coroutine[Any, Any, object]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._going.add(task)
        task.add_done_callback(self._going.discard)


def _taken(delivery: Delivery, visit: Visit) -> Json:
    if not delivery.is_acknowledged:
        raise UnableError(visit.words.no_answer)
    return {}


def _found(blocks: list[Json], block: str, action: str) -> tuple[str, Json]:
    found = next((p for p in elements_in(blocks) if p[0] == block and p[1]["action_id"] == action), None)
    if found is None:
        raise NotThereError(action)
    return found


def _given(value: object) -> Given | None:
    if isinstance(value, list):
        return [str(one) for one in value]
    return value if isinstance(value, str) else None


def _answers(fields: object) -> Answers:
    if not isinstance(fields, list):
        return {}
    return {
        (str(field["block"]), str(field["action"])): _given(field.get("given")) or ""
        for field in fields
        if isinstance(field, dict)
    }
