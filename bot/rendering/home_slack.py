"""App Home as a view: always within Slack's limits, whatever hosts and people wrote."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from bot.home.model import AnsweredLine, Counted, Figures, HomePage, HostLine
from bot.knowledge.base import Knowledge
from bot.onboarding.checklist import ChecklistPage
from bot.preferences.machine import Options
from bot.rendering.budget import Block
from bot.rendering.chart import alt_text, text_bars
from bot.rendering.markup import Run
from bot.rendering.onboarding_slack import PREFIX, render_checklist, render_led
from bot.rendering.report_slack import SIGNS
from bot.rendering.slack_parts import (
    Element,
    actions,
    button,
    context,
    elements_of,
    escape,
    header,
    image,
    one_line,
    preformatted,
    quote,
    rich_text,
    section,
    text,
)
from bot.rendering.worklist_slack import render_page
from bot.words import words_in
from bot.words.home import HomeWords

BLOCKS_MAX = 100
HOSTS_SHOWN = 10
QUOTED_CHARS = 300
OPTIONS_MAX = 99
CALLBACK = "home"
ASK, ASK_BUTTON, EXAMPLE = "home_ask", "home_ask_button", "home_example"
OPEN, CHECK, HOSTS = "home_open", "home_check", "home_hosts"
LANGUAGE, SYSTEM, ARCH = "home_language", "home_system", "home_arch"
ANY = "any"
"""What a menu sends for nothing chosen."""

_MARKS = re.compile(r"[*_~`]")
_USER = re.compile(r"[UW][A-Z0-9]{2,30}")


def render_home(page: HomePage, knowledge: Knowledge | None = None) -> dict[str, Any]:
    """The view. Nothing in it is as long as a limit; should there be too many blocks, the last are left out.

    ``knowledge`` has the titles of what a checklist names.
    """
    return {"type": "home", "callback_id": CALLBACK, "blocks": list(_blocks(page, knowledge))[:BLOCKS_MAX]}


def field_of(page_questions: int) -> str:
    """The id of the field's block: another one after each question, so that the field is empty again."""
    return f"{ASK}:{page_questions}"


def _blocks(page: HomePage, knowledge: Knowledge | None) -> Iterator[Block]:
    words = words_in(page.language).home
    if page.is_fresh:
        yield from _welcome(page, words)
    yield from _ask(page, words)
    if page.checklist is not None and knowledge is not None:
        yield from _checklist(page.checklist, knowledge)
    yield from _hosts(page, words)
    if page.answered or not page.is_fresh:
        yield from _answered(page, words)
    yield from _settings(page, words)
    if page.led:
        yield from render_led(page.led, page.language, page.made_at).blocks
    if page.worklist is not None:
        yield {"type": "divider"}
        yield header(words.work)
        yield from render_page(page.worklist, words_in(page.language).worklist)
    if page.figures is not None:
        yield from _figures(page.figures, words)


def _welcome(page: HomePage, words: HomeWords) -> Iterator[Block]:
    yield header(words.welcome_title)
    yield rich_text(section(text(f"{words.welcome}\n\n{words.welcome_try}")))
    examples = words_in(page.language).answers.examples
    yield actions(button(says, f"{EXAMPLE}:{place}", says) for place, says in enumerate(examples))


def _ask(page: HomePage, words: HomeWords) -> Iterator[Block]:
    yield {
        "type": "input",
        "block_id": field_of(page.questions),
        "dispatch_action": True,
        "label": _plain(words.ask, 150),
        "element": {
            "type": "plain_text_input",
            "action_id": ASK,
            "placeholder": _plain(words.ask_placeholder, 150),
            "max_length": 3_000,
            "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]},
        },
    }
    # Not every keyboard of a phone has an Enter that sends.
    yield actions([button(words.ask_button, ASK_BUTTON, is_primary=True)])
    yield _grey(words.ask_hint)


def _checklist(page: ChecklistPage, knowledge: Knowledge) -> Iterator[Block]:
    """As in its message, but without the button for the other language: here that is a setting."""
    for block in render_checklist(page, knowledge).blocks:
        if block["type"] != "actions":
            yield block
            continue
        kept = [one for one in block["elements"] if not one["action_id"].startswith(f"{PREFIX}language")]
        if kept:
            yield {**block, "elements": kept}


def _hosts(page: HomePage, words: HomeWords) -> Iterator[Block]:
    yield header(words.hosts)
    for host in page.hosts[:HOSTS_SHOWN]:
        yield _host(host, page, words)
    if len(page.hosts) > HOSTS_SHOWN:
        more = words.hosts_more.format(count=len(page.hosts) - HOSTS_SHOWN)
        yield _said(more, button(words.hosts_all, HOSTS))
    if not page.hosts:
        yield rich_text(section(text(words.hosts_none)))
    yield _grey(words.hosts_add)


def _host(host: HostLine, page: HomePage, words: HomeWords) -> Block:
    catalogue = words_in(page.language)
    told = catalogue.hosts
    parts = [f"*{_name(host.name)}*"]
    if state := told.named(told.states, host.state):
        parts.append(state)
    if host.mood is not None and host.age_s is not None:
        parts.append(f"{SIGNS[host.mood]} {told.named(told.moods, host.mood)}")
        parts.append(catalogue.reports.age(host.age_s))
    elif host.can_check:
        parts.append(told.never_checked)
    if host.can_check:
        parts.append(told.online if host.is_online else told.away)
    if not host.is_mine and _USER.fullmatch(host.owner):
        parts.append(words.host_owner.format(user=f"<@{host.owner}>"))
    name = one_line(host.name, 100)
    pressed = button(words.host_check, f"{CHECK}:{name}", name) if host.can_check else None
    return _said(" · ".join(parts), pressed)


def _answered(page: HomePage, words: HomeWords) -> Iterator[Block]:
    yield header(words.answered)
    for line in page.answered:
        yield _again(line, words)
    if not page.answered:
        yield rich_text(section(text(words.answered_none)))


def _again(line: AnsweredLine, words: HomeWords) -> Block:
    says = f"{_name(line.title)} · {words.ago(line.age_s)}"
    token = str(line.question_id)
    return _said(says, button(words.answered_again, f"{OPEN}:{token}", token))


def _settings(page: HomePage, words: HomeWords) -> Iterator[Block]:
    """The menus of the modal, in its words."""
    own = words_in(page.language).leading
    yield header(own.settings)
    machine = f"{words.machine}: {_name(page.machine)}" if page.machine else words.machine_unknown
    yield _said(machine)
    languages = Options(choices=own.languages, chosen=page.language if page.is_chosen else "")
    menus = [_menu(LANGUAGE, own.settings_field_language, own.settings_follow, languages)]
    if page.systems.choices:
        menus.append(_menu(SYSTEM, own.settings_field_system, own.settings_unknown, page.systems))
    if page.arches.choices:
        menus.append(_menu(ARCH, own.settings_field_arch, own.settings_unknown, page.arches))
    yield actions(menus)
    yield _grey(words.more_settings)


def _menu(action: str, label: str, nothing: str, options: Options) -> Element:
    """A menu that always shows what holds: its first option is that nothing is chosen."""
    first = _option(ANY, f"{label}: {nothing}")
    others = [_option(value, shown) for value, shown in options.choices if value][:OPTIONS_MAX]
    chosen = next((one for one in others if one["value"] == options.chosen), first)
    return {
        "type": "static_select",
        "action_id": action,
        "placeholder": _plain(label, 150),
        "options": [first, *others],
        "initial_option": chosen,
    }


def _figures(figures: Figures, words: HomeWords) -> Iterator[Block]:
    yield header(words.figures)
    if not any(week.asked for week in figures.weeks):
        yield rich_text(section(text(words.figures_none.format(weeks=len(figures.weeks)))))
    elif figures.picture_url:
        yield image(figures.picture_url, alt_text(figures.weeks, words))
        yield context(words.figures_colours)
    else:
        yield rich_text(preformatted(text_bars(figures.weeks, words)))
        yield context(words.figures_legend)
    if figures.asked_most:
        yield _counted(words.asked_most, words.times, figures.asked_most)
    if figures.fails_most:
        yield _counted(words.fails_most, words.hosts_count, figures.fails_most)
        yield context(words.fails_note)


def _counted(title: str, count: str, rows: Sequence[Counted]) -> Block:
    items = [section(text(f"{one_line(row.title, 150)} · {count.format(count=row.count)}")) for row in rows]
    listed = {"type": "rich_text_list", "style": "bullet", "indent": 0, "elements": items}
    return rich_text(section(text(title, bold=True)), listed)


def _said(mrkdwn: str, pressed: Element | None = None) -> Block:
    block: Block = {"type": "section", "text": {"type": "mrkdwn", "text": mrkdwn[:2_900]}}
    return block | {"accessory": pressed} if pressed else block


def _grey(mrkdwn: str) -> Block:
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": mrkdwn}]}


def _name(words: str) -> str:
    """What somebody else wrote, in mrkdwn: no markup forms of it."""
    return escape(_MARKS.sub("", one_line(words, 150))) or "–"


def _plain(words: str, most: int) -> Element:
    return {"type": "plain_text", "text": one_line(words, most)}


def _option(value: str, shown: str) -> Element:
    return {"text": _plain(shown, 75), "value": value[:150]}


def render_asked(words: str) -> Block:
    """What somebody asked in App Home, in front of its answer."""
    return rich_text(quote(*elements_of((Run(one_line(words, QUOTED_CHARS)),))))
