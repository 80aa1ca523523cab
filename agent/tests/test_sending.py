from __future__ import annotations

from typing import Any

import pytest

from agent.sending import MOST_BYTES, fit


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
