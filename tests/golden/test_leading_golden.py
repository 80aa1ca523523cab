"""What follows an answer is what its golden files say, and within Slack's limits."""

from __future__ import annotations

import json

import pytest

from bot.rendering.budget import MESSAGE_CHARS, characters
from bot.slackfake.blocks import message_faults, view_faults
from bot.slackfake.pings import pings_in
from tests.golden.leading_cases import MESSAGES, VIEWS
from tests.golden.test_rendering_golden import hold


@pytest.mark.parametrize("case", MESSAGES)
def test_a_message_is_golden_and_within_slacks_limits(case: str) -> None:
    message = MESSAGES[case]
    assert message_faults(message.blocks) == []
    assert characters(message.blocks) <= MESSAGE_CHARS
    shown = {"text": message.text, "blocks": message.blocks}
    hold(f"{case}.slack.json", json.dumps(shown, ensure_ascii=False, indent=1) + "\n")


@pytest.mark.parametrize("case", VIEWS)
def test_a_modal_is_golden_and_within_slacks_limits(case: str) -> None:
    assert view_faults(VIEWS[case]) == []
    hold(f"{case}.slack.json", json.dumps(VIEWS[case], ensure_ascii=False, indent=1) + "\n")


def test_only_who_helps_and_who_asked_is_tagged_whatever_the_question_says() -> None:
    assert set(pings_in(MESSAGES["leading-called.en"].blocks)) == {"@U1", "@U2", "@U3", "!subteam^S1"}
    assert set(pings_in(MESSAGES["leading-resolved.ko"].blocks)) == {"@U2"}
