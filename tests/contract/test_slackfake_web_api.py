"""The fake's Web API, called as the bot calls it: through slack_sdk over the loopback."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slackfake.fake import SlackFake
from bot.slackfake.policy import Trouble
from bot.slackfake.state import Channel
from tests.slackfake_calls import MANIFEST, SECTION, error_of


async def test_auth_test_names_the_bot(client: AsyncWebClient, slack: SlackFake) -> None:
    answer = await client.auth_test()
    assert (answer["user_id"], answer["bot_id"], answer["team_id"]) == (
        slack.app.bot_user.id,
        "B0000001",
        slack.workspace.team,
    )


async def test_a_posted_message_stands_in_the_channel(client: AsyncWebClient, channel: Channel) -> None:
    answer = await client.chat_postMessage(channel=channel.id, text="hello", blocks=[SECTION])
    assert [(m.ts, m.text, m.blocks[0]["text"]["text"]) for m in channel.messages] == [
        (answer["ts"], "hello", "hello")
    ]


async def test_a_call_without_a_token_is_not_authed(slack: SlackFake) -> None:
    assert await error_of(AsyncWebClient(base_url=slack.api_url).auth_test()) == "not_authed"


async def test_a_wrong_token_is_invalid(slack: SlackFake) -> None:
    client = AsyncWebClient(token="xoxb-other", base_url=slack.api_url)
    assert await error_of(client.auth_test()) == "invalid_auth"


async def test_an_app_token_cannot_post(slack: SlackFake, channel: Channel) -> None:
    client = AsyncWebClient(token=slack.app.app_token, base_url=slack.api_url)
    refused = error_of(client.chat_postMessage(channel=channel.id, text="x"))
    assert await refused == "not_allowed_token_type"


async def test_an_unknown_method_is_named(client: AsyncWebClient) -> None:
    assert await error_of(client.api_call("chat.shout")) == "unknown_method"


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"channel": "C9999999", "text": "x"}, "channel_not_found"),
        ({"text": "x"}, "invalid_arguments"),
        ({"channel": "help"}, "no_text"),
        ({"channel": "help", "text": "x", "blocks": [{"type": "fancy"}]}, "invalid_blocks"),
        ({"channel": "help", "text": "x", "blocks": [SECTION] * 51}, "invalid_blocks"),
        ({"channel": "help", "text": "x", "thread_ts": "yesterday"}, "invalid_thread_ts"),
        ({"channel": "help", "text": "x", "metadata": {"event_type": "a"}}, "invalid_metadata_format"),
    ],
)
async def test_a_bad_message_is_refused_by_slacks_name_for_it(
    client: AsyncWebClient, channel: Channel, arguments: dict[str, Any], error: str
) -> None:
    if arguments.get("channel") == "help":
        arguments = arguments | {"channel": channel.id}
    assert await error_of(client.api_call("chat.postMessage", json=arguments)) == error
    assert channel.messages == []


async def test_many_long_blocks_are_too_long_together(client: AsyncWebClient, channel: Channel) -> None:
    blocks = [{"type": "section", "text": {"type": "plain_text", "text": "x" * 2900}}] * 5
    refused = error_of(client.chat_postMessage(channel=channel.id, text="x", blocks=blocks))
    assert await refused == "msg_blocks_too_long"


async def test_a_channel_without_the_bot_is_closed_to_it(client: AsyncWebClient, slack: SlackFake) -> None:
    other = slack.workspace.add_channel("other")
    assert await error_of(client.chat_postMessage(channel=other.id, text="x")) == "not_in_channel"


async def test_a_private_channel_without_the_bot_does_not_exist_for_it(
    client: AsyncWebClient, slack: SlackFake
) -> None:
    other = slack.workspace.add_channel("secret", kind="group")
    assert await error_of(client.chat_postMessage(channel=other.id, text="x")) == "channel_not_found"


async def test_a_missing_scope_is_named(channel: Channel) -> None:
    async with SlackFake(MANIFEST, with_optional_scopes=False) as slack:
        client = AsyncWebClient(token=slack.app.bot_token, base_url=slack.api_url)
        public = slack.add_channel("help")
        with pytest.raises(SlackApiError) as refused:
            await client.conversations_history(channel=public.id)
    assert refused.value.response["error"] == "missing_scope"
    assert refused.value.response["needed"] == "channels:history"


async def test_text_alone_takes_the_blocks_away_in_an_update(
    client: AsyncWebClient, channel: Channel
) -> None:
    posted = await client.chat_postMessage(channel=channel.id, text="a", blocks=[SECTION])
    await client.chat_update(channel=channel.id, ts=posted["ts"], text="b")
    message = channel.messages[0]
    assert (message.text, message.blocks, [v.text for v in message.earlier]) == ("b", [], ["a"])


async def test_an_update_of_over_4000_characters_is_too_long(
    client: AsyncWebClient, channel: Channel
) -> None:
    posted = await client.chat_postMessage(channel=channel.id, text="a")
    refused = error_of(client.chat_update(channel=channel.id, ts=posted["ts"], text="x" * 4001))
    assert await refused == "msg_too_long"


async def test_only_own_messages_can_be_changed(
    client: AsyncWebClient, slack: SlackFake, channel: Channel
) -> None:
    ann = slack.add_person("ann", channel)
    hers = await ann.says(channel, "mine")
    assert await error_of(client.chat_update(channel=channel.id, ts=hers.ts, text="x")) == (
        "cant_update_message"
    )


async def test_an_ephemeral_message_is_seen_by_one_and_cannot_be_changed(
    client: AsyncWebClient, slack: SlackFake, channel: Channel
) -> None:
    ann, ben = slack.add_person("ann", channel), slack.add_person("ben", channel)
    posted = await client.chat_postEphemeral(channel=channel.id, user=ann.id, text="psst")
    assert [m.text for m in ann.answers(channel)] == ["psst"]
    assert ben.answers(channel) == []
    update = client.chat_update(channel=channel.id, ts=posted["message_ts"], text="x")
    assert await error_of(update) == "message_not_found"


async def test_an_ephemeral_message_needs_its_reader_in_the_channel(
    client: AsyncWebClient, slack: SlackFake, channel: Channel
) -> None:
    ann = slack.add_person("ann")
    posting = client.chat_postEphemeral(channel=channel.id, user=ann.id, text="x")
    assert await error_of(posting) == "user_not_in_channel"


async def test_an_ordered_429_says_when_to_come_again(client: AsyncWebClient, slack: SlackFake) -> None:
    slack.policy.limit_next("auth.test", retry_after_s=7)
    with pytest.raises(SlackApiError) as refused:
        await client.auth_test()
    assert refused.value.response.status_code == 429
    assert refused.value.response.headers["Retry-After"] == "7"
    assert (await client.auth_test())["ok"]


async def test_a_lost_answer_leaves_the_message_posted(
    client: AsyncWebClient, slack: SlackFake, channel: Channel
) -> None:
    slack.policy.trouble_next("chat.postMessage", Trouble(status=503, after=True))
    with pytest.raises(SlackApiError):
        await client.chat_postMessage(channel=channel.id, text="once")
    assert [m.text for m in channel.messages] == ["once"]


async def test_two_messages_within_a_second_are_limited_by_channel(
    client: AsyncWebClient, slack: SlackFake, channel: Channel
) -> None:
    slack.policy.one_message_a_second = True
    slack.policy.clock = lambda: slack.workspace.clock().replace(second=0, microsecond=0)
    other = slack.add_channel("other")
    await client.chat_postMessage(channel=channel.id, text="a")
    await client.chat_postMessage(channel=other.id, text="a")
    assert await error_of(client.chat_postMessage(channel=channel.id, text="b")) == "ratelimited"
    assert slack.policy.refused == 1


async def test_a_deleted_message_is_gone(client: AsyncWebClient, channel: Channel) -> None:
    posted = await client.chat_postMessage(channel=channel.id, text="a")
    await client.chat_delete(channel=channel.id, ts=posted["ts"])
    assert channel.visible() == []
    assert await error_of(client.chat_delete(channel=channel.id, ts=posted["ts"])) == "message_not_found"


async def test_what_is_no_json_object_is_refused_by_slacks_name_for_it(slack: SlackFake) -> None:
    async with aiohttp.ClientSession() as session:
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {slack.app.bot_token}"}
        answers = [
            await (await session.post(f"{slack.api_url}auth.test", data=body, headers=headers)).json()
            for body in (b"{", b"[]")
        ]
    assert [answer["error"] for answer in answers] == ["invalid_json", "json_not_object"]


async def test_metadata_is_measured_in_bytes(client: AsyncWebClient, channel: Channel) -> None:
    metadata = {"event_type": "answer", "event_payload": {"id": "가" * 5_400}}
    refused = error_of(client.chat_postMessage(channel=channel.id, text="a", metadata=metadata))
    assert await refused == "metadata_too_large"
