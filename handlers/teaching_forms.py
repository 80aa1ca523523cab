"""Reads what a maintainer filled in, as far as that needs no knowledge."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime

from bot.rendering import teaching_slack as render
from bot.rendering.views import View
from bot.teaching.form import entry_lesson, is_address, line_lesson, off_topic_lesson
from bot.teaching.model import EntryForm, Lesson
from bot.teaching.soundness import LessonFault
from bot.text.redact import redact

UTTERANCES_MAX = 30


def lesson_in(callback: str, values: Mapping[str, str]) -> tuple[Lesson, list[LessonFault]]:
    """What was filled in, with what is wrong with it whatever the knowledge is."""
    if callback != render.ENTRY_FORM:
        line = redact(values.get("line", "")).strip()
        if not line:
            return off_topic_lesson("-"), [LessonFault("line", "no_words")]
        if callback == render.OFF_TOPIC_FORM:
            return off_topic_lesson(line), []
        return line_lesson(line, values.get("entry", "")), []
    names = EntryForm.__dataclass_fields__
    form = EntryForm(**{name: redact(values.get(name, "")) for name in names})
    faults = []
    if form.url.strip() and not is_address(form.url):
        faults.append(LessonFault("url", "url"))
    for name in ("utterances_ko", "utterances_en"):
        if len(getattr(form, name).splitlines()) > UTTERANCES_MAX:
            faults.append(LessonFault(name, "too_many", str(UTTERANCES_MAX)))
    return entry_lesson(form, datetime.now(UTC).date()), faults


def empty_form(line: str) -> EntryForm:
    """With the line where its language belongs."""
    is_korean = any("가" <= sign <= "힣" for sign in line)
    empty = dict.fromkeys(EntryForm.__dataclass_fields__, "")
    return EntryForm(**empty | {"utterances_ko" if is_korean else "utterances_en": line})


def meta_of(view: View) -> dict[str, str]:
    """What a form carries along."""
    try:
        found = json.loads(view.get("private_metadata") or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
