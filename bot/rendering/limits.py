"""What Slack accepts, as a checker: ``check_blocks`` names everything that Slack would refuse.

Limits of 2026-11-22. Lengths are code points. The SDK checks only some of them, and those only on
its own classes, so every message is held against these in the tests.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, Literal

from bot.rendering.budget import MESSAGE_BLOCKS, MESSAGE_CHARS, characters

Block = dict[str, Any]
Surface = Literal["message", "modal", "home"]

VIEW_BLOCKS = 100
ID_CHARS = 255
TEXT_OBJECT_CHARS = 3_000
MARKDOWN_CHARS = 12_000
TABLES = frozenset({"table", "data_table"})
MESSAGE_ONLY = frozenset({"markdown", "context_actions", "table", "data_table", "plan", "task_card"})
RICH_ELEMENTS = frozenset(
    {"rich_text_section", "rich_text_list", "rich_text_preformatted", "rich_text_quote"}
)
INLINE = frozenset(
    {"text", "link", "emoji", "user", "usergroup", "channel", "broadcast", "date", "color", "team"}
)
PREFORMATTED_INLINE = frozenset({"text", "link"})
PINGS = frozenset({"user", "usergroup", "broadcast"})


def check_blocks(blocks: list[Block], surface: Surface = "message") -> list[str]:
    """Every fault with its place; empty when Slack takes the blocks."""
    return list(_faults(blocks, surface))


def _faults(blocks: list[Block], surface: Surface) -> Iterator[str]:
    most = MESSAGE_BLOCKS if surface == "message" else VIEW_BLOCKS
    if not 0 < len(blocks) <= most:
        yield f"{len(blocks)} blocks: expected 1 to {most}"
    if surface == "message":
        if characters(blocks) > MESSAGE_CHARS:
            yield f"{characters(blocks)} characters: expected at most {MESSAGE_CHARS}"
        if sum(block.get("type") in TABLES for block in blocks) > 1:
            yield "more than one table"
        total = sum(len(block.get("text", "")) for block in blocks if block.get("type") == "markdown")
        if total > MARKDOWN_CHARS:
            yield f"{total} characters of markdown: expected at most {MARKDOWN_CHARS}"
    for block_id, count in Counter(block["block_id"] for block in blocks if "block_id" in block).items():
        if count > 1:
            yield f"block_id {block_id!r} stands {count} times"
    for number, block in enumerate(blocks):
        kind = str(block.get("type"))
        if surface != "message" and kind in MESSAGE_ONLY:
            yield f"block {number}: {kind} works in messages only"
        check = CHECKS.get(kind)
        found = check(block) if check else iter(["unknown type"])
        yield from (f"block {number} ({kind}): {fault}" for fault in found)
        yield from _length(block, "block_id", ID_CHARS, f"block {number}: ")


def _length(node: Block, key: str, most: int, place: str = "", least: int = 1) -> Iterator[str]:
    value = node.get(key)
    if value is None:
        return
    if not isinstance(value, str) or not least <= len(value) <= most:
        size = len(value) if isinstance(value, str) else type(value).__name__
        yield f"{place}{key} has {size}: expected {least} to {most}"


def _text_object(node: Any, place: str, most: int, kinds: tuple[str, ...]) -> Iterator[str]:
    if not isinstance(node, dict) or node.get("type") not in kinds:
        yield f"{place} is no text object of {' or '.join(kinds)}"
    elif "text" not in node:
        yield f"{place} has no text"
    else:
        yield from _length(node, "text", most, f"{place}: ")


def _header(block: Block) -> Iterator[str]:
    return _text_object(block.get("text"), "text", 150, ("plain_text",))


def _section(block: Block) -> Iterator[str]:
    fields = block.get("fields", [])
    if "text" in block:
        yield from _text_object(block["text"], "text", TEXT_OBJECT_CHARS, ("plain_text", "mrkdwn"))
    elif not fields:
        yield "neither text nor fields"
    if len(fields) > 10:
        yield f"{len(fields)} fields: expected at most 10"
    for field in fields:
        yield from _text_object(field, "field", 2_000, ("plain_text", "mrkdwn"))
    if "accessory" in block:
        yield from _interactive(block["accessory"])


def _context(block: Block) -> Iterator[str]:
    elements = block.get("elements", [])
    if not 1 <= len(elements) <= 10:
        yield f"{len(elements)} elements: expected 1 to 10"
    for element in elements:
        if element.get("type") == "image":
            yield from _image(element)
        else:
            yield from _text_object(element, "element", TEXT_OBJECT_CHARS, ("plain_text", "mrkdwn"))


def _actions(block: Block) -> Iterator[str]:
    elements = block.get("elements", [])
    if not 1 <= len(elements) <= 25:
        yield f"{len(elements)} elements: expected 1 to 25"
    for action, count in Counter(element.get("action_id") for element in elements).items():
        if action is not None and count > 1:
            yield f"action_id {action!r} stands {count} times"
    for element in elements:
        yield from _interactive(element)


def _interactive(element: Block) -> Iterator[str]:
    yield from _length(element, "action_id", ID_CHARS)
    if element.get("type") == "image":
        yield from _image(element)
    elif element.get("type") == "button":
        yield from _text_object(element.get("text"), "button", 75, ("plain_text",))
        yield from _length(element, "url", 3_000)
        yield from _length(element, "value", 2_000)
        yield from _length(element, "accessibility_label", 75)
        if element.get("style", "primary") not in ("primary", "danger"):
            yield f"style is {element['style']!r}: expected primary or danger"
    elif "options" in element or "option_groups" in element:
        yield from _options(element)
    elif "type" not in element:
        yield "an element without a type"


def _options(element: Block) -> Iterator[str]:
    most = {"overflow": 5, "checkboxes": 10, "radio_buttons": 10}.get(str(element["type"]), 100)
    options = element.get("options", [])
    if "options" in element and not 1 <= len(options) <= most:
        yield f"{len(options)} options: expected 1 to {most}"
    for option in options:
        yield from _text_object(option.get("text"), "option", 75, ("plain_text", "mrkdwn"))
        yield from _length(option, "value", 150)
        if "description" in option:
            yield from _text_object(option["description"], "description", 75, ("plain_text", "mrkdwn"))
    if "placeholder" in element:
        yield from _text_object(element["placeholder"], "placeholder", 150, ("plain_text",))


def _image(block: Block) -> Iterator[str]:
    if not block.get("alt_text"):
        yield "no alt_text"
    yield from _length(block, "alt_text", 2_000)
    yield from _length(block, "image_url", 3_000)
    if "title" in block:
        yield from _text_object(block["title"], "title", 2_000, ("plain_text",))


def _markdown(block: Block) -> Iterator[str]:
    if "text" not in block:
        yield "no text"
    yield from _length(block, "text", MARKDOWN_CHARS)


def _table(block: Block) -> Iterator[str]:
    rows = block.get("rows", [])
    if not 1 <= len(rows) <= 100:
        yield f"{len(rows)} rows: expected 1 to 100"
    if any(not 1 <= len(row) <= 20 for row in rows):
        yield "a row of no or more than 20 cells"
    if len({len(row) for row in rows}) > 1:
        yield "rows of different lengths"
    if characters([{"rows": rows}]) > 10_000:
        yield "more than 10,000 characters in the cells"
    if len(block.get("column_settings") or []) > 20:
        yield "more than 20 column_settings"
    for setting in block.get("column_settings") or []:
        if setting and setting.get("align", "left") not in ("left", "center", "right"):
            yield f"align is {setting['align']!r}"
    for cell in (cell for row in rows for cell in row):
        if cell.get("type") == "rich_text":
            yield from _rich_text(cell)
        elif cell.get("type") == "raw_text":
            yield from _length({"text": "", **cell}, "text", 10_000, "cell: ")
        elif cell.get("type") != "raw_number":
            yield f"a cell of type {cell.get('type')!r}"


def _rich_text(block: Block) -> Iterator[str]:
    elements = block.get("elements", [])
    if not elements:
        yield "no elements"
    for element in elements:
        kind = element.get("type")
        if kind not in RICH_ELEMENTS:
            yield f"a rich text element of type {kind!r}"
        elif kind == "rich_text_list":
            yield from _list(element)
        else:
            allowed = PREFORMATTED_INLINE if kind == "rich_text_preformatted" else INLINE
            yield from _inline(element, allowed)


def _list(element: Block) -> Iterator[str]:
    if element.get("style") not in ("bullet", "ordered"):
        yield f"a list of style {element.get('style')!r}"
    if not 0 <= element.get("indent", 0) <= 8:
        yield f"indent {element['indent']}: expected 0 to 8"
    if not element.get("elements"):
        yield "a list without items"
    for item in element.get("elements", []):
        yield from _inline(item, INLINE)


def _inline(element: Block, allowed: frozenset[str]) -> Iterator[str]:
    if not element.get("elements"):
        yield f"an empty {element.get('type')}"
    for part in element.get("elements", []):
        kind = part.get("type")
        if kind not in allowed:
            yield f"{kind!r} inside {element.get('type')}"
        if kind in PINGS:
            yield f"{kind!r} would ping"
        if kind == "text":
            yield from _length({"text": "", **part}, "text", MESSAGE_CHARS)
        if kind == "link":
            yield from _length({"url": "", **part}, "url", 3_000)


def _nothing(block: Block) -> Iterator[str]:
    return iter(())


def _input(block: Block) -> Iterator[str]:
    yield from _text_object(block.get("label"), "label", 2_000, ("plain_text",))
    if "hint" in block:
        yield from _text_object(block["hint"], "hint", 2_000, ("plain_text",))
    yield from _interactive(block.get("element", {}))


CHECKS: dict[str, Callable[[Block], Iterator[str]]] = {
    "header": _header,
    "section": _section,
    "context": _context,
    "actions": _actions,
    "image": _image,
    "markdown": _markdown,
    "table": _table,
    "rich_text": _rich_text,
    "divider": _nothing,
    "input": _input,
}
