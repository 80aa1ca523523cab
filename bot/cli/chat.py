"""``setupbot chat``: the same as a conversation; it remembers the machine and what was last spoken of."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import click

from bot.cli.session import (
    Answerer,
    asked_language,
    open_answerer,
    own_language,
    platform_options,
    print_reply,
    wants_colour,
)
from bot.errors import BotError
from bot.platforms.model import Platform

if TYPE_CHECKING:
    from bot.answering.model import Candidate, Reply
    from bot.knowledge.model import Language
    from bot.platforms.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Thread:
    """What a conversation knows: the machine, the Entry it is on, and what was last suggested."""

    platform: Platform
    about: str | None = None
    near: tuple[Candidate, ...] = ()


class Conversation:
    """Turns one line after the other into what is to be printed."""

    def __init__(
        self,
        answerer: Answerer,
        catalogue: Catalogue,
        thread: Thread,
        language: Language,
        wish: Language | None,
    ) -> None:
        self.answerer = answerer
        self.catalogue = catalogue
        self.thread = thread
        self.language = language
        self.wish = wish

    def say(self, line: str) -> Reply | str | None:
        """A Reply, a remark, or None to leave. Raises BotError for a mistake in a command."""
        line = line.strip()
        if line.startswith("/"):
            return self._command(line)
        if line.isascii() and line.isdigit() and 0 < int(line) <= len(self.thread.near):
            return self.choose(self.thread.near[int(line) - 1].entry)
        return self.ask(line) if line else ""

    def ask(self, line: str) -> Reply:
        """Answers, and remembers what the answer was about and for."""
        from bot.answering.model import Answer, Question

        question = Question(
            text=line, language=self.wish, platform=self.thread.platform, about=self.thread.about
        )
        reply = self.answerer.reply(question)
        platform = reply.platform.as_heard()
        if isinstance(reply, Answer):
            self.thread = Thread(platform, reply.entry)
        else:
            self.thread = replace(self.thread, platform=platform, near=reply.near)
        self.language = reply.language
        return reply

    def choose(self, entry: str) -> Reply:
        """Shows a suggested Entry."""
        answer = self.answerer.show(entry, self.thread.platform, self.language)
        self.thread = Thread(self.thread.platform, entry)
        return answer

    def _command(self, line: str) -> str | None:
        from bot.platforms.choosing import describe
        from bot.platforms.flags import platform_from
        from bot.words import words_in

        words = words_in(self.language).terminal
        word, _, rest = line.partition(" ")
        if word in ("/quit", "/exit", "/q"):
            return None
        if word in ("/help", "/h", "/?"):
            return words.help
        if word not in ("/arch", "/os"):
            return words.no_such.format(word=word)
        given = platform_from(
            self.catalogue,
            arch=rest if word == "/arch" else "",
            system=rest if word == "/os" else "",
            language=self.language,
        )
        self.thread = replace(self.thread, platform=given.over(self.thread.platform))
        described = describe(self.thread.platform, self.catalogue) or "–"
        return words.noted.format(platform=described)


@click.command()
@platform_options
def chat(arch: str, system: str, lang: str | None, no_colour: bool) -> None:
    """Ask and answer in the terminal; "and on arm?" goes on about the last answer."""
    from bot.platforms.flags import platform_from
    from bot.words import words_in

    language = own_language(lang)
    answerer, catalogue = open_answerer()
    platform = platform_from(catalogue, arch=arch, system=system, language=language)
    talk = Conversation(answerer, catalogue, Thread(platform), language, asked_language(lang))
    colour = wants_colour(no_colour)
    is_person = sys.stdin.isatty()
    if is_person:
        click.echo(words_in(language).terminal.welcome)
    for line in _lines(is_person):
        try:
            said = talk.say(line)
        except BotError as error:
            said = error.user_message
        if said is None:
            break
        if isinstance(said, str):
            click.echo(said)
        else:
            click.echo()
            print_reply(said, colour=colour)
            click.echo()


def _lines(is_person: bool) -> Iterator[str]:
    """What is typed, until the end; history lives in memory only, as pasted lines may hold secrets."""
    if not is_person:
        raw = sys.stdin.buffer
        yield from (line.decode("utf-8", errors="replace") for line in raw)
        return
    from prompt_toolkit import PromptSession
    from prompt_toolkit.history import InMemoryHistory

    session: PromptSession[str] = PromptSession(history=InMemoryHistory())
    while True:
        try:
            yield session.prompt("> ")
        except KeyboardInterrupt:
            continue
        except EOFError:
            return
