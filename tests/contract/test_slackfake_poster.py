"""The poster against the fake: what it sends, and by which name each failure reaches the work."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest

from bot.slackfake.fake import SlackFake
from bot.slackfake.pings import pings
from bot.slackfake.policy import Trouble
from bot.slackfake.state import Channel
from bot.work.ports import Passing, RateLimited, Refused, SlackPoster, reply_metadata
from handlers.client import is_loopback, open_client
from handlers.metrics import Metrics
from handlers.poster import TEXT_MAX, WebPoster
from tests.contract.test_slackfake_web_api import MANIFEST, SECTION

QUESTION = uuid4()


@pytest.fixture
async def slack() -> AsyncIterator[SlackFake]:
    async with SlackFake(MANIFEST) as fake:
        yield fake


@pytest.fixture
async def poster(slack: SlackFake) -> AsyncIterator[SlackPoster]:
    async with open_client(slack.app.bot_token, slack.api_url) as client:
        yield WebPoster(client, Metrics())


@pytest.fixture
def channel(slack: SlackFake) -> Channel:
    return slack.add_channel("help")


async def post(poster: SlackPoster, channel: Channel, thread: str | None = None, **more: Any) -> str:
    content = {"text": "hello", "blocks": [SECTION], **more}
    return (await poster.post(channel.id, thread, metadata=reply_metadata(QUESTION), **content)).ts


async def test_a_message_is_posted_with_its_fallback_and_metadata(
    poster: SlackPoster, channel: Channel
) -> None:
    ts = await post(poster, channel)
    (message,) = channel.messages
    assert (message.ts, message.text, message.blocks[0]["type"]) == (ts, "hello", "section")
    assert message.metadata == reply_metadata(QUESTION)
    assert message.options == {"unfurl_links": False, "unfurl_media": False}


async def test_a_long_fallback_is_cut_so_that_it_can_be_edited(poster: SlackPoster, channel: Channel) -> None:
    ts = await post(poster, channel, text="x" * 5000)
    await poster.update(channel.id, ts, "y" * 5000, [SECTION])
    assert channel.messages[0].text == "y" * TEXT_MAX + "…"


async def test_a_message_to_a_person_is_direct(
    slack: SlackFake, poster: SlackPoster, channel: Channel
) -> None:
    ann = slack.add_person("ann")
    posted = await poster.post(ann.id, None, "hello", [], reply_metadata(QUESTION))
    assert posted.channel == ann.direct.id
    await poster.update(posted.channel, posted.ts, "hello again", [])
    assert [m.text for m in ann.answers()] == ["hello again"]


async def test_a_line_points_one_person_somewhere(
    slack: SlackFake, poster: SlackPoster, channel: Channel
) -> None:
    ann = slack.add_person("ann", channel)
    root = await post(poster, channel)
    await poster.point(channel.id, root, ann.id, "look there")
    pointer = channel.messages[-1]
    assert (pointer.text, pointer.visible_to, pointer.thread_ts) == ("look there", ann.id, root)


async def test_an_own_message_can_be_taken_back(poster: SlackPoster, channel: Channel) -> None:
    await poster.delete(channel.id, await post(poster, channel))
    assert channel.visible() == []


@pytest.mark.parametrize("in_thread", [True, False])
async def test_a_posted_reply_is_found_by_its_id(
    poster: SlackPoster, channel: Channel, in_thread: bool
) -> None:
    root = (await poster.post(channel.id, None, "root", [], reply_metadata(uuid4()))).ts
    thread = root if in_thread else None
    ts = await post(poster, channel, thread)
    assert await poster.find_posted(channel.id, thread, str(QUESTION)) == ts
    assert await poster.find_posted(channel.id, thread, str(uuid4())) is None


async def test_a_reply_on_a_later_page_is_found(
    poster: SlackPoster, channel: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handlers.poster.PAGE", 2)
    root = (await poster.post(channel.id, None, "root", [], reply_metadata(uuid4()))).ts
    for _ in range(3):
        await poster.post(channel.id, root, "other", [], reply_metadata(uuid4()))
    ts = await post(poster, channel, root)
    assert await poster.find_posted(channel.id, root, str(QUESTION)) == ts


async def test_where_it_may_not_look_nothing_is_found() -> None:
    async with SlackFake(MANIFEST, with_optional_scopes=False) as slack:
        channel = slack.add_channel("help")
        async with open_client(slack.app.bot_token, slack.api_url) as client:
            poster = WebPoster(client, Metrics())
            await post(poster, channel)
            assert await poster.find_posted(channel.id, None, str(QUESTION)) is None


@pytest.mark.parametrize(("given", "waited_s"), [(7, 7.0), (10_000, 600.0)])
async def test_a_429_says_how_long_to_wait(
    slack: SlackFake, poster: SlackPoster, channel: Channel, given: int, waited_s: float
) -> None:
    slack.policy.limit_next("chat.postMessage", retry_after_s=given)
    with pytest.raises(RateLimited) as limited:
        await post(poster, channel)
    assert limited.value.retry_after_s == waited_s


@pytest.mark.parametrize(
    "trouble",
    [
        Trouble(status=503),
        Trouble(error="internal_error"),
        Trouble(error="token_expired"),
        Trouble(error="internal_error", status=500),
    ],
)
async def test_slacks_own_trouble_passes(
    slack: SlackFake, poster: SlackPoster, channel: Channel, trouble: Trouble
) -> None:
    slack.policy.trouble_next("chat.postMessage", trouble)
    with pytest.raises(Passing):
        await post(poster, channel)


async def test_a_slack_that_is_away_is_a_passing_fault_and_asked_once(
    poster: SlackPoster, slack: SlackFake, channel: Channel
) -> None:
    async with open_client("xoxb-fake", "http://127.0.0.1:1/api/") as client:
        with pytest.raises(Passing):
            await WebPoster(client, Metrics()).delete(channel.id, "1.000001")


async def test_a_slack_that_hangs_is_given_up(
    slack: SlackFake, channel: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handlers.client.CALL_LIMIT_S", 0.1)
    hold = asyncio.Event()
    slack.policy.trouble_next("chat.postMessage", Trouble(hold=hold))
    async with open_client(slack.app.bot_token, slack.api_url) as client:
        with pytest.raises(Passing):
            await post(WebPoster(client, Metrics()), channel)
    hold.set()


@pytest.mark.parametrize(
    ("more", "code"),
    [({"blocks": [{"type": "fancy"}]}, "invalid_blocks"), ({"thread": "soon"}, "invalid_thread_ts")],
)
async def test_what_slack_never_takes_is_refused_by_name(
    poster: SlackPoster, channel: Channel, more: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refused) as refused:
        await post(poster, channel, **more)
    assert refused.value.code == code


async def test_a_private_answer_comes_by_the_response_url(
    slack: SlackFake, poster: SlackPoster, channel: Channel
) -> None:
    ann = slack.add_person("ann", channel)
    url = slack.response_url(slack.response_urls.issue(ann.id, channel.id))
    await poster.respond(url, "psst", [SECTION])
    assert [(m.text, m.visible_to) for m in ann.answers(channel)] == [("psst", ann.id)]


async def test_a_spent_response_url_is_refused(
    slack: SlackFake, poster: SlackPoster, channel: Channel
) -> None:
    ann = slack.add_person("ann", channel)
    url = slack.response_url(slack.response_urls.issue(ann.id, channel.id))
    for _ in range(5):
        await poster.respond(url, "psst", [])
    with pytest.raises(Refused) as refused:
        await poster.respond(url, "psst", [])
    assert refused.value.code == "used_url"
    with pytest.raises(Refused) as unknown:
        await poster.respond(slack.response_url("R9"), "psst", [])
    assert unknown.value.code == "expired_url"


async def test_no_reply_calls_a_whole_channel(poster: SlackPoster, channel: Channel) -> None:
    text = "<!channel> <!here|x> <!subteam^S1|y> <!everyone>"
    code = {"type": "plain_text", "text": "<!channel>"}
    blocks = [
        {"type": "section", "text": {"type": "mrkdwn", "text": text}},
        {"type": "section", "text": code},
    ]
    await post(poster, channel, text=text, blocks=blocks)
    (message,) = channel.messages
    assert pings(message) == set()
    assert message.blocks[1]["text"] == code


@pytest.mark.parametrize(
    ("url", "is_here"),
    [
        ("http://127.0.0.1:3000/api/", True),
        ("http://localhost/api/", True),
        ("http://[::1]:80/", True),
        ("https://slack.com/api/", False),
        ("https://127.0.0.1.example.com/", False),
    ],
)
def test_only_this_machine_goes_without_the_proxy(url: str, is_here: bool) -> None:
    assert is_loopback(url) is is_here


async def test_calls_are_counted(slack: SlackFake, channel: Channel) -> None:
    metrics = Metrics()
    async with open_client(slack.app.bot_token, slack.api_url) as client:
        await post(WebPoster(client, metrics), channel)
        slack.policy.limit_next("chat.postMessage")
        with pytest.raises(RateLimited):
            await post(WebPoster(client, metrics), channel)
    counted = metrics.as_text().decode()
    assert 'setupbot_slack_calls_total{method="chat.postMessage",outcome="ok"} 1.0' in counted
    assert 'setupbot_slack_calls_total{method="chat.postMessage",outcome="failed"} 1.0' in counted
