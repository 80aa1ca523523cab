"""What the answering commands share: the Answerer, the person's language, how to print a Reply."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import click

from bot.answering.model import Answer, Question, Reply
from bot.knowledge.model import Language
from bot.platforms.model import Platform

if TYPE_CHECKING:  # all load much that --help does not need
    from bot.knowledge.base import Knowledge
    from bot.platforms.catalogue import Catalogue

F = TypeVar("F", bound=Callable[..., Any])
MAX_WIDTH = 100
team_option = click.option(
    "--team", default="", metavar="T0123", help="The workspace, where several use this bot."
)
lang_option = click.option("--lang", type=click.Choice(["ko", "en"]), help="In this language.")
colour_option = click.option("--no-colour", "--no-color", is_flag=True, help="Plain text.")


class Answerer(Protocol):
    """What the terminal asks."""

    def reply(self, question: Question) -> Reply:
        """Answers one question."""
        ...

    def show(self, entry: str, platform: Platform, language: Language) -> Answer:
        """An Entry by its id. Raises BotError if there is none."""
        ...


def open_answerer() -> tuple[Answerer, Catalogue]:
    """The Answerer over the configured knowledge. Raises BotError with every fault of it."""
    from bot.settings import read_settings
    from bot.wiring import make_answerer
    from bot.words import words_in

    def tell() -> None:
        if sys.stderr.isatty():
            click.echo(words_in(own_language(None)).answers.learning, err=True)

    answerer = make_answerer(read_settings(), on_learning=tell)
    return answerer, answerer.knowledge.catalogue


def open_knowledge() -> Knowledge:
    """The configured knowledge alone. Raises BotError with every fault of it."""
    from bot.known import load_knowledge
    from bot.settings import read_settings

    return load_knowledge(read_settings())


def own_language(flag: str | None, environ: Mapping[str, str] = os.environ) -> Language:
    """The language for what is not an answer to a text: the flag, the setting, the locale, English."""
    locale = environ.get("LC_ALL") or environ.get("LC_MESSAGES") or environ.get("LANG") or ""
    wish = flag or environ.get("SETUPBOT_LANGUAGE", "").strip().lower() or locale[:2]
    return "ko" if wish == "ko" else "en"


def asked_language(flag: str | None, environ: Mapping[str, str] = os.environ) -> Language | None:
    """The wish for answers: the flag or the setting; None follows the text."""
    wish = flag or environ.get("SETUPBOT_LANGUAGE", "").strip().lower()
    return "ko" if wish == "ko" else "en" if wish == "en" else None


def wants_colour(no_colour: bool, environ: Mapping[str, str] = os.environ) -> bool:
    """Colour for a terminal that can show it, unless told otherwise (``NO_COLOR``, ``TERM=dumb``)."""
    if no_colour or environ.get("NO_COLOR"):
        return False
    if environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and environ.get("TERM") != "dumb"


def print_reply(reply: Reply, *, colour: bool) -> None:
    """Prints a Reply as wide as the terminal."""
    from bot.rendering.terminal import render_terminal

    click.echo(render_terminal(reply, width=terminal_width(), colour=colour), nl=False, color=colour)


def terminal_width() -> int:
    """How many columns to fill."""
    return min(shutil.get_terminal_size().columns, MAX_WIDTH)


def platform_options(command: F) -> F:
    """Adds ``--arch``, ``--os``, ``--lang`` and ``--no-colour``."""
    options = [
        click.option("--arch", default="", metavar="ARCH", help="Your CPU: amd64, arm64, armhf, M1, ..."),
        click.option(
            "--os", "system", default="", metavar="OS", help="Your system: ubuntu:noble, macos, ..."
        ),
        lang_option,
        colour_option,
    ]
    for option in reversed(options):
        command = option(command)
    return command
