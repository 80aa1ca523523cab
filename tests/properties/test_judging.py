"""Whatever an Agent sends is judged without an exception, and nothing passes without evidence."""

from __future__ import annotations

import json
from datetime import date
from typing import Any, get_type_hints

import msgspec
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import fields

from bot.checks.catalogue import JUDGES
from bot.checks.comparing import compare
from bot.checks.facts import FACTS
from bot.checks.judging import judge
from bot.checks.model import Report, Status
from bot.checks.observation import NotSeen, Observation, Seen, read_observation
from bot.checks.remedies import PLAIN, remedy
from bot.checks.tables import Tables, tables_of
from bot.checks.wording import say, say_or_else
from bot.knowledge.base import Knowledge
from tests.unit.checks.hosts import UBUNTU
from tests.unit.checks.judged import REASONS, whole_knowledge

KNOWLEDGE: Knowledge = whole_knowledge()
CHECKS = tuple(KNOWLEDGE.checks.values())
TABLES: Tables = tables_of(KNOWLEDGE, date(2026, 11, 22))
# Words that judges look for, so that their branches are reached; between them anything.
KNOWN = """ubuntu debian fedora noble bookworm x86_64 amd64 arm64 docker dockerd containerd docker-ce docker.io docker-ce-cli
containerd.io dpkg rpm active failed inactive masked enabled disabled docker.service docker.socket containerd.service
HTTPS_PROXY overlay2 vfs aufs Engine 1.44 29.8.2 tcp://0.0.0.0:2375 fd:// rootless default /usr/bin/docker
/snap/docker/1/bin/dockerd https://download.docker.com/linux/ubuntu $(lsb_release 127.0.0.1""".split()  # noqa: SIM905 # easier read as words
WORDS = st.sampled_from(
    [
        *KNOWN,
        "",
        "install ok installed",
        "hold ok installed",
        "install ok half-configured",
        "5:27.5.1-1~ubuntu.24.04~noble",
    ]
) | st.text(max_size=20)
st.register_type_strategy(str, WORDS)


def struct_strategy(kind: type[msgspec.Struct]) -> st.SearchStrategy[Any]:
    """Any such fact; Hypothesis would take what a Struct's signature shows for its default for a value."""
    hints = get_type_hints(kind)
    return st.deferred(
        lambda: st.fixed_dictionaries(
            {field.name: st.from_type(hints[field.name]) for field in fields(kind) if field.required},
            optional={
                field.name: st.from_type(hints[field.name]) for field in fields(kind) if not field.required
            },
        ).map(lambda told: kind(**told))
    )


for part in msgspec.Struct.__subclasses__():
    if part.__module__.startswith("bot.checks.facts"):
        st.register_type_strategy(part, struct_strategy(part))
FACT: dict[str, st.SearchStrategy[Any]] = {
    name: st.builds(NotSeen, because=st.sampled_from(REASONS)) | st.from_type(kind) | (st.just(UBUNTU[name]))
    for name, kind in FACTS.items()
}


@st.composite
def observations(draw: st.DrawFn) -> Observation:
    names = draw(st.sets(st.sampled_from(sorted(FACTS))) | st.just(set(FACTS)))
    return Observation(user=draw(WORDS), facts={name: Seen(value=draw(FACT[name])) for name in sorted(names)})


def judged(seen: Observation) -> Report:
    return judge(seen, CHECKS, TABLES)


@settings(max_examples=80, deadline=None)
@given(seen=observations())
def test_any_facts_are_judged(seen: Observation) -> None:
    report = judged(seen)
    assert [finding.check for finding in report.findings] == [check.id for check in CHECKS]
    for finding in report.findings:
        if finding.blocked_by:
            assert finding.status is Status.SKIP
        elif finding.code in KNOWLEDGE.checks[finding.check].findings:
            assert set(finding.values) == set(JUDGES[finding.check].gives[finding.code].split())
        else:
            assert finding.status is Status.UNKNOWN
            assert finding.code in REASONS


@settings(max_examples=80, deadline=None)
@given(seen=observations())
def test_nothing_passes_or_fails_without_evidence(seen: Observation) -> None:
    for finding in judged(seen).findings:
        facts = (seen.facts.get(name) for name in KNOWLEDGE.checks[finding.check].facts)
        if finding.status in (Status.PASS, Status.FAIL, Status.WARN):
            assert any(fact and not isinstance(fact.value, NotSeen) for fact in facts)


@settings(max_examples=60, deadline=None)
@given(seen=observations())
def test_what_is_behind_a_failure_waits_for_just_that_failure(seen: Observation) -> None:
    report = judged(seen)
    found = {finding.check: finding for finding in report.findings}
    for finding in report.findings:
        if finding.blocked_by:
            assert found[finding.blocked_by].status is Status.FAIL
    failed = [finding for finding in report.findings if finding.status is Status.FAIL]
    assert bool(report.causes) >= bool(failed)
    assert all(finding.status in (Status.FAIL, Status.WARN) for finding in report.causes)


@settings(max_examples=60, deadline=None)
@given(seen=observations())
def test_every_finding_has_words_and_every_command_only_plain_values(seen: Observation) -> None:
    report = judged(seen)
    for finding in report.findings:
        for language in ("ko", "en"):
            said = say(finding, KNOWLEDGE, language)  # type: ignore[arg-type] # both are languages
            assert bool(said) != bool(finding.blocked_by)
            assert say_or_else(finding, KNOWLEDGE, language) is not None  # type: ignore[arg-type] # as above
    for cause in report.causes:
        made = remedy(cause, report, KNOWLEDGE, "en")
        strange = [value for value in cause.values.values() if len(value) > 3 and not PLAIN.fullmatch(value)]
        known = {command.run for command in remedy(cause, report, KNOWLEDGE, "ko").commands}
        assert {command.run for command in made.commands} == known
        if cause.check == "grp.member":
            assert not any(value in run for value in strange for run in known)


@settings(max_examples=30, deadline=None)
@given(one=observations(), other=observations())
def test_any_two_reports_can_be_compared(one: Observation, other: Observation) -> None:
    before, after = judged(one), judged(other)
    found = compare(before, after)
    names = [change.check for changes in (found.mended, found.broken, found.remaining) for change in changes]
    assert len(names) == len(set(names))
    assert compare(before, before).mended == ()
    assert compare(before, before).broken == ()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)
SENT = st.fixed_dictionaries(
    {"facts": st.dictionaries(st.sampled_from(sorted(FACTS)), st.fixed_dictionaries({"value": JSON}) | JSON)}
)


@settings(max_examples=80, deadline=None)
@given(sent=SENT)
def test_whatever_json_an_agent_sends_is_read_and_judged(sent: dict[str, Any]) -> None:
    seen = read_observation(json.loads(json.dumps(sent)))
    assert all(isinstance(fact.value, NotSeen | FACTS[name]) for name, fact in seen.facts.items())
    assert judged(seen).findings


@settings(max_examples=60, deadline=None)
@given(sent=JSON)
def test_what_is_no_observation_is_refused(sent: Any) -> None:
    assume(not isinstance(sent, dict))
    with pytest.raises(ValueError, match="no Observation"):
        read_observation(sent)
