"""What a maintainer filled in, as a Lesson. Pure."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import urlsplit

from bot.answering.language import language_of
from bot.knowledge.model import Command, Entry, Source, Step, Text, Utterances
from bot.knowledge.soundness import GRANTS_ROOT, ROOT
from bot.teaching.model import EntryForm, Lesson
from bot.text.normalise import normalise
from bot.words import words_in


def line_lesson(line: str, entry: str) -> Lesson:
    """A wording of an Entry."""
    plain = on_one_line(line)
    return Lesson(kind="utterance", entry=entry, line=plain, language=language_of(plain))


def off_topic_lesson(line: str) -> Lesson:
    """A line that is not ours to answer."""
    plain = on_one_line(line)
    return Lesson(kind="off_topic", line=plain, language=language_of(plain))


def entry_lesson(form: EntryForm, today: date) -> Lesson:
    """A new Entry; a line of ``commands`` is a step of its own, so that each can be pasted by itself."""
    url = form.url.strip()
    name = urlsplit(url).hostname or url
    steps = tuple(_step(number, command) for number, command in enumerate(_lines(form.commands), 1))
    ko, en = words_in("ko").teaching, words_in("en").teaching
    answer = Text(ko=ko.drafted_answer, en=en.drafted_answer)
    if url:
        answer = Text(
            ko=ko.drafted_more.format(name=name, url=url), en=en.drafted_more.format(name=name, url=url)
        )
    entry = Entry(
        id=form.id.strip().lower(),
        title=Text(ko=on_one_line(form.title_ko), en=on_one_line(form.title_en)),
        summary=Text(ko=form.summary_ko.strip(), en=form.summary_en.strip()),
        answer=answer,
        utterances=Utterances(ko=_different(form.utterances_ko), en=_different(form.utterances_en)),
        sources=(Source(title=name or en.drafted_source, url=url, seen=today),),
        reviewed=today,
        steps=steps,
    )
    return Lesson(kind="entry", entry=entry.id, draft=entry)


def form_of(entry: Entry) -> EntryForm:
    """The form that ``entry_lesson`` made this Entry of, to be changed."""
    runs = [command.run for step in entry.steps if isinstance(step, Step) for command in step.commands]
    return EntryForm(
        id=entry.id,
        title_ko=entry.title.ko,
        title_en=entry.title.en,
        summary_ko=entry.summary.ko,
        summary_en=entry.summary.en,
        utterances_ko="\n".join(entry.utterances.ko),
        utterances_en="\n".join(entry.utterances.en),
        commands="\n".join(runs),
        url=entry.sources[0].url if entry.sources else "",
    )


def is_address(url: str) -> bool:
    """Whether a person can follow it."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return False
    return (
        parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"[\s()<>]", url.strip())
    )


def on_one_line(text: str) -> str:
    """Normalised, in one line."""
    return " ".join(normalise(text).split())


def _step(number: int, command: str) -> Step:
    return Step(
        id=f"step-{number}",
        does=Text(ko=words_in("ko").teaching.drafted_step, en=words_in("en").teaching.drafted_step),
        commands=(Command(run=command),),
        needs_root=bool(ROOT.search(command)),
        grants_root=bool(GRANTS_ROOT.search(command)),
    )


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _different(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(on_one_line, _lines(text))))
