"""Whom a message would notify: the mentions that Slack acts on, wherever they stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.slackfake.state import Json, Message

_MENTION = re.compile(r"<(@[UW][A-Z0-9]+|!(?:channel|here|everyone)|!subteam\^[A-Z0-9]+)(?:\|[^>]*)?>")


def pings(message: Message) -> set[str]:
    """Mentions such as ``@U0000001`` or ``!channel`` in the text, mrkdwn, Markdown and rich text."""
    found = set(_MENTION.findall(message.text))
    found.update(pings_in(message.blocks))
    return found


def pings_in(node: object) -> Iterator[str]:
    """The same of blocks, or of anything inside them."""
    if isinstance(node, list):
        for item in node:
            yield from pings_in(item)
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
            yield from pings_in(value)


def as_typed(text: str) -> str:
    """What Slack makes of characters that a person typed: ``&``, ``<`` and ``>`` are escaped."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
