"""The Markdown that Entries are written in, as a small tree that every renderer lays out.

Paragraphs, lists, ``code``, **bold**, *italic* and links; a fenced block is tolerated. Whatever else
stands there is plain text, so that no text fails to render.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

MAX_INDENT = 8  # levels; Slack draws no deeper list
ITEM = re.compile(r"^(?P<blanks>[ \t]*)(?:(?P<bullet>[-*+•])|(?P<number>\d{1,3})[.)])[ \t]+(?P<text>\S.*)$")
FENCE = re.compile(r"^[ \t]*```[^`]*$")  # a line of ```code``` is no fence
INLINE = re.compile(
    r"(?P<ticks>`{1,3})(?P<code>[^`\n](?:.*?[^`])??)(?P=ticks)(?!`)"
    r"|\[(?P<label>[^\[\]\n]{1,400})\]\((?P<href>(?:https?://|mailto:)[^\s()<>]{1,2000})\)"
    r"|\*\*(?P<bold>[^\s*](?:[^*\n]*[^\s*])?)\*\*"
    r"|(?<![\w*])\*(?P<italic>[^\s*](?:[^*\n]*[^\s*])?)\*(?![\w*])"
)


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one style."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    href: str = ""


Line = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Runs to be wrapped as one."""

    runs: Line


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list; ``indent`` counts from 0."""

    runs: Line
    indent: int
    number: int | None = None


@dataclass(frozen=True, slots=True)
class ItemList:
    """Items that stand together."""

    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Fenced:
    """Lines to be shown as they are."""

    text: str


Piece = Paragraph | ItemList | Fenced


def parse(markdown: str) -> tuple[Piece, ...]:
    """The pieces of a text, in its order."""
    return tuple(_pieces(markdown.replace("\r\n", "\n").split("\n")))


def _pieces(lines: list[str]) -> Iterator[Piece]:
    words: list[str] = []
    items: list[tuple[int, int | None, list[str]]] = []
    fence: list[str] | None = None
    for line in [*lines, ""]:
        if fence is not None:
            if FENCE.match(line):
                yield from _fenced(fence)
                fence = None
            else:
                fence.append(line)
            continue
        item = ITEM.match(line)
        if item is None and line.strip() and not FENCE.match(line):
            (items[-1][2] if items else words).append(line.strip())
            continue
        if words:
            yield Paragraph(parse_inline(" ".join(words)))
            words = []
        if item:
            indent = min(len(item["blanks"].expandtabs(4)) // 2, MAX_INDENT)
            items.append((indent, int(item["number"]) if item["number"] else None, [item["text"].strip()]))
            continue
        if items:
            yield _list(items)
            items = []
        if FENCE.match(line):
            fence = []
    if fence is not None:
        yield from _fenced(fence[:-1])  # without the line added above
    if items:
        yield _list(items)


def _fenced(lines: list[str]) -> Iterator[Fenced]:
    if any(line.strip() for line in lines):
        yield Fenced("\n".join(lines))


def _list(items: list[tuple[int, int | None, list[str]]]) -> ItemList:
    return ItemList(
        tuple(Item(parse_inline(" ".join(words)), indent, number) for indent, number, words in items)
    )


def parse_inline(text: str) -> Line:
    """The runs of one paragraph."""
    runs: list[Run] = []
    at = 0
    for found in INLINE.finditer(text):
        if found.start() > at:
            runs.append(Run(text[at : found.start()]))
        runs.extend(_styled(found))
        at = found.end()
    if at < len(text):
        runs.append(Run(text[at:]))
    return tuple(runs)


def _styled(found: re.Match[str]) -> Iterator[Run]:
    if found["code"]:
        yield Run(found["code"], code=True)
    elif found["label"]:
        yield from (replace(run, href=found["href"]) for run in parse_inline(found["label"]) if not run.href)
    elif found["bold"]:
        yield from (replace(run, bold=True) for run in parse_inline(found["bold"]))
    else:
        yield from (replace(run, italic=True) for run in parse_inline(found["italic"]))


def plain(markdown: str) -> str:
    """The text without its marks, one line a paragraph or item."""
    lines = []
    for piece in parse(markdown):
        match piece:
            case Paragraph(runs=runs):
                lines.append("".join(run.text for run in runs))
            case ItemList(items=items):
                lines += [f"- {''.join(run.text for run in item.runs)}" for item in items]
            case Fenced(text=text):
                lines.append(text)
    return "\n".join(lines)
