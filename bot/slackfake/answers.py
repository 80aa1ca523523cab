"""What a person gives to an interactive element, in the shape in which Slack tells the app of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bot.slackfake.state import Json

Given = str | Sequence[str]
"""A value, or several: an option's ``value``, a date, an id, or words."""

Answers = Mapping[tuple[str, str], Given]
"""What was given, by ``block_id`` and ``action_id``."""

_ONE = {
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "users_select": "selected_user",
    "channels_select": "selected_channel",
    "conversations_select": "selected_conversation",
    "plain_text_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
    "number_input": "value",
}
_MANY = {
    "multi_users_select": "selected_users",
    "multi_channels_select": "selected_channels",
    "multi_conversations_select": "selected_conversations",
}
_OPTION = frozenset({"static_select", "radio_buttons", "overflow", "external_select"})
_OPTIONS = frozenset({"multi_static_select", "checkboxes"})
_KEEPS_NOTHING = frozenset(
    {"button", "overflow", "feedback_buttons", "icon_button", "workflow_button", "image"}
)


class NotOfferedError(LookupError):
    """What was given is not among what the element offers."""


def elements_in(blocks: Sequence[Json]) -> Iterator[tuple[str, Json]]:
    """Every interactive element with the id of its block."""
    for block in blocks:
        for element in [*block.get("elements", []), block.get("accessory"), block.get("element")]:
            if isinstance(element, dict) and "action_id" in element:
                yield str(block.get("block_id", "")), element


def options_of(element: Json) -> list[Json]:
    """The options of a menu, those in groups too."""
    grouped = [option for group in element.get("option_groups", []) for option in group.get("options", [])]
    return [*element.get("options", []), *grouped]


def answered(element: Json, given: Given | None) -> Json:
    """The element's value as an action and a view's state tell it. Raises NotOfferedError."""
    kind = str(element.get("type"))
    if kind in _OPTION:
        return {"selected_option": _option(element, given) if given else None}
    if kind in _OPTIONS:
        return {"selected_options": [_option(element, value) for value in _several(given)]}
    if kind in _MANY:
        return {_MANY[kind]: _several(given)}
    if kind == "datetimepicker":
        return {"selected_date_time": int(str(given)) if given else None}
    if kind == "rich_text_input":
        return {"rich_text_value": _rich_text(str(given)) if given else None}
    if kind in _ONE:
        return {_ONE[kind]: str(given) if given else None}
    return {}


def action_of(element: Json, given: Given | None = None) -> Json:
    """One of an interaction's ``actions``. Raises NotOfferedError."""
    kind = str(element.get("type"))
    action: Json = {key: element[key] for key in ("type", "action_id", "text", "value") if key in element}
    if kind == "feedback_buttons":
        offered = {
            element[name]["value"] for name in ("positive_button", "negative_button") if name in element
        }
        if given not in offered:
            raise NotOfferedError(str(given))
        return action | {"value": given}
    return action | answered(element, given)


def state_of(blocks: Sequence[Json], answers: Answers) -> Json:
    """The ``state`` of a message or view: what stands in every element that keeps something."""
    values: dict[str, dict[str, Json]] = {}
    for block_id, element in elements_in(blocks):
        kind = str(element["type"])
        if kind in _KEEPS_NOTHING:
            continue
        key = block_id, str(element["action_id"])
        given = answers[key] if key in answers else initial_of(element)
        values.setdefault(block_id, {})[key[1]] = {"type": kind, **answered(element, given)}
    return {"values": values}


def initial_of(element: Json) -> Given | None:
    """What stands in an element before anybody touched it."""
    if "initial_option" in element:
        return str(element["initial_option"]["value"])
    if "initial_options" in element:
        return [str(option["value"]) for option in element["initial_options"]]
    for name, value in element.items():
        if name.startswith("initial_") and isinstance(value, (str, int)):
            return str(value)
        if name.startswith("initial_") and isinstance(value, list):
            return [str(one) for one in value]
    return None


def unanswered(blocks: Sequence[Json], answers: Answers) -> list[str]:
    """The ``block_id`` of every input that must not stay empty and is; Slack does not submit these."""
    return [
        str(block.get("block_id"))
        for block in blocks
        if block.get("type") == "input" and not block.get("optional")
        if not _given(block, answers)
    ]


def by_action(blocks: Sequence[Json], given: Mapping[str, Given]) -> Answers:
    """Answers from what was given by ``action_id`` alone. Raises NotOfferedError for one that is not there."""
    places = {str(element["action_id"]): block_id for block_id, element in elements_in(blocks)}
    missing = given.keys() - places.keys()
    if missing:
        raise NotOfferedError(f"no {sorted(missing)} among {sorted(places)}")
    return {(places[action], action): value for action, value in given.items()}


def _given(block: Json, answers: Answers) -> Given | None:
    element = block.get("element", {})
    key = str(block.get("block_id")), str(element.get("action_id"))
    given = answers[key] if key in answers else initial_of(element)
    return given.strip() if isinstance(given, str) else given


def _several(given: Given | None) -> list[str]:
    if not given:
        return []
    return [given] if isinstance(given, str) else list(given)


def _option(element: Json, value: Given | None) -> Json:
    found = next((option for option in options_of(element) if option.get("value") == value), None)
    if found is None:
        raise NotOfferedError(str(value))
    return {key: found[key] for key in ("text", "value", "description") if key in found}


def _rich_text(text: str) -> Json:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "elements": [section]}
