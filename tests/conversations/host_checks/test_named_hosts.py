"""A question that names a host is answered for its machine, to those who may know of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.hosts.model import Host
from bot.slackfake.people import Person
from bot.slackfake.state import Channel
from tests import machines
from tests.conversations.hosts import HostBot, shown

ARM = "Ubuntu 24.04 · arm64"


async def seen(bot: HostBot, owner: Person, name: str = "web-1") -> Host:
    """A host of which an arm64 Ubuntu 24.04 was seen five minutes ago; nothing of it was learnt."""
    host = await bot.online(owner, name)
    await owner.writes(f"check {name}")
    await bot.work()
    await bot.answers(host, machines.healthy(machine={"kernel_arch": "aarch64", "dpkg_arch": "arm64"}))
    bot.store.people.clear()
    bot.clock.passed += timedelta(minutes=5)
    return host


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("how do I install docker on web-1?", f"This fits `web-1`: {ARM} (AArch64), seen 5 min ago"),
        ("web-1에 도커 설치하려면 어떻게 해?", f"`web-1`에 맞춘 답이에요: {ARM} (AArch64), 5분 전에 봤어요"),
    ],
)
async def test_the_answer_fits_the_host_and_says_so(bot: HostBot, ann: Person, said: str, told: str) -> None:
    await seen(bot, ann)
    await ann.writes(said)
    await bot.work()
    answer = ann.answers()[-1]
    assert told in shown(answer)
    assert "choose_arch:arm64" not in answer.action_ids()


async def test_who_had_an_answer_fitted_to_a_host_is_in_its_log_once(
    bot: HostBot, ann: Person, ben: Person
) -> None:
    host = await seen(bot, ann)
    await bot.allow(host, "everyone")
    for person in (ben, ann):
        await person.writes("how do I install docker on web-1?")
        await bot.work()
    fitted = [(row.asker, row.allowed) for row in bot.hosts.log if row.action == "platform"]
    assert fitted == [(ben.id, True), (ann.id, True)]


@pytest.mark.parametrize("said", ["how do I install docker on web-1?", "check web-1"])
async def test_who_goes_on_in_a_thread_that_knows_the_host_is_in_its_log_too(
    bot: HostBot, ann: Person, ben: Person, channel: Channel, said: str
) -> None:
    host = await seen(bot, ann)
    await bot.allow(host, "everyone")
    asked = await ann.mentions(channel, said)
    await bot.work()
    await ben.says(channel, "how do I install docker?", thread=asked)
    await bot.work()
    log = [(row.asker, row.host_id) for row in bot.hosts.log if row.action == "platform"]
    assert log[-1] == (ben.id, host.id)


async def test_a_follow_up_that_is_not_answered_is_not_in_the_log(
    bot: HostBot, ann: Person, ben: Person, channel: Channel
) -> None:
    host = await seen(bot, ann)
    await bot.allow(host, "everyone")
    asked = await ann.mentions(channel, "how do I install docker on web-1?")
    await bot.work()
    await ben.says(channel, "thanks, that is it", thread=asked)
    await bot.work()
    assert [row.asker for row in bot.hosts.log if row.action == "platform"] == [ann.id]


async def test_what_the_question_says_of_the_machine_counts_before_the_host(
    bot: HostBot, ann: Person
) -> None:
    await seen(bot, ann)
    await ann.writes("how do I install docker on web-1, it has Debian 13 now")
    await bot.work()
    assert "linux/debian" in shown(ann.answers()[-1])
    assert "`web-1`: arm64" in shown(ann.answers()[-1])


async def test_the_host_named_counts_before_what_was_saved(bot: HostBot, ann: Person) -> None:
    first = await bot.online(ann, "old-1")
    await ann.writes("check old-1")
    await bot.work()
    await bot.answers(first, machines.healthy())
    saved = bot.store.people[bot.team, ann.id]
    await seen(bot, ann)
    bot.store.people[bot.team, ann.id] = saved
    await ann.writes("how do I install docker on web-1")
    await bot.work()
    assert ARM in shown(ann.answers()[-1])


async def test_a_follow_up_in_the_thread_of_a_report_fits_its_host(bot: HostBot, ann: Person) -> None:
    host = await bot.online(ann)
    asked = await ann.writes("check web-1")
    await bot.work()
    await bot.answers(host, machines.no_source())
    bot.store.people.clear()
    await ann.writes("how do I install docker?", thread=asked)
    await bot.work()
    assert "Ubuntu 24.04" in shown(ann.answers()[-1])
    assert "I assumed" not in shown(ann.answers()[-1])


@pytest.mark.parametrize("name", ["web-1", "web-2"])
async def test_a_name_that_is_no_visible_host_changes_nothing_and_reveals_nothing(
    bot: HostBot, ann: Person, ben: Person, channel: Channel, name: str
) -> None:
    await seen(bot, ann)
    await ben.mentions(channel, f"how do I install docker on {name}?")
    await bot.work()
    answer = shown(bot.slack.said(channel)[-1])
    assert ("This fits" in answer, ARM in answer) == (False, False)
    assert "choose_arch:arm64" in answer
    assert ben.answers() == []


async def test_whom_the_owner_allowed_is_answered_in_private(
    bot: HostBot, ann: Person, ben: Person, channel: Channel
) -> None:
    host = await seen(bot, ann)
    await bot.allow(host, "person", ben.id)
    await ben.mentions(channel, "how do I install docker on web-1?")
    await bot.work()
    assert ARM in shown(ben.answers()[-1])
    assert all(ARM not in shown(message) for message in bot.slack.said(channel))
    await ben.clicks(ben.answers()[-1], "choose_entry:docker-install-engine")
    await bot.work()
    assert ARM in shown(ben.answers()[-1])


async def test_the_owner_and_whoever_asks_where_all_may_see_it_are_answered_there(
    bot: HostBot, ann: Person, ben: Person, channel: Channel
) -> None:
    host = await seen(bot, ann)
    await ann.mentions(channel, "how do I install docker on web-1?")
    await bot.work()
    assert ARM in shown(bot.slack.said(channel)[-1])
    await bot.allow(host, "channel", channel.id)
    await ben.mentions(channel, "how do I install docker on web-1?")
    await bot.work()
    assert ARM in shown(bot.slack.said(channel)[-1])


async def test_of_a_host_that_was_never_seen_it_says_how_to_be_answered_for_it(
    bot: HostBot, ann: Person
) -> None:
    await bot.online(ann)
    await ann.writes("how do I install docker on web-1?")
    await bot.work()
    assert "I haven't looked at web-1 yet" in shown(ann.answers()[-1])


async def test_that_there_is_such_a_host_is_not_told_to_all(
    bot: HostBot, ann: Person, ben: Person, channel: Channel
) -> None:
    host = await bot.online(ann)
    await bot.allow(host, "person", ben.id)
    await ben.mentions(channel, "how do I install docker on web-1?")
    await bot.work()
    assert "not looked" not in shown(bot.slack.said(channel)[-1])


async def test_a_host_with_the_name_of_a_subject_is_not_meant_by_the_subject(
    bot: HostBot, ann: Person
) -> None:
    await seen(bot, ann, "ubuntu")
    await ann.writes("how do I install docker on ubuntu?")
    await bot.work()
    assert ARM not in shown(ann.answers()[-1])
    await ann.writes("how do I install docker on the host ubuntu?")
    await bot.work()
    assert ARM in shown(ann.answers()[-1])


async def test_two_hosts_named_are_none(bot: HostBot, ann: Person) -> None:
    await seen(bot, ann)
    await seen(bot, ann, "web-2")
    await ann.writes("how do I install docker on web-1 and web-2?")
    await bot.work()
    assert ARM not in shown(ann.answers()[-1])
