"""The blocks that Slack messages are made of.

What an Entry or a person wrote goes into rich text, whose elements Slack shows literally: no entity
to escape, no mention to form. (The ``markdown`` block would parse it again, and only works in
messages; rich text works in App Home as well.) The few mrkdwn texts pass through ``escape``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, TypeVar

from bot.answering.model import ShownTable
from bot.rendering.budget import Block, characters
from bot.rendering.markup import Fenced, Item, ItemList, Line, Paragraph, Piece, Run, parse, parse_inline
from bot.text.unseen import STEERING

Element = dict[str, Any]
Part = TypeVar("Part", Element, Item)

TEXT_CHARS = 2_900  # of one element; text objects end at 3,000
HEADER_CHARS = 150
BUTTON_CHARS = 75
URL_CHARS = 3_000
ALT_CHARS = 2_000
TABLE_ROWS, TABLE_COLUMNS = 100, 20
TABLE_CHARS = 6_000  # Slack takes 10,000, but it has to share its page
BLOCK_CHARS = 6_000  # a longer paragraph or list becomes several blocks
VALUE_CHARS = 150  # of a button; Slack takes 2,000, but every one counts for the message
EMPTY_CELL = "–"
MENTION = re.compile(r"<(?=[!@#])")


def escape(text: str) -> str:
    """Text for mrkdwn: no markup, mention or link can form from ``&``, ``<`` and ``>``; nothing turns its direction."""
    return STEERING.sub("", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def one_line(text: str, chars: int) -> str:
    """Plain text of at most ``chars`` code points, never empty; a cut one ends with an ellipsis."""
    flat = MENTION.sub("‹", " ".join(STEERING.sub(" ", text).split())) or EMPTY_CELL
    return flat if len(flat) <= chars else flat[: chars - 1].rstrip() + "…"


def header(text: str) -> Block:
    """A title."""
    return {"type": "header", "text": {"type": "plain_text", "text": one_line(text, HEADER_CHARS)}}


def context(*lines: str) -> Block:
    """Small grey lines of plain text, at most ten."""
    elements = [{"type": "plain_text", "text": one_line(line, TEXT_CHARS)} for line in lines[:10]]
    return {"type": "context", "elements": elements}


def context_notices(notices: Iterable[str]) -> Block:
    """Small grey lines in which code is code; all else, which a person may have typed, is escaped."""
    elements = []
    for notice in notices:
        line = "".join(_mrkdwn(run) for run in parse_inline(one_line(notice, 500))) or EMPTY_CELL
        elements.append({"type": "mrkdwn", "text": line})
    return {"type": "context", "elements": elements}


def _mrkdwn(run: Run) -> str:
    plain = escape(run.text)
    if run.code:
        return f"`{plain}`" if "`" not in plain else plain
    return plain


def context_links(label: str, links: Iterable[tuple[str, str]]) -> Block:
    """A small grey line of titles and their addresses; an address may be empty."""
    text = label
    for title, url in links:
        name = escape(one_line(title, 200))
        is_linkable = url.startswith(("https://", "http://")) and not re.search(r"[\s<>|]", url)
        part = f"<{escape(url)}|{name.replace('|', '¦')}>" if is_linkable else name
        if len(text) + len(part) + 3 > TEXT_CHARS:
            break
        text += (" · " if text != label else " ") + part
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": text}]}


def button(text: str, action: str, value: str = "", *, is_primary: bool = False, style: str = "") -> Element:
    """A button; ``action`` becomes the action id, at most 255 characters; ``style`` is primary or danger."""
    element: Element = {
        "type": "button",
        "text": {"type": "plain_text", "text": one_line(text, BUTTON_CHARS)},
        "action_id": action[:255],
    }
    if value:
        element["value"] = value[:VALUE_CHARS]
    if style or is_primary:
        element["style"] = style or "primary"
    return element


def actions(buttons: Iterable[Element]) -> Block:
    """A row of at most 25 buttons, each action once."""
    by_action: dict[str, Element] = {}
    for element in buttons:
        by_action.setdefault(element["action_id"], element)
    return {"type": "actions", "elements": list(by_action.values())[:25]}


def feedback(up: str, down: str, token: str) -> Block:
    """The two thumbs; which was pressed comes back as ``up <token>`` or ``down <token>``."""
    halves = {
        f"{name}_button": {
            "text": {"type": "plain_text", "text": one_line(label, BUTTON_CHARS)},
            "value": f"{value} {token}",
        }
        for name, label, value in (("positive", up, "up"), ("negative", down, "down"))
    }
    return {
        "type": "context_actions",
        "elements": [{"type": "feedback_buttons", "action_id": "rate", **halves}],
    }


def image(url: str, alt: str) -> Block:
    """A picture with its words."""
    return {"type": "image", "image_url": url, "alt_text": one_line(alt, ALT_CHARS)}


def section(*elements: Element) -> Element:
    """One paragraph inside rich text."""
    return {"type": "rich_text_section", "elements": list(elements)}


def rich_text(*elements: Element) -> Block:
    """One block of rich text."""
    return {"type": "rich_text", "elements": list(elements)}


def text(words: str, **style: bool) -> Element:
    """Words in a style (``bold``, ``italic``, ``code``)."""
    element: Element = {"type": "text", "text": words}
    if style:
        element["style"] = style
    return element


def emoji(name: str) -> Element:
    """A picture sign by Slack's name."""
    return {"type": "emoji", "name": name}


def preformatted(code: str) -> Element:
    """Lines exactly as they are."""
    return {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": code}]}


def quote(*elements: Element) -> Element:
    """Lines set off by a bar, as what a terminal prints: nobody takes them for a command."""
    return {"type": "rich_text_quote", "elements": list(elements)}


def elements_of(runs: Line) -> list[Element]:
    """Runs as rich text elements; an over-long run becomes several."""
    elements = []
    for run in runs:
        clean = STEERING.sub("", run.text)
        for start in range(0, len(clean), TEXT_CHARS):
            elements.append(_element(run, clean[start : start + TEXT_CHARS]))
    return elements


def _element(run: Run, words: str) -> Element:
    style = {name: True for name in ("bold", "italic", "code") if getattr(run, name)}
    element: Element = {"type": "text", "text": words}
    if run.href and len(run.href) <= URL_CHARS:
        element = {"type": "link", "url": run.href, "text": words}
    if style:
        element["style"] = style
    return element


def prose(markdown: str, *lead: Element) -> list[Block]:
    """A block for each paragraph or list, so that a message can be cut between them.

    ``lead`` stands at the beginning of the first paragraph.
    """
    blocks: list[Block] = []
    pieces = parse(markdown)
    if lead and not (pieces and isinstance(pieces[0], Paragraph)):
        blocks.append(rich_text(section(*lead)))
        lead = ()
    for piece in pieces:
        blocks += (rich_text(*elements) for elements in _piece(piece, lead))
        lead = ()
    return blocks


def _piece(piece: Piece, lead: tuple[Element, ...]) -> Iterator[list[Element]]:
    """The contents of the piece's blocks; more than one where it is long."""
    match piece:
        case Paragraph(runs=runs):
            for elements in _portions([*lead, *elements_of(runs)]):
                yield [section(*elements)]
        case ItemList(items=items):
            for portion in _portions(list(items)):
                yield _lists(tuple(portion))
        case Fenced(text=code):
            if code.strip():
                yield [preformatted(code)]


def _portions(parts: list[Part]) -> Iterator[list[Part]]:
    """The parts in runs of at most ``BLOCK_CHARS`` characters each."""
    portion: list[Part] = []
    size = 0
    for part in parts:
        chars = sum(len(run.text) for run in part.runs) if isinstance(part, Item) else characters([part])
        if portion and size + chars > BLOCK_CHARS:
            yield portion
            portion, size = [], 0
        portion.append(part)
        size += chars
    if portion:
        yield portion


def _lists(items: tuple[Item, ...]) -> list[Element]:
    lists: list[Element] = []
    for (indent, is_ordered), group in groupby(items, lambda item: (item.indent, item.number is not None)):
        members = list(group)
        element: Element = {
            "type": "rich_text_list",
            "style": "ordered" if is_ordered else "bullet",
            "indent": indent,
            "elements": [section(*elements_of(item.runs)) for item in members],
        }
        if is_ordered and (members[0].number or 1) > 1:
            element["offset"] = (members[0].number or 1) - 1
        lists.append(element)
    return lists


def fits_table_block(table: ShownTable) -> bool:
    """Whether Slack's table block can hold it."""
    cells = [*table.columns, *(cell for row in table.rows for cell in row)]
    return (
        0 < len(table.columns) <= TABLE_COLUMNS
        and len(table.rows) + 1 <= TABLE_ROWS
        and all(len(row) == len(table.columns) for row in table.rows)
        and sum(len(cell) or 1 for cell in cells) <= TABLE_CHARS
    )


def table_block(table: ShownTable) -> Block:
    """The table as a table block; a message may hold one."""
    rows = [[_cell(cell) for cell in row] for row in (table.columns, *table.rows)]
    settings = [{"is_wrapped": True} for _ in table.columns]
    return {"type": "table", "rows": rows, "column_settings": settings}


def _cell(cell: str) -> Element:
    return {"type": "raw_text", "text": " ".join(STEERING.sub(" ", cell).split()) or EMPTY_CELL}


def table_as_lists(table: ShownTable) -> list[Block]:
    """The table as one short list a row, where no table block may stand."""
    blocks = []
    for row in table.rows:
        name, *cells = [" ".join(STEERING.sub(" ", cell).split()) or EMPTY_CELL for cell in row] or [
            EMPTY_CELL
        ]
        columns = list(table.columns[1:]) + [""] * max(0, len(cells) - len(table.columns) + 1)
        items = [
            section(*elements_of((Run(f"{column}: " if column else "", italic=True), Run(cell))))
            for column, cell in zip(columns, cells, strict=False)
        ]
        elements = [section(*elements_of((Run(name, bold=True),)))]
        if items:
            elements.append({"type": "rich_text_list", "style": "bullet", "indent": 0, "elements": items})
        blocks.append(rich_text(*elements))
    return blocks
