"""What the listeners call, in one value: whoever adds a use case adds a field, and its listeners name it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields
from typing import Any

from slack_bolt.async_app import AsyncApp

from handlers.oauth.leaving import Leaving, OneLeaving
from handlers.ports import Inbox, TeamPrompts


@dataclass(frozen=True, slots=True, kw_only=True)
class UseCases:
    """A listener gets those that it names among its arguments; ``prompts`` those of its workspace.

    Each of ``listeners`` adds listeners of its own, which hold what they call.
    """

    inbox: Inbox
    prompts: TeamPrompts
    leaving: Leaving = field(default_factory=OneLeaving)
    listeners: tuple[Callable[[AsyncApp], None], ...] = ()

    def for_team(self, team: str) -> Iterator[tuple[str, Any]]:
        """Each by its name, in the workspace of an event."""
        for use_case in fields(self):
            made = getattr(self, use_case.name)
            yield use_case.name, made.of(team) if use_case.name == "prompts" else made
