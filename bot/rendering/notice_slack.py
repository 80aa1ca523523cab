"""A Notice as a Slack message."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from bot.rendering.budget import Block, pages
from bot.rendering.markup import parse_inline, plain
from bot.rendering.slack import SlackMessage
from bot.rendering.slack_commands import render_command
from bot.rendering.slack_parts import (
    Element,
    actions,
    button,
    context,
    elements_of,
    escape,
    header,
    one_line,
    preformatted,
    prose,
    rich_text,
    section,
    text,
)
from bot.reporting.model import Choice, Mention, Notice, Row
from bot.words import words_in

FALLBACK_CHARS = 3_000
ROWS_MAX = 40


def render_notice(notice: Notice, token: str = "") -> SlackMessage:
    """The message; every button carries ``token``."""
    body = pages(_groups(notice), [context("…")])[0]
    blocks = [header(notice.title), *body] if notice.title else list(body)
    blocks += [_beside(choice.beside, choice, token) for choice in notice.choices if choice.beside]
    if others := [_button(choice, token) for choice in notice.choices if not choice.beside]:
        blocks.append(actions(others))
    return SlackMessage(blocks, _fallback(notice))


def _groups(notice: Notice) -> Iterator[list[Block]]:
    for number, says in enumerate(notice.says, 1):
        blocks = prose(says)
        if number == len(notice.says) and notice.whom and blocks:
            _last_section(blocks).extend([text(" "), *_row(notice.whom)])
        yield from ([block] for block in blocks)
    if notice.secret:
        yield [rich_text(preformatted(notice.secret))]
    for number, command in enumerate(notice.commands, 1):
        mark = f"{number}. " if len(notice.commands) > 1 else ""
        yield render_command(command, mark, words_in(notice.language).answers)
    for group in notice.groups:
        items = [section(*_row(row)) for row in group.rows[:ROWS_MAX]]
        listed = {"type": "rich_text_list", "style": "bullet", "indent": 0, "elements": items}
        title = [section(text(group.title, bold=True))] if group.title else []
        yield [rich_text(*title, listed)]
    for after in notice.after:
        yield from ([block] for block in prose(after))


def _last_section(blocks: list[Block]) -> list[Element]:
    """The elements of the last paragraph, or of one added after a list."""
    last = blocks[-1]["elements"][-1]
    if last["type"] != "rich_text_section":
        last = section()
        blocks.append(rich_text(last))
    elements: list[Element] = last["elements"]
    return elements


def _row(row: Row) -> list[Element]:
    elements: list[Element] = []
    for piece in row:
        if elements:
            elements.append(text(" · " if isinstance(row[0], (str, datetime)) else ", "))
        match piece:
            case Mention(kind=kind, id=name):
                elements.append(_mention(kind, name))
            case datetime():
                elements.append(_moment(piece))
            case _:
                elements += elements_of(parse_inline(piece))
    return elements


def _mention(kind: str, name: str) -> Element:
    match kind:
        case "person":
            return {"type": "user", "user_id": name}
        case "group":
            return {"type": "usergroup", "usergroup_id": name}
        case _:
            return {"type": "channel", "channel_id": name}


def _moment(moment: datetime) -> Element:
    """In the reader's own time zone."""
    fallback = f"{moment:%Y-%m-%d %H:%M} UTC"
    return {
        "type": "date",
        "timestamp": int(moment.timestamp()),
        "format": "{date_num} {time}",
        "fallback": fallback,
    }


def _beside(mention: Mention, choice: Choice, token: str) -> Block:
    said = {"person": f"<@{mention.id}>", "group": f"<!subteam^{mention.id}>", "channel": f"<#{mention.id}>"}
    line = {"type": "mrkdwn", "text": said[mention.kind]}
    return {"type": "section", "text": line, "accessory": _button(choice, token)}


def _button(choice: Choice, token: str) -> Element:
    return button(choice.label, choice.action, token, style=choice.style)


def _fallback(notice: Notice) -> str:
    parts = [f"*{escape(one_line(notice.title.replace('*', ''), 150))}*"] if notice.title else []
    parts += [escape(plain(says)) for says in notice.says]
    parts += [f"```\n{escape(command.run)}\n```" for command in notice.commands]
    for group in notice.groups:
        parts += [
            f"• {escape(plain(' '.join(piece for piece in row if isinstance(piece, str))))}"
            for row in group.rows
        ]
    kept, size = [], 0
    for part in filter(str.strip, parts):
        if size + len(part) + 1 > FALLBACK_CHARS:
            break
        kept.append(part)
        size += len(part) + 1
    return "\n".join(kept) or "…"
