"""The doctor at home: the database and its disk, the knowledge, and the file that agents get."""

from __future__ import annotations

import asyncio
import shutil
from datetime import timedelta
from pathlib import Path

import psycopg
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from bot.errors import BotError
from bot.installing.model import GONE
from bot.knowledge.faults import KnowledgeError
from bot.knowledge.source import read_knowledge
from bot.known import knowledge_folders
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.driver_faults import translated
from bot.storage.migrate import alembic_config
from handlers.doctor.model import Finding, fault, ok, warning
from handlers.gateway.files import AgentFile

MB = 2**20
DISK_FAULT_MB, DISK_WARNING_MB = 300, 2_000
OLDEST_SERVER = 14
WAITS_LONG, LATELY = timedelta(minutes=5), timedelta(days=1)
_WAITING = """
SELECT count(*) FROM replies JOIN questions ON questions.id = question_id
WHERE state = 'pending' AND asked_at < now() - :waited AND asked_at > now() - :lately
"""
_GIVEN_UP = """
SELECT count(*) FROM replies WHERE state = 'failed' AND updated_at > now() - :lately AND fault <> :gone
"""


async def examine_database(settings: Settings, database: Database) -> list[Finding]:
    """Whether it answers, can be written, and has the schema of this version; the built-in one is started for it."""
    kind = "the one of DATABASE_URL" if settings.database_url else "the built-in one"
    try:
        with translated():
            async with database.engine.connect() as connection:
                version = (
                    int((await connection.execute(text("SHOW server_version_num"))).scalar_one()) // 10_000
                )
                reads = (await connection.execute(text("SHOW transaction_read_only"))).scalar_one() == "on"
                known, head = await connection.run_sync(_revisions)
    except (BotError, psycopg.Error) as down:
        said = down.user_message if isinstance(down, BotError) else "It does not answer."
        says, _, do = said.partition(". ")
        return [fault("database", f"{says.rstrip('.')}.", do or "See the log of the server.")]
    answers = f"PostgreSQL {version}, {kind}."
    if version < OLDEST_SERVER:
        return [fault("database", answers, f"Use PostgreSQL {OLDEST_SERVER} or newer.")]
    if reads:
        return [fault("database", f"{answers} It only reads.", "Point DATABASE_URL at the primary server.")]
    schema = _schema(known, head)
    return [ok("database", answers), schema, *([await _answers(database)] if known == head else [])]


async def _answers(database: Database) -> Finding:
    """Whether questions are answered: what waits too long has no worker."""
    since = {"waited": WAITS_LONG, "lately": LATELY, "gone": GONE}
    async with database.engine.connect() as connection:
        waiting = (await connection.execute(text(_WAITING), since)).scalar_one()
        given_up = (await connection.execute(text(_GIVEN_UP), since)).scalar_one()
    if waiting:
        says = f"Waiting for longer than {WAITS_LONG.seconds // 60} minutes: {waiting}."
        return warning("answers", says, "Start the bot, or a worker: setupbot worker")
    if given_up:
        says = f"Given up in the last day: {given_up}."
        return warning("answers", says, "The log says why of each: reply_given_up.")
    return ok("answers", "None waits.")


def _schema(known: str | None, head: str) -> Finding:
    if known == head:
        return ok("schema", f"Current ({head}).")
    if known is None:
        return ok("schema", "Not made yet; the first start makes it.")
    if known < head:
        return warning(
            "schema", f"At {known}, this version has {head}.", "Start the bot, or: setupbot migrate"
        )
    return fault(
        "schema", f"At {known}, made by a newer setupbot.", "Upgrade setupbot, or use another database."
    )


def _revisions(connection: Connection) -> tuple[str | None, str]:
    head = ScriptDirectory.from_config(alembic_config(connection)).get_current_head()
    return MigrationContext.configure(connection).get_current_revision(), head or ""


def examine_disk(settings: Settings) -> Finding:
    """Room where the bot keeps what it keeps."""
    place = settings.home
    while not place.exists() and place != place.parent:
        place = place.parent
    try:
        free_mb = shutil.disk_usage(place).free // MB
    except OSError as closed:
        return fault(
            "disk",
            f"{settings.home} cannot be read: {closed.strerror}.",
            "Set SETUPBOT_HOME to a folder of yours.",
        )
    says = f"{free_mb:,} MB free for {settings.home}."
    if free_mb < DISK_FAULT_MB:
        return fault("disk", says, "Free some space, or move SETUPBOT_HOME.")
    if free_mb < DISK_WARNING_MB:
        return warning("disk", says, "Free some space before it is full.")
    return ok("disk", says)


async def examine_knowledge(settings: Settings) -> Finding:
    """The same checks as ``kb check``."""
    try:
        knowledge = await asyncio.to_thread(read_knowledge, knowledge_folders(settings))
    except KnowledgeError as wrong:
        first = wrong.faults[0]
        says = f"{len(wrong.faults)} faults; the first: {first.path.name}:{first.line}: {first.what}."
        return fault("knowledge", says, "setupbot kb check lists all of them.")
    except OSError as closed:
        return fault("knowledge", f"It cannot be read: {closed.strerror}.", "Check SETUPBOT_KNOWLEDGE.")
    return ok("knowledge", f"{len(knowledge.entries)} Entries, no fault.")


def examine_agent(file: Path) -> Finding:
    """The one file that hosts run, as this server would send it."""
    digest = AgentFile(file).digest()
    if not digest:
        return warning("agent", "It was not built; hosts cannot join.", "Build it: make agent")
    return ok("agent", f"SHA-256 {digest[:16]}…, {file.stat().st_size // 1024:,} KB.")
