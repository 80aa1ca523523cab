"""What the gateway tells an Agent, which shows it to its host's owner."""

from __future__ import annotations

from msgspec import Struct

from bot.words.named import Named


class GatewayWords(Struct, frozen=True, kw_only=True):
    """``refusals``: why a request is not done, by its code; ``no_agent`` why there is no file to fetch."""

    no_agent: str
    refusals: Named
