from __future__ import annotations

import json
import string
from datetime import timedelta
from typing import Any, Optional

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.clock import Moment
from agent.jobs import Job, Refusal, decode, read_job, refuse
from agent.tests.fake_server import job
from agent.tests.fakes import CATALOGUE, HOST_ID, NONCE, NOON, FakeClock
from agent.tests.scenes import policy

TEXT = st.text(max_size=12)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=6,
)
NEARLY = st.fixed_dictionaries(
    {},
    optional={
        "id": st.sampled_from([job()["id"], "../x", ""]) | ANYTHING,
        "host": st.sampled_from([HOST_ID, "x"]) | ANYTHING,
        "nonce": st.sampled_from([NONCE]) | ANYTHING,
        "issued_at": st.sampled_from([job()["issued_at"], "9999-12-31T23:59:60Z", "0000-00-00T00:00:00Z"])
        | ANYTHING,
        "expires_at": st.sampled_from([job()["expires_at"], "2026-11-22T12:02:00+09:00"]) | ANYTHING,
        "facts": st.lists(st.sampled_from([*CATALOGUE, "rm", "/etc/shadow"]) | ANYTHING),
        "user": st.sampled_from(["alice", "root; rm", "../../root"]) | ANYTHING,
        "asker": st.sampled_from(["U1", "terminal", "<!channel>"]) | ANYTHING,
        "command": ANYTHING,
    },
)


def reads(**changes: Any) -> Any:
    return read_job(job(**changes), CATALOGUE)


def judged(
    clock: Optional[FakeClock] = None, received: Optional[Moment] = None, **others: Any
) -> Optional[str]:
    """The code of the refusal of a job that is fit but for what is said here."""
    clock = clock or FakeClock()
    wanted = {
        "host": HOST_ID,
        "policy": policy(),
        "received": received or Moment(NOON, 1000.0, NOON),
        "clock": clock,
        "is_known": lambda nonce: False,
        "lately": 0,
    }
    made = reads(**{key: others.pop(key) for key in list(others) if key not in wanted})
    assert isinstance(made, Job)
    refusal = refuse(made, **{**wanted, **others})
    return refusal.code if refusal else None


def test_a_job_is_read_whole() -> None:
    made = reads()
    assert isinstance(made, Job)
    assert (made.facts, made.user, made.asker) == (("os_release",), "alice", "U123")
    assert made.expires_at - made.issued_at == timedelta(seconds=120)


def test_a_job_about_nobody_has_no_user() -> None:
    made = reads(user=None)
    assert isinstance(made, Job)
    assert made.user == ""


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"facts": ["os_release", "shadow"]}, "unknown_fact"),
        ({"facts": []}, "malformed"),
        ({"facts": ["os_release"] * 2}, "malformed"),
        ({"facts": [["os_release"]]}, "malformed"),
        ({"facts": {"os_release": 1}}, "malformed"),
        ({"facts": "os_release"}, "malformed"),
        ({"run": "id"}, "malformed"),
        ({"nonce": None}, "malformed"),
        ({"nonce": "0" * 65}, "malformed"),
        ({"id": "../../etc"}, "malformed"),
        ({"host": 7}, "malformed"),
        ({"asker": "<!channel>"}, "malformed"),
        ({"asker": "terminal:root"}, "malformed"),
        ({"user": "alice\n"}, "bad_user"),
        ({"user": "../root"}, "bad_user"),
        ({"user": ["alice"]}, "bad_user"),
        ({"expires_at": "2026-11-22T12:02:01Z"}, "malformed"),
        ({"expires_at": "2026-11-22T12:00:00Z"}, "malformed"),
        ({"expires_at": "2026-11-22T12:01:00"}, "malformed"),
        ({"expires_at": "2026-11-22T12:01:00+09:00"}, "malformed"),
        ({"issued_at": "٢026-11-22T12:00:00Z"}, "malformed"),
        ({"issued_at": 1795348800}, "malformed"),
    ],
)
def test_a_job_that_is_not_in_its_shape_is_refused(changes: Any, code: str) -> None:
    made = reads(**changes)
    assert isinstance(made, Refusal)
    assert made.code == code


def test_a_refusal_names_the_job_only_by_what_is_well_formed() -> None:
    made = reads(id="../../leave", run="id")
    assert isinstance(made, Refusal)
    assert (made.job, made.nonce) == ("", NONCE)


def test_a_fit_job_is_done() -> None:
    assert judged() is None


@pytest.mark.parametrize(
    ("others", "code"),
    [
        ({"host": "11111111-1111-1111-1111-111111111111"}, "other_host"),
        ({"is_known": lambda nonce: nonce == NONCE}, "repeated"),
        ({"policy": policy(paused=True)}, "paused"),
        ({"policy": policy(askers=("U999",))}, "denied_asker"),
        ({"policy": policy(users=("bob",))}, "bad_user"),
        ({"policy": policy(users=())}, "bad_user"),
        ({"lately": 60}, "rate"),
        ({"policy": policy(rate=0)}, "rate"),
    ],
)
def test_the_policy_refuses(others: Any, code: str) -> None:
    assert judged(**others) == code


def test_an_asker_whom_the_policy_names_is_answered() -> None:
    assert judged(policy=policy(askers=("U123", "terminal"))) is None
    assert judged(policy=policy(askers=("U123", "terminal")), asker="terminal") is None


def test_a_job_that_waited_too_long_is_expired() -> None:
    clock = FakeClock()
    clock.ticks += 121
    assert judged(clock) == "expired"


def test_a_machine_that_slept_does_not_do_an_old_job() -> None:
    clock = FakeClock()
    clock.at += timedelta(minutes=3)  # the monotonic clock stands still meanwhile
    assert judged(clock) == "expired"


def test_a_job_that_was_old_when_it_came_is_expired() -> None:
    received = Moment(NOON, 1000.0, NOON + timedelta(minutes=2))
    assert judged(received=received) == "expired"


@pytest.mark.parametrize("off", [timedelta(days=-3), timedelta(minutes=10), timedelta(days=400)])
def test_a_host_whose_clock_is_wrong_still_does_its_jobs(off: timedelta) -> None:
    clock = FakeClock()
    clock.at += off
    assert judged(clock, Moment(clock.at, 1000.0, NOON)) is None


def test_without_a_date_from_the_server_the_hosts_own_clock_decides() -> None:
    assert judged(received=Moment(NOON, 1000.0)) is None
    clock = FakeClock()
    clock.at += timedelta(days=1)
    assert judged(clock, Moment(clock.at, 1000.0)) == "expired"


def test_a_job_from_the_future_is_not_done() -> None:
    assert judged(issued_at="2026-11-22T12:05:00Z", expires_at="2026-11-22T12:06:00Z") == "expired"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff",
        b"{",
        b'{"a": 1, "a": 2}',
        b'{"a": NaN}',
        b'{"a": Infinity}',
        b"[" * 60_000,
        b"[" * 8 + b"1" + b"]" * 8,
        b'{"a":' * 30_000,
    ],
)
def test_what_is_not_strict_json_is_not_read(body: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 # of any wording
        decode(body)


@given(st.binary())
def test_decoding_raises_nothing_but_value_error(body: bytes) -> None:
    try:
        decode(body)
    except ValueError:
        return
    json.loads(body.decode("utf-8"))  # what was read is JSON


@given(ANYTHING | NEARLY)
def test_no_job_makes_the_parser_raise_or_lets_an_unknown_word_through(sent: Any) -> None:
    made = read_job(sent, CATALOGUE)
    if isinstance(made, Refusal):
        assert made.code in ("malformed", "unknown_fact", "bad_user")
        assert set(made.job + made.nonce) <= set(string.hexdigits.lower() + "-")
        return
    assert set(made.facts) <= set(CATALOGUE)
    assert made.user in ("", sent.get("user"))
    assert not set(made.user) & set("/\n\0 ;$`'\"")
    assert set(sent) <= {"id", "host", "nonce", "issued_at", "expires_at", "facts", "user", "asker"}
    assert made.expires_at - made.issued_at <= timedelta(seconds=120)


@given(NEARLY)
def test_whatever_is_read_is_for_this_host_in_its_time_or_refused(sent: Any) -> None:
    made = read_job({**job(), **sent}, CATALOGUE)
    if isinstance(made, Refusal):
        return
    refusal = refuse(
        made,
        host=HOST_ID,
        policy=policy(),
        received=Moment(NOON, 1000.0, NOON),
        clock=FakeClock(),
        is_known=lambda nonce: False,
        lately=0,
    )
    if refusal is None:
        assert made.host == HOST_ID
        assert made.user in ("", "alice")
        assert NOON < made.expires_at <= NOON + timedelta(seconds=180)
