"""Checks of hosts in Slack: real payloads over HTTP, real judges, Agents that the test plays."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.rendering.limits import check_blocks
from bot.slackfake.people import Person
from bot.slackfake.pings import pings
from bot.slackfake.state import Channel
from bot.storage.model import Person as Known
from tests import machines
from tests.conversations.hosts import HostBot, host_bot, private, shown


@pytest.fixture
async def bot() -> AsyncIterator[HostBot]:
    async with host_bot() as running:
        yield running


@pytest.fixture
def channel(bot: HostBot) -> Channel:
    return bot.slack.add_channel("help")


@pytest.fixture
def ann(bot: HostBot, channel: Channel) -> Person:
    return bot.slack.add_person("ann", channel)


@pytest.fixture
def ben(bot: HostBot, channel: Channel) -> Person:
    return bot.slack.add_person("ben", channel)


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
    assert check_blocks(report.blocks) == []


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


async def test_two_clicks_of_check_again_are_one_check(bot: HostBot, ann: Person) -> None:
    host = await bot.online(ann)
    await ann.writes("check web-1")
    await bot.work()
    await bot.answers(host, machines.not_member())
    report = ann.answers()[-1]
    await ann.clicks(report, "check_again:web-1")
    await ann.clicks(report, "check_again:web-1")
    await bot.work()
    assert bot.jobs() == 2
    assert len(ann.answers()) == 2


async def test_check_again_says_what_was_mended(bot: HostBot, ann: Person) -> None:
    host = await bot.online(ann)
    await ann.writes("check web-1")
    await bot.work()
    await bot.answers(host, machines.not_member())
    await ann.clicks(ann.answers()[-1], "check_again:web-1")
    await bot.work()
    await bot.answers(host, machines.healthy())
    after = shown(ann.answers()[-1])
    assert "Since the last check" in after
    assert "mended: Membership of the docker group" in after


async def test_check_again_says_when_nothing_changed(bot: HostBot, ann: Person) -> None:
    host = await bot.online(ann)
    await ann.writes("check web-1")
    await bot.work()
    await bot.answers(host, machines.not_member())
    await ann.clicks(ann.answers()[-1], "check_again:web-1")
    await bot.work()
    await bot.answers(host, machines.not_member())
    assert "nothing changed" in shown(ann.answers()[-1])


async def test_a_private_report_is_replaced_by_its_next_one_as_often_as_wanted(
    bot: HostBot, ann: Person, channel: Channel
) -> None:
    host = await bot.online(ann)
    await ann.commands("/docker-check", "web-1", channel)
    await bot.work()
    await bot.answers(host, machines.not_member())
    for sent, title in ((machines.stopped(), "one thing to mend"), (machines.healthy(), "all good")):
        report = ann.answers(channel)[-1]
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
    host = await bot.online(ann)
    await ann.commands("/docker-check", "web-1", channel)
    await bot.work()
    await bot.answers(host, machines.stopped())
    await ann.clicks(ann.answers(channel)[-1], "all_checks:0")
    await bot.work()
    listed = ann.answers(channel)[-1]
    assert "waits for “The docker service”" in shown(listed)
    assert shown(listed).count("'emoji'") == 45
    assert listed.visible_to == ann.id
    assert check_blocks(listed.blocks) == []


async def test_the_owner_shares_a_private_report(
    bot: HostBot, ann: Person, ben: Person, channel: Channel
) -> None:
    host = await bot.online(ann)
    await ann.commands("/docker-check", "web-1", channel)
    await bot.work()
    await bot.answers(host, machines.stopped())
    await ann.clicks(ann.answers(channel)[-1], "share_answer")
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


async def test_who_may_check_may_not_share(bot: HostBot, ann: Person, ben: Person, channel: Channel) -> None:
    host = await bot.online(ann)
    await bot.allow(host, "person", ben.id)
    await ben.commands("/docker-check", "web-1", channel)
    await bot.work()
    await bot.answers(host, machines.stopped())
    report = ben.answers(channel)[-1]
    assert "enable --now docker" in shown(report)
    assert "share_answer" not in report.action_ids()


async def test_who_was_not_allowed_cannot_use_the_buttons_of_a_shared_report(
    bot: HostBot, ann: Person, ben: Person, channel: Channel
) -> None:
    host = await bot.online(ann)
    await ann.commands("/docker-check", "web-1", channel)
    await bot.work()
    await bot.answers(host, machines.stopped())
    await ann.clicks(ann.answers(channel)[-1], "share_answer")
    await bot.work()
    (shared,) = ben.answers(channel)
    for action in ("check_again:web-1", "all_checks:0"):
        await ben.clicks(shared, action)
        await bot.work()
        said = ben.answers(channel)[-1]
        assert (said.visible_to, "belongs to somebody else" in shown(said)) == (ben.id, True)
    assert bot.jobs() == 1


async def test_the_entry_button_shows_commands_for_the_machine_of_the_report(
    bot: HostBot, ann: Person
) -> None:
    host = await bot.online(ann)
    await ann.writes("check web-1")
    await bot.work()
    await bot.answers(host, machines.no_source())
    await ann.clicks(ann.answers()[-1], "choose_entry:docker-install-ubuntu")
    await bot.work()
    entry = ann.answers()[-1]
    assert "Ubuntu 24.04" in shown(entry)
    assert "choose_arch:arm64" not in entry.action_ids()


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


async def test_nothing_that_a_host_sends_pings_links_or_formats(
    bot: HostBot, ann: Person, channel: Channel
) -> None:
    host = await bot.online(ann)
    await bot.allow(host, "channel", channel.id)
    await ann.mentions(channel, "check web-1")
    await bot.work()
    await bot.answers(host, machines.hostile())
    report = bot.slack.said(channel)[-1]
    await ann.clicks(report, "all_checks:0")
    await bot.work()
    for message in (report, bot.slack.said(channel)[-1]):
        assert pings(message) == set()
        assert "'url': 'https://evil.example'" not in shown(message)
        assert "\x1b" not in shown(message)
        assert check_blocks(message.blocks) == []


@pytest.mark.parametrize(
    ("refusal", "says"),
    [
        ("paused", "is paused by its owner"),
        ("denied_asker", "does not allow checks by you"),
        ("unknown_fact", "too old"),
        ("bad_user", "Looking at that user is not allowed"),
        ("rate", "used up the checks"),
        ("expired", "too late"),
        ("malformed", "cannot be read"),
        ("other", "says why"),
    ],
)
async def test_what_the_hosts_own_policy_refuses_is_explained(
    bot: HostBot, ann: Person, refusal: str, says: str
) -> None:
    host = await bot.online(ann)
    await ann.writes("check web-1")
    await bot.work()
    await bot.refuses(host, refusal, "<!channel>")
    assert says in shown(ann.answers()[-1])
    assert pings(ann.answers()[-1]) == set()


async def test_a_host_that_is_away_shows_its_last_report_with_its_age(bot: HostBot, ann: Person) -> None:
    host = await bot.online(ann)
    await ann.writes("check web-1")
    await bot.work()
    await bot.answers(host, machines.stopped())
    bot.clock.passed += timedelta(hours=3)
    await ann.writes("check web-1")
    await bot.work()
    said = shown(ann.answers()[-1])
    assert "is not connected just now" in said
    assert "seen 3 h ago" in said
    assert "enable --now docker" in said
    assert bot.jobs() == 1


async def test_a_host_that_never_answered_says_where_to_look(bot: HostBot, ann: Person) -> None:
    await bot.joined(ann)
    bot.clock.passed += timedelta(hours=3)
    await ann.writes("check web-1")
    await bot.work()
    assert "never been checked" in shown(ann.answers()[-1])


async def test_a_check_that_is_not_answered_in_time_says_so(bot: HostBot, ann: Person) -> None:
    await bot.online(ann)
    await ann.writes("check web-1")
    await bot.work()
    await bot.expires()
    (reply,) = ann.answers()
    assert "did not answer within two minutes" in shown(reply)


async def test_an_unknown_host_offers_those_that_the_asker_may_see(
    bot: HostBot, ann: Person, ben: Person, channel: Channel
) -> None:
    await bot.online(ann, "web-1")
    await bot.online(ben, "web-2")
    await ann.commands("/docker-check", "web-3", channel)
    await bot.work()
    reply = ann.answers(channel)[-1]
    assert reply.action_ids() == ["check_host:web-1"]
    await ann.clicks(reply, "check_host:web-1")
    await bot.work()
    assert bot.jobs() == 1


async def test_somebody_elses_host_is_not_shown_and_its_owner_is_named(
    bot: HostBot, ann: Person, ben: Person, channel: Channel
) -> None:
    await bot.online(ann)
    await ben.commands("/docker-check", "web-1", channel)
    await bot.work()
    reply = ben.answers(channel)[-1]
    assert "belongs to somebody else" in shown(reply)
    assert f"'user_id': '{ann.id}'" in shown(reply)
    assert bot.jobs() == 0


async def test_a_name_that_cannot_be_one_is_explained_without_echoing_markup(
    bot: HostBot, ann: Person, channel: Channel
) -> None:
    await ann.commands("/docker-check", "../etc `<!channel>` [x](https://evil.example)", channel)
    await bot.work()
    reply = ann.answers(channel)[-1]
    assert "cannot be a host's name" in shown(reply)
    assert pings(reply) == set()


async def test_busy_revoked_and_quarantined_hosts_have_sentences_of_their_own(
    bot: HostBot, ann: Person
) -> None:
    host = await bot.online(ann)
    await bot.hosts.begin_poll(host.id, "s2", "1.0.0")
    await bot.hosts.begin_poll(host.id, "s1", "1.0.0")
    bot.store.queued.clear()
    await ann.writes("check web-1")
    await bot.work()
    assert "two agents were seen with the same key" in shown(ann.answers()[-1])
    await bot.hosts.end(host.id, "owner")
    await ann.writes("check web-1")
    await bot.work()
    assert "was revoked" in shown(ann.answers()[-1])


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


async def test_a_host_whose_policy_shows_nothing_says_how_to_widen_it(bot: HostBot, ann: Person) -> None:
    host = await bot.online(ann)
    await ann.writes("check web-1")
    await bot.work()
    await bot.answers(host, machines.nothing_granted())
    said = shown(ann.answers()[-1])
    assert "could not see anything" in said
    assert "policy set" in said
