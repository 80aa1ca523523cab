"""The checklist stays within Slack's limits whatever a team writes into its steps, and says both languages apart."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from bot.knowledge.folders import own_folder
from bot.knowledge.model import LANGUAGES, Language, Text
from bot.knowledge.onboarding import MAX_STEPS, OnboardingStep
from bot.knowledge.source import read_knowledge
from bot.onboarding.checklist import led_of, page_of, seen, stopped, ticked
from bot.onboarding.model import Evidence, Mark, Onboarding
from bot.rendering.onboarding_slack import render_all_done, render_checklist, render_led, render_nudge
from bot.rendering.slack import SlackMessage
from bot.slackfake.blocks import message_faults
from tests.small_knowledge import SMALL

AT = datetime(2026, 11, 22, tzinfo=UTC)
HOSTILE = "<!channel> *x* `y` \u202e" + "가" * 3_001


def onboarding(language: Language = "en") -> Onboarding:
    return Onboarding(
        id=UUID(int=1), team="T1", user="U1", language=language, started_at=AT, progressed_at=AT
    )


def every_message(now: Onboarding, steps: tuple[OnboardingStep, ...]) -> list[SlackMessage]:
    page = page_of(now, steps)
    following = page.next
    assert following
    return [
        render_checklist(page, SMALL),
        render_checklist(page_of(stopped(now), steps), SMALL),
        render_all_done(page),
        render_nudge(page, following),
        render_led([led_of(now, steps)] * 200, now.language, AT + timedelta(days=3)),
        render_led([], now.language, AT),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_hostile_checklist_stays_within_the_limits_and_calls_nobody(language: Language) -> None:
    both = Text(ko=HOSTILE, en=HOSTILE)
    steps = tuple(
        OnboardingStep(id=f"step-{n}", title=both, says=both, entries=("docker-ps",))
        for n in range(MAX_STEPS)
    )
    now = ticked(onboarding(language), "step-1", "skipped", AT, steps)
    for message in every_message(now, steps):
        assert message_faults(message.blocks) == []
        assert "<!channel>" not in message.text
        assert message.text.strip()
        assert len(message.text) <= 3_000


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_mixes_the_languages(language: Language) -> None:
    steps = read_knowledge([own_folder()]).onboarding
    for message in every_message(onboarding(language), steps):
        hangul = re.findall("[가-힣]+", message.text)
        assert bool(hangul) is (language == "ko")


def test_a_step_that_fails_again_names_the_check_behind_it_and_no_more() -> None:
    steps = read_knowledge([own_folder()]).onboarding
    knowledge = replace(SMALL, checks=read_knowledge([own_folder()]).checks)
    now = replace(onboarding(), marks={"install": Mark(how="shown", at=AT, host="h")})
    back = seen(now, Evidence(host="h", failed={"pkg.core": "apt.source"}), AT, steps)
    assert "no longer passes: Docker's repository" in str(
        render_checklist(page_of(back, steps), knowledge).blocks
    )
    assert "repository" not in str(render_led([led_of(back, steps)], "en", AT).blocks)


def test_who_did_all_that_is_needed_has_done_it_all_and_may_do_more() -> None:
    steps = read_knowledge([own_folder()]).onboarding
    marks = {step.id: Mark(how="said", at=AT) for step in steps if not step.optional}
    now = replace(onboarding(), state="done", marks=marks)
    shown = str(render_checklist(page_of(now, steps), SMALL).blocks)
    assert f"{len(marks)} of {len(marks)} done" in shown
    assert "If you like: Let me look at a host of yours" in shown
    assert "Next: " not in shown


def test_the_list_says_where_what_is_shown_will_stand() -> None:
    steps = read_knowledge([own_folder()]).onboarding
    blocks = render_checklist(page_of(onboarding(), steps), SMALL).blocks
    (place,) = (number for number, block in enumerate(blocks) if "in the thread of this" in str(block))
    assert "onboard_show" in str(blocks[place - 1])
