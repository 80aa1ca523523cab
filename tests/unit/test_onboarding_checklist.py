"""How a checklist changes: what is next, what ticks, what stays, and what is said of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from bot.knowledge.model import Text
from bot.knowledge.onboarding import OnboardingStep, Ticks
from bot.onboarding.checklist import page_of, restarted, resumed, seen, stopped, ticked, undone, wanted
from bot.onboarding.model import Evidence, Onboarding, notice_text, read_notice
from bot.onboarding.nudging import is_due

AT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
LATER = AT + timedelta(hours=1)
TEXT = Text(ko="가", en="a")


NOTHING = Ticks()


def step(name: str, *entries: str, ticks: Ticks = NOTHING, **more: object) -> OnboardingStep:
    entries = entries or ("docker-ps",)
    return OnboardingStep(id=name, title=TEXT, says=TEXT, entries=entries, ticks=ticks, **more)  # type: ignore[arg-type]


STEPS = (
    step("read", "one", "two", ticks=Ticks(read=("one", "two"))),
    step("host", ticks=Ticks(host="joined"), optional=True),
    step("machine", ticks=Ticks(platform="known")),
    step("run", ticks=Ticks(checks=("run.ps", "grp.member")), needs=("install",)),
    step("install"),
)
NEW = Onboarding(
    id=UUID(int=1), team="T1", user="U1", language="en", started_at=AT, progressed_at=AT, notice=UUID(int=2)
)


def states(now: Onboarding) -> str:
    """The first letters of the states, in order."""
    return "".join(one.state[0] for one in page_of(now, STEPS).steps)


def test_what_waits_for_another_step_or_is_optional_is_not_next() -> None:
    assert states(NEW) == "noooo"
    now = ticked(NEW, "read", "said", AT, STEPS)
    assert states(now) == "donoo"
    now = ticked(now, "machine", "skipped", AT, STEPS)
    assert states(now) == "doson"
    now = ticked(now, "install", "said", AT, STEPS)
    assert states(now) == "dosnd"
    assert states(ticked(now, "run", "said", AT, STEPS)) == "dnsdd"


def test_entries_tick_once_all_of_them_were_shown_whatever_the_order() -> None:
    now = seen(NEW, Evidence(entry="two"), AT, STEPS)
    assert (now.read, now.marks) == (("two",), {})
    assert page_of(now, STEPS).steps[0].show == "one"
    assert seen(now, Evidence(entry="one"), AT, STEPS).marks["read"].how == "shown"
    assert seen(NEW, Evidence(entry="of-no-step"), AT, STEPS) == NEW


def test_all_checks_of_a_step_have_to_pass() -> None:
    assert seen(NEW, Evidence(host="h", passed=frozenset({"run.ps"})), AT, STEPS) == NEW
    both = frozenset({"run.ps", "grp.member"})
    assert seen(NEW, Evidence(host="h", passed=both), AT, STEPS).marks["run"].host == "h"


def test_a_tick_stays_and_only_the_same_host_says_that_it_came_back() -> None:
    both = frozenset({"run.ps", "grp.member"})
    now = seen(NEW, Evidence(host="h", passed=both), AT, STEPS)
    other = Evidence(host="g", failed={"run.ps": "svc.docker"})
    assert seen(now, other, LATER, STEPS) == now
    back = seen(now, replace(other, host="h"), LATER, STEPS)
    assert back.marks["run"].came_back == "svc.docker"
    assert back.progressed_at == AT
    unseen = seen(back, Evidence(host="h", passed=frozenset({"run.ps"})), LATER, STEPS)
    assert unseen.marks["run"].came_back == "svc.docker"
    assert seen(back, Evidence(host="h", passed=both), LATER, STEPS).marks["run"].came_back == ""


def test_what_something_showed_is_not_undone_and_what_they_said_is() -> None:
    now = seen(NEW, Evidence(is_machine_known=True), AT, STEPS)
    now = ticked(now, "install", "said", LATER, STEPS)
    page = page_of(now, STEPS)
    assert page.undo is not None
    assert page.undo.id == "install"
    assert undone(now, "machine", STEPS) == now
    assert list(undone(now, "install", STEPS).marks) == ["machine"]


def test_evidence_ticks_what_was_skipped() -> None:
    now = ticked(NEW, "machine", "skipped", AT, STEPS)
    assert seen(now, Evidence(is_machine_known=True), AT, STEPS).marks["machine"].how == "shown"


def test_who_is_done_is_told_once_also_after_an_undo() -> None:
    now = NEW
    for name in ("read", "machine", "install", "run"):
        now = ticked(now, name, "said", AT, STEPS)
    assert (now.state, now.is_told, page_of(now, STEPS).percent) == ("done", True, 100)
    now = undone(now, "run", STEPS)
    assert (now.state, now.is_told, page_of(now, STEPS).percent) == ("active", True, 75)


def test_stopped_it_stays_so_until_they_want_it_and_a_request_counts_once() -> None:
    now = stopped(ticked(NEW, "read", "said", AT, STEPS))
    assert ticked(now, "install", "said", AT, STEPS).state == "stopped"
    request = uuid4()
    again = wanted(now, request, LATER, STEPS)
    assert (again.state, list(again.marks)) == ("active", ["read"])
    assert wanted(again, request, LATER, STEPS) is again
    assert resumed(again, LATER, STEPS) is again


def test_starting_over_forgets_ticks_and_reminders_and_counts_once() -> None:
    request = uuid4()
    now = restarted(replace(ticked(NEW, "read", "said", AT, STEPS), nudges=2, is_told=True), request, LATER)
    assert (now.marks, now.nudges, now.is_told, now.started_at) == ({}, 0, False, LATER)
    ticked_again = ticked(now, "read", "said", LATER, STEPS)
    assert restarted(ticked_again, request, LATER) is ticked_again


@pytest.mark.parametrize(
    ("zone", "hour", "due"),
    [
        ("", 12, True),
        ("", 8, False),
        ("Asia/Seoul", 12, False),
        ("Asia/Seoul", 1, True),
        ("No/Where", 12, True),
    ],
)
def test_working_hours_are_those_of_the_person(zone: str, hour: int, due: bool) -> None:
    at = AT.replace(hour=hour) + timedelta(days=3)
    assert is_due(replace(NEW, zone=zone), at, UTC) is due


@pytest.mark.parametrize(
    "changed",
    [
        {"state": "done"},
        {"state": "stopped"},
        {"wants_nudges": False},
        {"nudges": 2},
        {"started_at": AT - timedelta(days=30)},
        {"progressed_at": AT + timedelta(days=2)},
    ],
)
def test_nobody_is_reminded_who_is_done_wants_none_or_began_long_ago(changed: dict[str, object]) -> None:
    at = AT + timedelta(days=3)
    assert is_due(NEW, at, UTC)
    assert not is_due(replace(NEW, **changed), at, UTC)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["", "onboarding:list:x", "notice:list:" + str(UUID(int=1)), "onboarding"])
def test_only_our_notices_are_read(text: str) -> None:
    assert read_notice(text) is None
    assert read_notice(notice_text("list", UUID(int=1))) == ("list", UUID(int=1))
