"""What the listeners say themselves, before it is known who asks what."""

from __future__ import annotations

from msgspec import Struct

from bot.words.named import Named


class ListenerWords(Struct, frozen=True, kw_only=True):
    """Slack mrkdwn. ``prompts``: the questions that Slack suggests, each by its title (manifest.json has them too)."""

    not_known: str
    not_installed: str
    outside: str
    away: str
    fault: str
    not_opened: str
    prompts: Named
