"""A modal or a Home tab, as the workspace holds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Json = dict[str, Any]


@dataclass
class View:
    """A modal or a person's Home tab; ``hash`` changes with every update.

    ``previous`` is the modal under it, ``root`` the first of the stack.
    """

    id: str
    user: str
    kind: Literal["modal", "home"]
    content: Json
    hash: str
    previous: str | None = None
    root: str = ""

    def as_json(self, team: str, app_id: str, bot_id: str, state: Json | None = None) -> Json:
        """The view as Slack's API and interactions show it."""
        usual = {"private_metadata": "", "callback_id": "", "external_id": "", "clear_on_close": False}
        return {
            **usual,
            **self.content,
            "id": self.id,
            "hash": self.hash,
            "team_id": team,
            "app_id": app_id,
            "app_installed_team_id": team,
            "bot_id": bot_id,
            "state": state or {"values": {}},
            "previous_view_id": self.previous,
            "root_view_id": self.root,
        }
