"""What is said around installing the bot: on the pages that people come to, and where it is not installed."""

from __future__ import annotations

from msgspec import Struct

from bot.words.named import Named


class InstallingWords(Struct, frozen=True, kw_only=True):
    """Plain text. ``pages``: a headline and a sentence by outcome, as ``title|rest``."""

    pages: Named
    again: str
    open_slack: str
