"""Whom a message would notify: the mentions that Slack acts on, wherever they stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.slackfake.state import Json, Message

_MENTION = re.compile(r"<(@[UW][A-Z0-9]+|!(?:channel|here|everyone)|!subteam\^[A-Z0-9]+)(?:\|[^>]*)?>")


def pings(message: Message) -> set[str]:
    """Mentions such as ``@U0000001`` or ``!channel`` in the text, mrkdwn, Markdown and rich text."""
    found = set(_MENTION.findall(message.text))
    found.update(_in_blocks(message.blocks))
    return found


def _in_blocks(node: object) -> Iterator[str]:
    if isinstance(node, list):
        for item in node:
            yield from _in_blocks(item)
    elif isinstance(node, dict):
        yield from _in_object(node)


def _in_object(node: Json) -> Iterator[str]:
    kind = node.get("type")
    if kind in ("mrkdwn", "markdown"):
        yield from _MENTION.findall(str(node.get("text", "")))
    elif kind == "user":
        yield f"@{node.get('user_id')}"
    elif kind == "usergroup":
        yield f"!subteam^{node.get('usergroup_id')}"
    elif kind == "broadcast":
        yield f"!{node.get('range')}"
    for value in node.values():
        if isinstance(value, (dict, list)):
            yield from _in_blocks(value)


def as_typed(text: str) -> str:
    """What Slack makes of characters that a person typed: ``&``, ``<`` and ``>`` are escaped."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
