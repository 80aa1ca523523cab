"""Each case, rendered for each place, is what its golden file says.

After a wanted change: ``SETUPBOT_WRITE_GOLDEN=1 make test``, then read the difference.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from bot.rendering.markdown import render_markdown
from bot.rendering.slack import Place, render_slack
from bot.rendering.terminal import render_terminal
from bot.slackfake.blocks import message_faults
from bot.slackfake.pings import pings_in
from tests.golden.cases import CASES

HERE = Path(__file__).parent
PLACE = Place(
    token="t1", is_private=True, pictures_url="https://bot.example.org/pictures", offers_person=True
)


def hold(name: str, text: str) -> None:
    path = HERE / name
    if os.environ.get("SETUPBOT_WRITE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("case", CASES)
def test_markdown_is_golden(case: str) -> None:
    hold(f"{case}.md", render_markdown(CASES[case]))


@pytest.mark.parametrize("case", CASES)
def test_terminal_is_golden(case: str) -> None:
    hold(f"{case}.txt", render_terminal(CASES[case], width=72, colour=False))


@pytest.mark.parametrize("case", CASES)
def test_slack_is_golden_and_within_its_limits(case: str) -> None:
    message = render_slack(CASES[case], PLACE)
    assert message_faults(message.blocks) == []
    assert list(pings_in(message.blocks)) == []
    shown = {"text": message.text, "blocks": message.blocks}
    hold(f"{case}.slack.json", json.dumps(shown, ensure_ascii=False, indent=1) + "\n")
