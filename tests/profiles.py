"""Who is whose teammate, told by a test."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.onboarding.model import Profile
from bot.work.ports import Refused


@dataclass
class KnownProfiles:
    """Implements Profiles: ``people`` are the teammates by workspace; one in ``gone`` is asked in vain."""

    people: dict[str, set[str]] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)

    async def find(self, team: str, user: str) -> Profile | None:
        if team in self.gone:
            raise Refused("account_inactive")
        is_teammate = user in self.people.get(team, ())
        return Profile(team=team, user=user, is_teammate=True) if is_teammate else None
