"""The composition root's other half: talk about hosts. Apart from the first, so that ``ask`` starts quickly."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from bot.conversations.hosts.checking import Checking
from bot.conversations.hosts.grounds import Grounds
from bot.conversations.hosts.managing import Managing
from bot.conversations.hosts.model import People
from bot.conversations.hosts.reports import Reports
from bot.conversations.hosts.talk import HostTalk
from bot.conversations.languages import PersonLanguages, Profiles
from bot.hosts.checking import Checks
from bot.hosts.owning import Hosts
from bot.hosts.permissions import Permissions
from bot.hosts.ports import HostStore
from bot.knowledge.base import Knowledge
from bot.knowledge.model import Language


def make_host_talk(
    knowledge: Callable[[], Knowledge],
    *,
    hosts: HostStore,
    people: People,
    permissions: Permissions,
    public_url: str = "",
    digest: Callable[[], str] = lambda: "",
    default_language: Language | None = None,
    profiles: Profiles | None = None,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> HostTalk:
    """Talk about hosts over whatever keeps them; ``digest`` is the SHA-256 of the Agent that is served."""
    reports = Reports(knowledge, clock)
    owning, checks = Hosts(hosts, permissions), Checks(hosts, permissions)
    grounds = Grounds(checks=checks, looked=hosts, recent=hosts, permissions=permissions, reports=reports)
    return HostTalk(
        checking=Checking(
            checks=checks,
            looked=hosts,
            people=people,
            permissions=permissions,
            reports=reports,
            grounds=grounds,
            public_url=public_url,
        ),
        managing=Managing(hosts=owning, looked=hosts, reports=reports, public_url=public_url, digest=digest),
        hosts=owning,
        looked=hosts,
        grounds=grounds,
        languages=PersonLanguages(hosts, default_language, profiles),
    )
