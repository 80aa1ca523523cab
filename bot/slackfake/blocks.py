"""Slack's own check of Block Kit: what it refuses, by which limit, as one message a fault.

The limits are Slack's published ones (docs.slack.dev/reference/block-kit); the check is kept
apart from the bot's renderer on purpose, so that a wrong belief there is found here.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

from bot.slackfake.elements import check_element, check_image
from bot.slackfake.faults import ID_MAX, Check
from bot.slackfake.rich_text import check_rich_text
from bot.slackfake.state import Json

MESSAGE_BLOCKS_MAX = 50
VIEW_BLOCKS_MAX = 100
MESSAGE_CHARS_MAX = 13_000  # seen to fail between 13,172 and 13,297 (bolt-js issue 2509)
MARKDOWN_TOTAL_MAX = 12_000
TABLE_TOTAL_MAX = 10_000
VIEW_BYTES_MAX = 256_000

MESSAGE_ONLY = {"markdown", "context_actions", "table", "data_table", "plan", "task_card"}
MODAL_ONLY = {"alert"}
TABLES = {"table", "data_table"}


def message_faults(blocks: object) -> list[str]:
    """The faults of a message's blocks, empty when Slack would take them."""
    check = Check("message")
    _check_all(check, blocks, 0, MESSAGE_BLOCKS_MAX)
    kinds = [b.get("type") for b in blocks if isinstance(b, dict)] if isinstance(blocks, list) else []
    if sum(kind in TABLES for kind in kinds) > 1:
        check.fault("/blocks", "only_one_table_allowed")
    if isinstance(blocks, list):
        markdown = sum(len(str(b.get("text", ""))) for b in blocks if _is(b, "markdown"))
        if markdown > MARKDOWN_TOTAL_MAX:
            check.fault("/blocks", f"markdown blocks hold more than {MARKDOWN_TOTAL_MAX} characters")
    return check.faults


def view_faults(view: object) -> list[str]:
    """The faults of a modal or Home tab."""
    if not isinstance(view, dict) or view.get("type") not in ("modal", "home"):
        return ["[ERROR] must be a modal or a home [json-pointer:/view/type]"]
    check = Check(view["type"])
    _check_all(check, view.get("blocks"), 1, VIEW_BLOCKS_MAX)
    if view["type"] == "modal":
        check.text("/view/title", view.get("title"), 24, plain=True)
        for name in ("submit", "close"):
            if name in view:
                check.text(f"/view/{name}", view[name], 24, plain=True)
        if any(_is(b, "input") for b in view.get("blocks") or []) and "submit" not in view:
            check.fault("/view", "submit is required where there is an input block")
    for name, longest in (("private_metadata", 3000), ("callback_id", ID_MAX), ("external_id", ID_MAX)):
        if name in view:
            check.length(f"/view/{name}", view[name], longest, least=0)
    if len(json.dumps(view, ensure_ascii=False).encode()) > VIEW_BYTES_MAX:
        check.fault("/view", "view_too_large")
    return check.faults


def characters(blocks: object) -> int:
    """All characters a reader sees in the blocks, which Slack caps for a message."""
    return sum(len(text) for text in texts(blocks))


def texts(node: object) -> Iterator[str]:
    """Every ``text`` of the blocks, whatever holds it."""
    if isinstance(node, list):
        for item in node:
            yield from texts(item)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key == "text" and isinstance(value, str):
                yield value
            elif isinstance(value, (dict, list)):
                yield from texts(value)


def _is(block: object, kind: str) -> bool:
    return isinstance(block, dict) and block.get("type") == kind


def _check_all(check: Check, blocks: object, least: int, most: int) -> None:
    for index, block in enumerate(check.count("/blocks", blocks, least, most)):
        where, kind = f"/blocks/{index}", block.get("type")
        block_check = BLOCKS.get(str(kind))
        if block_check is None:
            check.fault(f"{where}/type", f"unsupported type: {kind}")
            continue
        if check.surface != "message" and kind in MESSAGE_ONLY:
            check.fault(where, f"{kind} is for messages only")
        if check.surface != "modal" and kind in MODAL_ONLY:
            check.fault(where, f"{kind} is for modals only")
        block_id = block.get("block_id")
        check.id(f"{where}/block_id", block_id)
        if isinstance(block_id, str):
            if block_id in check.block_ids:
                check.fault(f"{where}/block_id", f"block_id {block_id} is not unique")
            check.block_ids.add(block_id)
        block_check(check, where, block)


def _section(check: Check, where: str, block: Json) -> None:
    if "text" not in block and "fields" not in block:
        check.fault(where, "text or fields is required")
    if "text" in block:
        check.text(f"{where}/text", block["text"], 3000)
    if "fields" in block:
        for index, cell in enumerate(check.count(f"{where}/fields", block["fields"], 1, 10)):
            check.text(f"{where}/fields/{index}", cell, 2000)
    if "accessory" in block:
        check_element(check, f"{where}/accessory", block["accessory"])


def _header(check: Check, where: str, block: Json) -> None:
    check.text(f"{where}/text", block.get("text"), 150, plain=True)


def _context(check: Check, where: str, block: Json) -> None:
    for index, item in enumerate(check.count(f"{where}/elements", block.get("elements"), 1, 10)):
        if item.get("type") == "image":
            check_image(check, f"{where}/elements/{index}", item)
        else:
            check.text(f"{where}/elements/{index}", item, 3000)


def _actions(check: Check, where: str, block: Json) -> None:
    seen: set[str] = set()
    for index, item in enumerate(check.count(f"{where}/elements", block.get("elements"), 1, 25)):
        check_element(check, f"{where}/elements/{index}", item)
        action_id = str(item.get("action_id"))
        if action_id in seen:
            check.fault(f"{where}/elements/{index}", f"action_id {action_id} is not unique in its block")
        seen.add(action_id)


def _context_actions(check: Check, where: str, block: Json) -> None:
    for index, item in enumerate(check.count(f"{where}/elements", block.get("elements"), 1, 5)):
        if item.get("type") not in ("feedback_buttons", "icon_button"):
            check.fault(f"{where}/elements/{index}", f"unsupported type: {item.get('type')}")
        check.id(f"{where}/elements/{index}/action_id", item.get("action_id"))
        for name in ("positive_button", "negative_button") if item.get("type") == "feedback_buttons" else ():
            half = item.get(name)
            if not isinstance(half, dict):
                check.fault(f"{where}/elements/{index}/{name}", "must be an object")
                continue
            check.text(f"{where}/elements/{index}/{name}/text", half.get("text"), 75, plain=True)
            check.length(f"{where}/elements/{index}/{name}/value", half.get("value"), 2000)


def _alert(check: Check, where: str, block: Json) -> None:
    check.text(f"{where}/text", block.get("text"), 200)


def _markdown(check: Check, where: str, block: Json) -> None:
    check.length(f"{where}/text", block.get("text"), 12_000)


def _input(check: Check, where: str, block: Json) -> None:
    check.text(f"{where}/label", block.get("label"), 2000, plain=True)
    if "hint" in block:
        check.text(f"{where}/hint", block["hint"], 2000, plain=True)
    check_element(check, f"{where}/element", block.get("element"))


def _table(check: Check, where: str, block: Json) -> None:
    rows = block.get("rows")
    if not isinstance(rows, list) or not 1 <= len(rows) <= 100:
        check.fault(f"{where}/rows", "must have between 1 and 100 items")
        return
    for index, row in enumerate(rows):
        for column, cell in enumerate(check.count(f"{where}/rows/{index}", row, 1, 20)):
            pointer = f"{where}/rows/{index}/{column}"
            if cell.get("type") not in ("raw_text", "raw_number", "rich_text"):
                check.fault(pointer, f"unsupported type: {cell.get('type')}")
            elif cell["type"] == "raw_text":
                check.length(f"{pointer}/text", cell.get("text"), TABLE_TOTAL_MAX)
            elif cell["type"] == "rich_text":
                check_rich_text(check, pointer, cell)
    if len({len(row) for row in rows if isinstance(row, list)}) > 1:
        check.fault(f"{where}/rows", "rows differ in length")
    settings = block.get("column_settings", [])
    for index, setting in enumerate(check.count(f"{where}/column_settings", settings, 0, 20)):
        if setting.get("align", "left") not in ("left", "center", "right"):
            check.fault(f"{where}/column_settings/{index}/align", "must be left, center or right")
    if characters(rows) > TABLE_TOTAL_MAX:
        check.fault(where, f"a table holds at most {TABLE_TOTAL_MAX} characters")


def _any(check: Check, where: str, block: Json) -> None:
    """A block whose inside this fake does not look into."""


BLOCKS: dict[str, Callable[[Check, str, Json], None]] = {
    "section": _section,
    "header": _header,
    "context": _context,
    "actions": _actions,
    "context_actions": _context_actions,
    "alert": _alert,
    "divider": _any,
    "image": check_image,
    "markdown": _markdown,
    "input": _input,
    "table": _table,
    "rich_text": check_rich_text,
    "video": _any,
    "plan": _any,
    "task_card": _any,
    "card": _any,
}
