"""Lessons laid over the knowledge, their faults in both languages, what they change, and when a digest is due."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.answering.model import Match
from bot.knowledge.commands import EVERYWHERE, LAST, SHELL, UNSAFE, faults_of_command
from bot.knowledge.model import Language
from bot.matching.matcher import NearMisses
from bot.rendering.teaching_slack import (
    render_entry_form,
    render_line_form,
    render_off_topic_form,
    render_proposal,
    render_proposal_message,
)
from bot.rendering.views import View
from bot.slackfake.blocks import view_faults
from bot.teaching.comparing import compare, opened
from bot.teaching.digest import is_due, week_of
from bot.teaching.form import is_address, line_lesson
from bot.teaching.model import Change, EntryForm, Lesson, Proposal, Trial
from bot.teaching.overlay import digest_of_lessons, overlay
from bot.teaching.soundness import faults_of
from bot.words import words_in
from tests.contract.teaching.subject import a_proposal
from tests.small_knowledge import SMALL
from tests.unit.live.knowledge_files import line


class Known:
    """Answers what it was given."""

    def __init__(self, answers: dict[str, str], utterances: dict[str, str] | None = None) -> None:
        self.answers, self.utterances = answers, utterances or {}

    def said(self, text: str) -> str | None:
        return self.utterances.get(text)

    def match(self, text: str, language: Language) -> Match | NearMisses:
        entry = self.answers.get(text) or self.utterances.get(text)
        if entry is None:
            return NearMisses(reason="outside")
        return Match(entry=entry, score=1.0, margin=1.0, candidates=(), why=())


def test_a_lesson_is_laid_over_and_the_files_win() -> None:
    done = overlay(SMALL, [line("poke it", "list"), line("docker ps", "list"), line("docker ps", "install")])
    assert ("en", "poke it") in list(done.knowledge.entries["list"].utterances)
    assert [one.entry for one in done.held] == ["list"]
    assert [one.entry for one in done.lost] == ["install"]
    assert SMALL.entries["list"].utterances != done.knowledge.entries["list"].utterances


def test_a_line_cannot_be_ours_and_not_ours() -> None:
    assert overlay(SMALL, [line("docker ps", "")]).lost
    assert overlay(SMALL, [line("what is for lunch", "list")]).lost


def test_the_name_of_lessons_does_not_depend_on_their_order() -> None:
    one, other = line("a b", "list"), line("c d", "list")
    assert digest_of_lessons([one, other]) == digest_of_lessons([other, one])
    assert digest_of_lessons([one]) != digest_of_lessons([other])
    assert digest_of_lessons([]) == ""


def test_only_what_is_answered_differently_is_told_once_and_with_its_source() -> None:
    old = Known({"q": "a", "same": "a"}, {"mine": "a"})
    new = Known({"q": "b", "same": "a", "fresh": "c"}, {"mine": "b", "new": "c"})
    trial = compare(old, new, development=["q", "same"], utterances=["mine", "new"], asked=["q", "fresh"])
    assert trial.changes == (
        Change(text="q", before="a", after="b", source="development"),
        Change(text="mine", before="a", after="b", source="utterance"),
        Change(text="fresh", before=None, after="c", source="asked"),
    )
    assert trial.tried == 5
    assert opened(old, new, ["fresh", "q"]) == 1


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_fault_has_words(language: Language) -> None:
    words = words_in(language).teaching
    codes = {"no_words", "held", "is_utterance", "is_off_topic", "entry_gone", "id_taken", "id_form"}
    assert (
        codes | {"command", "url", "empty", "too_many", "not_tried", "unsound"} == dict(words.faults).keys()
    )


def test_every_fault_of_a_command_is_said_in_korean() -> None:
    known = dict(words_in("ko").teaching.command_faults)
    told = {what for rules in (EVERYWHERE, SHELL, UNSAFE) for _, what in rules}
    told |= {"is empty", "has a quote or bracket that is not closed", *faults_of_command("x" * 2_001)}
    words = LAST.pattern.partition("(newgrp")[2].partition(")")[0].split("|")[1:]
    told |= {
        what
        for word in ("newgrp", *words)
        for what in faults_of_command(f"{word} x\nls")
        if "more after" in what
    }
    assert told - known.keys() == set()


def test_a_lesson_for_an_entry_that_is_gone_is_refused() -> None:
    (fault,) = faults_of(line_lesson("poke it", "gone"), SMALL)
    assert (fault.field, fault.code) == ("entry", "entry_gone")


@pytest.mark.parametrize(
    ("url", "is_one"), [("https://a.b/c", True), ("ftp://a", False), ("a b", False), ("https://[", False)]
)
def test_an_address_can_be_followed(url: str, is_one: bool) -> None:
    assert is_address(url) is is_one


@pytest.mark.parametrize(
    ("moment", "due"),
    [
        ("2026-11-23T08:59", False),
        ("2026-11-23T09:00", True),
        ("2026-11-25T23:59", True),
        ("2026-11-26T00:00", False),
    ],
)
def test_the_digest_is_due_from_monday_nine_to_wednesday(moment: str, due: bool) -> None:
    assert is_due(datetime.fromisoformat(moment).astimezone()) is due


def test_weeks_sort_across_the_year() -> None:
    before, after = datetime(2026, 12, 31).astimezone(), datetime(2027, 1, 4).astimezone()
    assert (week_of(before), week_of(after)) == ("2026-W53", "2027-W01")
    assert week_of(before) < week_of(after)


def proposals() -> list[Proposal]:
    from dataclasses import replace

    changes = tuple(
        Change(text="<!here> " + "q" * 400, before=None, after="x" * 80, source="asked") for _ in range(300)
    )
    long = a_proposal(Lesson(kind="utterance", entry="e" * 60, line="<@U1> " + "z" * 290, language="en"))
    return [
        replace(long, state=state, trial=trial)
        for state in ("checking", "ready", "unsound", "taught", "cancelled", "undone")
        for trial in (
            None,
            Trial(),
            Trial(tried=9, changes=changes, opens=3),
            Trial(faults=("unsound:" + "f" * 4_000,) * 50),
        )
    ]


@pytest.mark.parametrize("language", ["ko", "en"])
def test_whatever_a_trial_finds_slack_takes_the_modal(language: Language) -> None:
    words = words_in(language).teaching
    many = {f"entry-{number}": "t" * 200 for number in range(250)}
    form = EntryForm(**dict.fromkeys(EntryForm.__dataclass_fields__, "가" * 4_000))
    views: list[View] = [render_proposal(words, one, {}) for one in proposals()]
    views.append(render_line_form(words, "x" * 9_000, many, (), chosen="entry-200"))
    views.append(render_line_form(words, "", {"one": "One"}, ()))
    views.append(render_off_topic_form(words, ""))
    views.append(render_entry_form(words, form))
    assert [view_faults(view) for view in views if view_faults(view)] == []


@pytest.mark.parametrize("language", ["ko", "en"])
def test_what_somebody_typed_calls_nobody(language: Language) -> None:
    for one in proposals():
        message = render_proposal_message(words_in(language).teaching, one, {})
        assert "<!here>" not in str(message.blocks) + message.text
        assert "<@U1>" not in str(message.blocks) + message.text
