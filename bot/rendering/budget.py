"""Cuts a long message into pages that Slack accepts, only ever between whole blocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

Block = dict[str, Any]

MESSAGE_BLOCKS = 50
MESSAGE_CHARS = 12_000  # Slack refuses at about 13,200 over all blocks
RESERVED_BLOCKS = 6  # for what the first and last lines of a page add: header, buttons, notices
RESERVED_CHARS = 4_100
UNCOUNTED = frozenset({"type", "style", "block_id"})


def characters(blocks: Iterable[Block]) -> int:
    """The code points of all strings in the blocks that a person or a program wrote."""
    return sum(_count(block) for block in blocks)


def _count(node: Any) -> int:
    if isinstance(node, str):
        return len(node)
    if isinstance(node, dict):
        return sum(_count(value) for key, value in node.items() if key not in UNCOUNTED)
    return sum(_count(child) for child in node) if isinstance(node, list) else 0


def pages(groups: Iterable[list[Block]], too_long: list[Block]) -> list[list[Block]]:
    """The groups on as few pages as hold them; a group stays together where a page can hold it.

    A block that no page can hold is replaced by ``too_long``. There is always one page, perhaps empty.
    """
    made: list[list[Block]] = [[]]
    chars = 0
    for group in _bounded(groups, too_long):
        size = characters(group)
        is_full = len(made[-1]) + len(group) > MESSAGE_BLOCKS - RESERVED_BLOCKS
        if made[-1] and (is_full or chars + size > MESSAGE_CHARS - RESERVED_CHARS):
            made.append([])
            chars = 0
        made[-1].extend(group)
        chars += size
    return made


def _bounded(groups: Iterable[list[Block]], too_long: list[Block]) -> Iterator[list[Block]]:
    for group in groups:
        small = [block if characters([block]) <= MESSAGE_CHARS - RESERVED_CHARS else None for block in group]
        is_small = characters(group) <= MESSAGE_CHARS - RESERVED_CHARS
        if is_small and len(group) <= MESSAGE_BLOCKS - RESERVED_BLOCKS:
            yield group
            continue
        for block in small:
            yield too_long if block is None else [block]
