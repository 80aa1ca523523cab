"""Checks that do not come to a report, and what a host sends or refuses."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.slackfake.people import Person
from bot.slackfake.pings import pings
from bot.slackfake.state import Channel
from tests import machines
from tests.conversations.hosts import PUBLIC_URL, HostBot, shown


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


@pytest.mark.parametrize(
    ("refusal", "says"),
    [
        ("paused", "is paused by its owner"),
        ("denied_asker", "does not allow checks by you"),
        ("unknown_fact", "too old"),
        ("unknown_fact", f"enroll {PUBLIC_URL} --service"),
        ("bad_user", "Looking at that user is not allowed"),
        ("rate", "used up the checks"),
        ("expired", "too late"),
        ("malformed", "can't be read"),
        ("malformed", f"{PUBLIC_URL}/agent.pyz"),
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
    assert "isn't connected right now" in said
    assert "seen 3 h ago" in said
    assert "enable --now docker" in said
    assert bot.jobs() == 1


async def test_the_last_report_of_a_host_that_was_ended_offers_no_other_check(
    bot: HostBot, ann: Person
) -> None:
    host = await bot.online(ann)
    await ann.writes("check web-1")
    await bot.work()
    await bot.answers(host, machines.stopped())
    assert "check_again:web-1" in ann.answers()[-1].action_ids()
    await bot.hosts.end(host.id, "owner")
    await ann.writes("check web-1")
    await bot.work()
    report = ann.answers()[-1]
    assert "was revoked" in shown(report)
    assert "check_again:web-1" not in report.action_ids()
    assert "all_checks:0" in report.action_ids()


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
    assert "didn't answer within two minutes" in shown(reply)


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
    assert "can't be a host's name" in shown(reply)
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


async def test_a_host_whose_policy_shows_nothing_says_how_to_widen_it(bot: HostBot, ann: Person) -> None:
    host = await bot.online(ann)
    await ann.writes("check web-1")
    await bot.work()
    await bot.answers(host, machines.nothing_granted())
    said = shown(ann.answers()[-1])
    assert "couldn't see anything" in said
    assert "policy set" in said
