"""Runs the playground: the fake of Slack, the whole bot and the page, in one process on the loopback."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import sys
import webbrowser
from collections.abc import Callable, Iterator
from pathlib import Path

from bot.errors import BotError
from bot.settings import Settings
from bot.slackfake.fake import SlackFake
from handlers.gateway.files import default_file
from handlers.playground.machine import Machine
from handlers.playground.routes import Playground
from handlers.playground.workspace import Team, make_slack, read_manifest, settle_in
from handlers.running import open_bot
from handlers.serve import listen, serve

HOST = "127.0.0.1"
FOLDER = "playground"


async def run_playground(
    settings: Settings, *, port: int | None, tell: Callable[[str], None], opens_browser: bool
) -> None:
    """Serves until SIGTERM or Ctrl-C. ``tell`` is given where the page is.

    Raises BotError where the port is taken or another playground uses the same folder.
    """
    home = settings.home / FOLDER
    with _alone(home), _listener(settings.port if port is None else port, port is None) as listener:
        url = f"http://{HOST}:{listener.getsockname()[1]}"
        async with make_slack(read_manifest(), url) as slack:
            team = settle_in(slack)
            machine = Machine(
                folder=home / "agent", archive=default_file(), server=url, workspace=slack.workspace
            )
            page = Playground(slack=slack, first=team.people[0], machine=machine, url=url)
            async with open_bot(_settings(settings, slack, team, url)) as bot:
                await machine.resume()
                tell(url)
                if opens_browser and _has_screen():
                    await asyncio.to_thread(webbrowser.open, url)
                await serve(
                    edge=page.before(bot.gateway.before(bot.slack.edge)),
                    listener=listener,
                    work=bot.worker,
                    also=[bot.gateway, *bot.knowledge, page, machine],
                )


def _settings(settings: Settings, slack: SlackFake, team: Team, url: str) -> Settings:
    """Only what is the playground's own: no token and no database of a real workspace is touched."""
    return Settings(
        home=settings.home / FOLDER,
        slack_bot_token=slack.app.bot_token,
        slack_signing_secrets=(slack.app.signing_secret,),
        slack_api_url=slack.api_url,
        public_url=url,
        knowledge=settings.knowledge,
        maintainers=(team.people[0].id,),
        help_channels=(team.channels[-1].id,),
        language=settings.language,
        onboarding=settings.onboarding or team.people[0].id,
    )


def _listener(port: int, may_move: bool) -> socket.socket:
    try:
        return listen(HOST, port)
    except OSError as fault:
        if not may_move:
            raise BotError(f"Port {port} is taken. Choose another with --port.") from fault
        return listen(HOST, 0)


@contextlib.contextmanager
def _alone(home: Path) -> Iterator[None]:
    """Two playgrounds on one database would take each other's work."""
    home.mkdir(parents=True, exist_ok=True)
    try:
        import fcntl  # not on Windows
    except ImportError:
        yield
        return
    with (home / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as fault:
            raise BotError("A playground is running already. Stop it first, or set SETUPBOT_HOME.") from fault
        yield


def _has_screen() -> bool:
    """Whether opening a browser can show something; in a plain terminal it could take that over."""
    if sys.platform in ("darwin", "win32"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
