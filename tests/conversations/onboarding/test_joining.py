"""A new teammate is written to once, and only where that is wanted; nobody else is."""

from __future__ import annotations

import pytest

from tests.conversations.teammates import onboarding_bot, shown


async def test_who_joins_gets_one_message_in_the_language_of_their_slack() -> None:
    async with onboarding_bot(greets="on") as bot:
        mina = await bot.joins("mina", locale="ko-KR")
        ann = await bot.joins("ann", locale="en-GB")
        (korean,) = mina.answers()
        (english,) = ann.answers()
        assert "반가워요" in shown(korean)
        assert "Welcome" in shown(english)
        assert bot.of(mina).lead is None


async def test_the_event_sent_three_times_is_one_message() -> None:
    async with onboarding_bot(greets="on") as bot:
        mina = await bot.joins("mina")
        for _ in range(2):
            await bot.slack.send("event", bot.slack.payloads.wrapped(bot.slack.payloads.team_join(mina.user)))
            await bot.work()
        assert len(mina.answers()) == 1


async def test_nobody_is_written_to_where_it_is_not_switched_on() -> None:
    async with onboarding_bot() as bot:
        mina = await bot.joins("mina")
        assert mina.answers() == []


@pytest.mark.parametrize(
    "details", [{"is_bot": True}, {"is_guest": True}, {"is_deleted": True}, {"team": "T0OTHER"}]
)
async def test_bots_guests_those_who_left_and_strangers_are_never_written_to(
    details: dict[str, bool],
) -> None:
    async with onboarding_bot(greets="on") as bot:
        mina = await bot.joins("mina", **details)
        assert mina.answers() == []
        assert bot.kept.kept == {}


async def test_the_lead_who_is_set_sees_whoever_joins() -> None:
    async with onboarding_bot(greets="U0LEAD") as bot:
        mina = await bot.joins("mina")
        assert bot.of(mina).lead == "U0LEAD"
        assert [one.user for one in await bot.side.checklists.led(bot.of(mina).team, "U0LEAD")] == [mina.id]


async def test_a_message_that_was_on_its_way_when_the_bot_ended_is_sent_once() -> None:
    async with onboarding_bot(greets="on") as bot:
        mina = await bot.slack.joins("mina")
        notice = bot.of(mina).notice
        assert notice is not None
        await bot.bot.try_once()
        bot.store.queued.append(notice)  # the job that another worker takes over
        await bot.work()
        assert len(mina.answers()) == 1
