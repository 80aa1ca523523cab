"""Whole answers in Slack: the shipped knowledge base, the real renderer, every button.

The matcher is a stand-in that goes by a word, so that these tests do not wait for its training.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import cache
from typing import Any, cast

import pytest

from bot.answering.answerer import Answerer
from bot.answering.language import language_of
from bot.answering.model import Candidate, Match
from bot.conversations.languages import PersonLanguages
from bot.conversations.questions import questions_of
from bot.conversations.replies import Replies
from bot.knowledge.base import Knowledge
from bot.knowledge.folders import own_folder
from bot.knowledge.model import Language
from bot.knowledge.source import read_knowledge
from bot.live.edition import standing
from bot.matching.matcher import NearMisses
from bot.slackfake.people import Person
from bot.slackfake.pings import as_typed, pings
from bot.slackfake.state import Channel, Message
from bot.storage.memory import MemoryStore
from tests.conversations.harness import Bot, http_bot, some_person
from tests.conversations.harness import button as press

ENTRIES = {
    "permission denied": "docker-permission-denied",
    "실행": "docker-ps",
    "repository": "docker-apt-repository",
    "연구": "research-vs-production",
}


class WordMatcher:
    """Finds an Entry by a word of the question."""

    def match(self, text: str, language: Language) -> Match | NearMisses:
        for word, entry in ENTRIES.items():
            if word in text.lower():
                return Match(entry=entry, score=0.9, margin=0.5, candidates=(), why=())
        if "docker" in text:
            near = (Candidate(entry="docker-ps", title="List running containers", score=0.3),)
            return NearMisses(reason="close", near=near)
        return NearMisses(reason="outside")


@cache
def knowledge() -> Knowledge:
    return read_knowledge([own_folder()])


def answering(store: MemoryStore) -> Replies:
    return Replies(standing(Answerer(knowledge(), cast(Any, WordMatcher()))), questions_of(store))


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    async with http_bot(answering=answering) as running:
        yield running


@pytest.fixture
def channel(bot: Bot) -> Channel:
    return bot.slack.add_channel("help")


@pytest.fixture
def ann(bot: Bot, channel: Channel) -> Person:
    return some_person(bot, channel)


def shown(message: Message) -> str:
    """All that a reader sees."""
    return str(message.blocks)


async def test_a_question_gets_the_commands_of_its_entry(bot: Bot, ann: Person, channel: Channel) -> None:
    await ann.mentions(channel, "docker ps: permission denied")
    await bot.work()
    (reply,) = bot.slack.said(channel)
    assert "usermod -aG docker" in shown(reply)
    assert "usermod -aG docker" in reply.text
    (question,) = bot.store.questions.values()
    assert (question.outcome, question.entry) == ("answer", "docker-permission-denied")


async def test_a_korean_question_is_answered_in_korean(bot: Bot, ann: Person, channel: Channel) -> None:
    await ann.mentions(channel, "실행 중인 컨테이너 보여줘")
    await bot.work()
    assert "docker ps" in shown(bot.slack.said(channel)[0])
    assert knowledge().entries["docker-ps"].title.ko in shown(bot.slack.said(channel)[0])


async def test_a_bare_command_is_answered_in_the_persons_language_and_words_in_their_own() -> None:
    class Korean(PersonLanguages):
        async def of(self, team: str, user: str) -> Language:
            return "ko"

    def korean(store: MemoryStore) -> Replies:
        answerer = Answerer(knowledge(), cast(Any, WordMatcher()))
        return Replies(standing(answerer), questions_of(store), languages=Korean(cast(Any, None)))

    async with http_bot(answering=korean) as bot:
        channel = bot.slack.add_channel("help")
        ann = some_person(bot, channel)
        for words in ("", "docker ps: permission denied"):
            await ann.commands("/ask", words, channel)
            await bot.work()
        bare, told = bot.slack.said(channel)
        assert language_of(shown(bare)) == "ko"
        assert language_of(shown(told)) == "en"


async def test_a_follow_up_about_the_machine_is_about_the_threads_entry(
    bot: Bot, ann: Person, channel: Channel
) -> None:
    asked = await ann.mentions(channel, "how do I add the repository?")
    await bot.work()
    await ann.says(channel, "and on debian bookworm?", thread=asked)
    await bot.work()
    assert (
        bot.store.threads[bot.slack.workspace.team, channel.id, asked.ts][0].entry == "docker-apt-repository"
    )
    assert "download.docker.com/linux/debian" in shown(bot.slack.said(channel)[-1])


async def test_thanks_in_the_thread_get_no_answer(bot: Bot, ann: Person, channel: Channel) -> None:
    asked = await ann.mentions(channel, "permission denied")
    await bot.work()
    await ann.says(channel, "thanks!", thread=asked)
    await bot.work()
    assert len(bot.slack.said(channel)) == 1


async def test_did_you_mean_leads_to_the_entry(bot: Bot, ann: Person, channel: Channel) -> None:
    await ann.mentions(channel, "docker something")
    await bot.work()
    (offer,) = bot.slack.said(channel)
    await ann.clicks(offer, "choose_entry:docker-ps")
    await bot.work()
    reply = bot.slack.said(channel)[-1]
    assert (reply.thread_ts, "docker ps" in shown(reply)) == (offer.thread_ts, True)


async def test_the_chosen_arch_is_kept_for_the_question_and_its_thread(
    bot: Bot, ann: Person, channel: Channel
) -> None:
    asked = await ann.mentions(channel, "how do I add the repository?")
    await bot.work()
    state = bot.store.threads[bot.slack.workspace.team, channel.id, asked.ts][0]
    assert state.platform.arch is None
    first = bot.slack.said(channel)[0]
    first.blocks.append(row(press("choose_arch:armv6", _token(bot))))
    await ann.clicks(first, "choose_arch:armv6")
    await bot.work()
    state = bot.store.threads[bot.slack.workspace.team, channel.id, asked.ts][0]
    assert state.platform.arch is not None
    assert state.platform.arch.value == "armv6"
    assert state.entry == "docker-apt-repository"


async def test_a_private_answer_is_shared_as_it_was(bot: Bot, ann: Person, channel: Channel) -> None:
    ben = bot.slack.add_person("ben", channel)
    await ann.commands("/ask", "permission denied", channel)
    await bot.work()
    (private,) = ann.answers(channel)
    assert ben.answers(channel) == []
    await ann.clicks(private, "share_answer")
    await bot.work()
    (shared,) = ben.answers(channel)
    assert shared.text == private.text
    assert "share_answer" not in shared.action_ids()


async def test_the_rest_of_a_long_answer_is_shown_privately(bot: Bot, ann: Person, channel: Channel) -> None:
    await ann.mentions(channel, "permission denied")
    await bot.work()
    first = bot.slack.said(channel)[0]
    first.blocks.append(row(press("show_rest:1", _token(bot))))
    await ann.clicks(first, "show_rest:1")
    await bot.work()
    rest = bot.slack.said(channel)[-1]
    assert (rest.visible_to, "usermod" in shown(rest)) == (ann.id, True)


async def test_a_button_of_an_entry_that_is_gone_says_so(bot: Bot, ann: Person, channel: Channel) -> None:
    await ann.mentions(channel, "docker something")
    await bot.work()
    offer = bot.slack.said(channel)[0]
    offer.blocks[-1] = row(press("choose_entry:gone", "x"))
    await ann.clicks(offer, "choose_entry:gone")
    await bot.work()
    assert len(bot.slack.said(channel)) == 2
    assert [q.outcome for q in bot.store.questions.values()] == ["suggest", "abstain"]


async def test_the_three_tables_are_taken_by_slack(bot: Bot, ann: Person, channel: Channel) -> None:
    await ann.mentions(channel, "연구와 운영의 차이")
    await bot.work()
    (reply,) = bot.slack.said(channel)
    assert [b["type"] for b in reply.blocks].count("table") == 1


@pytest.mark.parametrize("typed", ["<!channel> permission denied", "<!here|here> what?", "<@U999> hey"])
async def test_no_answer_pings_anybody(bot: Bot, ann: Person, channel: Channel, typed: str) -> None:
    await ann.mentions(channel, typed)
    await ann.mentions(channel, as_typed(typed))
    await bot.work()
    assert [pings(reply) for reply in bot.slack.said(channel)] == [set(), set()]


@pytest.mark.parametrize("asked", ["docker something", "docker 뭐더라"])
async def test_every_entry_fits_into_slack(bot: Bot, ann: Person, channel: Channel, asked: str) -> None:
    await ann.mentions(channel, asked)
    await bot.work()
    offer = bot.slack.said(channel)[0]
    everything = sorted(knowledge().entries)
    offer.blocks[-1] = row(*(press(f"choose_entry:{entry}", _token(bot)) for entry in everything))
    for entry in everything:
        await ann.clicks(offer, f"choose_entry:{entry}")
    await bot.work()
    assert {reply.state for reply in bot.store.replies.values()} == {"posted"}
    assert len(bot.slack.said(channel)) == len(everything) + 1


def row(*buttons: dict[str, Any]) -> dict[str, Any]:
    return {"type": "actions", "elements": list(buttons)}


def _token(bot: Bot) -> str:
    return str(next(iter(bot.store.questions)))
