"""What a workspace holds: people, channels, messages and views, as plain dataclasses to assert on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal, TypeVar

from bot.slackfake.views import Json as Json
from bot.slackfake.views import View

Clock = Callable[[], datetime]
T = TypeVar("T")

WAIT_LIMIT_S = 10.0


@dataclass
class User:
    """A member of the workspace; ``team`` differs for a person from another one (Slack Connect)."""

    id: str
    name: str
    team: str
    is_bot: bool = False
    is_deleted: bool = False
    real_name: str = ""
    locale: str = ""
    is_guest: bool = False

    @property
    def shown_name(self) -> str:
        """What people read."""
        return self.real_name or self.name

    def as_json(self, team: str) -> Json:
        """The user as Slack's API and events show it to ``team``."""
        return {
            "id": self.id,
            "name": self.name,
            "team_id": self.team,
            "is_bot": self.is_bot,
            "deleted": self.is_deleted,
            "is_restricted": self.is_guest,
            "is_ultra_restricted": False,
            "is_stranger": self.team != team,
            "profile": {"display_name": self.name, "real_name": self.shown_name},
            **({"locale": self.locale} if self.locale else {}),
        }


@dataclass
class Version:
    """How a message read before an edit."""

    text: str
    blocks: list[Json]


@dataclass
class Message:
    """One message; ``visible_to`` names the only person who sees it (an ephemeral one)."""

    channel: str
    ts: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    metadata: Json | None = None
    bot_id: str | None = None
    visible_to: str | None = None
    attachments: list[Json] = field(default_factory=list)
    reactions: dict[str, set[str]] = field(default_factory=dict)
    options: Json = field(default_factory=dict)
    earlier: list[Version] = field(default_factory=list)
    edited_ts: str | None = None
    is_deleted: bool = False

    @property
    def root_ts(self) -> str:
        """The thread this message is in, or would start."""
        return self.thread_ts or self.ts

    @property
    def is_edited(self) -> bool:
        """Whether it ever read differently."""
        return bool(self.earlier)

    def elements(self) -> Iterator[tuple[str, Json]]:
        """Every interactive element with the id of its block."""
        for block in self.blocks:
            inside = [*block.get("elements", []), block.get("accessory")]
            for element in inside:
                if isinstance(element, dict) and "action_id" in element:
                    yield str(block.get("block_id", "")), element

    def action_ids(self) -> list[str]:
        """The ids of what can be pressed, in order."""
        return [element["action_id"] for _, element in self.elements()]

    def as_json(self, *, with_metadata: bool = False) -> Json:
        """The message as Slack's API and events show it."""
        shown: Json = {"type": "message", "user": self.user, "text": self.text, "ts": self.ts}
        if self.bot_id:
            shown |= {"bot_id": self.bot_id, "bot_profile": {"id": self.bot_id}}
        if self.blocks:
            shown["blocks"] = self.blocks
        if self.attachments:
            shown["attachments"] = self.attachments
        if self.thread_ts:
            shown["thread_ts"] = self.thread_ts
        if self.edited_ts:
            shown["edited"] = {"user": self.user, "ts": self.edited_ts}
        if self.reactions:
            shown["reactions"] = [
                {"name": name, "users": sorted(users), "count": len(users)}
                for name, users in self.reactions.items()
            ]
        if with_metadata and self.metadata:
            shown["metadata"] = self.metadata
        return shown


@dataclass
class Channel:
    """A channel, private channel or direct message with what was said in it, oldest first."""

    id: str
    name: str
    kind: Literal["channel", "group", "im"] = "channel"
    members: set[str] = field(default_factory=set)
    is_external: bool = False
    is_archived: bool = False
    messages: list[Message] = field(default_factory=list)
    prompts: list[Json] = field(default_factory=list)

    def message(self, ts: str) -> Message | None:
        """The message with this ``ts`` unless it was deleted."""
        return next((m for m in self.messages if m.ts == ts and not m.is_deleted), None)

    def visible(self, user: str | None = None) -> list[Message]:
        """What ``user`` sees (without one: what everybody sees)."""
        return [m for m in self.messages if not m.is_deleted and m.visible_to in (None, user)]

    def thread(self, root_ts: str) -> list[Message]:
        """The replies that everybody sees in a thread, without its first message."""
        return [m for m in self.visible() if m.thread_ts == root_ts and m.ts != root_ts]


@dataclass
class ResponseUrl:
    """Five answers within half an hour to one interaction; ``message_ts`` is where it was pressed."""

    token: str
    user: str
    channel: str
    issued: datetime
    message_ts: str | None = None
    thread_ts: str | None = None
    uses: int = 0


@dataclass
class Workspace:
    """All state of the fake; ids are short and in order, so that a test reads well.

    ``stacks`` are the open modals by person, the front one last; ``version`` rises with every change.
    """

    team: str = "T0000001"
    domain: str = "fake"
    clock: Clock = lambda: datetime.now(UTC)
    users: dict[str, User] = field(default_factory=dict)
    groups: dict[str, list[str]] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    views: dict[str, View] = field(default_factory=dict)
    response_urls: dict[str, ResponseUrl] = field(default_factory=dict)
    statuses: dict[tuple[str, str], str] = field(default_factory=dict)
    triggers: dict[str, datetime] = field(default_factory=dict)
    stacks: dict[str, list[str]] = field(default_factory=dict)
    version: int = 0
    _last_id: int = 0
    _last_ts: int = 0
    _waiting: set[asyncio.Future[None]] = field(default_factory=set)

    def new_id(self, prefix: str) -> str:
        """A fresh id such as ``U0000007``."""
        self._last_id += 1
        return f"{prefix}{self._last_id:07d}"

    def number_from_clock(self) -> None:
        """Gives ids from now on that no earlier workspace gave, for apps that remember those."""
        self._last_id = max(self._last_id, int(self.clock().timestamp() * 1000))

    def new_ts(self) -> str:
        """A message's time stamp: rising, and never given twice."""
        now = int(self.clock().timestamp() * 1_000_000)
        self._last_ts = max(now, self._last_ts + 1)
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def add_user(self, name: str, *, team: str | None = None, is_bot: bool = False) -> User:
        """A new member, or a guest from another team."""
        user = User(self.new_id("U"), name, team or self.team, is_bot=is_bot)
        self.users[user.id] = user
        return user

    def add_channel(
        self,
        name: str,
        *members: str,
        kind: Literal["channel", "group"] = "channel",
        is_external: bool = False,
    ) -> Channel:
        """A new channel with these members; ``is_external`` shares it through Slack Connect."""
        channel = Channel(
            self.new_id("C" if kind == "channel" else "G"), name, kind, set(members), is_external
        )
        self.channels[channel.id] = channel
        return channel

    def direct_channel(self, one: str, other: str) -> Channel:
        """The direct message of two users, opened if need be."""
        for channel in self.channels.values():
            if channel.kind == "im" and channel.members == {one, other}:
                return channel
        channel = Channel(self.new_id("D"), "", "im", {one, other})
        self.channels[channel.id] = channel
        return channel

    def add_message(self, message: Message) -> Message:
        """Puts a message into its channel."""
        self.channels[message.channel].messages.append(message)
        if message.bot_id:  # what it said ends what it was said to be doing
            self.statuses.pop((message.channel, message.root_ts), None)
        self.changed()
        return message

    def edit_message(self, message: Message, text: str, blocks: list[Json]) -> None:
        """Replaces the content and keeps the earlier one."""
        message.earlier.append(Version(message.text, message.blocks))
        message.text, message.blocks, message.edited_ts = text, blocks, self.new_ts()
        self.changed()

    def home_of(self, user: str) -> View | None:
        """What the app published to a person's Home tab."""
        return next((v for v in self.views.values() if v.kind == "home" and v.user == user), None)

    def said_by(self, user: str) -> list[Message]:
        """Everything of one user that is still there, oldest first, private answers included."""
        all_messages = [m for c in self.channels.values() for m in c.messages if not m.is_deleted]
        return sorted((m for m in all_messages if m.user == user), key=lambda m: m.ts)

    def changed(self) -> None:
        """Tells those who wait that something happened."""
        self.version += 1
        waiting, self._waiting = self._waiting, set()
        for future in waiting:
            if not future.done():
                future.set_result(None)

    async def until(self, look: Callable[[], T], limit_s: float = WAIT_LIMIT_S) -> T:
        """The first truthy thing that ``look`` sees; raises TimeoutError after ``limit_s``."""
        async with asyncio.timeout(limit_s):
            while not (seen := look()):
                future = asyncio.get_running_loop().create_future()
                self._waiting.add(future)
                await future
        return seen
