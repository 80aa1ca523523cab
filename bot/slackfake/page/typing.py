"""What people type and what Slack makes of it: names become mentions, addresses become links."""

from __future__ import annotations

import re

from bot.slackfake.pings import as_typed
from bot.slackfake.state import Workspace

_CODE = re.compile(r"(```.*?```|`[^`\n]+`)", re.DOTALL)
_NAMED = re.compile(r"(?<![\w@])@([\w.-]+)|(?<![\w#&/])#([\w-]+)|(https?://[^\s<>|]+[^\s<>|.,;:!?)'\"])")
_MARKED = re.compile(
    r"<(?:@(?P<user>\w+)|#(?P<channel>\w+)|!subteam\^(?P<group>\w+)|(?P<url>(?:https?|mailto):[^|>]*))"
    r"(?:\|(?P<label>[^>]*))?>"
)
_NAMELESS = re.compile(r"<@(\w+)>")


def as_sent(text: str, workspace: Workspace) -> str:
    """The text as Slack sends it: escaped, with ``<@U1>``, ``<#C1|help>`` and ``<https://…>`` outside code."""
    parts = _CODE.split(as_typed(text))
    return "".join(part if number % 2 else _with_marks(part, workspace) for number, part in enumerate(parts))


def as_read(text: str, workspace: Workspace) -> str:
    """A person's message as they would type it again."""

    def typed(found: re.Match[str]) -> str:
        user, channel = (
            workspace.users.get(found["user"] or ""),
            workspace.channels.get(found["channel"] or ""),
        )
        if user:
            return f"@{user.name}"
        if found["group"]:
            return found["label"] or found[0]
        return f"#{channel.name}" if channel else found["url"] or found[0]

    shown = _MARKED.sub(typed, text)
    return shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def as_command(text: str, workspace: Workspace, *, is_escaped: bool) -> str:
    """A command's text, given in Slack's markup, as Slack sends it: people with id and name, or all by name alone."""
    if not is_escaped:
        return as_typed(as_read(text, workspace))

    def named(found: re.Match[str]) -> str:
        user = workspace.users.get(found[1])
        return f"<@{user.id}|{user.name}>" if user else found[0]

    return _NAMELESS.sub(named, text)


def _with_marks(text: str, workspace: Workspace) -> str:
    users = {user.name.casefold(): user.id for user in workspace.users.values()}
    channels = {channel.name: channel.id for channel in workspace.channels.values() if channel.name}

    def marked(found: re.Match[str]) -> str:
        name, channel, url = found.groups()
        if url:
            return f"<{url}>"
        if channel:
            return f"<#{channels[channel]}|{channel}>" if channel in channels else found[0]
        # "@mina도": a Korean particle stands right behind the name.
        known = max((n for n in users if name.casefold().startswith(n)), key=len, default="")
        rest = name[len(known) :]
        if not known or (rest and re.match(r"[a-z0-9_]", rest, re.IGNORECASE)):
            return found[0]
        return f"<@{users[known]}>{rest}"

    return _NAMED.sub(marked, text)
