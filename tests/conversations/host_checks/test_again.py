""" "Check again" in words: the conversation tells which host is meant."""

from __future__ import annotations

import pytest

from bot.slackfake.people import Person
from bot.slackfake.state import Channel
from tests import machines
from tests.conversations.hosts import HostBot, shown


@pytest.mark.parametrize(
    "said", ["check again", "다시 확인해줘", "recheck", "is it fixed now?", "이제 됐어?"]
)
async def test_in_the_thread_of_a_report_the_host_is_checked_again(
    bot: HostBot, ann: Person, said: str
) -> None:
    host = await bot.online(ann)
    asked = await ann.writes("check web-1")
    await bot.work()
    await bot.answers(host, machines.not_member())
    await ann.writes(said, thread=asked)
    await bot.work()
    await bot.answers(host, machines.healthy())
    report = ann.answers()[-1]
    assert (report.thread_ts, bot.jobs()) == (asked.ts, 2)
    assert "Membership of the docker group" in shown(report) or "docker 그룹 소속" in shown(report)


async def test_below_a_private_report_of_a_channel_it_is_checked_again(
    bot: HostBot, ann: Person, channel: Channel
) -> None:
    host = await bot.online(ann)
    await ann.mentions(channel, "check web-1")
    await bot.work()
    await bot.answers(host, machines.not_member())
    await ann.writes("check again", thread=ann.answers()[-1])
    await bot.work()
    assert bot.jobs() == 2


async def test_in_direct_messages_the_last_host_there_is_meant(bot: HostBot, ann: Person) -> None:
    for name in ("web-1", "web-2"):
        host = await bot.online(ann, name)
        await ann.writes(f"check {name}")
        await bot.work()
        await bot.answers(host, machines.healthy())
    await ann.writes("다시 확인해줘")
    await bot.work()
    assert "web-2" in shown(ann.answers()[-1])
    assert "살펴보고 있어요" in shown(ann.answers()[-1])


async def test_it_is_about_the_same_user_of_the_host(bot: HostBot, ann: Person) -> None:
    host = await bot.online(ann)
    asked = await ann.writes("check web-1 for bob")
    await bot.work()
    await bot.answers(host, machines.not_member())
    await ann.writes("check again", thread=asked)
    await bot.work()
    await bot.answers(host, machines.not_member())
    await ann.clicks(ann.answers()[-1], "check_again:web-1")
    await bot.work()
    assert [row.job.user for row in bot.hosts.jobs.values()] == ["bob"] * 3


async def test_the_buttons_of_its_report_work(bot: HostBot, ann: Person) -> None:
    host = await bot.online(ann)
    asked = await ann.writes("check web-1")
    await bot.work()
    await bot.answers(host, machines.healthy())
    await ann.writes("check again", thread=asked)
    await bot.work()
    await bot.answers(host, machines.no_source())
    report = ann.answers()[-1]
    await ann.clicks(report, "all_checks:0")
    await bot.work()
    assert "web-1: all checks" in shown(ann.answers()[-1])
    await ann.clicks(report, "choose_entry:docker-install-ubuntu")
    await bot.work()
    assert "Ubuntu 24.04" in shown(ann.answers()[-1])


async def test_said_twice_it_is_the_same_host_whatever_was_checked_between(bot: HostBot, ann: Person) -> None:
    first, second = await bot.online(ann), await bot.online(ann, "web-2")
    await ann.writes("check web-1")
    await bot.work()
    await bot.answers(first, machines.healthy())
    await ann.writes("check again")
    await bot.work()
    await ann.writes("check web-2")
    await bot.work()
    await bot.answers(first, machines.healthy())
    assert [row.job.host_id for row in bot.hosts.jobs.values()] == [first.id, first.id, second.id]
    assert sum("web-1: all good" in shown(message) for message in ann.answers()) == 2


async def test_elsewhere_it_asks_which_host(bot: HostBot, ann: Person, channel: Channel) -> None:
    await bot.online(ann, "web-1")
    await bot.online(ann, "web-2")
    await ann.mentions(channel, "다시 확인해줘")
    await bot.work()
    question = ann.answers()[-1]
    assert "어느 호스트를 다시 확인할까요?" in shown(question)
    assert question.action_ids() == ["check_host:web-1", "check_host:web-2"]
    assert bot.jobs() == 0


async def test_who_has_no_host_learns_how_to_add_one(bot: HostBot, ann: Person) -> None:
    await ann.writes("check again")
    await bot.work()
    assert "/docker-check add" in shown(ann.answers()[-1])


@pytest.mark.parametrize("said", ["is it fixed now?", "이제 됐어?", "check docker again"])
async def test_a_question_that_may_be_about_anything_is_not_taken_elsewhere(
    bot: HostBot, ann: Person, channel: Channel, said: str
) -> None:
    await bot.online(ann)
    await ann.mentions(channel, said)
    await bot.work()
    assert bot.jobs() == 0
    assert len(bot.slack.said(channel)) == 1


async def test_people_who_talk_in_a_thread_without_a_report_are_left_alone(
    bot: HostBot, ann: Person, ben: Person, channel: Channel
) -> None:
    await bot.online(ann)
    asked = await ann.mentions(channel, "how do I install docker?")
    await bot.work()
    await ben.says(channel, "check again", thread=asked)
    await bot.work()
    assert (len(bot.slack.said(channel)), ben.answers(), bot.jobs()) == (1, [], 0)


async def test_in_somebody_elses_thread_no_name_is_told_that_they_could_not_read(
    bot: HostBot, ann: Person, ben: Person, channel: Channel
) -> None:
    host = await bot.online(ann, "secret-1")
    await ann.mentions(channel, "check secret-9")
    await bot.work()
    asked = bot.slack.said(channel)[-1]
    await ann.clicks(ann.answers()[-1], "check_host:secret-1")
    await bot.work()
    await bot.answers(host, machines.healthy())
    await ben.mentions(channel, "check again", thread=asked)
    await bot.work()
    assert all("secret-1" not in shown(message) for message in [*ben.answers(), *ben.answers(channel)])
