"""The parts that modals are made of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.rendering.budget import Block
from bot.rendering.slack_parts import Element, one_line

TITLE_CHARS = 24
OPTION_CHARS = 75
LABEL_CHARS = 150
INPUT_CHARS = 3_000
GROUP_OPTIONS = 100

View = dict[str, Any]
Options = Sequence[tuple[str, str]]
"""Values and what people read."""


def modal(
    callback_id: str, title: str, blocks: Sequence[Block], *, close: str, submit: str = "", metadata: str = "",
    tells_close: bool = False,
) -> View:  # fmt: skip
    """A modal; ``tells_close`` has the app told when it is closed."""
    view: View = {
        "type": "modal",
        "callback_id": callback_id,
        "title": _plain(title, TITLE_CHARS),
        "close": _plain(close, TITLE_CHARS),
        "blocks": list(blocks),
    }
    if submit:
        view["submit"] = _plain(submit, TITLE_CHARS)
    if metadata:
        view["private_metadata"] = metadata
    if tells_close:
        view["notify_on_close"] = True
    return view


def field(
    name: str, label: str, value: str = "", *, hint: str = "", several: bool = False, optional: bool = False,
    most: int = INPUT_CHARS,
) -> Block:  # fmt: skip
    """A text to be filled in; ``name`` is its block's and its action's id."""
    element: Element = {
        "type": "plain_text_input",
        "action_id": name,
        "multiline": several,
        "max_length": most,
    }
    if value:
        element["initial_value"] = value[:most]
    return _input(name, label, element, hint, optional)


def choice(
    name: str, label: str, groups: Sequence[tuple[str, Options]], chosen: str = "", *, hint: str = "",
    placeholder: str = "",
) -> Block:  # fmt: skip
    """One of many, in groups, to be searched by typing; an option stands in the first group that has it."""
    seen: set[str] = set()
    shown: list[Element] = []
    initial: Element | None = None
    for title, options in groups:
        fresh = [_option(value, text) for value, text in options if value not in seen]
        seen |= {value for value, _ in options}
        for start in range(0, len(fresh), GROUP_OPTIONS):
            portion = fresh[start : start + GROUP_OPTIONS]
            shown.append({"label": _plain(title, OPTION_CHARS), "options": portion})
            initial = next((one for one in portion if one["value"] == chosen), initial)
    element: Element = {"type": "static_select", "action_id": name, "option_groups": shown[:GROUP_OPTIONS]}
    if initial is not None:
        element["initial_option"] = initial
    if placeholder:
        element["placeholder"] = _plain(placeholder, LABEL_CHARS)
    return _input(name, label, element, hint, optional=False)


def mrkdwn(text: str) -> Block:
    """A paragraph of mrkdwn; whatever people wrote in it is escaped by now."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text[:INPUT_CHARS]}}


def values_of(view: View) -> dict[str, str]:
    """What was filled in, by name."""
    found: dict[str, str] = {}
    for state in view.get("state", {}).get("values", {}).values():
        for name, given in state.items():
            option = given.get("selected_option") or {}
            found[name] = given.get("value") or option.get("value") or ""
    return found


def _input(name: str, label: str, element: Element, hint: str, optional: bool) -> Block:
    block: Block = {
        "type": "input",
        "block_id": name,
        "label": _plain(label, LABEL_CHARS),
        "element": element,
    }
    if optional:
        block["optional"] = True
    if hint:
        block["hint"] = _plain(hint, LABEL_CHARS)
    return block


def _option(value: str, text: str) -> Element:
    return {"text": _plain(text, OPTION_CHARS), "value": value[:LABEL_CHARS]}


def _plain(text: str, most: int) -> Element:
    return {"type": "plain_text", "text": one_line(text, most)}
