"""Views, prompts and status of the fake, called as the bot calls them."""

from __future__ import annotations

from slack_sdk.web.async_client import AsyncWebClient

from bot.slackfake.fake import SlackFake
from tests.slackfake_calls import SECTION, error_of


async def test_prompts_with_a_thread_are_dropped_without_a_word(
    client: AsyncWebClient, slack: SlackFake
) -> None:
    ann = slack.add_person("ann")
    prompts = [{"title": "a", "message": "b"}]
    await client.assistant_threads_setSuggestedPrompts(
        channel_id=ann.direct.id, thread_ts="1.000001", prompts=prompts
    )
    assert ann.direct.prompts == []
    await client.api_call(
        "assistant.threads.setSuggestedPrompts",
        json={"channel_id": ann.direct.id, "prompts": prompts},
    )
    assert ann.direct.prompts == prompts


async def test_a_trigger_opens_one_view(client: AsyncWebClient, slack: SlackFake) -> None:
    ann = slack.add_person("ann")
    trigger = slack.payloads.trigger(ann.user)
    view = {"type": "modal", "title": {"type": "plain_text", "text": "Hi"}, "blocks": [SECTION]}
    await client.views_open(trigger_id=trigger, view=view)
    assert [(v.user, v.kind) for v in slack.workspace.views.values()] == [(ann.id, "modal")]
    assert await error_of(client.views_open(trigger_id=trigger, view=view)) == "exchanged_trigger_id"


async def test_a_stale_hash_is_a_conflict(client: AsyncWebClient, slack: SlackFake) -> None:
    ann = slack.add_person("ann")
    home = {"type": "home", "blocks": [SECTION]}
    first = await client.views_publish(user_id=ann.id, view=home)
    await client.views_publish(user_id=ann.id, view=home)
    again = client.views_publish(user_id=ann.id, view=home, hash=first["view"]["hash"])
    assert await error_of(again) == "hash_conflict"


async def test_a_status_is_shown_in_its_thread(client: AsyncWebClient, slack: SlackFake) -> None:
    ann = slack.add_person("ann")
    await client.assistant_threads_setStatus(channel_id=ann.direct.id, thread_ts="1.000001", status="looks")
    assert slack.workspace.statuses == {(ann.direct.id, "1.000001"): "looks"}
