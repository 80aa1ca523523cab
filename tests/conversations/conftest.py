from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from bot.slackfake.fake import SlackFake
from bot.slackfake.people import Person
from bot.slackfake.state import Channel
from tests.conversations.harness import Bot, http_bot, some_person
from tests.one_language import english, is_mixed, korean

ECHO = re.compile(r"^\S+ \[.*\] about ", re.DOTALL)
"""What the harness has the bot say in the place of an answer repeats the question."""


@pytest.fixture(autouse=True)
def one_language(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whatever a test is about: each message and view that the bot made in it speaks one language."""
    made: list[SlackFake] = []
    begin = SlackFake.__init__

    def noted(self: SlackFake, *given: Any, **named: Any) -> None:
        begin(self, *given, **named)
        made.append(self)

    monkeypatch.setattr(SlackFake, "__init__", noted)
    yield
    mixed = [(korean(one), english(one)) for slack in made for one in said_in(slack) if is_mixed(one)]
    assert mixed == []


def said_in(slack: SlackFake) -> Iterator[Any]:
    """Messages as they read first and last, modals and Home tabs."""
    bot = slack.app.bot_user.id
    for channel in slack.workspace.channels.values():
        for message in channel.messages:
            if message.user != bot:
                continue
            for version in (*message.earlier, message):
                if not ECHO.search(version.text):
                    yield [*version.blocks, {"text": version.text}]
    for view in slack.workspace.views.values():
        yield view.content


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    async with http_bot() as running:
        yield running


@pytest.fixture
def channel(bot: Bot) -> Channel:
    return bot.slack.add_channel("help")


@pytest.fixture
def ann(bot: Bot, channel: Channel) -> Person:
    return some_person(bot, channel)
