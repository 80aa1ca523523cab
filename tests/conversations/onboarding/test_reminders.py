"""Reminders: two at most, in working hours, and none that is not wanted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.slackfake.people import Person
from bot.slackfake.state import Message
from tests.conversations.teammates import OnboardingBot, onboarding_bot, shown

MONDAY_NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def reminders(person: Person) -> list[Message]:
    return [one for one in person.answers() if "Shall we go on?" in shown(one)]


async def begins(bot: OnboardingBot, days: int = 0) -> Person:
    """On a Monday of a year to come, or ``days`` after it, at noon."""
    bot.clock.passed = MONDAY_NOON - datetime.now(UTC) + timedelta(days=364 + days)
    return await bot.onboarded()


async def test_after_two_days_and_after_seven_and_never_a_third_time() -> None:
    async with onboarding_bot() as bot:
        mina = await begins(bot)
        for days, count in ((1, 0), (1, 1), (1, 1), (4, 2), (1, 2), (3, 2), (7, 2)):
            await bot.passes(days=days)
            assert len(reminders(mina)) == count


async def test_not_at_night() -> None:
    async with onboarding_bot() as bot:
        mina = await begins(bot)
        await bot.passes(days=2, hours=10)
        assert reminders(mina) == []
        await bot.passes(hours=14)
        assert len(reminders(mina)) == 1


async def test_not_at_the_weekend() -> None:
    async with onboarding_bot() as bot:
        mina = await begins(bot, days=4)
        await bot.passes(days=2)
        assert reminders(mina) == []
        await bot.passes(days=1)
        assert len(reminders(mina)) == 1


async def test_progress_puts_it_off() -> None:
    async with onboarding_bot() as bot:
        mina = await begins(bot)
        await bot.passes(days=1)
        await bot.clicks(mina, "onboard_done:ml-basics")
        await bot.passes(days=1)
        assert reminders(mina) == []
        await bot.passes(days=1)
        assert len(reminders(mina)) == 1


async def test_the_same_hour_twice_reminds_once() -> None:
    async with onboarding_bot() as bot:
        mina = await begins(bot)
        await bot.passes(days=2)
        await bot.side.checklists.nudge()
        await bot.work()
        assert len(reminders(mina)) == 1


async def test_stop_reminding_me_stops_it() -> None:
    async with onboarding_bot() as bot:
        mina = await begins(bot)
        await bot.passes(days=2)
        await mina.clicks(reminders(mina)[0], "onboard_quiet")
        await bot.passes(days=5)
        assert len(reminders(mina)) == 1


async def test_a_reminder_that_was_on_its_way_is_kept_back_once_it_is_not_wanted() -> None:
    async with onboarding_bot() as bot:
        mina = await begins(bot)
        bot.clock.passed += timedelta(days=2)
        assert await bot.side.checklists.nudge() == 1
        await mina.clicks(bot.checklist(mina), "onboard_stop")
        await bot.work()
        assert reminders(mina) == []


async def test_who_has_left_is_not_reminded_and_no_lead_sees_them_any_more() -> None:
    async with onboarding_bot() as bot:
        mina = await begins(bot)
        mina.user.is_deleted = True
        await bot.passes(days=2)
        assert reminders(mina) == []
        assert bot.of(mina).state == "stopped"
        assert await bot.side.checklists.led(bot.slack.workspace.team) == []


async def test_who_leaves_after_the_last_reminder_is_off_the_list_within_a_week() -> None:
    async with onboarding_bot() as bot:
        mina, jun = await begins(bot), await bot.onboarded("jun")
        await bot.passes(days=15)
        mina.user.is_deleted = True
        for _ in range(24 * 7):
            await bot.passes(hours=1)
        assert [one.user for one in await bot.side.checklists.led(bot.slack.workspace.team)] == [jun.id]
        assert reminders(jun) == []


async def test_where_slack_does_not_tell_who_somebody_is_they_are_reminded() -> None:
    async with onboarding_bot() as bot:
        mina = await begins(bot)
        bot.slack.app.scopes.discard("users:read")
        await bot.passes(days=2)
        assert len(reminders(mina)) == 1


async def test_who_is_not_due_is_not_looked_up() -> None:
    async with onboarding_bot() as bot:
        mina = await begins(bot)
        mina.user.is_deleted = True
        await bot.passes(hours=5)
        assert bot.of(mina).state == "active"
