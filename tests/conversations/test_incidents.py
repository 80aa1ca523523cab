"""When the bot itself breaks: people see a number or a sentence meant for them, Slack tries again."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import pytest
from structlog.testing import capture_logs

from bot.conversations.model import Happening
from bot.knowledge.model import Language
from bot.slackfake.people import Person
from bot.slackfake.state import Channel
from bot.storage.faults import StorageDown
from bot.words import words_in
from tests.conversations.harness import Bot, http_bot, some_person


class Breaking:
    """An inbox that fails a number of times."""

    def __init__(self, inner: Bot, fault: Exception, times: int) -> None:
        self._inner, self._fault, self._times = inner.inbox, fault, times
        inner.inbox.receive = self.receive  # type: ignore[method-assign]
        self._receive = type(self._inner).receive

    async def receive(self, happening: Happening) -> bool:
        if self._times:
            self._times -= 1
            raise self._fault
        return await self._receive(self._inner, happening)


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


async def test_a_command_that_breaks_gives_its_person_a_number_and_no_detail(
    bot: Bot, ann: Person, channel: Channel
) -> None:
    Breaking(bot, RuntimeError("secret detail"), times=1)
    with capture_logs() as lines:
        await ann.commands("/ask", "docker ps", channel)
    (told,) = ann.answers(channel)
    number = re.search(r"`([0-9a-f]{8})`", told.text)
    assert number is not None
    assert "secret" not in told.text
    assert [line["incident"] for line in lines if line["event"] == "fault"] == [number[1]]


@pytest.mark.parametrize(("text", "language"), [("docker ps", "en"), ("도커가 안 돼요", "ko")])
async def test_what_only_an_operator_can_mend_is_told_as_a_pause_in_the_askers_language(
    bot: Bot, ann: Person, channel: Channel, text: str, language: Language
) -> None:
    Breaking(bot, StorageDown("The database does not answer: start it."), times=1)
    await ann.commands("/ask", text, channel)
    assert [m.text for m in ann.answers(channel)] == [words_in(language).listeners.away]


async def test_an_event_that_breaks_is_brought_again_and_answered(
    bot: Bot, ann: Person, channel: Channel
) -> None:
    Breaking(bot, RuntimeError("once"), times=2)
    await ann.mentions(channel, "docker ps")
    await bot.work()
    assert bot.slack.courier.deliveries[0].statuses == [500, 500, 200]
    assert len(bot.texts()) == 1


async def test_the_fault_is_counted(bot: Bot, ann: Person, channel: Channel) -> None:
    Breaking(bot, RuntimeError("once"), times=1)
    await ann.commands("/ask", "docker ps", channel)
    assert b"setupbot_faults_total 1.0" in bot.metrics.as_text()
