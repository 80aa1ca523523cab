"""The one message: each button, twice and late; what ticks by itself; and what is said when all is done."""

from __future__ import annotations

import asyncio

import pytest

from bot.onboarding.model import Tap
from tests import machines
from tests.conversations.teammates import onboarding_bot, shown

STEPS = ("ml-basics", "mlops-basics", "machine", "install", "hello-world", "permissions", "docker-ps")


async def test_done_ticks_the_step_in_the_same_message_and_goes_on() -> None:
    async with onboarding_bot() as bot:
        mina = await bot.onboarded()
        before = bot.checklist(mina)
        await bot.clicks(mina, "onboard_done:ml-basics")
        assert bot.checklist(mina) is before
        assert before.is_edited
        assert "onboard_done:mlops-basics" in before.action_ids()
        assert bot.of(mina).marks["ml-basics"].how == "said"


async def test_a_second_click_on_done_skips_no_step() -> None:
    async with onboarding_bot() as bot:
        mina = await bot.onboarded()
        message = bot.checklist(mina)
        await asyncio.gather(*(mina.clicks(message, "onboard_done:ml-basics") for _ in range(3)))
        await bot.work()
        assert list(bot.of(mina).marks) == ["ml-basics"]


async def test_two_buttons_at_once_lose_neither() -> None:
    async with onboarding_bot() as bot:
        mina = await bot.onboarded()
        now = bot.of(mina)
        taps = [
            Tap(team=now.team, user=mina.id, act="done", target=step, token=str(now.id)) for step in STEPS[:4]
        ]
        await asyncio.gather(*(bot.side.checklists.tap(tap) for tap in taps))
        assert sorted(bot.of(mina).marks) == sorted(STEPS[:4])


async def test_skipped_and_undone_a_step_is_open_again() -> None:
    async with onboarding_bot() as bot:
        mina = await bot.onboarded()
        await bot.clicks(mina, "onboard_skip:ml-basics")
        assert "'strike': True" in shown(bot.checklist(mina))
        await bot.clicks(mina, "onboard_undo:ml-basics")
        assert bot.of(mina).marks == {}
        await bot.clicks(mina, "onboard_skip:ml-basics")
        assert bot.of(mina).marks["ml-basics"].how == "skipped"


async def test_show_me_shows_one_entry_after_the_other_and_then_ticks() -> None:
    async with onboarding_bot() as bot:
        mina = await bot.onboarded(locale="ko-KR")
        message = bot.checklist(mina)
        await bot.clicks(mina, "onboard_show:ml-basics")
        (first,) = [one for one in mina.answers() if one.thread_ts == message.ts]
        assert "(2/2)" in shown(bot.checklist(mina))
        await bot.clicks(mina, "onboard_show:ml-basics")
        answers = [one for one in mina.answers() if one.thread_ts == message.ts]
        assert len(answers) == 2
        assert answers[1].text != first.text
        assert bot.of(mina).marks["ml-basics"].how == "shown"
        assert "onboard_done:mlops-basics" in bot.checklist(mina).action_ids()


async def test_a_double_click_on_show_me_shows_it_once() -> None:
    async with onboarding_bot() as bot:
        mina = await bot.onboarded()
        message = bot.checklist(mina)
        for _ in range(2):
            await mina.clicks(message, "onboard_show:ml-basics")
        await bot.work()
        assert len([one for one in mina.answers() if one.thread_ts == message.ts]) == 1


async def test_a_step_without_an_entry_asks_on_the_persons_behalf() -> None:
    async with onboarding_bot() as bot:
        mina = await bot.onboarded()
        for step in STEPS:
            await bot.clicks(mina, f"onboard_skip:{step}")
        await bot.clicks(mina, "onboard_show:host")
        assert "/docker-check add NAME" in shown(mina.answers()[-1])


async def test_the_machine_said_in_words_ticks_its_step_and_is_remembered() -> None:
    async with onboarding_bot() as bot:
        mina = await bot.onboarded()
        for step in STEPS[:2]:
            await bot.clicks(mina, f"onboard_skip:{step}")
        await mina.writes("Ubuntu 24.04, arm64")
        await bot.work()
        assert "I'll remember that" in shown(mina.answers()[-1])
        assert bot.of(mina).marks["machine"].how == "shown"
        known = await bot.store.person(bot.of(mina).team, mina.id)
        assert known is not None
        assert known.platform.arch is not None
        assert known.platform.arch.value == "arm64"


async def test_a_check_that_passes_ticks_and_one_that_fails_later_says_so_until_it_passes_again() -> None:
    async with onboarding_bot() as bot:
        mina = await bot.onboarded()
        host = await bot.host.online(mina)
        await bot.seen(host.id)
        assert bot.of(mina).marks["host"].how == "shown"
        for sent, is_back in (
            (machines.healthy(), False),
            (machines.no_source(), True),
            (machines.healthy(), False),
        ):
            await mina.writes("check web-1")
            await bot.work()
            await bot.host.answers(host, sent)
            await bot.seen(host.id)
            assert {"install", "docker-ps", "permissions", "machine"} <= bot.of(mina).marks.keys()
            assert ("no longer passes" in shown(bot.checklist(mina))) is is_back


async def test_on_somebody_elses_host_only_what_they_asked_about_a_user_by_name_counts() -> None:
    async with onboarding_bot() as bot:
        mina, jun = await bot.onboarded("mina"), await bot.onboarded("jun")
        host = await bot.host.online(jun)
        await bot.host.allow(host, "person", mina.id)
        for words, is_ticked in (("check web-1", False), ("check web-1 for alice", True)):
            await mina.writes(words)
            await bot.work()
            await bot.host.answers(host, machines.healthy())
            await bot.seen(host.id)
            assert ("install" in bot.of(mina).marks) is is_ticked
        assert "install" in bot.of(jun).marks


async def test_all_done_is_said_once_and_what_is_optional_may_stay_open() -> None:
    async with onboarding_bot() as bot:
        mina = await bot.onboarded()
        for step in STEPS:
            await bot.clicks(mina, f"onboard_done:{step}")
        assert bot.of(mina).state == "done"
        await bot.clicks(mina, "onboard_undo:docker-ps")
        await bot.clicks(mina, "onboard_done:docker-ps")
        await bot.clicks(mina, "onboard_done:host")
        assert len([one for one in mina.answers() if "All done" in shown(one)]) == 1


async def test_who_skipped_everything_is_not_congratulated() -> None:
    async with onboarding_bot() as bot:
        mina = await bot.onboarded()
        for step in STEPS:
            await bot.clicks(mina, f"onboard_skip:{step}")
        assert bot.of(mina).state == "done"
        assert [one for one in mina.answers() if "All done" in shown(one)] == []


async def test_not_for_me_ends_it_and_can_be_taken_back_as_it_was() -> None:
    async with onboarding_bot() as bot:
        mina = await bot.onboarded()
        await bot.clicks(mina, "onboard_done:ml-basics")
        await bot.clicks(mina, "onboard_stop")
        assert bot.checklist(mina).action_ids() == ["onboard_resume"]
        await bot.clicks(mina, "onboard_resume")
        assert list(bot.of(mina).marks) == ["ml-basics"]
        assert bot.of(mina).state == "active"


async def test_starting_over_takes_the_old_message_away_and_sends_one_new() -> None:
    async with onboarding_bot() as bot:
        mina = await bot.onboarded()
        for step in STEPS:
            await bot.clicks(mina, f"onboard_skip:{step}")
        old = bot.checklist(mina)
        for _ in range(2):
            await mina.clicks(old, "onboard_restart")
        await bot.work()
        assert old.is_deleted
        assert bot.of(mina).marks == {}
        assert len([one for one in mina.answers() if "Welcome" in shown(one)]) == 1


async def test_the_language_is_switched_for_good() -> None:
    async with onboarding_bot() as bot:
        mina = await bot.onboarded(locale="ko-KR")
        await bot.clicks(mina, "onboard_language:en")
        assert "Welcome" in shown(bot.checklist(mina))
        await bot.clicks(mina, "onboard_language:ko")
        assert "반가워요" in shown(bot.checklist(mina))


@pytest.mark.parametrize("token", ["", "x", "theirs"])
async def test_nobody_ticks_for_somebody_else(token: str) -> None:
    async with onboarding_bot() as bot:
        mina, ben = await bot.onboarded(), bot.slack.add_person("ben")
        now = bot.of(mina)
        given = str(now.id) if token == "theirs" else token
        await bot.side.checklists.tap(
            Tap(team=now.team, user=ben.id, act="done", target="ml-basics", token=given)
        )
        await bot.side.checklists.tap(
            Tap(team=now.team, user=mina.id, act="done", target="no-such-step", token=str(now.id))
        )
        assert bot.of(mina).marks == {}


async def test_a_tick_that_was_kept_when_the_bot_ended_is_shown_when_it_is_back() -> None:
    async with onboarding_bot() as bot:
        mina = await bot.onboarded()
        await mina.clicks(bot.checklist(mina), "onboard_done:ml-basics")
        message = bot.checklist(mina)
        assert "onboard_done:ml-basics" in message.action_ids()
        bot.store.queued.append(bot.store.queued[-1])  # the job of a worker that died is taken over
        await bot.work()
        assert "onboard_done:mlops-basics" in message.action_ids()
        assert len(mina.answers()) == 2  # the checklist, and that it was sent
