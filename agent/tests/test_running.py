from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent.enrolled import KEY_FILE, POLICY, store_policy
from agent.tests.fake_server import FakeServer, Given, job, offered
from agent.tests.fakes import CATALOGUE, KEY, NONCE
from agent.tests.paths import JOBS, RESULT
from agent.tests.scenes import policy, running
from agent.tests.test_jobs import ANYTHING, NEARLY


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
