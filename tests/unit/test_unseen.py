"""No sign that steers a display, or turns what is read around, gets out of the bot."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.checks.judging import judge
from bot.checks.observation import read_observation
from bot.checks.tables import tables_of
from bot.knowledge.folders import own_folder
from bot.knowledge.source import read_knowledge
from bot.rendering.notice_slack import render_notice
from bot.rendering.notice_terminal import render_notice_terminal
from bot.rendering.report_json import report_as_dict
from bot.rendering.report_slack import render_checks, render_report
from bot.rendering.report_terminal import render_report_terminal
from bot.reporting.compose import compose_report
from bot.reporting.model import Notice, ShownReport
from bot.text.unseen import STEERING, as_json
from tests import machines

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
MARKS = "\x1b\x9b\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@pytest.fixture(scope="module")
def report() -> ShownReport:
    """Of a host that puts such signs wherever it can."""
    knowledge = read_knowledge([own_folder()])
    sent = machines.hostile()
    sent["user"] = f"al{MARKS}ice"
    for fact in sent["facts"].values():
        fact["how"] = f"/etc/{MARKS}os-release"
    seen = read_observation(sent)
    judged = judge(seen, tuple(knowledge.checks.values()), tables_of(knowledge, NOW.date()))
    return compose_report(judged, seen, knowledge, "en", host="web-1", now=NOW)


def test_the_host_of_these_tests_sends_such_signs(report: ShownReport) -> None:
    assert STEERING.search(report.user)


def test_a_report_in_a_terminal_has_none(report: ShownReport) -> None:
    assert not STEERING.search(render_report_terminal(report, colour=False, every=True))


def test_a_report_in_slack_has_none(report: ShownReport) -> None:
    for message in (render_report(report), render_checks(report, "t")):
        assert not any(STEERING.search(part) for part in _texts([message.blocks, message.text]))


def test_a_report_as_json_escapes_them(report: ShownReport) -> None:
    written = as_json(report_as_dict(report))
    assert not STEERING.search(written)
    assert json.loads(written)["user"] == report.user


@pytest.mark.parametrize("mark", MARKS)
def test_a_notice_has_none(mark: str) -> None:
    notice = Notice(language="en", title=f"a{mark}b", says=(f"c{mark}d `e{mark}f`",))
    message = render_notice(replace(notice, whom=(f"g{mark}h",)))
    assert not any(STEERING.search(part) for part in _texts([message.blocks, message.text]))
    assert mark not in render_notice_terminal(notice, colour=False)


def test_korean_line_breaks_and_tabs_stay() -> None:
    assert as_json({"says": "한글\n\t끝"}) == '{\n  "says": "한글\\n\\t끝"\n}'


def _texts(part: object) -> list[str]:
    if isinstance(part, str):
        return [part]
    if isinstance(part, dict):
        return [found for value in part.values() for found in _texts(value)]
    return [found for value in part for found in _texts(value)] if isinstance(part, list) else []
