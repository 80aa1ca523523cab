"""The capabilities beside plain answers, put together over what the bot keeps: each a side of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from slack_bolt.async_app import AsyncApp

from bot.conversations.hosts.talk import HostTalk
from bot.conversations.languages import PersonLanguages
from bot.conversations.questions import questions_of
from bot.conversations.replies import Replies
from bot.home.told_worklist import ToldWorklist
from bot.hosts.permissions import Permissions
from bot.live.edition import Editions
from bot.live.keeping import Keeper
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.home import SqlHomes, TellingStore, TellingTeaching
from bot.storage.leading import SqlRatings
from bot.storage.onboarding import SqlOnboardings
from bot.storage.worklist import SqlWorklist
from bot.teaching.maintainers import Maintainers
from bot.wiring_hosts import make_host_talk
from bot.work.queue import answer_deferrer
from handlers.assembly import Reach
from handlers.gateway.assembly import GatewaySide
from handlers.group_members import TeamGroupMembers, the_only_team
from handlers.home_pictures import HomePictures
from handlers.home_side import HomeSide, make_home_side
from handlers.leading_side import Leading, make_leading
from handlers.onboarding import OnboardingSide, make_onboarding_side
from handlers.profiles import SlackProfiles
from handlers.teaching_side import TeachingSide, development_questions, make_teaching_side
from handlers.views import WebViews


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What all of them stand on."""

    settings: Settings
    database: Database
    keeper: Keeper
    editions: Editions
    homes: SqlHomes
    taught: TellingTeaching
    store: TellingStore
    gateway: GatewaySide
    pictures: HomePictures


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """``listeners`` are for Bolt's app; ``talk`` is the one about hosts."""

    teaching: TeachingSide
    home: HomeSide
    onboarding: OnboardingSide
    leading: Leading
    talk: HostTalk
    languages: PersonLanguages
    listeners: tuple[Callable[[AsyncApp], None], ...]


def make_sides(ground: Ground, reach: Reach) -> Sides:
    """All of them, for the workspaces that ``reach`` speaks to."""
    settings, clients, profiles = ground.settings, reach.clients, SlackProfiles(reach.clients)
    teams = reach.several.installations.teams if reach.several else the_only_team
    groups = TeamGroupMembers(teams, clients)
    worklist = ToldWorklist(SqlWorklist(ground.database.engine), ground.homes)
    teaching = make_teaching_side(
        settings,
        keeper=ground.keeper,
        kept=ground.taught,
        worklist=worklist,
        ratings=SqlRatings(ground.database.engine),
        people=ground.store,
        groups=groups,
        profiles=profiles,
        views=WebViews(clients),
        development=development_questions(),
    )
    onboarding = make_onboarding_side(
        SqlOnboardings(ground.database.engine, answer_deferrer()),
        greets=settings.onboarding,
        asking=ground.store,
        profiles=profiles,
        maintainers=Maintainers(groups, settings.maintainers),
        knowledge=lambda: ground.editions.now().knowledge,
        default_language=settings.language,
    )
    home = make_home_side(
        settings,
        homes=ground.homes,
        store=ground.store,
        editions=ground.editions,
        hosts=ground.gateway.hosts,
        worklist=teaching.worklist,
        groups=groups,
        clients=clients,
        pictures=ground.pictures,
        preferences=onboarding.preferences,
        onboarding=onboarding.checklists,
    )
    leading = make_leading(
        settings,
        ground.database.engine,
        store=ground.store,
        preferences=onboarding.preferences,
        homes=ground.homes,
        notes=worklist,
        editions=ground.editions,
        groups=groups,
    )
    talk = make_host_talk(
        lambda: ground.editions.now().knowledge,
        hosts=ground.gateway.hosts,
        people=ground.store,
        permissions=Permissions(groups, settings.maintainers),
        public_url=settings.public_url,
        digest=ground.gateway.file.digest,
        default_language=settings.language,
        profiles=profiles,
    )
    return Sides(
        teaching=teaching,
        home=home,
        onboarding=onboarding,
        leading=leading,
        talk=talk,
        languages=PersonLanguages(ground.gateway.hosts, settings.language, profiles),
        listeners=(
            *teaching.listeners,
            *home.listeners,
            *onboarding.listeners,
            *leading.listeners(clients, reach.metrics),
        ),
    )


def make_replies(ground: Ground, sides: Sides, pictures_url: str) -> Replies:
    """What is said to whatever is asked: each talk is asked in turn, then the knowledge."""
    talks, feet = sides.leading.talks(sides.talk)
    return Replies(
        ground.editions,
        questions_of(ground.store),
        pictures_url,
        talks=[*talks, sides.onboarding.talk, sides.talk],
        machines=sides.talk,
        notices=[sides.teaching.notices],
        feet=feet,
        leads=True,
        languages=sides.languages,
    )
