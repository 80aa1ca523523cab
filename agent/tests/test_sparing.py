"""A server that does the same over and over fills no log."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Dict, List, Tuple

import pytest

from agent.journal import Journal
from agent.sparing import FEW, MOST_KINDS, Sparing
from agent.tests.fake_server import FakeServer, Given, offered
from agent.tests.fakes import FakeClock
from agent.tests.paths import JOBS
from agent.tests.scenes import home_in, policy, running


@pytest.fixture
def sparing(tmp_path: Path) -> Sparing:
    clock = FakeClock()
    return Sparing(Journal(home_in(tmp_path), clock), clock)


def lines(sparing: Sparing) -> List[Tuple[str, Any]]:
    return [(line["what"], line.get("counts")) for line in sparing.journal.lines()]


def test_a_few_have_lines_of_their_own(sparing: Sparing) -> None:
    for _ in range(3):
        sparing.note("refused", "expired", because="expired")
    assert lines(sparing) == [("refused", None)] * 3


def test_the_others_are_counted_and_told_in_one_line(sparing: Sparing) -> None:
    for _ in range(FEW + 500):
        sparing.note("refused", "expired")
    sparing.note("refused", "rate U1")
    assert len(lines(sparing)) == FEW
    sparing.clock.sleep(600)  # type: ignore[attr-defined]
    sparing.tell_counted()
    assert lines(sparing)[FEW:] == [("more", ["500 refused expired", "1 refused rate U1"])]
    assert sparing.journal.verify().fault == ""


def test_what_was_counted_is_not_lost_at_the_end(sparing: Sparing) -> None:
    for _ in range(FEW + 2):
        sparing.note("key")
    sparing.tell_counted(at_once=True)
    sparing.tell_counted(at_once=True)
    assert lines(sparing)[FEW:] == [("more", ["2 key"])]


def test_each_sort_has_its_own_few_anew_every_hour(sparing: Sparing) -> None:
    for _ in range(FEW):
        sparing.note("refused", "expired")
    sparing.note("trouble", "dns")
    sparing.clock.sleep(3600)  # type: ignore[attr-defined]
    sparing.note("refused", "expired")
    assert [what for what, _ in lines(sparing)] == ["refused"] * FEW + ["trouble", "refused"]


def test_codes_that_a_server_makes_up_do_not_make_the_line_long(sparing: Sparing) -> None:
    for number in range(1000):
        sparing.note("trouble", f"code_{number}")
    sparing.tell_counted(at_once=True)
    counts = lines(sparing)[FEW][1]
    assert len(counts) == MOST_KINDS + 1
    assert sum(int(count.split()[0]) for count in counts) == 1000 - FEW


def test_a_day_of_refused_jobs_leaves_the_log_nearly_as_it_was(tmp_path: Path, fake: FakeServer) -> None:
    scene = running(tmp_path, fake)
    scene.agent.journal.note("policy", by="alice")
    for number in range(200):
        fake.give(JOBS, Given(200, {"job": {"id": "none", "number": number}}))
        scene.agent.step()
    log = list(scene.agent.journal.lines())
    assert log[0]["what"] == "policy"
    assert sum(line["what"] == "refused" for line in log) <= FEW * (1 + _hours(scene.clock))
    assert len(json.dumps(log)) < 40_000


def _hours(clock: FakeClock) -> int:
    return int((clock.ticks - 1000.0) // 3600) + 1


@pytest.mark.parametrize(
    ("changes", "is_done"),
    [({"host": "0b8b1b62-3f0e-4f4e-9c5b-000000000000"}, False), ({"asker": "U9"}, True)],
    ids=["jobs of another host use up the rate", "those who may not ask do not"],
)
def test_refused_jobs_and_the_rate(
    tmp_path: Path, fake: FakeServer, changes: Dict[str, Any], is_done: bool
) -> None:
    refused = (offered(nonce=f"{number:032x}", **{"asker": "U1", **changes}) for number in range(3))
    fake.give(JOBS, *refused, offered(asker="U1"))
    scene = running(tmp_path, fake, policy(askers=("U1",), rate=3))
    for _ in range(4):
        scene.agent.failures = 0
        scene.agent.step()
    assert bool(scene.look.calls) is is_done
