"""How a check is asked for in Slack: real payloads over HTTP, real judges, Agents that the test plays."""

from __future__ import annotations

from bot.slackfake.people import Person
from bot.slackfake.pings import pings
from bot.slackfake.state import Channel
from bot.storage.model import Person as Known
from tests import machines
from tests.conversations.hosts import HostBot, shown


async def test_a_command_is_answered_with_the_cause_and_the_commands_of_that_machine(
    bot: HostBot, ann: Person, ben: Person, channel: Channel
) -> None:
    host = await bot.online(ann)
    await ann.commands("/docker-check", "web-1", channel)
    await bot.work()
    await bot.answers(host, machines.not_member())
    report = ann.answers(channel)[-1]
    assert "alice is not in the group docker" in shown(report)
    assert "sudo usermod -aG docker alice" in shown(report)
    assert "sudo usermod -aG docker alice" in report.text
    assert "Ubuntu 24.04" in shown(report)
    assert ben.answers(channel) == []
    assert pings(report) == set()


async def test_what_is_said_in_private_turns_from_looking_into_the_report(bot: HostBot, ann: Person) -> None:
    host = await bot.online(ann)
    await ann.writes("web-1 확인해줘")
    await bot.work()
    (looking,) = ann.answers()
    assert "살펴보고 있어요" in shown(looking)
    await bot.answers(host, machines.not_member())
    (report,) = ann.answers()
    assert report.ts == looking.ts
    assert "alice 사용자가 docker 그룹에 없어요" in shown(report)


async def test_a_mention_in_a_channel_is_answered_in_private_and_says_so(
    bot: HostBot, ann: Person, ben: Person, channel: Channel
) -> None:
    host = await bot.online(ann)
    await ann.mentions(channel, "check web-1")
    await bot.work()
    (looking,) = ann.answers()
    await bot.answers(host, machines.not_member())
    (report,) = ann.answers()
    assert (report.ts, "usermod" in shown(report)) == (looking.ts, True)
    (pointer,) = ann.answers(channel)
    assert pointer.visible_to == ann.id
    assert "direct messages" in pointer.text
    assert ben.answers(channel) == []


async def test_where_the_owner_allowed_the_channel_everybody_there_reads_the_report(
    bot: HostBot, ann: Person, ben: Person, channel: Channel
) -> None:
    host = await bot.online(ann)
    await bot.allow(host, "channel", channel.id)
    asked = await ben.mentions(channel, "check web-1")
    await bot.work()
    (looking,) = ann.answers(channel)
    await bot.answers(host, machines.stopped())
    (report,) = ann.answers(channel)
    assert (report.ts, report.thread_ts) == (looking.ts, asked.ts)
    assert "sudo systemctl enable --now docker" in shown(report)
    assert "share_answer" not in report.action_ids()


async def test_a_question_that_begins_like_a_check_goes_to_the_answer_path(
    bot: HostBot, ann: Person, channel: Channel
) -> None:
    await bot.online(ann)
    await ann.mentions(channel, "check docker version")
    await bot.work()
    (reply,) = bot.slack.said(channel)
    assert "I don't know that one yet" in shown(reply)
    assert bot.jobs() == 0


async def test_a_follow_up_in_a_thread_is_heard_too(bot: HostBot, ann: Person) -> None:
    host = await bot.online(ann)
    root = await ann.writes("hello")
    await bot.work()
    await ann.writes("is web-1 ok?", thread=root)
    await bot.work()
    await bot.answers(host, machines.healthy())
    report = ann.answers()[-1]
    assert (report.thread_ts, "web-1: all good" in shown(report)) == (root.ts, True)


async def test_the_owners_machine_is_learnt_once_and_said(bot: HostBot, ann: Person) -> None:
    host = await bot.online(ann)
    await ann.writes("check web-1")
    await bot.work()
    await bot.answers(host, machines.healthy())
    assert "From now on I fit my answers to this machine" in shown(ann.answers()[-1])
    known = bot.store.people[bot.team, ann.id].platform
    assert (known.arch and known.arch.value, known.distro and known.distro.value) == ("amd64", "ubuntu")
    await ann.writes("check web-1")
    await bot.work()
    await bot.answers(host, machines.healthy())
    assert "From now on" not in shown(ann.answers()[-1])


async def test_the_machine_of_another_persons_host_is_not_learnt(
    bot: HostBot, ann: Person, ben: Person
) -> None:
    host = await bot.online(ann)
    await bot.allow(host, "everyone")
    await ben.writes("check web-1")
    await bot.work()
    await bot.answers(host, machines.healthy())
    assert bot.store.people.get((bot.team, ben.id), Known()) == Known()


async def test_an_edited_question_checks_the_other_host(bot: HostBot, ann: Person) -> None:
    await bot.online(ann, "web-1")
    second = await bot.online(ann, "web-2")
    asked = await ann.writes("check web-1")
    await bot.work()
    await ann.edits(asked, "check web-2")
    await bot.work()
    await bot.answers(second, machines.healthy())
    (reply,) = ann.answers()
    assert "web-2: all good" in shown(reply)
