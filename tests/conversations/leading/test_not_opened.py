"""A modal that Slack does not open: whoever wanted it is told, in their language and where they clicked."""

from __future__ import annotations

import pytest

from bot.rendering.slack_parts import button
from bot.slackfake.policy import Trouble
from bot.slackfake.state import Message
from tests.conversations.leading.bots import LeadingBot
from tests.conversations.leading.test_feedback import thumbs

TROUBLES = [
    Trouble(error="expired_trigger_id"),
    Trouble(status=500),
    Trouble(error="ratelimited", status=429),
]


async def guided(it: LeadingBot) -> Message:
    """The first step of a guide of Ann's."""
    answer = await it.asks("how do I install docker on ubuntu 24.04?")
    await it.presses(it.ann, answer, "start_guide")
    return it.last()


@pytest.mark.parametrize("trouble", TROUBLES)
async def test_who_wanted_a_modal_is_told_that_it_did_not_open(it: LeadingBot, trouble: Trouble) -> None:
    step = await guided(it)
    it.slack.policy.trouble_next("views.open", trouble)
    failed = next(one for one in step.action_ids() if one.startswith("guide_failed"))
    await it.presses(it.ann, step, failed)
    assert (it.last().text, it.last().visible_to) == ("The form did not open. Try once more.", it.ann.id)


async def test_a_thumb_counts_and_its_form_is_missed_in_the_language_of_the_answer(it: LeadingBot) -> None:
    answer = await it.asks("우분투에 도커 설치하는 법")
    it.slack.policy.trouble_next("views.open", TROUBLES[0])
    await it.presses(it.ann, answer, "rate", thumbs(answer)[1])
    assert "열리지 않았어요" in it.last().text
    assert len(await it.leading.ratings.ratings(it.root().id)) == 1


async def test_in_app_home_a_direct_message_tells_it(it: LeadingBot) -> None:
    blocks = [{"type": "actions", "elements": [button("Settings", "open_settings", "-")]}]
    await it.bot.client.views_publish(user_id=it.ann.id, view={"type": "home", "blocks": blocks})
    it.slack.policy.trouble_next("views.open", TROUBLES[0])
    assert it.ann.home
    await it.ann.clicks_in(it.ann.home, "open_settings")
    assert [message.text for message in it.ann.answers()] == ["The form did not open. Try once more."]
