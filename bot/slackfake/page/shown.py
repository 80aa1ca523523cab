"""What the page shows to one viewer in one place, as pieces that are exchanged one by one when they change."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup

from bot.slackfake import modals
from bot.slackfake.installation import Installation
from bot.slackfake.page.drawing import Drawing
from bot.slackfake.page.inline import language_of
from bot.slackfake.page.rich_text import words_of
from bot.slackfake.page.typing import as_read
from bot.slackfake.state import Channel, Json, Message
from bot.slackfake.views import View

HOME = "home"
HUES = 8
EXAMPLES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Piece:
    """One part of a list; ``version`` changes when its HTML does."""

    key: str
    version: str
    html: str

    @classmethod
    def of(cls, key: str, html: str) -> Piece:
        """The piece, with a version made from what it shows."""
        return cls(key, hashlib.sha256(html.encode()).hexdigest()[:16], html)


@dataclass(frozen=True, slots=True)
class Row:
    """A message as its template reads it."""

    channel: str
    ts: str
    who: str
    initial: str
    hue: str
    at: datetime
    body: Markup
    language: str
    raw: str
    is_bot: bool
    is_private: bool
    is_edited: bool
    in_thread: bool
    replies: int
    thread_url: str
    reactions: Sequence[tuple[str, int]]
    menu: Sequence[dict[str, str]]


class Shown:
    """The page's content; ``place`` is a channel's id or ``home``, ``thread`` a message's ``ts``."""

    def __init__(self, drawing: Drawing, app: Installation, place: str, thread: str = "") -> None:
        self.drawing, self.app, self.words = drawing, app, drawing.words
        self.workspace, self.viewer = drawing.workspace, drawing.viewer
        self.direct = self.workspace.direct_channel(self.viewer, app.bot_user.id)
        found = self.workspace.channels.get(place)
        is_theirs = found is not None and self.viewer in found.members
        self.channel: Channel = found if found is not None and is_theirs else self.direct
        self.place = HOME if place == HOME else self.channel.id
        self.root = self.channel.message(thread) if thread and self.place != HOME else None

    def state(self, *, machine: Markup, language: str) -> Json:
        """All of it, as the page's script takes it."""
        return {
            "version": self.workspace.version,
            "place": self.place,
            "thread": self.root.ts if self.root else "",
            "title": self.title,
            "composer": self.words.write_to.format(place=self.title),
            "lists": {
                "places": _plain(self.sidebar()),
                "people": _plain(self.people()),
                "head": _plain(self.head()),
                "messages": _plain(self.main(machine, language)),
                "replies": _plain(self.replies()),
            },
            "latest": {channel.id: self._latest(channel) for channel in self._channels()},
            "status": self.status(),
            "offers": list(self.offers()),
            "modal": self.modal(),
        }

    @property
    def title(self) -> str:
        """What stands over the place."""
        if self.channel.kind == "im":
            return self.app.bot_user.shown_name
        return f"#{self.channel.name}"

    def url(self, place: str, thread: str = "") -> str:
        """The address of a place for the same viewer."""
        query = {"you": self.viewer, "place": place} | ({"thread": thread} if thread else {})
        return f"/?{urlencode(query)}"

    def sidebar(self) -> Iterator[Piece]:
        """Channels, the direct message and the Home tab."""
        places = [
            {
                "id": channel.id,
                "kind": channel.kind,
                "name": channel.name or self.app.bot_user.shown_name,
                "url": self.url(channel.id),
                "is_current": self.place == channel.id,
            }
            for channel in self._channels()
        ]
        home = {"url": self.url(HOME), "is_current": self.place == HOME}
        yield Piece.of(
            "places",
            self.drawing.template("sidebar.html", places=places, home=home, bot=self.app.bot_user.shown_name),
        )

    def people(self) -> Iterator[Piece]:
        """Who one can be."""
        people = [u for u in self.workspace.users.values() if not u.is_bot and not u.is_deleted]
        yield Piece.of("people", self.drawing.template("people.html", people=people))

    def head(self) -> Iterator[Piece]:
        """The place's title; the app's has two tabs."""
        tabs = []
        if self.channel.kind == "im":
            tabs = [
                {"id": where, "url": self.url(where), "name": name, "is_current": self.place == where}
                for where, name in ((HOME, self.words.home_tab), (self.direct.id, self.words.messages_tab))
            ]
        about = self.words.members.format(count=len(self.channel.members))
        yield Piece.of("head", self.drawing.template("head.html", title=self.title, tabs=tabs, about=about))

    def main(self, machine: Markup, language: str) -> Iterator[Piece]:
        """The messages, or what the app published to the Home tab."""
        if self.place == HOME:
            yield self._home()
            return
        if self.channel is self.direct:
            examples = list(self.words.examples)[:EXAMPLES_SHOWN]
            yield Piece.of(
                "welcome",
                self.drawing.template("welcome.html", examples=examples, machine=machine, language=language),
            )
        elif not self.channel.visible(self.viewer):
            empty = Markup('<p class="empty">{}</p>').format(self.words.empty_channel)
            yield Piece.of("empty", str(empty))
        for message in self.channel.visible(self.viewer):
            if message.thread_ts in (None, message.ts):
                yield self._message(message)

    def replies(self) -> Iterator[Piece]:
        """The thread that is open."""
        if self.root is None:
            return
        yield self._message(self.root, in_thread=True)
        for message in self.channel.visible(self.viewer):
            if message.thread_ts == self.root.ts and message.ts != self.root.ts:
                yield self._message(message, in_thread=True)

    def status(self) -> str:
        """What the app says it is doing in the thread."""
        if self.root is None:
            return ""
        said = self.workspace.statuses.get((self.channel.id, self.root.ts), "")
        return f"{self.app.bot_user.shown_name} {said}" if said else ""

    def offers(self) -> Iterator[Json]:
        """What the composer completes: commands at the beginning, people and channels anywhere."""
        for offered in self.app.offered:
            if "command" in offered:
                hint = f"{offered.get('usage_hint', '')} — {offered.get('description', '')}".strip(" —")
                yield {"insert": f"{offered['command']} ", "label": offered["command"], "hint": hint}
        for user in self.workspace.users.values():
            yield {"insert": f"@{user.name} ", "label": f"@{user.name}", "hint": user.shown_name}
        for channel in self.workspace.channels.values():
            if channel.kind == "channel":
                yield {"insert": f"#{channel.name} ", "label": f"#{channel.name}", "hint": ""}

    def modal(self) -> Json | None:
        """The modal in front."""
        open_ones = modals.stack(self.workspace, self.viewer)
        if not open_ones:
            return None
        view, depth = open_ones[-1], len(open_ones)
        body = self.drawing.blocks(view.content["blocks"])
        html = self.drawing.template("view.html", view=view, body=body, depth=depth)
        return {"id": view.id, "hash": view.hash, "html": str(html)}

    def _channels(self) -> list[Channel]:
        mine = [c for c in self.workspace.channels.values() if self.viewer in c.members and c.kind != "im"]
        return [*mine, self.direct]

    def _latest(self, channel: Channel) -> str:
        return max((m.ts for m in channel.visible(self.viewer) if m.user != self.viewer), default="")

    def _home(self) -> Piece:
        view: View | None = self.workspace.home_of(self.viewer)
        if view is None:
            return Piece.of("home", str(Markup('<p class="empty">{}</p>').format(self.words.no_home)))
        body = self.drawing.blocks(view.content["blocks"])
        html = Markup('<section class="home" data-source data-view="{}" data-hash="{}">{}</section>')
        return Piece.of("home", str(html.format(view.id, view.hash, body)))

    def _message(self, message: Message, *, in_thread: bool = False) -> Piece:
        row = self._row(message, in_thread=in_thread)
        key = f"{'t' if in_thread else 'm'}-{message.ts}"
        return Piece.of(key, self.drawing.template("message.html", m=row))

    def _row(self, message: Message, *, in_thread: bool) -> Row:
        user = self.workspace.users.get(message.user)
        who = user.shown_name if user else message.user
        is_private = message.visible_to is not None
        body = self.drawing.blocks(message.blocks) if message.blocks else self.drawing.said(message.text)
        return Row(
            channel=message.channel,
            ts=message.ts,
            who=who,
            initial=who[:1],
            hue=f"hue-{sum(message.user.encode()) % HUES}",
            at=self.drawing.names.clock(message.ts),
            body=body,
            language=language_of(message.text or words_of(message.blocks)),
            raw=as_read(message.text, self.workspace),
            is_bot=message.bot_id is not None,
            is_private=is_private,
            is_edited=message.is_edited,
            in_thread=in_thread,
            replies=len([m for m in self.channel.visible(self.viewer) if _is_reply(m, message)]),
            thread_url=self.url(self.channel.id, message.ts),
            reactions=[(self.drawing.names.emoji(n), len(users)) for n, users in message.reactions.items()],
            menu=list(self._menu(message)),
        )

    def _menu(self, message: Message) -> Iterator[dict[str, str]]:
        if message.visible_to:
            yield {"act": "dismiss", "which": "", "label": self.words.dismiss}
            return
        for offered in self.app.offered:
            if offered.get("type") == "message":
                yield {"act": "shortcut", "which": str(offered["callback_id"]), "label": str(offered["name"])}
        if message.user == self.viewer:
            yield {"act": "edit", "which": "", "label": self.words.edit}
            yield {"act": "delete", "which": "", "label": self.words.delete}


def _is_reply(message: Message, root: Message) -> bool:
    return message.thread_ts == root.ts and message.ts != root.ts and message.visible_to is None


def _plain(pieces: Iterator[Piece]) -> list[dict[str, Any]]:
    return [{"key": piece.key, "version": piece.version, "html": str(piece.html)} for piece in pieces]
