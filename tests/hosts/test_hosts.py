"""Every described host, observed by the agent's own probes and judged, comes to what its description expects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pytest

from bot.checks.judging import judge
from bot.checks.model import Finding, Report, Status
from bot.checks.observation import Observation, read_observation
from bot.checks.remedies import remedy
from bot.checks.tables import tables_of
from bot.checks.wording import say
from bot.knowledge.base import Knowledge
from bot.knowledge.folders import own_folder
from bot.knowledge.model import LANGUAGES
from bot.knowledge.source import read_knowledge
from bot.rendering.report_slack import render_report
from bot.rendering.report_terminal import render_report_terminal
from bot.reporting.compose import COMMANDS_SHOWN, compose_report
from tests.hosts.description import DescribedHost, Description, Expected, named_commands, names, read

TODAY = date(2026, 11, 22)
PLACES = ("arch", "distro", "release")


@dataclass(frozen=True)
class Checked:
    """A host that was looked at."""

    said: Description
    seen: Observation
    report: Report


@cache
def knowledge() -> Knowledge:
    return read_knowledge((own_folder(),))


@pytest.fixture(params=names())
def checked(request: pytest.FixtureRequest, tmp_path: Path) -> Checked:
    host = DescribedHost(request.param, tmp_path / "root")
    seen = read_observation(host.observe())
    report = judge(seen, tuple(knowledge().checks.values()), tables_of(knowledge(), TODAY))
    return Checked(host.said, seen, report)


def test_a_host_has_the_causes_and_remedies_that_its_description_expects(checked: Checked) -> None:
    said, report = checked.said, checked.report
    assert [_name(cause) for cause in report.causes] == [one.cause for one in said.expect]
    assert _skipped(report) == {blocker: sorted(checks) for blocker, checks in said.skipped.items()}
    assert [_name(one) for one in report.findings if _is_remark(one, report)] == said.remarks
    assert [_name(one) for one in report.unseen] == said.unseen
    if not said.expect:
        assert report.is_healthy
    if said.platform:
        known = [getattr(report.platform, place) for place in PLACES]
        assert [value.value if value else "" for value in known] == said.platform
    for cause, expected in zip(report.causes, said.expect, strict=True):
        _assert_mended_as_expected(cause, expected, report)
    _assert_shown_in_both_languages(checked)


def _assert_mended_as_expected(cause: Finding, expected: Expected, report: Report) -> None:
    assert list(cause.or_else) == expected.or_else
    assert expected.says in say(cause, knowledge(), "en")
    for language in LANGUAGES:
        mends = remedy(cause, report, knowledge(), language)
        assert (mends.entry.entry if mends.entry else "") == expected.entry
        assert [command.run for command in mends.commands] == list(_commands(expected))
        assert mends.note == ""


def _assert_shown_in_both_languages(checked: Checked) -> None:
    """Nothing is left unsaid, and all commands that fit stand in what people read."""
    now = datetime.now(UTC)
    for language in LANGUAGES:
        shown = compose_report(
            checked.report, checked.seen, knowledge(), language, host="web-1", now=now, received_at=now
        )
        terminal, slack = render_report_terminal(shown), render_report(shown)
        assert slack.text
        for finding in shown.findings:
            assert finding.says or finding.blocked_by
            assert "?" not in finding.says  # what a value that is missing becomes
        for cause, expected in zip(shown.causes[:1], checked.said.expect[:1], strict=True):
            assert [command.run for command in cause.commands] == list(_commands(expected))[:COMMANDS_SHOWN]
            assert all(line in terminal for command in cause.commands for line in command.run.splitlines())


def _commands(expected: Expected) -> Iterator[str]:
    for command in expected.commands:
        if command.startswith("="):
            yield from named_commands()[command[1:]]
        else:
            yield command


def _name(finding: Finding) -> str:
    return f"{finding.check} {finding.code}"


def _skipped(report: Report) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for finding in report.findings:
        if finding.blocked_by:
            found.setdefault(finding.blocked_by, []).append(finding.check)
    return {blocker: sorted(checks) for blocker, checks in found.items()}


def _is_remark(finding: Finding, report: Report) -> bool:
    return finding.status is Status.WARN and finding not in report.causes


def test_what_apt_users_paste_is_written_once() -> None:
    used = {
        command[1:]
        for name in names()
        for one in read(name).expect
        for command in one.commands
        if command[:1] == "="
    }
    assert used == set(named_commands())
