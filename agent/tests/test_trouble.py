from __future__ import annotations

from pathlib import Path

import pytest

from agent.enrolled import KEY_FILE
from agent.running import BACK_OFF_S, EXIT_REVOKED, SLOW_S
from agent.tests.fake_server import FakeServer, Given, offered
from agent.tests.fakes import KEY
from agent.tests.paths import JOBS, RESULT, REVOKED
from agent.tests.scenes import running


def test_a_result_is_tried_again_while_the_server_has_trouble(tmp_path: Path, fake: FakeServer) -> None:
    fake.give(JOBS, offered())
    fake.give(RESULT, Given(503, {}), Given(503, {}), Given(204))
    scene = running(tmp_path, fake)
    scene.agent.step()
    assert len(fake.bodies(RESULT)) == 3
    assert scene.log() == ["job", "sent"]


@pytest.mark.parametrize("status", [404, 409, 413])
def test_a_result_that_is_not_taken_is_dropped(tmp_path: Path, fake: FakeServer, status: int) -> None:
    fake.give(JOBS, offered())
    fake.give(RESULT, Given(status, {"error": "gone"}))
    scene = running(tmp_path, fake)
    scene.agent.step()
    assert len(fake.bodies(RESULT)) == 1
    assert scene.log() == ["job", "dropped"]


def test_a_revoked_agent_deletes_its_key_and_stops(tmp_path: Path, fake: FakeServer) -> None:
    fake.give(JOBS, Given(204), REVOKED)
    scene = running(tmp_path, fake)
    assert scene.agent.run() == EXIT_REVOKED
    assert scene.home.read(KEY_FILE) is None
    assert scene.said()[-1] == "revoked"
    assert scene.log()[-1] == "revoked"


@pytest.mark.parametrize(
    "given", [Given(401, {}), Given(401, {"error": "no"}), Given(401, raw=b"<html>"), Given(500)]
)
def test_no_other_answer_costs_the_key(tmp_path: Path, fake: FakeServer, given: Given) -> None:
    fake.give(JOBS, given)
    scene = running(tmp_path, fake)
    assert not scene.agent.step()
    assert scene.home.read(KEY_FILE) == KEY + "\n"
    assert scene.waits


@pytest.mark.parametrize(("status", "code"), [(403, "quarantined"), (426, "upgrade")])
def test_a_quarantined_or_old_agent_says_so_once_and_waits_long(
    tmp_path: Path, fake: FakeServer, status: int, code: str
) -> None:
    refused = Given(status, {"error": code, "message": {"en": "why", "ko": "왜"}})
    fake.give(JOBS, refused, refused, offered())
    scene = running(tmp_path, fake)
    scene.agent.step()
    scene.agent.step()
    assert scene.said() == [code]
    assert scene.waits == [SLOW_S, SLOW_S]
    scene.clock.at = fake.date
    scene.agent.step()
    assert scene.said()[-1] == "reached"
    assert len(scene.look.calls) == 1


def test_the_pauses_grow_to_their_limit_and_end_with_the_trouble(tmp_path: Path, fake: FakeServer) -> None:
    fake.give(JOBS, *[Given(500, {})] * 8, offered(), Given(500, {}))
    scene = running(tmp_path, fake)
    for _ in range(10):
        scene.agent.step()
    assert scene.waits[:8] == [2, 4, 8, 16, 32, 60, 60, 60]
    assert max(scene.waits) == BACK_OFF_S[1]
    assert scene.waits[-1] == 2
    assert scene.said().count("trouble") == 2


def test_a_server_that_answers_nothing_at_once_is_not_asked_at_once(tmp_path: Path, fake: FakeServer) -> None:
    scene = running(tmp_path, fake)
    for _ in range(3):
        scene.agent.step()
    assert scene.waits == [2, 4, 8]


def test_a_server_that_says_when_to_come_back_is_heeded_within_reason(
    tmp_path: Path, fake: FakeServer
) -> None:
    fake.give(JOBS, Given(429, {}, (("Retry-After", "30"),)), Given(429, {}, (("Retry-After", "9999"),)))
    scene = running(tmp_path, fake)
    scene.agent.step()
    scene.agent.step()
    assert scene.waits == [30, SLOW_S]
