"""Slack's mrkdwn as HTML: what Slack makes of ``*bold*``, ``<url|words>``, ``<@U1>`` and fences, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markupsafe import Markup, escape

from bot.slackfake.page.inline import code_block, is_safe, link, mention
from bot.slackfake.page.names import BROADCASTS, Names

_FENCE = re.compile(r"```(?:\n)?(.*?)(?:\n)?```", re.DOTALL)
_QUOTED = re.compile(r"^(?:&gt;|>) ?", re.MULTILINE)
_INLINE = re.compile(
    r"`(?P<code>[^`\n]+)`"
    r"|<(?P<angle>[^<>\n]+)>"
    r"|(?<![\w*])\*(?P<bold>(?! )[^*\n]+(?<! ))\*(?![\w*])"
    r"|(?<![\w_])_(?P<italic>(?! )[^_\n]+(?<! ))_(?![\w_])"
    r"|(?<![\w~])~(?P<strike>(?! )[^~\n]+(?<! ))~(?![\w~])"
    r"|(?<!\w):(?P<emoji>[a-z0-9_+-]+):(?!\w)"
)
_STYLES = {"bold": "strong", "italic": "em", "strike": "s"}
_DATE = re.compile(r"date\^(?P<at>\d{1,12})\^(?P<form>[^^|]+)")


def unescaped(text: str) -> str:
    """Without Slack's three entities."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def mrkdwn(text: str, names: Names, *, verbatim: bool = False) -> Markup:
    """The text as HTML; ``verbatim`` leaves words alone that only look like something."""
    parts: list[Markup] = []
    at = 0
    for fence in _FENCE.finditer(text):
        parts.extend(_lines(text[at : fence.start()].strip("\n"), names))
        parts.append(code_block(unescaped(_unwrapped(fence[1]))))
        at = fence.end()
    parts.extend(_lines(text[at:].strip("\n") if at else text, names))
    return Markup("").join(parts)


def plain(text: str, names: Names) -> Markup:
    """Plain text, whose only markup is ``:emoji:``."""
    parts: list[Markup] = []
    for number, line in enumerate(text.split("\n")):
        if number:
            parts.append(Markup("<br>"))
        at = 0
        for found in re.finditer(r"(?<!\w):([a-z0-9_+-]+):(?!\w)", line):
            parts += [escape(line[at : found.start()]), escape(names.emoji(found[1]))]
            at = found.end()
        parts.append(escape(line[at:]))
    return Markup("").join(parts)


def _lines(text: str, names: Names) -> Iterator[Markup]:
    """Lines with breaks between them; those that begin with ``>`` together as a quotation."""
    if not text:
        return
    quoted: list[str] = []
    is_first = True
    for line in [*text.split("\n"), None]:
        if line is not None and _QUOTED.match(line):
            quoted.append(_QUOTED.sub("", line, count=1))
            continue
        if quoted:
            inside = Markup("<br>").join(_inline(part, names) for part in quoted)
            yield Markup("<blockquote>{}</blockquote>").format(inside)
            quoted, is_first = [], True
        if line is None:
            return
        if not is_first:
            yield Markup("<br>")
        is_first = False
        yield _inline(line, names)


def _inline(text: str, names: Names) -> Markup:
    parts: list[Markup] = []
    at = 0
    for found in _INLINE.finditer(text):
        parts.append(escape(unescaped(text[at : found.start()])))
        parts.append(_piece(found, names))
        at = found.end()
    parts.append(escape(unescaped(text[at:])))
    return Markup("").join(parts)


def _piece(found: re.Match[str], names: Names) -> Markup:
    kind, words = str(found.lastgroup), str(found[str(found.lastgroup)])
    if kind == "code":
        return Markup("<code>{}</code>").format(unescaped(_unwrapped(words)))
    if kind == "angle":
        return _angle(words, names)
    if kind == "emoji":
        return escape(names.emoji(words))
    tag = Markup(_STYLES[kind])  # noqa: S704 # one of three words of ours
    return Markup("<{0}>{1}</{0}>").format(tag, _inline(words, names))


def _angle(inside: str, names: Names) -> Markup:
    """``<@U1|ann>``, ``<#C1|help>``, ``<!here>``, ``<!date^…>``, ``<https://…|words>``."""
    target, _, label = (unescaped(part) for part in inside.partition("|"))
    if target.startswith("@"):
        return mention(
            names.user(target[1:]) if target[1:] in names.workspace.users else f"@{label or target[1:]}"
        )
    if target.startswith("#"):
        known = target[1:] in names.workspace.channels
        return mention(names.channel(target[1:]) if known else f"#{label or target[1:]}")
    if target.startswith("!"):
        if target[1:] in BROADCASTS:
            return mention(f"@{target[1:]}")
        if date := _DATE.match(target[1:]):
            return escape(names.moment(int(date["at"]), date["form"], label))
        return mention(label or target)
    return link(target, label) if label or is_safe(target) else escape(f"<{target}>")


def _unwrapped(code: str) -> str:
    """Slack shows a link in code as its words."""
    return re.sub(r"<([^<>|\n]+)(?:\|([^<>\n]*))?>", lambda found: found[2] or found[1], code)
