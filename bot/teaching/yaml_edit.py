"""Adds to knowledge files by touching nothing else: comments, quotes and layout stay as their authors left them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import yaml

from bot.errors import BotError

WIDTH = 100


class LayoutError(BotError):
    """The file is laid out in a way that a line cannot be added to."""


def add_item(text: str, path: Sequence[str | int], item: str) -> str:
    """The file with ``item`` at the end of the list at ``path``; everything else stays as it is.

    Raises LayoutError where there is no list.
    """
    node = _find(yaml.compose(text, Loader=yaml.CSafeLoader), path)
    if not isinstance(node, yaml.SequenceNode):
        raise LayoutError(f"No list at {'/'.join(map(str, path))}.")
    if node.flow_style or not node.value:
        # A mark counts characters from the beginning; the list ends with its bracket.
        at = node.end_mark.index - 1
        comma = ", " if node.value else ""
        changed = f"{text[:at].rstrip()}{comma}{scalar(item)}{text[at:]}"
    else:
        last = node.value[-1]
        dash = text.rindex("-", 0, last.start_mark.index)
        indent = text[text.rindex("\n", 0, dash) + 1 : dash] if "\n" in text[:dash] else ""
        end = _end_of_line(text, _end_of(last))
        changed = f"{text[:end]}\n{indent}- {scalar(item)}{text[end:]}"
    _hold(text, changed, path, item)
    return changed


def append(text: str, block: str) -> str:
    """The file with a block at its end."""
    if not text.strip():
        return block
    return f"{text.rstrip()}\n\n{block}"


def scalar(text: str) -> str:
    """A text as YAML writes it inside a list of either style, on one line."""
    written = yaml.safe_dump([text], default_flow_style=True, allow_unicode=True, width=10_000)
    return str(written).strip()[1:-1]


def dumped(value: Any) -> str:
    """A value as a block of YAML, in the order of its keys."""
    return str(
        yaml.dump(
            value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=WIDTH, default_flow_style=False
        )
    )


class _Dumper(yaml.SafeDumper):
    """Indents the items of lists, as the knowledge files do, and writes several lines as several lines."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Never without indent, except for the list that is the file."""
        super().increase_indent(flow, indentless and not self.indents)

    def ignore_aliases(self, data: Any) -> bool:
        """Everything is written out."""
        return True


def _several_lines(dumper: yaml.SafeDumper, value: str) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|" if "\n" in value else None)


_Dumper.add_representer(str, _several_lines)


def _find(node: yaml.Node | None, path: Sequence[str | int]) -> yaml.Node | None:
    for part in path:
        if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
        elif isinstance(node, yaml.MappingNode):
            node = next((value for key, value in node.value if key.value == part), None)
        else:
            return None
    return node


def _end_of(node: yaml.Node) -> int:
    return int(node.end_mark.index)


def _end_of_line(text: str, at: int) -> int:
    """Behind a remark that follows on the same line; a plain scalar's mark may already stand on the next one."""
    while at > 0 and text[at - 1] in " \n":
        at -= 1
    found = text.find("\n", at)
    return len(text) if found < 0 else found


def _hold(before: str, after: str, path: Sequence[str | int], item: str) -> None:
    """Nothing else changed. Raises LayoutError."""
    try:
        if _loaded(after) == _with(_loaded(before), path, item):
            return
    except (yaml.YAMLError, LookupError, TypeError, AttributeError):
        pass
    raise LayoutError(f"A line cannot be added at {'/'.join(map(str, path))}; please add it by hand: {item}")


@lru_cache(maxsize=4)  # what a line was added to is often what the last one was
def _loaded(text: str) -> Any:
    return yaml.load(text, Loader=yaml.CSafeLoader)


def _with(value: Any, path: Sequence[str | int], item: str) -> Any:
    """A copy with ``item`` at the end of the list at ``path``."""
    if not path:
        return [*(value or []), item]
    changed = value.copy()
    changed[path[0]] = _with(value[path[0]], path[1:], item)
    return changed
