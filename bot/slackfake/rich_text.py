"""The check of rich text, as a block and as a table's cell."""

from __future__ import annotations

from bot.slackfake.faults import Check
from bot.slackfake.state import Json

PARTS_MAX = 1000
INDENT_MAX = 8
TEXT_MAX = 12_000
URL_MAX = 3000

_INLINE = {"text", "link", "emoji", "user", "usergroup", "channel", "broadcast", "date", "color", "team"}
_IN_PREFORMATTED = {"text", "link"}
_SECTIONS = {"rich_text_section", "rich_text_preformatted", "rich_text_quote"}


def check_rich_text(check: Check, where: str, block: Json) -> None:
    """Checks the sections, quotes, lists and preformatted parts, and what stands in each."""
    parts = check.count(f"{where}/elements", block.get("elements"), 1, PARTS_MAX)
    for index, part in enumerate(parts):
        pointer = f"{where}/elements/{index}"
        if part.get("type") == "rich_text_list":
            _list(check, pointer, part)
        elif part.get("type") in _SECTIONS:
            _inline(check, pointer, part)
        else:
            check.fault(f"{pointer}/type", f"unsupported type: {part.get('type')}")


def _list(check: Check, where: str, part: Json) -> None:
    if part.get("style") not in ("bullet", "ordered"):
        check.fault(f"{where}/style", "must be bullet or ordered")
    indent = part.get("indent", 0)
    if not isinstance(indent, int) or not 0 <= indent <= INDENT_MAX:
        check.fault(f"{where}/indent", f"must be between 0 and {INDENT_MAX}")
    for index, item in enumerate(check.count(f"{where}/elements", part.get("elements"), 1, PARTS_MAX)):
        _inline(check, f"{where}/elements/{index}", item)


def _inline(check: Check, where: str, part: Json) -> None:
    allowed = _IN_PREFORMATTED if part.get("type") == "rich_text_preformatted" else _INLINE
    for index, piece in enumerate(check.count(f"{where}/elements", part.get("elements"), 1, PARTS_MAX)):
        pointer, kind = f"{where}/elements/{index}", piece.get("type")
        if kind not in allowed:
            check.fault(f"{pointer}/type", f"unsupported type: {kind}")
        if kind == "text":
            check.length(f"{pointer}/text", piece.get("text"), TEXT_MAX)
        if kind == "link":
            check.length(f"{pointer}/url", piece.get("url"), URL_MAX)
