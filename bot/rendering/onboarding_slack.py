"""The checklist of onboarding and what is said around it, as Slack messages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.knowledge.base import Knowledge
from bot.knowledge.model import Language
from bot.onboarding.checklist import ChecklistPage, ChecklistStep, Led
from bot.rendering.budget import Block
from bot.rendering.markup import parse_inline, plain
from bot.rendering.slack import SlackMessage
from bot.rendering.slack_parts import (
    Element,
    actions,
    button,
    context,
    elements_of,
    emoji,
    escape,
    header,
    one_line,
    prose,
    rich_text,
    section,
    text,
)
from bot.words import OnboardingWords, words_in

MARKS = {
    "done": "white_check_mark",
    "skipped": "heavy_minus_sign",
    "next": "arrow_forward",
    "open": "white_circle",
}
SIGNS = {"done": "✅", "skipped": "➖", "next": "▶️", "open": "⚪"}
LED_MAX = 40
FALLBACK_CHARS = 3_000
TITLE_CHARS = 60
PREFIX = "onboard_"
"""Begins the action id of every button here: ``onboard_<act>:<target>``."""


def render_checklist(page: ChecklistPage, knowledge: Knowledge) -> SlackMessage:
    """The one message that goes along: all steps, and the next one with its buttons."""
    words = words_in(page.language).onboarding
    if page.state == "stopped":
        resume = button(words.resume, f"{PREFIX}resume", page.token)
        return SlackMessage([*prose(words.stopped), actions([resume])], plain(words.stopped))
    title = words.finished_title if page.state == "done" else words.title
    says = words.finished if page.state == "done" else words.welcome
    blocks: list[Block] = [header(title), *prose(says), *_steps(page, words, knowledge)]
    if page.next:
        blocks += [{"type": "divider"}, *render_step(page, page.next), context(words.in_thread)]
    blocks.append(actions(_aside(page, words)))
    return SlackMessage(blocks, _fallback(title, says, page))


def render_step(page: ChecklistPage, step: ChecklistStep) -> list[Block]:
    """The step to do now, and its buttons."""
    language = page.language
    words = words_in(language).onboarding
    label = words.optionally if step.is_optional else words.now
    lead = (text(f"{label}: {one_line(step.title.in_language(language), 150)}", bold=True), text("\n"))
    said = prose(step.says.in_language(language), *lead)
    shows = words.show
    if step.shown and step.shows > step.shown:
        shows = words.show_next.format(number=step.shown + 1, count=step.shows)
    row = [
        button(shows, f"{PREFIX}show:{step.id}", page.token, is_primary=True),
        button(words.done, f"{PREFIX}done:{step.id}", page.token),
        button(words.skip, f"{PREFIX}skip:{step.id}", page.token),
    ]
    return [*said, actions(row)]


def render_all_done(page: ChecklistPage) -> SlackMessage:
    """Said once."""
    words = words_in(page.language).onboarding
    blocks = [header(words.all_done_title), *prose(words.all_done)]
    return SlackMessage(blocks, f"*{words.all_done_title}*\n{plain(words.all_done)}")


def render_nudge(page: ChecklistPage, step: ChecklistStep) -> SlackMessage:
    """A reminder, with a way to have no more of them."""
    words, language = words_in(page.language).onboarding, page.language
    title, sentence = one_line(step.title.in_language(language), 150), step.says.in_language(language)
    says = words.nudge.format(step=title, says=sentence)
    row = [
        button(words.show, f"{PREFIX}show:{step.id}", page.token, is_primary=True),
        button(words.quiet, f"{PREFIX}quiet", page.token),
    ]
    blocks = [header(words.nudge_title), *prose(says), *prose(words.nudge_more), actions(row)]
    return SlackMessage(blocks, f"*{words.nudge_title}*\n{escape(plain(says))}"[:FALLBACK_CHARS])


def render_led(led: Sequence[Led], language: Language, now: datetime) -> SlackMessage:
    """Who is where, for a lead: names, steps and since when, and nothing of what went wrong."""
    words = words_in(language).onboarding
    if not led:
        return SlackMessage(prose(words.status_none), plain(words.status_none))
    items = [section(*_led(one, language, now)) for one in led[:LED_MAX]]
    listed = {"type": "rich_text_list", "style": "bullet", "indent": 0, "elements": items}
    blocks = [header(words.status_title), rich_text(listed)]
    if len(led) > LED_MAX:
        blocks.append(context(f"+{len(led) - LED_MAX}"))
    said = [f"• <@{one.user}>: {escape(where(one, language))}" for one in led[:LED_MAX]]
    return SlackMessage(blocks, "\n".join([f"*{words.status_title}*", *said])[:FALLBACK_CHARS])


def where(one: Led, language: Language) -> str:
    """How far somebody is, in a few plain words."""
    words = words_in(language).onboarding
    if one.next is None or one.state == "done":
        return words.status_done
    title = one_line(one.next.in_language(language), TITLE_CHARS)
    return words.status_where.format(done=one.done, steps=one.steps, step=title)


def _led(one: Led, language: Language, now: datetime) -> Iterator[Element]:
    yield {"type": "user", "user_id": one.user}
    yield text(f" · {where(one, language)}")
    if one.state != "done":
        yield text(f" · {_since(one, words_in(language).onboarding, now)}")


def _since(one: Led, words: OnboardingWords, now: datetime) -> str:
    days = (now - one.since).days
    if days < 1:
        return words.status_today
    return words.status_yesterday if days == 1 else words.status_days.format(count=days)


def _steps(page: ChecklistPage, words: OnboardingWords, knowledge: Knowledge) -> list[Block]:
    counted = words.progress.format(done=page.done, steps=len(page.counted))
    lines: list[Element] = [text(f"{counted}\n", italic=True)]
    for number, step in enumerate(page.steps):
        lines += [emoji(MARKS[step.state]), text(" "), _title(step, page.language)]
        if step.is_optional:
            lines.append(text(f" ({words.optional})", italic=True))
        if cause := came_back(step, knowledge, page.language):
            lines += [text("\n      "), *elements_of(parse_inline(cause))]
        if number < len(page.steps) - 1:
            lines.append(text("\n"))
    return [rich_text(section(*lines))]


def _title(step: ChecklistStep, language: Language) -> Element:
    title = one_line(step.title.in_language(language), 150)
    if step.state == "next":
        return text(title, bold=True)
    return text(title, strike=True) if step.state == "skipped" else text(title)


def came_back(step: ChecklistStep, knowledge: Knowledge, language: Language) -> str:
    """That what was ticked fails again, by the title of the Check behind it; else nothing."""
    check = knowledge.checks.get(step.came_back)
    if check is None:
        return ""
    return words_in(language).onboarding.came_back.format(cause=check.title.in_language(language))


def _aside(page: ChecklistPage, words: OnboardingWords) -> Iterator[Element]:
    """What is seldom wanted: back, away, the other language."""
    if page.undo:
        title = one_line(page.undo.title.in_language(page.language), 40)
        yield button(words.undo.format(step=title), f"{PREFIX}undo:{page.undo.id}", page.token)
    if page.state == "done":
        yield button(words.restart, f"{PREFIX}restart", page.token)
    else:
        yield button(words.stop, f"{PREFIX}stop", page.token)
    other = "en" if page.language == "ko" else "ko"
    yield button(words.other_language, f"{PREFIX}language:{other}", page.token)


def _fallback(title: str, says: str, page: ChecklistPage) -> str:
    lines = [f"*{title}*", plain(says)]
    lines += [
        f"{SIGNS[step.state]} {escape(one_line(step.title.in_language(page.language), 150))}"
        for step in page.steps
    ]
    return "\n".join(lines)[:FALLBACK_CHARS]
