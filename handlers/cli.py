"""``setupbot serve``, ``worker`` and ``migrate``."""

from __future__ import annotations

import asyncio

import click


@click.command("serve")
@click.option("--no-worker", is_flag=True, help="Leave the durable work to `setupbot worker`.")
def serve_command(no_worker: bool) -> None:
    """Run the bot: HTTP where SLACK_SIGNING_SECRET is set, Socket Mode where SLACK_APP_TOKEN is set."""
    from bot.logs import set_up_logs
    from bot.settings import read_settings
    from handlers.running import run_bot

    set_up_logs()
    asyncio.run(run_bot(read_settings(), with_worker=not no_worker))


@click.command("worker")
def worker_command() -> None:
    """Run the durable work alone; as many of them as you like share one database."""
    from bot.logs import set_up_logs
    from bot.settings import read_settings
    from handlers.running import run_worker

    set_up_logs()
    asyncio.run(run_worker(read_settings()))


@click.command("migrate")
def migrate_command() -> None:
    """Bring the database to the current schema; `serve` and `worker` do so themselves."""
    from bot.logs import set_up_logs
    from bot.settings import read_settings
    from handlers.running import run_migration

    set_up_logs()
    did = asyncio.run(run_migration(read_settings()))
    click.echo(
        "The database is now at the current schema." if did else "The database was at the current schema."
    )
