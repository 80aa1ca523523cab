"""What follows an answer, as Slack shows it: a question for people, and the modals."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.preferences.machine import Options
from bot.rendering.budget import Block
from bot.rendering.slack import SlackMessage
from bot.rendering.slack_parts import (
    Element,
    actions,
    button,
    emoji,
    escape,
    one_line,
    preformatted,
    rich_text,
    section,
    text,
)
from bot.rendering.views import View, field, modal
from bot.text.unseen import STEERING
from bot.words.leading import LeadingWords

RATING_FORM, FAILURE_FORM, SETTINGS_FORM = "rating", "guide_failure", "settings"
QUESTION_CHARS = 1_500
WORDS_CHARS = 500
UNSET = "-"
"""The option for what is not known or not chosen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """A question for people. ``tried`` are plain lines; ``resolved_by`` whoever closed it.

    ``root`` is the id of the question, which is what *Teach me* is about where that is offered.
    """

    asker: str
    people: tuple[str, ...]
    groups: tuple[str, ...]
    question: str
    tried: tuple[str, ...]
    root: str
    resolved_by: str | None = None
    offers_teaching: bool = False


def render_called(called: Called, words: LeadingWords, token: str) -> SlackMessage:
    """Tags the people once: resolved, it names nobody but who closed it."""
    tags: list[Element] = []
    if called.resolved_by is None:
        tags = [_user(one) for one in called.people] + [_group(one) for one in called.groups]
    first: list[Element] = []
    for tag in tags:
        first += [tag, text(": " if tag is tags[-1] else " ")]
    if called.resolved_by:
        first += [emoji("white_check_mark"), text(" "), *_named(words.resolved, "by", called.resolved_by)]
    else:
        first += _named(words.person_wanted, "asker", called.asker)
    clipped = STEERING.sub("", called.question)[:QUESTION_CHARS] or "…"
    elements = [section(*first), section(text(words.person_question, bold=True)), preformatted(clipped)]
    if called.tried:
        lines = [section(text(one_line(line, 300))) for line in called.tried]
        elements.append(section(text(words.person_tried, bold=True)))
        elements.append({"type": "rich_text_list", "style": "bullet", "indent": 0, "elements": lines})
    buttons = []
    if called.resolved_by is None:
        buttons.append(button(words.resolve, "resolve", token, is_primary=True))
    elif called.offers_teaching:
        buttons.append(button(words.teach_maintainers, "teach_item", called.root))
    blocks: list[Block] = [rich_text(*elements)]
    if buttons:
        blocks.append(actions(buttons))
    said = words.resolved if called.resolved_by else words.person_wanted
    who = called.resolved_by or called.asker
    fallback = said.format(by=f"<@{who}>", asker=f"<@{who}>")
    return SlackMessage(blocks, f"{fallback}\n{escape(one_line(clipped, 300))}")


def rating_form(words: LeadingWords, token: str, response_url: str) -> View:
    """What was wrong, once the thumb was down."""
    reasons = [_option(value, label) for value, label in words.reasons]
    may_ask: Block = {
        "type": "input",
        "block_id": "may_ask",
        "optional": True,
        "label": _plain(words.ask_label, 150),
        "element": {
            "type": "checkboxes",
            "action_id": "may_ask",
            "options": [_option("yes", words.feedback_may_ask)],
        },
    }
    chosen: Block = {
        "type": "input",
        "block_id": "reason",
        "label": _plain(words.feedback_reason, 150),
        "element": {"type": "radio_buttons", "action_id": "reason", "options": reasons},
    }
    said = field("words", words.feedback_words, several=True, optional=True, most=WORDS_CHARS)
    metadata = json.dumps({"token": token, "url": response_url})
    return modal(
        RATING_FORM,
        words.feedback_title,
        [chosen, said, may_ask],
        close=words.cancel,
        submit=words.send,
        metadata=metadata,
    )


def failure_form(words: LeadingWords, token: str, moves: int) -> View:
    """Asks for the error of a step."""
    pasted = field("error", words.failure_text, several=True, hint=words.failure_hint)
    metadata = json.dumps({"token": token, "moves": moves})
    return modal(
        FAILURE_FORM,
        words.failure_title,
        [pasted],
        close=words.cancel,
        submit=words.send,
        metadata=metadata,
    )


def settings_form(
    words: LeadingWords,
    *,
    language: str,
    systems: Options,
    arches: Options,
) -> View:
    """Language and machine; what is not chosen is not known."""
    unset = (UNSET, words.settings_unknown)
    follow = (UNSET, words.settings_follow)
    blocks = [
        _select("language", words.settings_field_language, [follow, *words.languages], language),
        _select("system", words.settings_field_system, [unset, *systems.choices], systems.chosen),
        _select("arch", words.settings_field_arch, [unset, *arches.choices], arches.chosen),
    ]
    return modal(SETTINGS_FORM, words.settings, blocks, close=words.cancel, submit=words.settings_save)


def sentence_view(words: LeadingWords, title: str, lines: Sequence[str]) -> View:
    """What was done, in a modal."""
    blocks = [{"type": "section", "text": _plain(line, 3_000)} for line in lines]
    return modal("said", title, blocks, close=words.close)


def metadata_of(view: Mapping[str, object]) -> dict[str, object]:
    """What was put into a form; empty if it is none of ours."""
    try:
        found = json.loads(str(view.get("private_metadata") or "{}"))
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _select(name: str, label: str, options: Sequence[tuple[str, str]], chosen: str) -> Block:
    shown = [_option(value, title) for value, title in options][:100]
    initial = next((one for one in shown if one["value"] == (chosen or UNSET)), shown[0])
    element = {"type": "static_select", "action_id": name, "options": shown, "initial_option": initial}
    return {"type": "input", "block_id": name, "label": _plain(label, 150), "element": element}


def _named(sentence: str, name: str, user: str) -> list[Element]:
    """A sentence with a person where the name stands."""
    before, _, after = sentence.partition(f"{{{name}}}")
    return [one for one in (text(before), _user(user), text(after)) if one.get("text") != ""]


def _user(user: str) -> Element:
    return {"type": "user", "user_id": user}


def _group(group: str) -> Element:
    return {"type": "usergroup", "usergroup_id": group}


def _option(value: str, label: str) -> Element:
    return {"text": _plain(label, 75), "value": value}


def _plain(label: str, most: int) -> Element:
    return {"type": "plain_text", "text": one_line(label, most)}
