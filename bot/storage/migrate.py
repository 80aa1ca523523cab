"""Brings the database to the current schema: our tables by Alembic, procrastinate's by its own SQL.

All of it happens in one transaction under an advisory lock, so that processes which start together
do it once, and a failure leaves the database as it was.
"""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from bot.storage.database import Database
from bot.storage.driver_faults import translated
from bot.storage.faults import StorageError

LOCK_KEY = 0x5E70B07  # any number that no other program on the same database uses
_MARK = "setupbot: procrastinate schema "


def is_ours(name: str | None, kind: str, parents: object) -> bool:
    """Alembic's ``include_name``: everything but procrastinate's tables."""
    return not (kind == "table" and name is not None and name.startswith("procrastinate_"))


def alembic_config(connection: Connection) -> Config:
    """Alembic's settings without a file: where the revisions are, and on what to run them."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


async def migrate(database: Database) -> bool:
    """Brings the database to the current schema; True if anything had to be done."""
    with translated():
        async with database.engine.begin() as connection:
            await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK_KEY})
            return await connection.run_sync(_upgrade)


def _upgrade(connection: Connection) -> bool:
    config = alembic_config(connection)
    known = ScriptDirectory.from_config(config)
    head = known.get_current_head()
    current = MigrationContext.configure(connection).get_current_revision()
    if current is not None and current not in {script.revision for script in known.walk_revisions()}:
        raise StorageError(
            "The database was last used by a newer setupbot. Upgrade this one, or use another database."
        )
    if current != head:
        command.upgrade(config, "head")
    return _upgrade_procrastinate(connection) or current != head


def _upgrade_procrastinate(connection: Connection) -> bool:
    """Its schema is ``schema.sql`` at first, later what its numbered files change; a comment keeps count."""
    files = sorted(
        (file for file in (resources.files("procrastinate.sql") / "migrations").iterdir()
         if file.name.endswith(".sql")),
        key=lambda file: file.name,
    )  # fmt: skip
    newest = files[-1].name.removesuffix(".sql")
    table = connection.execute(text("SELECT to_regclass('procrastinate_jobs')")).scalar_one()
    if table is None:
        due = [resources.files("procrastinate.sql") / "schema.sql"]
    else:
        comment = text("SELECT obj_description('procrastinate_jobs'::regclass, 'pg_class')")
        mark = connection.execute(comment).scalar_one() or ""
        if not mark.startswith(_MARK):
            raise StorageError(
                "This database already serves another program's procrastinate. Give setupbot one of its own."
            )
        due = [file for file in files if file.name.removesuffix(".sql") > mark.removeprefix(_MARK)]
    for file in due:
        connection.exec_driver_sql(file.read_text("utf-8"), execution_options={"no_parameters": True})
    if due:
        connection.exec_driver_sql(f"COMMENT ON TABLE procrastinate_jobs IS '{_MARK}{newest}'")
    return bool(due)
