"""Collecting what Slack would refuse in one payload, each fault with where it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from bot.slackfake.state import Json

Surface = Literal["message", "modal", "home"]

ID_MAX = 255


@dataclass
class Check:
    """Collects the faults of one payload."""

    surface: Surface
    faults: list[str] = field(default_factory=list)
    block_ids: set[str] = field(default_factory=set)

    def fault(self, where: str, what: str) -> None:
        """Notes one fault at a JSON pointer."""
        self.faults.append(f"[ERROR] {what} [json-pointer:{where}]")

    def length(self, where: str, value: object, longest: int, least: int = 1) -> None:
        """A string of ``least`` to ``longest`` code points."""
        if not isinstance(value, str):
            self.fault(where, "must be a string")
        elif len(value) < least:
            self.fault(where, f"must be more than {least - 1} characters")
        elif len(value) > longest:
            self.fault(where, f"must be less than {longest + 1} characters")

    def count(self, where: str, items: object, least: int, most: int) -> list[Json]:
        """An array of ``least`` to ``most`` items; returns those that can be looked into."""
        if not isinstance(items, list):
            self.fault(where, "must be an array")
            return []
        if not least <= len(items) <= most:
            self.fault(where, f"must have between {least} and {most} items, not {len(items)}")
        return [item for item in items if isinstance(item, dict)]

    def text(self, where: str, value: object, longest: int, *, plain: bool = False) -> None:
        """A text object, plain where it must be."""
        if not isinstance(value, dict) or value.get("type") not in ("plain_text", "mrkdwn"):
            self.fault(where, "must be a text object")
            return
        if plain and value["type"] != "plain_text":
            self.fault(where, "must be plain_text")
        self.length(f"{where}/text", value.get("text"), longest)

    def id(self, where: str, value: object) -> None:
        """A ``block_id`` or ``action_id``, if there is one."""
        if value is not None:
            self.length(where, value, ID_MAX)
