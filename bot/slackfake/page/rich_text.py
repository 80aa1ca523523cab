"""Rich text as HTML: its elements are shown literally, as Slack shows them."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

from bot.slackfake.page.inline import code_block, link, mention
from bot.slackfake.page.names import Names
from bot.slackfake.state import Json

_STYLES = (("code", "code"), ("bold", "strong"), ("italic", "em"), ("strike", "s"))
INDENT_MAX = 8


def rich_text(elements: Sequence[Json], names: Names) -> Markup:
    """The block's parts, one under the other."""
    return Markup("").join(_part(element, names) for element in elements)


def words_of(elements: Sequence[Json]) -> str:
    """All text in it, without markup."""
    found: list[str] = []
    for element in elements:
        if "elements" in element:
            found.append(words_of(element["elements"]))
        else:
            found.append(str(element.get("text") or element.get("url") or ""))
    return " ".join(found)


def _part(part: Json, names: Names) -> Markup:
    kind, inside = part.get("type"), part.get("elements", [])
    if kind == "rich_text_preformatted":
        return code_block("".join(str(e.get("text") or e.get("url") or "") for e in inside))
    if kind == "rich_text_quote":
        return Markup("<blockquote>{}</blockquote>").format(_run(inside, names))
    if kind == "rich_text_list":
        return _list(part, names)
    if kind == "rich_text_section":
        return Markup('<p dir="auto">{}</p>').format(_run(inside, names))
    return Markup('<p class="unknown">{}</p>').format(str(kind))


def _list(part: Json, names: Names) -> Markup:
    items = Markup("").join(
        Markup('<li dir="auto">{}</li>').format(_run(item.get("elements", []), names))
        for item in part.get("elements", [])
    )
    indent = min(max(int(part.get("indent", 0)), 0), INDENT_MAX)
    if part.get("style") == "ordered":
        start = int(part.get("offset", 0)) + 1
        return Markup('<ol class="in-{}" start="{}">{}</ol>').format(indent, start, items)
    return Markup('<ul class="in-{}">{}</ul>').format(indent, items)


def _run(elements: Sequence[Json], names: Names) -> Markup:
    return Markup("").join(_element(element, names) for element in elements)


def _element(element: Json, names: Names) -> Markup:
    style = element.get("style") or {}
    shown = _content(element, names)
    for name, tag in _STYLES:
        if style.get(name):
            shown = Markup("<{0}>{1}</{0}>").format(Markup(tag), shown)  # noqa: S704 # a word of ours
    return shown


def _content(element: Json, names: Names) -> Markup:
    match element.get("type"):
        case "text":
            return Markup("<br>").join(escape(line) for line in str(element.get("text", "")).split("\n"))
        case "link":
            return link(str(element.get("url", "")), str(element.get("text") or ""))
        case "user":
            return mention(names.user(str(element.get("user_id"))))
        case "channel":
            return mention(names.channel(str(element.get("channel_id"))))
        case "usergroup":
            return mention(f"@{element.get('usergroup_id')}")
        case "broadcast":
            return mention(f"@{element.get('range')}")
        case "emoji":
            return escape(str(element.get("unicode_text") or names.emoji(str(element.get("name")))))
        case "date":
            at, form = float(element.get("timestamp", 0)), str(element.get("format", ""))
            return escape(names.moment(at, form, str(element.get("fallback", ""))))
        case "color":
            return Markup("<code>{}</code>").format(str(element.get("value")))
        case other:
            return Markup('<span class="unknown">{}</span>').format(str(other))
