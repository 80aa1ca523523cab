"""``checks.yaml``, the judges, the facts and the Agent's probes fit one another, both ways."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import get_args, get_type_hints

import pytest

from bot.checks.catalogue import FAMILIES, JUDGES
from bot.checks.facts import FACTS, ApiPing, HelloWorld
from bot.checks.setup import Setup
from tests.unit.checks.judged import whole_knowledge
from tests.unit.checks.sight import calls, facts_of, words_of

ROOT = Path(__file__).parents[3]
IDS = """os.supported os.arch os.env os.kernel os.cgroup os.clock apt.prereq apt.source apt.conflict apt.suite apt.arch
apt.key.file apt.key.format apt.key.id apt.candidate pkg.origin pkg.core pkg.conflict pkg.podman pkg.version pkg.eol
pkg.plugins cli.path cli.context svc.docker svc.containerd cfg.daemon cfg.proxy sock.present sock.perm grp.docker
grp.member grp.session home.docker rootless api.ping api.version info.warn info.storage disk.root net.iptables net.dns
net.registry run.ps run.hello""".split()  # noqa: SIM905 # forty-five ids are easier read as words


def test_the_checks_are_the_forty_five_of_the_contract_in_its_order() -> None:
    assert len(IDS) == 45
    assert list(whole_knowledge().checks) == IDS


def test_every_check_has_one_judge_and_every_judge_a_check() -> None:
    assert set(JUDGES) == set(IDS)
    assert sum(len(family.CHECKS) for family in FAMILIES) == len(JUDGES)


@pytest.mark.parametrize("check", IDS)
def test_what_a_judge_gives_is_what_the_file_says(check: str) -> None:
    assert set(JUDGES[check].gives) == set(whole_knowledge().checks[check].findings)


def words_of_types() -> set[str]:
    """Codes that a judge hands on: what takes an engine's place, failures that an Agent names, known warnings."""
    hints = (
        get_type_hints(Setup.instead.fget)["return"],
        get_type_hints(ApiPing)["failure"],
        get_type_hints(HelloWorld)["failure"],
    )
    known = {word for hint in hints for one in (hint, *get_args(hint)) for word in get_args(one)}
    engines = whole_knowledge().engines
    assert engines is not None
    return {word for word in known if isinstance(word, str)} | {one.code for one in engines.warnings}


@pytest.mark.parametrize("check", IDS)
def test_every_code_that_is_declared_comes_from_somewhere(check: str) -> None:
    words = words_of(JUDGES[check].judge) | words_of_types()
    ends = {word for word in words if word.startswith("_")}  # "ahead" and "_far" are put together
    made = words | {word + end for word in words for end in ends}
    assert set(JUDGES[check].gives) - made == set()


@pytest.mark.parametrize("check", IDS)
def test_every_code_that_is_written_out_in_a_judge_is_declared(check: str) -> None:
    written = {
        str(call.args[0].value)
        for call in calls(JUDGES[check].judge, "gives")
        if isinstance(call.args[0], ast.Constant)
    }
    assert written <= set(JUDGES[check].gives)


@pytest.mark.parametrize("check", IDS)
def test_a_judge_looks_at_the_facts_that_its_check_declares(check: str) -> None:
    assert facts_of(JUDGES[check].judge) == set(whole_knowledge().checks[check].facts)


def test_every_fact_is_looked_at_by_some_judge() -> None:
    assert {fact for check in whole_knowledge().checks.values() for fact in check.facts} == set(FACTS)


def test_the_agent_has_a_probe_for_every_fact_and_no_other() -> None:
    source = (ROOT / "agent" / "probes" / "catalogue.py").read_text("utf-8")
    probes = re.findall(r'Probe\(\s*"([a-z_]+)"', source)
    assert sorted(probes) == sorted(FACTS)


def test_every_check_that_can_fail_has_a_remedy() -> None:
    without = [
        (check.id, code)
        for check in whole_knowledge().checks.values()
        for code, outcome in check.findings.items()
        if outcome.status == "fail" and outcome.mends not in whole_knowledge().entries
    ]
    assert without == []


def test_every_check_can_pass() -> None:
    assert [
        check.id
        for check in whole_knowledge().checks.values()
        if not any(outcome.status == "pass" for outcome in check.findings.values())
    ] == []


def test_every_check_that_an_entry_names_as_its_proof_is_mended_by_some_entry() -> None:
    named = {name for entry in whole_knowledge().entries.values() for name in entry.checks}
    mended = {
        check.id
        for check in whole_knowledge().checks.values()
        if any(one.mends for one in check.findings.values())
    }
    assert named - mended <= {"run.ps", "info.storage"}


def test_the_dated_tables_say_when_and_where_they_were_read() -> None:
    engines = whole_knowledge().engines
    assert engines is not None
    assert engines.sources
    assert all(source.url and source.seen <= engines.read_on for source in engines.sources)


def test_the_tables_of_releases_are_sorted_and_without_doubles() -> None:
    engines = whole_knowledge().engines
    assert engines is not None
    series = [line.series for line in engines.lines]
    assert len(series) == len(set(series))
    since = [tuple(map(int, api.since.split("."))) for api in engines.apis]
    assert since == sorted(set(since))
