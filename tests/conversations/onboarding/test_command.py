"""``/onboard`` and its like in words: for oneself, for others, who may, and what a lead sees."""

from __future__ import annotations

import pytest

from bot.slackfake.people import Person
from bot.slackfake.state import Message
from tests.conversations.teammates import OnboardingBot, onboarding_bot, shown


async def onboards(bot: OnboardingBot, who: Person, text: str = "") -> Message:
    """The answer to the command, which only they see."""
    await who.commands("/onboard", text)
    await bot.work()
    return [one for one in who.answers() if one.visible_to == who.id][-1]


def written(who: Person) -> list[Message]:
    """What they got that is no answer to a command of theirs."""
    return [one for one in who.answers() if one.visible_to is None]


async def test_a_maintainer_begins_for_a_teammate_who_is_written_to_once() -> None:
    async with onboarding_bot() as bot:
        ann, mina = bot.keeper(), bot.slack.add_person("mina")
        assert "I sent them the list" in shown(await onboards(bot, ann, f"<@{mina.id}|mina>"))
        assert (bot.of(mina).lead, bot.of(mina).started_by) == (ann.id, ann.id)
        assert "shown around before" in shown(await onboards(bot, ann, f"<@{mina.id}>"))
        assert len(written(mina)) == 1


@pytest.mark.parametrize("is_kept", [True, False])
async def test_nobody_else_may_and_is_told_whom_to_ask(is_kept: bool) -> None:
    async with onboarding_bot(is_kept=is_kept) as bot:
        ann = bot.keeper()
        ben, mina = bot.slack.add_person("ben"), bot.slack.add_person("mina")
        said = shown(await onboards(bot, ben, f"<@{mina.id}>"))
        assert "Only the bot's maintainers" in said
        assert (ann.id in said, "SETUPBOT_MAINTAINERS" in said) == (is_kept, not is_kept)
        assert bot.kept.kept == {}


async def test_whom_a_maintainer_named_as_a_lead_may_begin_for_others_too() -> None:
    async with onboarding_bot() as bot:
        ann = bot.keeper()
        ben, mina, jun = (bot.slack.add_person(name) for name in ("ben", "mina", "jun"))
        await onboards(bot, ann, f"<@{mina.id}> lead <@{ben.id}>")
        assert bot.of(mina).lead == ben.id
        assert "I sent them the list" in shown(await onboards(bot, ben, f"<@{jun.id}>"))
        said = await onboards(bot, ann, f"<@{jun.id}> lead <@{ann.id}>")
        assert bot.of(jun).lead == ann.id
        assert ann.id in shown(said)


async def test_who_opted_out_is_left_alone_by_everybody_but_themselves() -> None:
    async with onboarding_bot() as bot:
        ann, mina = bot.keeper(), bot.slack.add_person("mina")
        await onboards(bot, ann, f"<@{mina.id}>")
        await bot.clicks(mina, "onboard_stop")
        count = len(mina.answers())
        assert "Only they can begin anew" in shown(await onboards(bot, ann, f"<@{mina.id}>"))
        assert mina.id not in shown(await onboards(bot, ann, "status"))
        assert (len(mina.answers()), bot.of(mina).state) == (count, "stopped")
        await onboards(bot, mina)
        assert bot.of(mina).state == "active"


@pytest.mark.parametrize(
    "details", [{"is_bot": True}, {"is_guest": True}, {"is_deleted": True}, {"team": "T9"}]
)
async def test_whoever_is_no_teammate_is_not_written_to_for_anybody(details: dict[str, bool]) -> None:
    async with onboarding_bot() as bot:
        ann, mina = bot.keeper(), bot.slack.add_person("mina")
        for field, value in details.items():
            setattr(mina.user, field, value)
        assert "not to bots, guests" in shown(await onboards(bot, ann, f"<@{mina.id}>"))
        assert "not to bots, guests" in shown(await onboards(bot, ann, "<@U0NOBODY>"))
        assert bot.kept.kept == {}


async def test_one_s_own_is_brought_to_the_end_of_the_conversation_with_its_ticks() -> None:
    async with onboarding_bot() as bot:
        mina = await bot.onboarded()
        await bot.clicks(mina, "onboard_done:ml-basics")
        old = bot.checklist(mina)
        assert "I sent the list again" in shown(await onboards(bot, mina))
        assert old.is_deleted
        assert "onboard_done:mlops-basics" in bot.checklist(mina).action_ids()


async def test_a_command_that_is_answered_twice_starts_over_once() -> None:
    async with onboarding_bot() as bot:
        mina = await bot.onboarded()
        await mina.commands("/onboard", "restart")
        queued = bot.store.queued[-1]
        await bot.work()
        await bot.clicks(mina, "onboard_done:ml-basics")
        question = bot.store.questions[queued]
        assert await bot.side.talk([question])
        assert list(bot.of(mina).marks) == ["ml-basics"]


async def test_a_lead_sees_where_their_own_are_and_a_maintainer_everybody() -> None:
    async with onboarding_bot() as bot:
        ann = bot.keeper()
        ben, mina = bot.slack.add_person("ben"), bot.slack.add_person("mina")
        await onboards(bot, ann, f"<@{mina.id}> lead <@{ben.id}>")
        jun = await bot.onboarded("jun")
        await bot.passes(days=3)
        for_lead = shown(await onboards(bot, ben, "status"))
        assert mina.id in for_lead
        assert "0 of 7, next: Read the basics of machine learning" in for_lead
        assert "no change for 3 days" in for_lead
        assert jun.id not in for_lead
        for_all = shown(await onboards(bot, ann, "status"))
        assert mina.id in for_all
        assert jun.id in for_all
        assert "Nobody is being shown around" in shown(await onboards(bot, jun, "status"))


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("온보딩 시작해줘", "목록을 보냈어요"),
        ("onboard me", "I sent you the list"),
        ("start onboarding", "I sent you"),
    ],
)
async def test_in_words_it_is_the_same(words: str, says: str) -> None:
    async with onboarding_bot() as bot:
        mina = bot.slack.add_person("mina")
        await mina.writes(words)
        await bot.work()
        assert [one for one in mina.answers() if says in shown(one)]
        assert bot.checklist(mina)


async def test_called_in_a_channel_it_answers_only_the_one_who_called() -> None:
    async with onboarding_bot() as bot:
        channel = bot.slack.add_channel("team")
        ann, mina = bot.keeper(), bot.slack.add_person("mina", channel)
        await ann.mentions(channel, f"<@{mina.id}> 온보딩 시작해줘")
        await bot.work()
        assert len(written(mina)) == 1
        assert mina.answers(channel) == []
        assert "팀원에게" in shown(ann.answers()[-1])


async def test_a_question_about_onboarding_goes_to_the_answer_path() -> None:
    async with onboarding_bot() as bot:
        mina = bot.slack.add_person("mina")
        await mina.writes("what is onboarding in kubernetes clusters")
        await bot.work()
        assert bot.kept.kept == {}


async def test_a_host_and_a_machine_from_before_tick_at_once() -> None:
    async with onboarding_bot() as bot:
        mina = bot.slack.add_person("mina")
        await bot.host.online(mina)
        await onboards(bot, mina)
        assert bot.of(mina).marks["host"].how == "shown"
        assert bot.checklist(mina)
