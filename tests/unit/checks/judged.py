"""What judges say of the facts of a Host, with the Checks and tables of the shipped knowledge."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from bot.checks.catalogue import JUDGES
from bot.checks.facts import FACTS
from bot.checks.judging import judge
from bot.checks.model import Finding, Report, Verdict
from bot.checks.observation import Because, NotSeen, Observation, Seen
from bot.checks.tables import Tables, tables_of
from bot.knowledge.base import Knowledge
from bot.knowledge.checks import Check
from bot.knowledge.engines import EngineTables
from bot.knowledge.folders import own_folder
from bot.knowledge.source import read_knowledge
from bot.knowledge.yaml_file import YamlFile
from tests.catalogue import CATALOGUE

TODAY = date(2026, 11, 22)
Facts = dict[str, Any]


@cache
def knowledge() -> Knowledge:
    """What judging needs of the shipped knowledge: the Checks and tables, without any Entry, which take long to read."""
    return Knowledge(
        entries={},
        recipes={},
        concepts=(),
        off_topic={},
        checks={check.id: check for check in file("checks.yaml", tuple[Check, ...])},
        catalogue=CATALOGUE,
        digest="",
        engines=file("engines.yaml", EngineTables),
    )


@cache
def whole_knowledge() -> Knowledge:
    """All of it, for what mends."""
    return read_knowledge((own_folder(),))


def file(name: str, kind: Any) -> Any:
    read: YamlFile[Any] = YamlFile(own_folder() / name, kind)
    assert read.value is not None, read.faults
    return read.value


@cache
def tables() -> Tables:
    return tables_of(knowledge(), TODAY)


def observe(facts: Facts, /, **changed: Any) -> Observation:
    """An Observation of these facts; one that is a word such as ``timeout`` could not be seen for that reason."""
    values = {**facts, **changed}
    return Observation(
        agent="1.0.0",
        observed_at=datetime(2026, 11, 22, 10, 0, tzinfo=UTC),
        user="alice",
        facts={
            name: Seen(value=NotSeen(because=value) if isinstance(value, str) else value)
            for name, value in values.items()
            if value is not None
        },
    )


def verdict(check: str, facts: Facts, /, at: date = TODAY, **changed: Any) -> Verdict:
    """What the judge of ``check`` says."""
    return JUDGES[check].judge(observe(facts, **changed), replace(tables(), today=at))


def code(check: str, facts: Facts, /, **changed: Any) -> str:
    return verdict(check, facts, **changed).code


def report(facts: Facts, /, **changed: Any) -> Report:
    return judge(observe(facts, **changed), tuple(knowledge().checks.values()), tables())


def finding(check: str, of: Report) -> Finding:
    return next(one for one in of.findings if one.check == check)


def status(check: str, facts: Facts, /, **changed: Any) -> str:
    return finding(check, report(facts, **changed)).status.value


def causes(facts: Facts, /, **changed: Any) -> list[str]:
    """The causes as ``check code``."""
    return [f"{one.check} {one.code}" for one in report(facts, **changed).causes]


ALL_FACTS = tuple(FACTS)
REASONS: tuple[Because, ...] = (
    *("absent", "no_permission", "not_granted", "denied", "timeout", "not_supported", "failed", "malformed"),
    "not_sent",
)
