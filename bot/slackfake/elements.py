"""The check of what stands inside blocks: buttons, menus, images and confirmations."""

from __future__ import annotations

from bot.slackfake.faults import Check
from bot.slackfake.state import Json


def check_element(check: Check, where: str, element: object) -> None:
    """Checks one interactive element."""
    if not isinstance(element, dict):
        check.fault(where, "must be an object")
        return
    kind = element.get("type")
    check.id(f"{where}/action_id", element.get("action_id"))
    if "placeholder" in element:
        check.text(f"{where}/placeholder", element["placeholder"], 150, plain=True)
    if "confirm" in element:
        _confirm(check, f"{where}/confirm", element["confirm"])
    if kind == "button":
        _button(check, where, element)
    elif kind in ("static_select", "multi_static_select"):
        _options(check, where, element, 1, 100)
    elif kind == "overflow":
        _options(check, where, element, 1, 5)
    elif kind in ("checkboxes", "radio_buttons"):
        _options(check, where, element, 1, 10)
    elif kind == "image":
        check_image(check, where, element)
    elif not (kind and (str(kind).endswith(("_input", "_select", "picker")) or kind == "workflow_button")):
        check.fault(f"{where}/type", f"unsupported type: {kind}")


def _button(check: Check, where: str, button: Json) -> None:
    check.text(f"{where}/text", button.get("text"), 75, plain=True)
    for name, longest in (("value", 2000), ("url", 3000), ("accessibility_label", 75)):
        if name in button:
            check.length(f"{where}/{name}", button[name], longest)
    if "style" in button and button["style"] not in ("primary", "danger"):
        check.fault(f"{where}/style", "must be primary or danger")


def _options(check: Check, where: str, element: Json, least: int, most: int) -> None:
    if "option_groups" in element:
        check.count(f"{where}/option_groups", element["option_groups"], 1, 100)
        return
    for index, option in enumerate(check.count(f"{where}/options", element.get("options"), least, most)):
        check.text(f"{where}/options/{index}/text", option.get("text"), 75)
        check.length(f"{where}/options/{index}/value", option.get("value"), 150)
        if "description" in option:
            check.text(f"{where}/options/{index}/description", option["description"], 75)


def _confirm(check: Check, where: str, confirm: object) -> None:
    if not isinstance(confirm, dict):
        check.fault(where, "must be an object")
        return
    for name, longest in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)):
        if name in confirm:
            check.text(f"{where}/{name}", confirm[name], longest)


def check_image(check: Check, where: str, block: Json) -> None:
    """Checks an image, as a block or within one."""
    check.length(f"{where}/alt_text", block.get("alt_text"), 2000)
    if "slack_file" not in block:
        check.length(f"{where}/image_url", block.get("image_url"), 3000)
    if "title" in block:
        check.text(f"{where}/title", block["title"], 2000, plain=True)
