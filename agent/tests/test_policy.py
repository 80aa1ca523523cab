from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.policy import Policy, PolicyFault, at_level, could_not, not_agreed, read_policy, write_policy
from agent.tests.fakes import CATALOGUE, FakeProbe
from agent.tests.scenes import policy


@pytest.mark.parametrize(
    ("level", "granted"),
    [
        ("files", {"os_release", "user"}),
        ("docker", {"os_release", "user", "api_ping"}),
        ("active", {"os_release", "user", "api_ping", "hello_world"}),
    ],
)
def test_a_level_includes_those_before_it_and_no_other(level: str, granted: Any) -> None:
    agreed = policy(level)
    assert {name for name in CATALOGUE if could_not(agreed, name, "alice", CATALOGUE) is None} == granted


def test_the_narrowest_policy_grants_nothing() -> None:
    assert {could_not(Policy(), name, "alice", CATALOGUE) for name in CATALOGUE} == {"not_granted"}


def test_a_denied_fact_is_denied_at_every_level() -> None:
    assert could_not(policy("active", denied=("os_release",)), "os_release", "", CATALOGUE) == "denied"


def test_nobody_is_looked_at_whom_the_owner_did_not_name() -> None:
    assert could_not(policy(), "user", "bob", CATALOGUE) == "not_granted"
    assert could_not(policy(), "user", "", CATALOGUE) == "not_granted"
    assert could_not(policy(), "os_release", "", CATALOGUE) is None


def test_what_a_newer_agent_learnt_is_not_granted_until_the_level_is_set_again() -> None:
    before = policy("docker")
    newer = {**CATALOGUE, "gpu": FakeProbe("files")}
    assert could_not(before, "gpu", "", newer) == "not_granted"
    assert not_agreed(before, newer) == ("gpu",)
    assert could_not(at_level(before, "docker", newer), "gpu", "", newer) is None


def test_a_fact_that_a_newer_agent_files_under_a_lower_level_is_not_granted_either() -> None:
    before = policy("files")
    newer = {**CATALOGUE, "api_ping": FakeProbe("files")}
    assert could_not(before, "api_ping", "", newer) == "not_granted"


def test_a_probe_of_a_level_that_nobody_knows_is_not_granted() -> None:
    newer = {**CATALOGUE, "os_release": FakeProbe("root")}
    assert could_not(policy("active"), "os_release", "", newer) == "not_granted"


def test_a_policy_survives_the_file() -> None:
    made = policy("docker", denied=("user",), askers=("U1", "terminal"), rate=3, paused=True)
    assert read_policy(write_policy(made)) == made


def test_a_key_left_out_has_its_narrowest_value() -> None:
    assert read_policy("{}") == Policy()


@pytest.mark.parametrize(
    "kept",
    [
        "",
        "[]",
        "[" * 100_000,
        '{"level": "root"}',
        '{"level": ["files"]}',
        '{"levels": "active"}',
        '{"rate": true}',
        '{"rate": -1}',
        '{"rate": 1e9}',
        '{"paused": "no"}',
        '{"denied": "user"}',
        '{"askers": ["everyone"]}',
        '{"users": ["a/b"]}',
        '{"users": [["a"]]}',
        '{"agreed": [1]}',
    ],
)
def test_a_policy_that_is_not_understood_is_no_policy(kept: str) -> None:
    with pytest.raises(PolicyFault):
        read_policy(kept)


@given(
    st.dictionaries(
        st.sampled_from(["level", "agreed", "denied", "askers", "users", "rate", "paused", "x"]),
        st.none()
        | st.booleans()
        | st.integers()
        | st.text(max_size=8)
        | st.lists(st.text(max_size=8), max_size=3),
    )
)
def test_reading_a_policy_raises_nothing_but_its_fault(kept: Any) -> None:
    try:
        made = read_policy(json.dumps(kept))
    except PolicyFault:
        return
    assert write_policy(read_policy(write_policy(made))) == write_policy(made)
