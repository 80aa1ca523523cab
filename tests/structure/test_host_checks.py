"""The catalogue of Checks, what an Agent can observe and the judges are one: nothing in one that another lacks."""

from __future__ import annotations

from functools import cache

from agent.probes import PROBES
from bot.checks.catalogue import FAMILIES, JUDGES
from bot.checks.facts import FACTS
from bot.knowledge.base import Knowledge
from bot.knowledge.folders import own_folder
from bot.knowledge.source import read_knowledge
from tests.hosts.description import names, read

CHECKS = 45


@cache
def knowledge() -> Knowledge:
    return read_knowledge((own_folder(),))


def test_what_the_agent_observes_is_what_the_bot_knows_of() -> None:
    assert {name: probe.name for name, probe in PROBES.items()} == {name: name for name in FACTS}


def test_every_check_has_a_judge_and_every_judge_a_check() -> None:
    assert list(knowledge().checks) == list(dict.fromkeys(knowledge().checks))
    assert set(knowledge().checks) == set(JUDGES)
    assert len(JUDGES) == sum(len(family.CHECKS) for family in FAMILIES) == CHECKS


def test_every_check_looks_at_facts_that_exist_and_every_fact_serves_a_check() -> None:
    looked_at = {fact for check in knowledge().checks.values() for fact in check.facts}
    assert looked_at == set(FACTS)


def test_every_code_that_a_judge_gives_is_worded_and_no_other() -> None:
    assert {name: set(check.findings) for name, check in knowledge().checks.items()} == {
        name: set(bound.gives) for name, bound in JUDGES.items()
    }


def test_every_entry_that_names_a_check_names_one_that_exists() -> None:
    named = {check for entry in knowledge().entries.values() for check in entry.checks}
    assert named <= set(JUDGES)


def test_every_family_of_checks_has_a_host_with_that_cause() -> None:
    """The folders of ``tests/hosts``: a fault of each kind was really made, seen and judged."""
    caused = {expected.cause.split()[0] for name in names() for expected in read(name).expect}
    assert {check.partition(".")[0] for check in caused} >= {
        *("os", "apt", "pkg", "cli", "svc", "cfg", "sock", "grp", "home", "rootless"),
        *("api", "disk", "net", "run"),
    }
