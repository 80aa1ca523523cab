"""The buttons below a report: checking again, all checks, sharing, and the Entry that mends it."""

from __future__ import annotations

import pytest

from bot.hosts.model import Subject
from bot.slackfake.people import Person
from bot.slackfake.pings import pings
from bot.slackfake.state import Channel
from tests import machines
from tests.conversations.hosts import HostBot, private, shown


async def test_two_clicks_of_check_again_are_one_check(bot: HostBot, ann: Person) -> None:
    _, report = await bot.reported(ann, machines.not_member())
    await ann.clicks(report, "check_again:web-1")
    await ann.clicks(report, "check_again:web-1")
    await bot.work()
    assert bot.jobs() == 2
    assert len(ann.answers()) == 2


async def test_check_again_says_what_was_mended(bot: HostBot, ann: Person) -> None:
    host, report = await bot.reported(ann, machines.not_member())
    await ann.clicks(report, "check_again:web-1")
    await bot.work()
    await bot.answers(host, machines.healthy())
    after = shown(ann.answers()[-1])
    assert "Since the last check" in after
    assert "fixed: Membership of the docker group" in after


async def test_check_again_says_when_nothing_changed(bot: HostBot, ann: Person) -> None:
    host, report = await bot.reported(ann, machines.not_member())
    await ann.clicks(report, "check_again:web-1")
    await bot.work()
    await bot.answers(host, machines.not_member())
    assert "nothing changed" in shown(ann.answers()[-1])


async def test_a_private_report_is_replaced_by_its_next_one_as_often_as_wanted(
    bot: HostBot, ann: Person, channel: Channel
) -> None:
    host, report = await bot.reported(ann, machines.not_member(), channel)
    for sent, title in ((machines.stopped(), "one thing to fix"), (machines.healthy(), "all good")):
        await ann.clicks(report, "check_again:web-1")
        await bot.work()
        assert "Looking at" in shown(ann.answers(channel)[-1])
        await bot.answers(host, sent)
        now = ann.answers(channel)[-1]
        assert (now.ts, title in shown(now)) == (report.ts, True)


async def test_a_quick_result_is_the_only_private_message(
    bot: HostBot, ann: Person, channel: Channel
) -> None:
    host = await bot.online(ann)
    await ann.commands("/docker-check", "web-1", channel)
    await bot.tries_once()
    assert private(bot, ann, channel) == []
    await bot.answers(host, machines.healthy())
    (report,) = private(bot, ann, channel)
    assert "all good" in shown(report)


async def test_all_checks_are_listed_with_their_status(bot: HostBot, ann: Person, channel: Channel) -> None:
    _, report = await bot.reported(ann, machines.stopped(), channel)
    await ann.clicks(report, "all_checks:0")
    await bot.work()
    listed = ann.answers(channel)[-1]
    assert "waits for “The docker service”" in shown(listed)
    assert shown(listed).count("'emoji'") == 45
    assert listed.visible_to == ann.id
    assert pings(listed) == set()


async def test_the_owner_shares_a_private_report(
    bot: HostBot, ann: Person, ben: Person, channel: Channel
) -> None:
    _, report = await bot.reported(ann, machines.stopped(), channel)
    await ann.clicks(report, "share_answer")
    await bot.work()
    (shared,) = ben.answers(channel)
    assert "sudo systemctl enable --now docker" in shown(shared)


async def test_a_report_read_in_private_is_shared_where_it_was_asked_for(
    bot: HostBot, ann: Person, ben: Person, channel: Channel
) -> None:
    host = await bot.online(ann)
    asked = await ann.mentions(channel, "check web-1")
    await bot.work()
    await bot.answers(host, machines.stopped())
    await ann.clicks(ann.answers()[-1], "share_answer")
    await bot.work()
    (shared,) = ben.answers(channel)
    assert (shared.thread_ts, "enable --now docker" in shown(shared)) == (asked.ts, True)


@pytest.mark.parametrize("clicks", [1, 2])
async def test_once_shared_a_private_report_says_so_and_has_no_button_for_it(
    bot: HostBot, ann: Person, ben: Person, channel: Channel, clicks: int
) -> None:
    _, report = await bot.reported(ann, machines.stopped(), channel)
    buttons = report.action_ids()
    for _ in range(clicks):
        await ann.clicks(report, "share_answer")
    await bot.work()
    now = next(message for message in private(bot, ann, channel) if message.ts == report.ts)
    assert "Shared for all to read" in shown(now)
    assert now.action_ids() == [one for one in buttons if one != "share_answer"]
    assert len(ben.answers(channel)) == 1


async def test_a_report_read_in_direct_messages_says_that_it_is_shared(
    bot: HostBot, ann: Person, channel: Channel
) -> None:
    host = await bot.online(ann)
    await ann.mentions(channel, "check web-1")
    await bot.work()
    await bot.answers(host, machines.stopped())
    await ann.clicks(ann.answers()[-1], "share_answer")
    await bot.work()
    now = ann.answers()[-1]
    assert ("Shared for all" in shown(now), "share_answer" in now.action_ids()) == (True, False)
    await ann.clicks(now, "all_checks:0")
    await bot.work()
    assert "web-1: all checks" in shown(ann.answers()[-1])


async def test_who_may_not_share_any_more_is_told_and_keeps_the_button(
    bot: HostBot, ann: Person, ben: Person, channel: Channel
) -> None:
    host = await bot.online(ann)
    await bot.allow(host, "channel", channel.id)
    await ben.commands("/docker-check", "web-1", channel)
    await bot.work()
    await bot.answers(host, machines.stopped())
    report = ben.answers(channel)[-1]
    await bot.hosts.disallow(host.id, Subject(kind="channel", id=channel.id))
    await ben.clicks(report, "share_answer")
    await bot.work()
    told = private(bot, ben, channel)[-1]
    assert ("share_answer" in report.action_ids(), "Only the host's owner" in shown(told)) == (True, True)
    assert ann.answers(channel) == []


async def test_who_may_check_may_not_share(bot: HostBot, ann: Person, ben: Person, channel: Channel) -> None:
    host = await bot.online(ann)
    await bot.allow(host, "person", ben.id)
    await ben.commands("/docker-check", "web-1", channel)
    await bot.work()
    await bot.answers(host, machines.stopped())
    report = ben.answers(channel)[-1]
    assert "enable --now docker" in shown(report)
    assert "share_answer" not in report.action_ids()


async def test_who_is_disallowed_while_the_host_looks_sees_no_report(
    bot: HostBot, ann: Person, ben: Person, channel: Channel
) -> None:
    host = await bot.online(ann)
    await bot.allow(host, "person", ben.id)
    await ben.commands("/docker-check", "web-1", channel)
    await bot.work()
    await bot.hosts.disallow(host.id, Subject(kind="person", id=ben.id))
    await bot.answers(host, machines.stopped())
    said = shown(ben.answers(channel)[-1])
    assert ("belongs to somebody else" in said, "enable --now docker" in said) == (True, False)


async def test_who_was_not_allowed_cannot_use_the_buttons_of_a_shared_report(
    bot: HostBot, ann: Person, ben: Person, channel: Channel
) -> None:
    _, report = await bot.reported(ann, machines.stopped(), channel)
    await ann.clicks(report, "share_answer")
    await bot.work()
    (shared,) = ben.answers(channel)
    for action in ("check_again:web-1", "all_checks:0"):
        await ben.clicks(shared, action)
        await bot.work()
        said = ben.answers(channel)[-1]
        assert (said.visible_to, "belongs to somebody else" in shown(said)) == (ben.id, True)
    assert bot.jobs() == 1


async def test_who_reads_all_checks_or_shares_a_report_is_in_the_log(
    bot: HostBot, ann: Person, ben: Person, channel: Channel
) -> None:
    _, report = await bot.reported(ann, machines.stopped(), channel)
    for action in ("all_checks:0", "share_answer"):
        await ann.clicks(report, action)
        await bot.work()
    await ben.clicks(ben.answers(channel)[-1], "all_checks:0")
    await bot.work()
    log = [(row.asker, row.action, row.allowed) for row in bot.hosts.log if row.action != "enroll"]
    assert log[-4:] == [
        (ann.id, "check", True),
        (ann.id, "all_checks", True),
        (ann.id, "share", True),
        (ben.id, "all_checks", False),
    ]


async def test_the_entry_button_shows_commands_for_the_machine_of_the_report(
    bot: HostBot, ann: Person
) -> None:
    _, report = await bot.reported(ann, machines.no_source())
    await ann.clicks(report, "choose_entry:docker-install-ubuntu")
    await bot.work()
    entry = ann.answers()[-1]
    assert "Ubuntu 24.04" in shown(entry)
    assert "choose_arch:arm64" not in entry.action_ids()
