"""Blocks as HTML, through templates that escape whatever they are given."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from bot.slackfake.answers import initial_of, options_of
from bot.slackfake.page.inline import is_safe, language_of, link
from bot.slackfake.page.markdown import markdown
from bot.slackfake.page.mrkdwn import mrkdwn, plain
from bot.slackfake.page.names import Names
from bot.slackfake.page.rich_text import rich_text
from bot.slackfake.state import Json, Workspace
from bot.words.playground import PlaygroundWords

FOLDER = Path(__file__).parent
STATIC = FOLDER / "static"


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(FOLDER / "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )


@dataclass(frozen=True)
class Drawing:
    """Draws for one viewer; ``own`` is where the page itself is: pictures from elsewhere are only linked.

    ``keeper`` is whoever keeps the knowledge.
    """

    workspace: Workspace
    viewer: str
    words: PlaygroundWords
    own: str
    keeper: str = ""
    _numbers: Iterator[int] = field(default_factory=count)

    @property
    def names(self) -> Names:
        """How ids read."""
        return Names(self.workspace)

    def template(self, name: str, **values: Any) -> Markup:
        """One template, with what all of them may use."""
        made = _environment().get_template(name).render(**self._shared(), **values)
        return Markup(made)  # noqa: S704 # the template has escaped it

    def blocks(self, blocks: Sequence[Json]) -> Markup:
        """A message's or a view's blocks."""
        return self.template("blocks.html", blocks=blocks)

    def text(self, text: Json | None) -> Markup:
        """A text object."""
        if not text:
            return Markup("")
        said = str(text.get("text", ""))
        return mrkdwn(said, self.names) if text.get("type") == "mrkdwn" else plain(said, self.names)

    def said(self, text: str) -> Markup:
        """A message without blocks."""
        return Markup('<div class="b text" dir="auto">{}</div>').format(mrkdwn(text, self.names))

    def directory(self, kind: str) -> list[tuple[str, str]]:
        """What may be picked where people or channels are offered."""
        if "users" in kind:
            people = self.workspace.users.values()
            return [(user.id, user.shown_name) for user in people if not user.is_deleted]
        return [(one.id, f"#{one.name}") for one in self.workspace.channels.values() if one.kind != "im"]

    def _shared(self) -> dict[str, Any]:
        return {
            "w": self.words,
            "viewer": self.viewer,
            "is_keeper": self.viewer == self.keeper,
            "text": self.text,
            "rich_text": lambda elements: rich_text(elements, self.names),
            "markdown": markdown,
            "link": link,
            "is_safe": is_safe,
            "is_own": self._is_own,
            "initial": _initial,
            "all_options": options_of,
            "directory": self.directory,
            "language_of": language_of,
            "unique": self._unique,
        }

    @property
    def _unique(self) -> Callable[[], str]:
        # A group of choices needs a name of its own on the page; it is not sent.
        return lambda: f"g{next(self._numbers)}"

    def _is_own(self, url: str) -> bool:
        return url.startswith(f"{self.own}/")


def _initial(element: Json) -> list[str]:
    given = initial_of(element)
    if given is None:
        return []
    return [given] if isinstance(given, str) else list(given)
