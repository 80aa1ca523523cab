from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any, Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent.enrolled import KEY_FILE, POLICY, store_policy
from agent.running import BACK_OFF_S, EXIT_REVOKED, SLOW_S
from agent.sending import MOST_BYTES, fit
from agent.tests.fakes import (
    CATALOGUE,
    JOB_ID,
    KEY,
    NEW_KEY,
    NONCE,
    FakeServer,
    Given,
    job,
    offered,
    policy,
    running,
    serving,
)
from agent.tests.test_jobs import ANYTHING, NEARLY

JOBS = "/agent/v1/jobs?"
RESULT = f"/agent/v1/jobs/{JOB_ID}/result"
REVOKED = Given(401, {"error": "revoked"})


@pytest.fixture
def fake() -> Iterator[FakeServer]:
    with serving() as server:
        yield server


def test_a_job_is_done_and_answered(tmp_path: Path, fake: FakeServer) -> None:
    fake.give(JOBS, offered(facts=["os_release", "user"]))
    scene = running(tmp_path, fake)
    assert not scene.agent.step()
    assert scene.look.seen == ["os_release", "user"]
    (sent,) = fake.bodies(RESULT)
    assert sent["nonce"] == NONCE
    assert sent["observation"]["facts"]["os_release"]["value"] == {"id": "ubuntu"}
    assert scene.log() == ["job", "sent"]
    assert scene.waits == []


def test_what_the_owner_did_not_grant_is_said_and_not_looked_at(tmp_path: Path, fake: FakeServer) -> None:
    fake.give(JOBS, offered(facts=["os_release", "api_ping", "hello_world"]))
    scene = running(tmp_path, fake, policy("files", denied=("os_release",)))
    scene.agent.step()
    assert scene.look.seen == []
    facts = fake.bodies(RESULT)[0]["observation"]["facts"]
    assert {name: fact["could_not"] for name, fact in facts.items()} == {
        "os_release": "denied",
        "api_ping": "not_granted",
        "hello_world": "not_granted",
    }


def test_a_job_about_nobody_is_about_the_first_user_of_the_policy(tmp_path: Path, fake: FakeServer) -> None:
    fake.give(JOBS, offered(facts=["user"], user=None))
    scene = running(tmp_path, fake, policy(users=("alice", "bob")))
    scene.agent.step()
    assert scene.look.calls[0].user == "alice"


def test_a_policy_changed_while_it_runs_holds_for_the_next_job(tmp_path: Path, fake: FakeServer) -> None:
    fake.give(JOBS, offered(facts=["os_release"]), offered(facts=["os_release"], nonce="f" * 32))
    scene = running(tmp_path, fake)
    scene.agent.step()
    store_policy(scene.home, policy(paused=True))
    scene.agent.step()
    assert len(scene.look.calls) == 1
    assert fake.bodies(RESULT)[1]["refused"] == "paused"


@pytest.mark.parametrize("damage", ["{", '{"level": "all"}', None])
def test_without_a_policy_that_is_understood_nothing_is_looked_at(
    tmp_path: Path, fake: FakeServer, damage: Any
) -> None:
    fake.give(JOBS, offered())
    scene = running(tmp_path, fake)
    (scene.home.folder / POLICY).unlink()
    if damage:
        scene.home.write(POLICY, damage)
    scene.agent.step()
    assert scene.look.calls == []
    assert fake.bodies(RESULT) == [
        {"nonce": NONCE, "refused": "other", "detail": "the policy file is not understood"}
    ]


def test_a_job_is_not_done_twice_even_after_a_restart(tmp_path: Path, fake: FakeServer) -> None:
    fake.give(JOBS, offered())
    running(tmp_path, fake).agent.step()
    again = running(tmp_path, fake)
    again.agent.step()
    assert again.look.calls == []
    assert fake.bodies(RESULT)[1]["refused"] == "repeated"


def test_a_job_that_kills_the_agent_is_not_done_again(tmp_path: Path, fake: FakeServer) -> None:
    fake.give(JOBS, offered())
    scene = running(tmp_path, fake)

    def die() -> None:
        raise SystemExit(9)

    scene.look.during = die
    with pytest.raises(SystemExit):
        scene.agent.step()
    again = running(tmp_path, fake)
    again.agent.step()
    assert again.look.calls == []


def test_a_look_that_breaks_is_told_by_its_kind_alone(tmp_path: Path, fake: FakeServer) -> None:
    fake.give(JOBS, offered())
    scene = running(tmp_path, fake)

    def fail() -> None:
        raise RuntimeError("/etc/shadow says hello")

    scene.look.during = fail
    assert not scene.agent.step()
    assert fake.bodies(RESULT) == [{"nonce": NONCE, "refused": "other", "detail": "RuntimeError"}]


def test_a_look_that_took_too_long_is_not_sent(tmp_path: Path, fake: FakeServer) -> None:
    fake.give(JOBS, offered())
    scene = running(tmp_path, fake)
    scene.look.during = lambda: scene.clock.sleep(121)
    scene.agent.step()
    assert fake.bodies(RESULT)[0]["refused"] == "expired"
    assert "observation" not in fake.bodies(RESULT)[0]


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


def test_a_new_key_is_on_the_disk_before_it_is_used(tmp_path: Path, fake: FakeServer) -> None:
    fake.give(JOBS, Given(200, {"rotate": True}), Given(204))
    fake.give("/agent/v1/key", Given(200, {"key": NEW_KEY}))
    scene = running(tmp_path, fake)
    scene.agent.step()
    assert scene.home.read(KEY_FILE) == NEW_KEY + "\n"
    scene.agent.step()
    used = [heard.headers["Authorization"].rpartition(".")[2] for heard in fake.heard]
    assert used == [KEY, KEY, NEW_KEY]


@pytest.mark.parametrize("body", [{}, {"key": 7}, {"key": "short"}, {"key": "x" * 43 + "\n"}])
def test_a_new_key_that_is_none_leaves_the_old_one(tmp_path: Path, fake: FakeServer, body: Any) -> None:
    fake.give(JOBS, Given(200, {"rotate": True}), Given(204))
    fake.give("/agent/v1/key", Given(200, body))
    scene = running(tmp_path, fake)
    scene.agent.step()
    assert scene.home.read(KEY_FILE) == KEY + "\n"
    scene.agent.step()
    assert fake.heard[-1].headers["Authorization"].endswith(KEY)


def test_a_new_key_that_cannot_be_stored_is_not_used(
    tmp_path: Path, fake: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    import errno
    import os

    fake.give(JOBS, Given(200, {"rotate": True}), Given(204))
    fake.give("/agent/v1/key", Given(200, {"key": NEW_KEY}))
    scene = running(tmp_path, fake)

    def full(*paths: str) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    scene.agent.step()
    scene.agent.step()
    assert fake.heard[-1].headers["Authorization"].endswith(KEY)


def test_the_fact_about_the_clock_is_told_how_far_it_is_ahead(tmp_path: Path, fake: FakeServer) -> None:
    fake.give(JOBS, offered())
    scene = running(tmp_path, fake)
    scene.clock.at += timedelta(minutes=7)
    scene.agent.step()
    assert scene.look.calls[0].ahead_s == 419.5


def test_jobs_beyond_the_rate_are_refused(tmp_path: Path, fake: FakeServer) -> None:
    fake.give(JOBS, *(offered(nonce=f"{number:032x}") for number in range(3)))
    scene = running(tmp_path, fake, policy(rate=2))
    for _ in range(3):
        scene.agent.step()
    assert len(scene.look.calls) == 2
    assert fake.bodies(RESULT)[2]["refused"] == "rate"


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    st.lists(
        st.one_of(
            st.builds(lambda body: Given(200, {"job": body}), NEARLY | ANYTHING),
            st.builds(lambda changes: Given(200, {"job": {**job(), **changes}}), NEARLY),
            st.builds(
                lambda raw, status: Given(status, raw=raw),
                st.binary(max_size=60),
                st.sampled_from([200, 403, 500]),
            ),
            st.builds(
                lambda body: Given(200, body),
                st.dictionaries(st.sampled_from(["rotate", "job", "run"]), ANYTHING),
            ),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_whatever_a_hostile_server_answers_the_policy_holds(
    tmp_path_factory: pytest.TempPathFactory, fake: FakeServer, answers: Any
) -> None:
    fake.heard.clear()
    fake.give(JOBS, *answers)
    granted = policy("files", denied=("user",))
    scene = running(tmp_path_factory.mktemp("host"), fake, granted)
    before = scene.home.read(POLICY)
    for _ in answers:
        assert not scene.agent.step()
    assert set(scene.look.seen) <= {"os_release"}
    assert all(set(call.facts) <= set(CATALOGUE) and call.user in ("", "alice") for call in scene.look.calls)
    assert scene.home.read(POLICY) == before
    assert scene.home.read(KEY_FILE) == KEY + "\n"
    assert {heard.path.partition("?")[0] for heard in fake.heard} <= {
        "/agent/v1/jobs",
        "/agent/v1/key",
        *(
            heard.path
            for heard in fake.heard
            if heard.path.startswith("/agent/v1/jobs/") and "/result" in heard.path
        ),
    }
    assert not any(".." in heard.path or "\r" in heard.path for heard in fake.heard)
    for sent in scene.results():
        assert set(sent) <= {"nonce", "observation", "refused", "detail"}


def test_only_what_was_asked_for_is_sent() -> None:
    seen = {
        "agent": "1",
        "observed_at": "",
        "took_ms": 1.0,
        "user": "",
        "secret": "x",
        "facts": {"a": {"value": 1}, "b": {"value": 2}},
    }
    assert fit(seen, ["a"]) == {
        "agent": "1",
        "observed_at": "",
        "took_ms": 1.0,
        "user": "",
        "facts": {"a": {"value": 1}},
    }


def test_the_longest_facts_are_left_out_until_the_rest_fits() -> None:
    facts = {"long": {"value": "x" * MOST_BYTES}, "short": {"value": "y"}}
    sent = fit({"agent": "1", "observed_at": "", "took_ms": 1.0, "user": "", "facts": facts}, list(facts))
    assert sent["facts"]["long"]["could_not"] == "failed"
    assert sent["facts"]["short"] == {"value": "y"}


@pytest.mark.parametrize("value", [float("nan"), {1, 2}, b"x"])
def test_a_fact_that_is_no_json_is_left_out(value: Any) -> None:
    facts = {"a": {"value": value}, "b": {"value": 2}}
    sent = fit({"agent": "1", "observed_at": "", "took_ms": 1.0, "user": "", "facts": facts}, ["a", "b"])
    assert sent["facts"]["a"]["could_not"] == "failed"
    assert sent["facts"]["b"] == {"value": 2}


def test_half_a_sign_is_sent_as_a_question_mark() -> None:
    facts = {"a": {"value": "x\udc80y"}}
    assert fit({"agent": "1", "observed_at": "", "took_ms": 1.0, "user": "", "facts": facts}, ["a"])["facts"][
        "a"
    ] == {"value": "x?y"}
