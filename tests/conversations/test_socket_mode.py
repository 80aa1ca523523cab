"""The same conversations through Socket Mode."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.slackfake.people import Person
from bot.slackfake.policy import Trouble
from bot.slackfake.state import Channel
from bot.words import words_in
from handlers.socket_mode import Sockets
from tests.conversations.harness import Bot, running_bot, some_person


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    async with running_bot() as running:
        async with Sockets(running.app, running.client, running.slack.app.app_token).open():
            await running.slack.workspace.until(lambda: len(running.slack.socket.connections) == 2)
            yield running
        assert running.slack.socket.connections == []


@pytest.fixture
def channel(bot: Bot) -> Channel:
    return bot.slack.add_channel("help")


@pytest.fixture
def ann(bot: Bot, channel: Channel) -> Person:
    return some_person(bot, channel)


async def test_a_mention_is_answered_once_in_its_thread(bot: Bot, ann: Person, channel: Channel) -> None:
    asked = await ann.mentions(channel, "how do I install docker?", copies=2)
    await bot.work()
    assert [(m.text, m.thread_ts) for m in bot.slack.said(channel)] == [
        ("mention [how do I install docker?] about None on any", asked.ts)
    ]


async def test_a_command_is_acknowledged_and_answered_privately(
    bot: Bot, ann: Person, channel: Channel
) -> None:
    delivery = await ann.commands("/ask", "docker ps", channel)
    await bot.work()
    assert delivery.is_acknowledged
    assert [m.visible_to for m in bot.slack.said(channel)] == [ann.id]


async def test_an_unknown_command_is_answered_in_its_acknowledgement(
    bot: Bot, ann: Person, channel: Channel
) -> None:
    await ann.commands("/sing", "노래해 줘", channel)
    assert [m.text for m in bot.slack.said(channel)] == [words_in("ko").listeners.not_known]


async def test_a_button_is_acknowledged(bot: Bot, ann: Person, channel: Channel) -> None:
    await ann.mentions(channel, "install")
    await bot.work()
    assert (await ann.clicks(bot.slack.said(channel)[0], "choose_arch:arm64")).is_acknowledged


async def test_an_event_that_failed_is_not_acknowledged_and_comes_again(
    bot: Bot, ann: Person, channel: Channel
) -> None:
    bot.slack.socket.ack_limit_s = 0.2
    bot.slack.policy.trouble_next("auth.test", Trouble(status=503))
    await ann.mentions(channel, "docker ps")
    await bot.work()
    assert bot.slack.courier.deliveries[0].statuses == [None, 200]
    assert len(bot.texts()) == 1


async def test_what_nobody_wants_is_acknowledged(bot: Bot, ann: Person, channel: Channel) -> None:
    await ann.says(channel, "just chatting")
    assert bot.slack.courier.deliveries[-1].is_acknowledged


async def test_while_one_connection_is_refreshed_the_other_takes_over(
    bot: Bot, ann: Person, channel: Channel
) -> None:
    old = list(bot.slack.socket.connections)
    await asyncio.gather(bot.slack.socket.refresh(old[0]), ann.mentions(channel, "in between"))
    await bot.slack.workspace.until(
        lambda: bot.slack.socket.opened == 3 and len(bot.slack.socket.connections) == 2
    )
    await ann.mentions(channel, "afterwards")
    await bot.work()
    assert len(bot.texts()) == 2
    assert old[0] not in bot.slack.socket.connections


async def test_it_is_known_whether_one_of_the_connections_is_alive() -> None:
    async with running_bot() as running:
        sockets = Sockets(running.app, running.client, running.slack.app.app_token)
        assert not await sockets.are_connected()
        async with sockets.open():
            await running.slack.workspace.until(lambda: len(running.slack.socket.connections) == 2)
            assert await sockets.are_connected()
        assert not await sockets.are_connected()
