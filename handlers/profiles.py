"""Who somebody is to Slack: from the event of their joining, or looked up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.knowledge.model import Language
from bot.onboarding.model import Profile
from bot.work.ports import Refused
from handlers.clients import Clients
from handlers.slack_faults import CALL_FAULTS, translated

SLACKBOT = "USLACKBOT"
NOBODY = frozenset({"user_not_found", "user_not_visible", "users_not_found"})


class SlackProfiles:
    """``bot.onboarding.ports.Profiles`` on the Web API."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    async def find(self, team: str, user: str) -> Profile | None:
        """None if there is nobody of that id. Raises RateLimited, Passing or Refused."""
        client = await self._clients.of(team)
        try:
            answer = await client.users_info(user=user, include_locale=True)
        except CALL_FAULTS as fault:
            meant = translated(fault)
            if isinstance(meant, Refused) and meant.code in NOBODY:
                return None
            raise meant from fault
        found: Mapping[str, Any] = answer.get("user") or {}
        return profile_of(found, team)


def profile_of(user: Mapping[str, Any], team: str, *, is_enterprise: bool = False) -> Profile:
    """A user object of Slack's, as ``team`` sees it; within an organisation people have teams of their own."""
    is_ours = is_enterprise or user.get("team_id") in (team, None)
    marks = ("is_bot", "deleted", "is_restricted", "is_ultra_restricted", "is_stranger", "is_workflow_bot")
    is_other = any(user.get(mark) for mark in marks) or user.get("id") == SLACKBOT
    return Profile(
        team=team,
        user=str(user.get("id", "")),
        is_teammate=bool(user.get("id")) and is_ours and not is_other,
        has_left=bool(user.get("deleted")),
        language=_language(str(user.get("locale") or "")),
        zone=str(user.get("tz") or ""),
    )


def _language(locale: str) -> Language | None:
    if locale.startswith("ko"):
        return "ko"
    return "en" if locale.startswith("en") else None
