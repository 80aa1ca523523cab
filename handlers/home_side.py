"""App Home put together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from procrastinate import App
from slack_bolt.async_app import AsyncApp

from bot.conversations.hosts.reports import Reports
from bot.conversations.languages import PersonLanguages
from bot.conversations.questions import questions_of
from bot.home.desk import HomeDesk
from bot.home.model import HomePage
from bot.home.page import HomePages, OfOnboarding, WorkPages
from bot.home.ports import HomeStore
from bot.home.publishing import Publishing
from bot.hosts.owning import Hosts
from bot.hosts.permissions import Permissions
from bot.hosts.ports import HostStore
from bot.live.edition import Editions
from bot.preferences.desk import PreferencesDesk
from bot.rendering.home_slack import render_home
from bot.settings import Settings
from bot.storage.store import Store
from bot.teaching.maintainers import Groups, Maintainers
from bot.text.redact import redact
from bot.work.home_jobs import home_jobs
from handlers.clients import Clients
from handlers.home import HomeListeners, WebHomes
from handlers.home_pictures import HomePictures
from handlers.profiles import SlackProfiles


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeSide:
    """``listeners`` are for Bolt's app, ``jobs`` for the worker; ``homes`` is told of whatever changes what it shows."""

    homes: HomeStore
    desk: HomeDesk
    publishing: Publishing
    listeners: Sequence[Callable[[AsyncApp], None]]
    jobs: Callable[[App], None]


def make_pictures(
    settings: Settings, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> HomePictures:
    """Signed with what every process of this bot is given, and nobody else."""
    secret = settings.slack_bot_token or settings.slack_client_secret
    return HomePictures(secret=secret, public_url=settings.public_url, clock=clock)


def make_home_side(
    settings: Settings,
    *,
    homes: HomeStore,
    store: Store,
    editions: Editions,
    hosts: HostStore,
    worklist: WorkPages,
    groups: Groups,
    clients: Clients,
    pictures: HomePictures,
    preferences: PreferencesDesk,
    onboarding: OfOnboarding | None = None,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> HomeSide:
    """Over whatever keeps it."""
    pages = HomePages(
        facts=homes,
        people=store,
        editions=editions,
        hosts=Hosts(hosts, Permissions(groups, settings.maintainers)),
        looked=hosts,
        reports=Reports(lambda: editions.now().knowledge, clock),
        worklist=worklist,
        is_maintainer=Maintainers(groups, settings.maintainers).are,
        clock=clock,
        languages=PersonLanguages(hosts, settings.language, SlackProfiles(clients)),
        picture=pictures.url,
        onboarding=onboarding,
    )
    desk = HomeDesk(
        homes=homes,
        inbox=store,
        load=questions_of(store),
        preferences=preferences,
        redact=redact,
        new_id=uuid4,
    )

    def render(page: HomePage) -> dict[str, Any]:
        return render_home(page, editions.now().knowledge)

    publishing = Publishing(homes=homes, pages=pages, render=render, publisher=WebHomes(clients))
    return HomeSide(
        homes=homes,
        desk=desk,
        publishing=publishing,
        listeners=[HomeListeners(desk).register],
        jobs=home_jobs(publishing),
    )
