"""The scopes that the bot asks for, each with its reason; manifest.json and docs/installing.md say the same.

Slack's rules: https://docs.slack.dev/authentication/installing-with-oauth (an optional scope is listed
among the bot's scopes too) and https://docs.slack.dev/reference/scopes.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

REQUIRED: Final = {
    "app_mentions:read": "to be asked by name in a channel",
    "assistant:write": "to offer questions in its Messages tab",
    "chat:write": "to answer",
    "commands": "for `/ask`, `/docker-check`, `/onboard` and the message shortcuts",
    "im:history": "to be asked in a direct message, and to find its own answer there after a crash",
    "users:read": "to greet new teammates, and to tell them from bots and guests",
}
OPTIONAL: Final = {
    "channels:history": "to go on in a thread of a public channel without being named again, and for `/ask here on`",
    "groups:history": "the same in private channels that it was invited to",
    "usergroups:read": "to know who is in a group that is allowed to check a host, or that keeps the knowledge",
}
ALL: Final = (*REQUIRED, *OPTIONAL)


def missing(granted: Collection[str]) -> tuple[list[str], list[str]]:
    """What of the required scopes is not granted, and what of the optional ones."""
    return (
        [scope for scope in REQUIRED if scope not in granted],
        [scope for scope in OPTIONAL if scope not in granted],
    )


def in_words() -> str:
    """Both kinds as the Markdown table of docs/installing.md."""
    rows = [f"| `{scope}` | {kind} | {why} |" for kind, scope, why in _rows()]
    return "\n".join(["| scope | | why |", "| --- | --- | --- |", *rows])


def _rows() -> list[tuple[str, str, str]]:
    needed = [("needed", scope, why) for scope, why in REQUIRED.items()]
    return [*needed, *(("optional", scope, why) for scope, why in OPTIONAL.items())]
