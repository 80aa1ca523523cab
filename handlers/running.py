"""Runs the bot from its settings: the composition root of everything that serves Slack.

``bot.wiring`` puts the answer path together; it may not name ``handlers``, so this does the rest.
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

import structlog
from psycopg import Error as DatabaseFault
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles

from bot.errors import BotError
from bot.home.quoting import Quoting
from bot.home.refreshing import Refreshing
from bot.installing.sealing import Sealer
from bot.knowledge.folders import own_folder
from bot.live.edition import Editions
from bot.live.listening import LessonListener
from bot.overhearing.overhearing import Overhearing
from bot.rendering.home_slack import render_asked
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.faults import StorageError
from bot.storage.home import SqlHomes, TellingStore, TellingTeaching
from bot.storage.installing.sql import SqlInstallations
from bot.storage.migrate import migrate
from bot.wiring import make_keeper
from bot.work.delivery import Delivery
from bot.work.home_jobs import publish_deferrer
from bot.work.host_jobs import host_jobs
from bot.work.learning_jobs import trial_deferrer
from bot.work.queue import answer_deferrer
from bot.work.worker import Worker, stop_on
from handlers.assembly import Several, SlackSide, make_slack_side, open_reach
from handlers.doctor.at_start import LookAtSlack
from handlers.gateway.assembly import GatewaySide, make_gateway_side
from handlers.home_side import make_pictures
from handlers.oauth.flow import OAuthApp
from handlers.serve import Work, listen, serve
from handlers.sides import Ground, Sides, make_replies, make_sides
from handlers.socket_mode import Sockets

PICTURES_PATH = "/pictures"
log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bot:
    """The parts of a running bot."""

    slack: SlackSide
    gateway: GatewaySide
    worker: Worker
    knowledge: Sequence[Work]
    sockets: Sockets | None


async def run_bot(settings: Settings, *, with_worker: bool) -> None:
    """Serves HTTP where a signing secret is set and Socket Mode where an app token is set, until SIGTERM."""
    if not (settings.slack_signing_secrets or settings.slack_app_token):
        raise BotError(
            "Set SLACK_SIGNING_SECRET (events over HTTP) or SLACK_APP_TOKEN (Socket Mode); README says where "
            "Slack shows them. To try the bot without Slack, use: setupbot playground"
        )
    try:
        listener = listen("0.0.0.0", settings.port)  # noqa: S104 # Slack, or the proxy before us, comes from outside
    except OSError as fault:
        raise BotError(
            f"Port {settings.port} is taken. Stop what uses it, or set PORT to another."
        ) from fault
    with listener:
        async with open_bot(settings) as bot:
            bot.slack.metrics.show_too(bot.gateway.metrics)
            await serve(
                edge=bot.gateway.before(bot.slack.edge),
                listener=listener,
                sockets=bot.sockets,
                work=bot.worker if with_worker else None,
                also=[
                    bot.gateway,
                    *bot.knowledge,
                    *([] if settings.is_for_several else [LookAtSlack(bot.slack.client)]),
                ],
            )


async def run_worker(settings: Settings) -> None:
    """Does the durable work alone, until SIGTERM."""
    async with open_bot(settings) as bot:
        stop = asyncio.Event()
        undo = stop_on((signal.SIGTERM, signal.SIGINT), stop)
        try:
            async with asyncio.TaskGroup() as works:
                works.create_task(bot.worker.run(stop))
                for part in bot.knowledge:
                    works.create_task(part.run(stop))
        finally:
            undo()


async def run_migration(settings: Settings) -> bool:
    """Brings the database to the current schema; True if anything had to be done."""
    async with Database(home=settings.home, url=settings.database_url or None) as database:
        return await migrate(database)


@asynccontextmanager
async def open_bot(settings: Settings) -> AsyncIterator[Bot]:
    """All parts, on a migrated database."""
    if not (settings.slack_bot_token or settings.is_for_several):
        raise BotError("Set SLACK_BOT_TOKEN: Slack shows it under OAuth & Permissions; it starts with xoxb-.")
    async with Database(home=settings.home, url=settings.database_url or None) as database:
        await migrate(database)
        ground = await _ground(settings, database)
        several = await _several(settings, database) if settings.is_for_several else None
        async with open_reach(settings.slack_bot_token, settings.slack_api_url, several) as reach:
            sides = make_sides(ground, reach)
            slack = make_slack_side(
                reach,
                signing_secrets=settings.slack_signing_secrets,
                store=ground.store,
                is_ready=lambda: readiness(database, ground.editions, sockets),
                routes=[*_routes(), *ground.pictures.routes(), *ground.gateway.routes],
                listeners=sides.listeners,
                overhears=Overhearing(sides.leading.opened, ground.editions),
            )
            token = settings.slack_app_token
            sockets = Sockets(slack.app, slack.client, token) if token else None
            yield Bot(
                slack=slack,
                gateway=ground.gateway,
                worker=_worker(ground, sides, slack),
                knowledge=[ground.keeper, LessonListener(database, ground.keeper)],
                sockets=sockets,
            )


async def _ground(settings: Settings, database: Database) -> Ground:
    homes = SqlHomes(database.engine, publish_deferrer())
    taught = TellingTeaching(database.engine, answer_deferrer(), trial_deferrer(), homes)
    keeper = make_keeper(settings, taught)
    return Ground(
        settings=settings,
        database=database,
        keeper=keeper,
        editions=await keeper.open(),
        homes=homes,
        taught=taught,
        store=TellingStore(database.engine, answer_deferrer(), homes),
        gateway=make_gateway_side(database, home=settings.home),
        pictures=make_pictures(settings),
    )


def _worker(ground: Ground, sides: Sides, slack: SlackSide) -> Worker:
    settings, store = ground.settings, ground.store
    pictures_url = f"{settings.public_url}{PICTURES_PATH}" if settings.public_url else ""
    answer = sides.onboarding.watched(make_replies(ground, sides, pictures_url))
    delivery = Delivery(store=store, poster_of=slack.poster_of, answer=Quoting(answer, render_asked))
    return Worker(
        database=ground.database,
        delivery=Refreshing(delivery, store, ground.homes),
        upkeep=store,
        more=[
            host_jobs(ground.gateway.hosts),
            sides.teaching.jobs,
            sides.home.jobs,
            sides.onboarding.jobs,
        ],
    )


async def _several(settings: Settings, database: Database) -> Several:
    """Ready for several workspaces; raises KeyMissingError where a token cannot be read any more."""
    installations = SqlInstallations(database.engine, Sealer(settings.token_keys))
    if sealed := await installations.seal_anew():
        log.info("tokens_sealed_anew", workspaces=sealed)
    app = OAuthApp(
        client_id=settings.slack_client_id,
        client_secret=settings.slack_client_secret,
        public_url=settings.public_url,
        api_url=settings.slack_api_url,
    )
    return Several(app=app, installations=installations)


def _routes() -> list[BaseRoute]:
    return [Mount(PICTURES_PATH, StaticFiles(directory=own_folder() / "pictures", check_dir=False))]


async def readiness(
    database: Database, editions: Editions, sockets: Sockets | None = None
) -> Mapping[str, bool | str]:
    """What must be there to answer. Knowledge is, if perhaps not that of the files, which is then told."""
    there: dict[str, bool | str] = {"knowledge": True}
    if faults := editions.faults():
        there["knowledge_files"] = f"broken, the last good ones stand: {faults[0]}"
    if sockets:
        there["socket_mode"] = await sockets.are_connected()
    try:
        async with database.engine.connect() as connection:
            await connection.execute(text("SELECT 1"))
    except (SQLAlchemyError, DatabaseFault, StorageError, OSError):
        return {"database": False, **there}
    return {"database": True, **there}
