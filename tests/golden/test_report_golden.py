"""Each Report and Notice, rendered for each place, is what its golden file says."""

from __future__ import annotations

import json

import pytest

from bot.rendering.notice_slack import render_notice
from bot.rendering.notice_terminal import render_notice_terminal
from bot.rendering.report_json import report_as_dict
from bot.rendering.report_slack import ReportPlace, render_checks, render_report
from bot.rendering.report_terminal import render_report_terminal
from bot.rendering.slack import SlackMessage
from bot.slackfake.blocks import message_faults
from bot.slackfake.pings import pings_in
from tests.golden.report_cases import NOTICES, REPORTS
from tests.golden.test_rendering_golden import hold

PLACE = ReportPlace(token="t1", can_share=True)


def as_json(message: SlackMessage) -> str:
    return json.dumps({"text": message.text, "blocks": message.blocks}, ensure_ascii=False, indent=1) + "\n"


@pytest.mark.parametrize("case", REPORTS)
def test_a_report_in_a_terminal_is_golden(case: str) -> None:
    hold(f"{case}.txt", render_report_terminal(REPORTS[case], width=72, colour=False, every=True))


@pytest.mark.parametrize("case", REPORTS)
def test_a_report_in_slack_is_golden_and_within_its_limits(case: str) -> None:
    message = render_report(REPORTS[case], PLACE)
    assert message_faults(message.blocks) == []
    assert list(pings_in(message.blocks)) == []
    hold(f"{case}.slack.json", as_json(message))


@pytest.mark.parametrize("case", ["report-broken.ko"])
def test_all_checks_in_slack_are_golden_and_within_its_limits(case: str) -> None:
    message = render_checks(REPORTS[case], "t1")
    assert message_faults(message.blocks) == []
    assert list(pings_in(message.blocks)) == []
    hold(f"{case}.all.slack.json", as_json(message))


@pytest.mark.parametrize("case", REPORTS)
def test_a_report_for_programs_is_golden(case: str) -> None:
    hold(f"{case}.json", json.dumps(report_as_dict(REPORTS[case]), ensure_ascii=False, indent=1) + "\n")


@pytest.mark.parametrize("case", NOTICES)
def test_a_notice_in_a_terminal_is_golden(case: str) -> None:
    hold(f"{case}.txt", render_notice_terminal(NOTICES[case], width=72, colour=False))


@pytest.mark.parametrize("case", NOTICES)
def test_a_notice_in_slack_is_golden_and_within_its_limits(case: str) -> None:
    message = render_notice(NOTICES[case], "t1")
    assert message_faults(message.blocks) == []
    hold(f"{case}.slack.json", as_json(message))
