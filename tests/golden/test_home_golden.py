"""Each App Home is what its golden file says, in one language, and within Slack's limits."""

from __future__ import annotations

import json
import re

import pytest

from bot.rendering.chart import alt_text, text_bars
from bot.rendering.chart_png import draw_weeks
from bot.rendering.home_slack import render_home
from bot.slackfake.blocks import view_faults
from bot.slackfake.pings import pings_in
from bot.words import words_in
from tests.golden.home_cases import HOMES, WEEKS
from tests.golden.test_rendering_golden import hold


@pytest.mark.parametrize("case", HOMES)
def test_a_home_is_golden_and_within_slacks_limits(case: str) -> None:
    view = render_home(HOMES[case])
    assert view_faults(view) == []
    hold(f"{case}.slack.json", json.dumps(view, ensure_ascii=False, indent=1) + "\n")


@pytest.mark.parametrize("case", HOMES)
def test_a_home_pings_nobody_but_names_owners(case: str) -> None:
    assert set(pings_in(render_home(HOMES[case])["blocks"])) <= {"@U2"}


@pytest.mark.parametrize("case", [name for name in HOMES if name.endswith(".en")])
def test_an_english_home_has_hangul_only_in_the_name_of_the_language(case: str) -> None:
    said = json.dumps(render_home(HOMES[case]), ensure_ascii=False)
    assert set(re.findall("[가-힣]+", said)) <= {"한국어"}


def test_the_alt_text_says_the_numbers_of_every_week() -> None:
    for language in ("ko", "en"):
        says = alt_text(WEEKS, words_in("ko" if language == "ko" else "en").home)
        assert all(f"{week.percent}%" in says for week in WEEKS)
        assert "1,204" in says


def test_the_bars_stand_in_columns() -> None:
    lines = text_bars(WEEKS, words_in("en").home).split("\n")
    assert len(lines) == len(WEEKS)
    assert len({len(line) for line in lines if not line.endswith("–")}) == 1


def test_the_bars_begin_with_the_first_week_in_which_something_was_asked() -> None:
    assert text_bars(WEEKS[1:], words_in("en").home).split("\n")[0].startswith("Oct 12")


def test_a_picture_is_a_png_also_of_nothing() -> None:
    for weeks in ((), WEEKS[1:2], WEEKS):
        assert draw_weeks(weeks).startswith(b"\x89PNG\r\n")
