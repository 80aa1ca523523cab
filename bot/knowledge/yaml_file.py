"""One YAML file as a validated value, or as faults that name the line of each mistake."""

from __future__ import annotations

import dataclasses
import json
from functools import cache
from pathlib import Path
from typing import Any, Generic, TypeVar, get_args, get_type_hints

import yaml
from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from bot.knowledge.faults import Fault, did_you_mean

T = TypeVar("T")
SHOWN_VALUE_CHARS = 60
MOST_NODES = 1_000_000
"""How large a file may be with its aliases written out."""
MOST_DEPTH = 50
"""Lists and mappings inside one another; libyaml composes by recursion and takes the process down with it."""


class _Loader(yaml.CSafeLoader):
    """Leaves dates as text: the schema reads them, and then knows the line of a wrong one."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.yaml_implicit_resolvers = {
            first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
            for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
        }


class YamlFile(Generic[T]):
    """A file read as ``kind``: ``value`` is None when there are ``faults``.

    ``line_of(path)`` finds the line of a key path such as ``(3, "see_also", 0)``.
    """

    def __init__(self, path: Path, kind: Any) -> None:
        self.path = path
        self.faults: list[Fault] = []
        self.value: T | None = None
        self._root: yaml.Node | None = None
        written = self._parse()
        if not self.faults:
            self._validate(written, kind)

    def line_of(self, path: tuple[str | int, ...]) -> int:
        """The line of a key path, from 1; of its deepest known part where it ends early."""
        node, line = self._root, 1
        for part in path:
            found = _child(node, part)
            if found is not None:  # else: a name that pydantic put in for a branch of a union
                key, node = found
                line = key.start_mark.line + 1
        return line

    def fault(self, path: tuple[str | int, ...], what: str) -> Fault:
        """A fault at the line of ``path``."""
        return Fault(self.path, self.line_of(path), what)

    def _parse(self) -> str:
        """What the file holds as JSON: strict Python mode refuses a list for a tuple, a string for a date."""
        try:
            text = self.path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            self._refuse(1, f"not UTF-8 at byte {error.start}: save the file as UTF-8")
            return ""
        except OSError as error:
            self._refuse(1, f"cannot be read: {error.strerror}")
            return ""
        loader = _Loader(text)
        try:
            if line := _line_too_deep(text):
                self._refuse(line, f"nested {MOST_DEPTH} levels deep or more")
                return ""
            self._root = loader.get_single_node()
            if self._root is None:
                self._refuse(1, "the file is empty")
                return ""
            size, depth = self._inspect(self._root, {})
            if size > MOST_NODES or depth > MOST_DEPTH:
                self._refuse(1, "its aliases make it too large: write out what they repeat")
            return "" if self.faults else json.dumps(loader.construct_document(self._root), default=str)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            self._refuse(mark.line + 1 if mark else 1, f"not valid YAML: {error.problem}")
        except yaml.reader.ReaderError as error:
            line = text.count("\n", 0, error.position) + 1
            self._refuse(line, f"not valid YAML: {error.reason}")
        except (ValueError, LookupError, AttributeError, TypeError):  # how a wrong "!!int" shows itself
            self._refuse(1, "not valid YAML: a value does not fit its tag")
        finally:
            loader.dispose()
        return ""

    def _refuse(self, line: int, what: str) -> None:
        self.faults.append(Fault(self.path, line, what))

    def _inspect(self, node: yaml.Node, known: dict[yaml.Node, tuple[int, int]]) -> tuple[int, int]:
        """Refuses double keys and aliases of what they stand in; nodes and levels, aliases written out."""
        if node in known:
            if known[node] == (0, 0):
                self._refuse(node.start_mark.line + 1, "an alias (*) stands inside what it repeats")
            return known[node]
        known[node] = (0, 0)
        children: list[yaml.Node] = []
        if isinstance(node, yaml.MappingNode):
            self._refuse_keys(node)
            children = [child for _, child in node.value]
        elif isinstance(node, yaml.SequenceNode):
            children = node.value
        inside = [self._inspect(child, known) for child in children]
        known[node] = (
            1 + sum(size for size, _ in inside),
            1 + max((depth for _, depth in inside), default=0),
        )
        return known[node]

    def _refuse_keys(self, mapping: yaml.MappingNode) -> None:
        seen: set[str] = set()
        for key, _ in mapping.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                self._refuse(line, "a key is no single word; quote text that begins with { or [")
            elif key.value in seen:
                self._refuse(line, f"key '{key.value}' stands twice here")
            else:
                seen.add(key.value)

    def _validate(self, written: str, kind: Any) -> None:
        try:
            self.value = _adapter(kind).validate_json(written)
        except ValidationError as error:
            known = known_keys(kind)
            for detail in error.errors(include_url=False):
                if not self._is_other_branch(detail):
                    self.faults.append(self.fault(detail["loc"], describe(detail, known)))

    def _is_other_branch(self, detail: ErrorDetails) -> bool:
        """Whether this complains about the branch of ``str | Step`` that was not written."""
        node: yaml.Node | None = self._root
        for part in detail["loc"]:
            found = _child(node, part)
            if found is None:
                if part == "str":
                    return isinstance(node, yaml.MappingNode)
                if isinstance(part, str) and part.endswith("Step"):
                    return isinstance(node, yaml.ScalarNode)
                return False
            node = found[1]
        return False


def _line_too_deep(text: str) -> int:
    """The line at which ``text`` is nested too deeply to be composed, or 0; raises what a parser raises."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth >= MOST_DEPTH and event.start_mark:
            return int(event.start_mark.line) + 1
    return 0


def describe(detail: ErrorDetails, known: frozenset[str]) -> str:
    """The fault in one sentence: what stands there, what was expected."""
    last, name = str(detail["loc"][-1]) if detail["loc"] else "", _name(detail["loc"])
    match detail["type"]:
        case "extra_forbidden" | "unexpected_keyword_argument":
            return f"unknown key '{last}'{did_you_mean(last, known)}"
        case "missing" | "missing_argument" | "missing_keyword_only_argument":
            return f"key '{last}' is missing"
        case "literal_error":
            return f"{name} is {shown(detail['input'])}: expected {detail.get('ctx', {}).get('expected')}"
        case _:
            return f"{name} is {shown(detail['input'])}: {detail['msg'][:1].lower()}{detail['msg'][1:]}"


def _name(path: tuple[str | int, ...]) -> str:
    """What a person calls the place: its key, and the number of the item under it."""
    parts = [part for part in path if part != "str" and not (isinstance(part, str) and part.endswith("Step"))]
    key = next((f"'{part}'" for part in reversed(parts) if isinstance(part, str)), "the file")
    return f"item {parts[-1] + 1} of {key}" if parts and isinstance(parts[-1], int) else key


def shown(value: Any) -> str:
    """A value as JSON, cut where it is long."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= SHOWN_VALUE_CHARS else text[:SHOWN_VALUE_CHARS] + "…"


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    """Kept, since building one takes twenty times as long as validating a file."""
    return TypeAdapter(kind)


@cache
def known_keys(kind: Any) -> frozenset[str]:
    """Every key that may stand anywhere under ``kind``, for did-you-mean."""
    keys: set[str] = set()
    open_kinds, seen = [kind], set()
    while open_kinds:
        current = open_kinds.pop()
        if current in seen:
            continue
        seen.add(current)
        open_kinds.extend(get_args(current))
        if isinstance(current, type) and dataclasses.is_dataclass(current):
            keys.update(field.name for field in dataclasses.fields(current))
            open_kinds.extend(get_type_hints(current).values())
    return frozenset(keys)


def _child(node: yaml.Node | None, part: str | int) -> tuple[yaml.Node, yaml.Node] | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return node.value[part], node.value[part]
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(part):
                return key, value
    return None
