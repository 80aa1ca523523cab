"""What the bot can look up in the fake: messages, people, channels, and whom a message pings."""

from __future__ import annotations

from slack_sdk.web.async_client import AsyncWebClient

from bot.slackfake.fake import SlackFake
from bot.slackfake.pings import as_typed, pings
from bot.slackfake.state import Channel
from tests.slackfake_calls import error_of


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
