"""``setupbot playground``."""

from __future__ import annotations

import asyncio
import logging

import click


@click.command("playground")
@click.option("--port", type=click.IntRange(0, 65535), help="Where the page is; default PORT, or 3000.")
@click.option("--no-browser", is_flag=True, help="Do not open a browser.")
def playground_command(port: int | None, no_browser: bool) -> None:
    """Try the whole bot in the browser: a local stand-in for Slack, without an account."""
    import structlog

    from bot.logs import set_up_logs
    from bot.settings import read_settings
    from handlers.playground.running import run_playground

    set_up_logs()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    logging.getLogger("uvicorn").setLevel(logging.WARNING)
    click.echo("Starting the playground… The first start takes a little longer.")

    def tell(url: str) -> None:
        click.secho(f"\n  Open {url}\n", bold=True)
        click.echo("A local stand-in for Slack with the whole bot in it. Ctrl-C ends it.")

    asyncio.run(run_playground(read_settings(), port=port, tell=tell, opens_browser=not no_browser))
