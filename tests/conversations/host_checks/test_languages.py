"""``/docker-check web-1`` tells no language: it is answered in the one that its asker speaks."""

from __future__ import annotations

from dataclasses import dataclass

from bot.conversations.languages import Profiles
from bot.knowledge.model import Language
from bot.onboarding.model import Profile
from bot.slackfake.people import Person
from bot.slackfake.state import Channel
from bot.storage.model import Person as Known
from bot.work.ports import Passing
from tests import machines
from tests.conversations.hosts import HostBot, host_bot, shown


async def reported(bot: HostBot, ann: Person, channel: Channel) -> str:
    host = await bot.online(ann)
    await ann.commands("/docker-check", "web-1", channel)
    await bot.work()
    await bot.answers(host, machines.healthy())
    return shown(ann.answers(channel)[-1])


async def test_who_asked_in_korean_before_reads_korean(bot: HostBot, ann: Person, channel: Channel) -> None:
    await ann.writes("도커 설치하는 법")
    await bot.work()
    await ann.writes("docker ps")
    await bot.work()
    assert "이상 없어요" in await reported(bot, ann, channel)


async def test_the_language_that_they_saved_counts_first(bot: HostBot, ann: Person, channel: Channel) -> None:
    bot.store.people[bot.team, ann.id] = Known(language="en")
    await ann.writes("도커 설치하는 법")
    await bot.work()
    assert "all good" in await reported(bot, ann, channel)


async def _in_a_team_of(language: Language | None, said: str, profiles: Profiles | None = None) -> str:
    async with host_bot(default_language=language, profiles=profiles) as bot:
        channel = bot.slack.add_channel("help")
        ann = bot.slack.add_person("ann", channel)
        if said:
            await ann.writes(said)
            await bot.work()
        return await reported(bot, ann, channel)


async def test_of_whom_nothing_is_known_the_teams_language_is_taken() -> None:
    assert "이상 없어요" in await _in_a_team_of("ko", "")
    assert "all good" in await _in_a_team_of(None, "")


@dataclass(frozen=True)
class InKorean:
    """Whose Slack is in Korean; ``fault`` is raised instead."""

    fault: Exception | None = None

    async def find(self, team: str, user: str) -> Profile | None:
        if self.fault:
            raise self.fault
        return Profile(team=team, user=user, is_teammate=True, language="ko", zone="Asia/Seoul")


async def test_of_whom_nothing_was_heard_the_language_of_their_slack_is_taken() -> None:
    assert "이상 없어요" in await _in_a_team_of(None, "", InKorean())
    assert "all good" in await _in_a_team_of(None, "how do I install docker?", InKorean())
    assert "all good" in await _in_a_team_of(None, "", InKorean(Passing()))


async def test_who_asked_in_english_reads_english_in_a_korean_team() -> None:
    assert "all good" in await _in_a_team_of("ko", "how do I install docker?")
    assert "이상 없어요" in await _in_a_team_of("ko", "check web-9")


async def test_what_nobody_asked_for_is_told_in_their_language_too(bot: HostBot, ann: Person) -> None:
    await ann.writes("도커 설치하는 법")
    await bot.work()
    await bot.joined(ann, is_kept=False)
    await bot.work()
    assert "등록됐어요" in shown(ann.answers()[-1])
