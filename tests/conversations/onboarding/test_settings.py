"""The checklist and a person's settings are one: what is said in either holds in both."""

from __future__ import annotations

from bot.platforms.model import Known, Platform
from bot.slackfake.people import Person
from bot.storage.model import Person as Kept
from tests.conversations.teammates import OnboardingBot, onboarding_bot, shown


async def saved(bot: OnboardingBot, person: Person) -> Kept:
    return await bot.side.preferences.person(bot.of(person).team, person.id)


async def at_the_machine(bot: OnboardingBot) -> Person:
    mina = await bot.onboarded()
    for step in ("ml-basics", "mlops-basics"):
        await bot.clicks(mina, f"onboard_skip:{step}")
    return mina


async def test_the_language_switched_in_the_checklist_is_the_one_that_answers_come_in() -> None:
    async with onboarding_bot() as bot:
        mina = await bot.onboarded(locale="ko-KR")
        assert (await saved(bot, mina)).language is None
        await bot.clicks(mina, "onboard_language:en")
        assert (await saved(bot, mina)).language == "en"


async def test_a_language_chosen_in_the_settings_is_that_of_the_checklist_at_once() -> None:
    async with onboarding_bot() as bot:
        mina = await bot.onboarded(locale="en-US")
        await bot.side.preferences.choose(bot.of(mina).team, mina.id, language="ko")
        await bot.work()
        assert "반가워요" in shown(bot.checklist(mina))


async def test_a_machine_chosen_in_the_settings_ticks_its_step() -> None:
    async with onboarding_bot() as bot:
        mina = await bot.onboarded()
        team = bot.of(mina).team
        await bot.side.preferences.choose(team, mina.id, system="ubuntu:noble")
        assert "machine" not in bot.of(mina).marks
        await bot.side.preferences.choose(team, mina.id, arch="arm64")
        assert bot.of(mina).marks["machine"].how == "shown"


async def test_a_machine_that_is_said_takes_the_place_of_the_one_before_and_says_so() -> None:
    async with onboarding_bot() as bot:
        mina = await at_the_machine(bot)
        before = Platform(distro=Known(value="fedora", origin="saved"))
        await bot.store.keep_person(bot.of(mina).team, mina.id, Kept(platform=before, language="en"))
        await mina.writes("Ubuntu 24.04, arm64")
        await bot.work()
        assert "It takes the place of Fedora" in shown(mina.answers()[-1])
        known = await saved(bot, mina)
        assert (known.platform.distro, known.language) == (Known(value="ubuntu", origin="saved"), "en")


async def test_the_same_machine_said_again_takes_the_place_of_nothing() -> None:
    async with onboarding_bot() as bot:
        mina = await at_the_machine(bot)
        await mina.writes("Ubuntu 24.04, arm64")
        await bot.work()
        assert "takes the place" not in shown(mina.answers()[-1])


async def test_asked_again_after_a_crash_the_machine_is_answered_as_before() -> None:
    async with onboarding_bot() as bot:
        mina = await at_the_machine(bot)
        await mina.writes("Ubuntu 24.04, arm64")
        await bot.work()
        question = next(q for q in bot.store.questions.values() if q.text.startswith("Ubuntu"))
        again = await bot.side.talk([question])
        assert again is not None
        assert "I'll remember that" in str(again.blocks)


async def test_who_is_onboarded_by_another_is_spoken_to_in_the_language_that_they_chose() -> None:
    async with onboarding_bot() as bot:
        ann, mina = bot.keeper(), bot.slack.add_person("mina")
        await bot.side.preferences.choose(bot.slack.workspace.team, mina.id, language="ko")
        await ann.commands("/onboard", f"<@{mina.id}>")
        await bot.work()
        assert bot.of(mina).language == "ko"
