"""The fake's Web API, called as the bot calls it: through slack_sdk over the loopback."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slackfake.fake import SlackFake
from bot.slackfake.pings import as_typed, pings
from bot.slackfake.policy import Trouble
from bot.slackfake.state import Channel

MANIFEST: dict[str, Any] = {
    "features": {"bot_user": {"display_name": "setupbot"}, "agent_view": {"agent_description": "answers"}},
    "oauth_config": {
        "scopes": {
            "bot": ["chat:write", "im:history", "assistant:write", "users:read", "channels:read", "im:write"],
            "bot_optional": ["channels:history", "reactions:write"],
        }
    },
    "settings": {"event_subscriptions": {"bot_events": ["app_mention", "message.im"]}},
}
SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "hello"}}


@pytest.fixture
async def slack() -> AsyncIterator[SlackFake]:
    async with SlackFake(MANIFEST) as fake:
        yield fake


@pytest.fixture
def client(slack: SlackFake) -> AsyncWebClient:
    return AsyncWebClient(token=slack.app.bot_token, base_url=slack.api_url)


@pytest.fixture
def channel(slack: SlackFake) -> Channel:
    return slack.add_channel("help")


async def error_of(call: Any) -> str:
    with pytest.raises(SlackApiError) as refused:
        await call
    return str(refused.value.response["error"])


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


async def test_history_is_newest_first_with_metadata_on_request(
    client: AsyncWebClient, channel: Channel
) -> None:
    metadata = {"event_type": "answer", "event_payload": {"id": "7"}}
    first = await client.chat_postMessage(channel=channel.id, text="a", metadata=metadata)
    await client.chat_postMessage(channel=channel.id, text="in thread", thread_ts=first["ts"])
    await client.chat_postMessage(channel=channel.id, text="b")
    found = await client.conversations_history(channel=channel.id, include_all_metadata=True)
    assert [m["text"] for m in found["messages"]] == ["b", "a"]
    assert found["messages"][1]["metadata"] == metadata


async def test_replies_come_oldest_first_and_in_pages(client: AsyncWebClient, channel: Channel) -> None:
    root = await client.chat_postMessage(channel=channel.id, text="a")
    await client.chat_postMessage(channel=channel.id, text="b", thread_ts=root["ts"])
    page = await client.conversations_replies(channel=channel.id, ts=root["ts"], limit=1)
    cursor = page["response_metadata"]["next_cursor"]
    rest = await client.conversations_replies(channel=channel.id, ts=root["ts"], limit=1, cursor=cursor)
    assert [m["text"] for m in [*page["messages"], *rest["messages"]]] == ["a", "b"]
    assert (page["has_more"], rest["has_more"]) == (True, False)


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


async def test_what_a_message_would_ping_is_found_wherever_it_stands(
    client: AsyncWebClient, channel: Channel
) -> None:
    blocks = [
        {"type": "section", "text": {"type": "plain_text", "text": "<!everyone>"}},
        {"type": "section", "text": {"type": "mrkdwn", "text": "see <!here|here> &lt;!channel&gt;"}},
        {
            "type": "rich_text",
            "elements": [
                {"type": "rich_text_section", "elements": [{"type": "user", "user_id": "U0000009"}]}
            ],
        },
    ]
    await client.chat_postMessage(channel=channel.id, text="<!subteam^S1>", blocks=blocks)
    assert pings(channel.messages[0]) == {"!here", "@U0000009", "!subteam^S1"}


def test_typed_brackets_are_escaped_as_slack_does() -> None:
    assert as_typed("a < b && <!channel>") == "a &lt; b &amp;&amp; &lt;!channel&gt;"


async def test_people_and_channels_can_be_looked_up(
    client: AsyncWebClient, slack: SlackFake, channel: Channel
) -> None:
    ann = slack.add_person("ann", channel, team="T9999999")
    user = (await client.users_info(user=ann.id))["user"]
    assert (user["name"], user["is_stranger"]) == ("ann", True)
    assert (await client.conversations_info(channel=channel.id))["channel"]["is_member"]
    assert (await client.conversations_members(channel=channel.id))["members"] == sorted(channel.members)
    opened = await client.conversations_open(users=ann.id)
    assert opened["channel"]["id"] == ann.direct.id
    assert await error_of(client.users_info(user="U9999999")) == "user_not_found"


async def test_a_message_can_be_linked_to_and_reacted_to_once(
    client: AsyncWebClient, slack: SlackFake, channel: Channel
) -> None:
    message = await slack.add_person("ann", channel).says(channel, "hi")
    link = await client.chat_getPermalink(channel=channel.id, message_ts=message.ts)
    assert link["permalink"].endswith(f"/{channel.id}/p{message.ts.replace('.', '')}")
    await client.reactions_add(channel=channel.id, timestamp=message.ts, name="eyes")
    assert message.reactions == {"eyes": {slack.app.bot_user.id}}
    again = client.reactions_add(channel=channel.id, timestamp=message.ts, name="eyes")
    assert await error_of(again) == "already_reacted"


async def test_a_deleted_message_is_gone(client: AsyncWebClient, channel: Channel) -> None:
    posted = await client.chat_postMessage(channel=channel.id, text="a")
    await client.chat_delete(channel=channel.id, ts=posted["ts"])
    assert channel.visible() == []
    assert await error_of(client.chat_delete(channel=channel.id, ts=posted["ts"])) == "message_not_found"


async def test_a_status_is_shown_in_its_thread(client: AsyncWebClient, slack: SlackFake) -> None:
    ann = slack.add_person("ann")
    await client.assistant_threads_setStatus(channel_id=ann.direct.id, thread_ts="1.000001", status="looks")
    assert slack.workspace.statuses == {(ann.direct.id, "1.000001"): "looks"}
