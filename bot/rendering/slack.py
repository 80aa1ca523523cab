"""A Reply as a Slack message: blocks, and a text for notifications and screen readers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.answering.model import Abstention, Answer, Reply
from bot.rendering.budget import Block, pages
from bot.rendering.markup import plain
from bot.rendering.slack_commands import render_command
from bot.rendering.slack_parts import (
    HEADER_CHARS,
    Element,
    actions,
    button,
    context,
    context_links,
    context_notices,
    emoji,
    escape,
    feedback,
    fits_table_block,
    header,
    image,
    one_line,
    prose,
    rich_text,
    section,
    table_as_lists,
    table_block,
    text,
)
from bot.words import AnswerWords, words_in

FALLBACK_CHARS = 3_000  # chat.update takes 4,000
MAX_LINK_BUTTONS = 5
SOURCES_SHOWN = 2  # all of them are in the knowledge base; a message is to be read


@dataclass(frozen=True, slots=True)
class SlackMessage:
    """What ``chat.postMessage`` takes; ``page`` of ``pages`` counts from 0."""

    blocks: list[Block]
    text: str
    page: int = 0
    pages: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class More:
    """Another button: ``token`` is what it is about."""

    label: str
    action: str
    token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a Reply is shown.

    ``token`` (at most 150 characters) comes back as the value of every button, so that the
    listener knows what it was about. ``is_private`` offers to share the answer. ``pictures_url`` is
    the public address of ``knowledge/pictures``, or empty. ``offers_person`` adds a button that
    asks a person where the bot has no answer, ``offers_why`` one that says why this is the answer,
    ``offers_guide`` one that goes step by step, and ``offers_feedback`` the two thumbs. ``offers_saving`` is
    an arch that was chosen by a button just now, to be remembered; ``more`` are buttons besides.
    """

    token: str = ""
    is_private: bool = False
    pictures_url: str = ""
    offers_person: bool = False
    offers_why: bool = False
    offers_guide: bool = False
    offers_feedback: bool = False
    offers_saving: str = ""
    more: tuple[More, ...] = ()


def render_slack(reply: Reply, place: Place = Place(), page: int = 0) -> SlackMessage:
    """One page of the message; a page that does not exist is the last one.

    Buttons: ``choose_entry:<id>``, ``choose_arch:<arch>``, ``show_rest:<page>``, ``share_answer``,
    ``ask_person``, ``why_answer``, ``start_guide``, ``remember_arch:<arch>``; the thumbs are ``rate``.
    """
    words = words_in(reply.language).answers
    if isinstance(reply, Abstention):
        return SlackMessage(_abstention(reply, place, words), _abstention_text(reply, words))
    too_long = [context(words.too_long.format(entry=reply.entry))]
    made = pages(_groups(reply, place, words), too_long)
    page = min(max(page, 0), len(made) - 1)
    title = reply.title
    if page:
        title = words.page.format(title=title, page=page + 1, pages=len(made))
    blocks = [header(title), *made[page]]
    rest = page + 1 if page + 1 < len(made) else None
    if rest:
        blocks.append(context(words.more_below))
    buttons = list(_buttons(reply, place, words, rest))
    if buttons:
        blocks.append(actions(buttons))
    if place.offers_feedback and not page:
        leading = words_in(reply.language).leading
        blocks.append(feedback(leading.thumbs_up, leading.thumbs_down, place.token))
    fallback = f"*{_flat(title)}*" if page else _answer_text(reply, words)
    return SlackMessage(blocks, fallback, page, len(made))


def _groups(answer: Answer, place: Place, words: AnswerWords) -> Iterator[list[Block]]:
    """The parts of an answer in their order; a group is not torn apart where that can be helped."""
    yield from _alone(prose(answer.lead))
    yield from _alone(prose(answer.summary))
    for start in range(0, len(answer.notices), 10):
        yield [context_notices(answer.notices[start : start + 10])]
    if answer.refusal:
        reason, alternative = answer.refusal
        yield from _alone(prose(reason, emoji("no_entry_sign"), text(" ")))
        yield from _alone(prose(alternative, text(f"{words.instead}: ", bold=True)))
    for number, command in enumerate(answer.commands, 1):
        yield render_command(command, f"{number}. " if len(answer.commands) > 1 else "", words)
    if answer.ask_arch:
        choices = [
            button(words.arch_name(arch), f"choose_arch:{arch}", place.token) for arch in answer.ask_arch
        ]
        yield [*prose(words.which_arch), actions(choices)]
    yield from _alone(prose(answer.body))
    yield from _tables(answer)
    for picture in answer.pictures:
        if place.pictures_url:
            yield [image(f"{place.pictures_url.rstrip('/')}/{picture.stem}.png", picture.alt)]
        else:
            yield [context(f"{words.picture}: {picture.alt}")]
    for warning in answer.warnings:
        yield from _alone(prose(warning, emoji("warning"), text(f" {words.careful}: ", bold=True)))
    yield from _alone(prose(answer.changed, text(f"{words.changed}: ", bold=True)) if answer.changed else [])
    yield from _foot(answer, words)


def _alone(blocks: list[Block]) -> Iterator[list[Block]]:
    return ([block] for block in blocks)


def _tables(answer: Answer) -> Iterator[list[Block]]:
    """The first as a table block; Slack takes one a message, so the others become lists."""
    for number, table in enumerate(answer.tables):
        title = rich_text(section(text(table.title or "…", bold=True)))
        origin = [context(table.attribution)] if table.attribution.strip() else []
        if number == 0 and fits_table_block(table):
            yield [title, table_block(table), *origin]
        else:
            rows = table_as_lists(table)
            yield [title, *rows[:1]]
            yield from _alone(rows[1:])
            if origin:
                yield origin


def _foot(answer: Answer, words: AnswerWords) -> Iterator[list[Block]]:
    blocks = []
    if answer.sources:
        links = ((source.title, source.url) for source in answer.sources[:SOURCES_SHOWN])
        blocks.append(context_links(f"{words.sources}:", links))
    if answer.reviewed:
        blocks.append(context(words.reviewed.format(date=answer.reviewed)))
    if blocks:
        yield blocks


def _buttons(answer: Answer, place: Place, words: AnswerWords, rest: int | None) -> Iterator[Element]:
    if rest is not None:
        yield button(words.show_rest, f"show_rest:{rest}", place.token, is_primary=True)
    leading = words_in(answer.language).leading
    yield from _more(place)
    if place.offers_guide:
        yield button(leading.step_by_step, "start_guide", place.token)
    if place.offers_saving:
        yield button(leading.remember, f"remember_arch:{place.offers_saving}", place.token)
    if answer.next:
        label = words.next.format(title=answer.next.title)
        yield button(label, f"choose_entry:{answer.next.entry}", place.token)
    for link in answer.see_also[:MAX_LINK_BUTTONS]:
        yield button(link.title, f"choose_entry:{link.entry}", place.token)
    if place.is_private:
        yield button(words.share, "share_answer", place.token)
    if place.offers_why:
        yield button(leading.why, "why_answer", place.token)


def _more(place: Place) -> Iterator[Element]:
    return (button(more.label, more.action, more.token) for more in place.more)


def _abstention(abstention: Abstention, place: Place, words: AnswerWords) -> list[Block]:
    buttons = []
    if abstention.reason == "empty":
        blocks = prose(words.nothing_asked)
        blocks += prose("\n".join(f"- {example}" for example in words.examples))
    elif abstention.reason == "close" and abstention.near:
        blocks = prose(words.did_you_mean)
        buttons = [button(near.title, f"choose_entry:{near.entry}", place.token) for near in abstention.near]
    else:
        blocks = prose(f"**{words.unknown}** {words.can_answer}") + prose(words.ask_person)
    if place.offers_person and abstention.reason != "empty":
        buttons.append(button(words.ask_person_button, "ask_person", place.token))
    if place.offers_why and abstention.reason != "empty":
        buttons.append(button(words_in(abstention.language).leading.why_not, "why_answer", place.token))
    buttons.extend(_more(place))
    if buttons:
        blocks.append(actions(buttons))
    if abstention.reason == "close" and abstention.near:
        blocks.append(context(words.none_of_these))
    return blocks


def _answer_text(answer: Answer, words: AnswerWords) -> str:
    """The answer without blocks: title, summary, and as many whole commands as fit."""
    parts = [f"*{_flat(answer.title)}*", escape(plain(answer.lead)), escape(plain(answer.summary))]
    if answer.refusal:
        reason, alternative = answer.refusal
        parts += [escape(plain(reason)), f"{words.instead}: {escape(plain(alternative))}"]
    parts += [f"```\n{escape(command.run)}\n```" for command in answer.commands if "```" not in command.run]
    return _joined(parts)


def _abstention_text(abstention: Abstention, words: AnswerWords) -> str:
    if abstention.reason == "empty":
        return _joined([words.nothing_asked, *(f"• {example}" for example in words.examples)])
    if abstention.reason == "close" and abstention.near:
        return _joined([words.did_you_mean, *(f"• {_flat(near.title)}" for near in abstention.near)])
    return _joined([f"{words.unknown} {words.can_answer}", words.ask_person])


def _flat(title: str) -> str:
    return escape(one_line(title.replace("*", ""), HEADER_CHARS))


def _joined(parts: list[str]) -> str:
    """Whole parts up to the limit; a first part that alone is too long is cut at a blank."""
    kept: list[str] = []
    size = 0
    for part in filter(str.strip, parts):
        if size + len(part) + 1 > FALLBACK_CHARS:
            if not kept:
                kept.append(part[:FALLBACK_CHARS].rpartition(" ")[0] or "…")
            break
        kept.append(part)
        size += len(part) + 1
    return "\n".join(kept)
