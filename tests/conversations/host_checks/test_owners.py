"""Owners and their hosts in Slack: listing, adding, allowing, ending, what they are told, and the log."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.slackfake.people import Person
from bot.slackfake.state import Channel, Message
from tests import machines
from tests.conversations.hosts import HostBot, host_bot, shown


async def says(bot: HostBot, person: Person, channel: Channel, text: str = "") -> Message:
    """The private answer to ``/docker-check TEXT``."""
    await person.commands("/docker-check", text, channel)
    await bot.work()
    answer = person.answers(channel)[-1]
    assert answer.visible_to == person.id
    return answer


async def test_without_hosts_the_list_says_how_to_add_one(
    bot: HostBot, ann: Person, channel: Channel
) -> None:
    answer = await says(bot, ann, channel)
    assert "You have no hosts yet" in shown(answer)
    assert "/docker-check add NAME" in shown(answer)


async def test_the_list_has_each_host_with_its_last_state_and_age(
    bot: HostBot, ann: Person, ben: Person, channel: Channel
) -> None:
    host = await bot.online(ann, "web-1")
    await bot.joined(ann, "gpu-1")
    shared = await bot.joined(ben, "lab-1")
    await bot.allow(shared, "person", ann.id)
    await bot.joined(ben, "secret-1")
    await ann.writes("check web-1")
    await bot.work()
    await bot.answers(host, machines.stopped())
    bot.clock.passed += timedelta(minutes=5)
    answer = await says(bot, ann, channel)
    told = shown(answer)
    assert "something to fix" in told
    assert "seen 5 min ago" in told
    assert "not checked yet" in told
    assert f"'user_id': '{ben.id}'" in told
    assert "secret-1" not in told
    assert answer.action_ids() == ["check_host:gpu-1", "check_host:web-1", "check_host:lab-1"]


async def test_adding_a_host_gives_a_code_and_the_commands_to_paste(
    bot: HostBot, ann: Person, channel: Channel
) -> None:
    answer = await says(bot, ann, channel, "add web-1")
    told = shown(answer)
    (code,) = bot.hosts.codes.values()
    assert f"{code.code.code_id[:4]}-{code.code.code_id[4:]}-" in told
    assert "curl -fsSL -o setupbot-agent.pyz https://bot.example.org/agent.pyz" in told
    assert "sudo python3 setupbot-agent.pyz enroll https://bot.example.org --service" in told
    assert "15 minutes" in told


async def test_a_code_asked_for_in_a_channel_is_given_in_private(
    bot: HostBot, ann: Person, ben: Person, channel: Channel
) -> None:
    await ann.mentions(channel, "add host web-1")
    await bot.work()
    assert "enroll" in shown(ann.answers()[-1])
    assert ben.answers(channel) == []
    assert all("enroll" not in shown(message) for message in ann.answers(channel))


async def test_without_a_public_address_adding_says_so() -> None:
    async with host_bot(public_url="") as bot:
        channel = bot.slack.add_channel("help")
        answer = await says(bot, bot.slack.add_person("ann", channel), channel, "add web-1")
        assert "PUBLIC_URL" in shown(answer)
        assert bot.hosts.codes == {}


async def test_a_taken_name_is_not_added(bot: HostBot, ann: Person, ben: Person, channel: Channel) -> None:
    await bot.online(ann)
    assert "/docker-check remove web-1" in shown(await says(bot, ann, channel, "add web-1"))
    assert "Somebody else's host" in shown(await says(bot, ben, channel, "add web-1"))


async def test_the_owner_is_told_of_a_host_that_joined_and_keeps_it(bot: HostBot, ann: Person) -> None:
    host = await bot.joined(ann, is_kept=False)
    await bot.work()
    (notice,) = ann.answers()
    assert "web-1 joined" in shown(notice)
    assert "web-1.lan" in shown(notice)
    await ann.clicks(notice, f"keep_host:{host.id}")
    await bot.work()
    assert bot.hosts.rows[host.id].host.state == "kept"
    assert ann.answers()[-1].action_ids() == ["check_host:web-1"]


async def test_the_owner_revokes_a_host_that_they_did_not_enrol(bot: HostBot, ann: Person) -> None:
    host = await bot.joined(ann, is_kept=False)
    await bot.work()
    await ann.clicks(ann.answers()[-1], f"revoke_host:{host.id}")
    await bot.work()
    assert bot.hosts.rows[host.id].host.state == "revoked"
    assert "is revoked" in shown(ann.answers()[-1])


async def test_nobody_else_keeps_or_revokes_by_a_button(bot: HostBot, ann: Person, ben: Person) -> None:
    host = await bot.joined(ann, is_kept=False)
    await bot.work()
    notice = ann.answers()[-1]
    await ben.clicks(notice, f"revoke_host:{host.id}")
    await bot.work()
    assert bot.hosts.rows[host.id].host.state == "joined"


async def test_a_cloned_host_is_told_to_its_owner(bot: HostBot, ann: Person) -> None:
    host = await bot.online(ann)
    await bot.hosts.begin_poll(host.id, "s2", "1.0.0")
    await bot.hosts.begin_poll(host.id, "s1", "1.0.0")
    await bot.work()
    (notice,) = ann.answers()
    assert "Two agents used the key" in shown(notice)
    assert notice.action_ids() == [f"revoke_host:{host.id}"]


async def test_a_host_that_was_silent_for_long_is_told_to_its_owner(bot: HostBot, ann: Person) -> None:
    await bot.online(ann)
    bot.clock.passed += timedelta(days=15)
    await bot.hosts.sweep()
    await bot.work()
    (notice,) = ann.answers()
    assert "silent for 14 days" in shown(notice)
    await ann.clicks(notice, "add_host:web-1")
    await bot.work()
    assert "enroll" in shown(ann.answers()[-1])


@pytest.mark.parametrize(
    ("whom", "kind", "subject"),
    [
        ("<@{ben}|ben>", "person", "{ben}"),
        ("<#{channel}|help>", "channel", "{channel}"),
        ("<!subteam^S0TEAM|@ml>", "group", "S0TEAM"),
        ("everyone", "everyone", ""),
        ("maintainers", "maintainers", ""),
    ],
)
async def test_an_owner_allows_and_takes_it_back(
    bot: HostBot, ann: Person, ben: Person, channel: Channel, whom: str, kind: str, subject: str
) -> None:
    host = await bot.joined(ann)
    names = {"ben": ben.id, "channel": channel.id}
    assert "Now allowed" in shown(await says(bot, ann, channel, f"allow web-1 {whom.format(**names)}"))
    (allowed,) = bot.hosts.rows[host.id].subjects
    assert (allowed.kind, allowed.id) == (kind, subject.format(**names))
    assert "No longer allowed" in shown(
        await says(bot, ann, channel, f"disallow web-1 {whom.format(**names)}")
    )
    assert bot.hosts.rows[host.id].subjects == set()


async def test_who_is_allowed_through_a_user_group_may_check(bot: HostBot, ann: Person, ben: Person) -> None:
    host = await bot.online(ann)
    await bot.allow(host, "group", "S0TEAM")
    bot.groups.members["S0TEAM"] = {ben.id}
    await ben.writes("check web-1")
    await bot.work()
    assert "Looking at" in shown(ben.answers()[-1])


@pytest.mark.parametrize(
    ("text", "says_"),
    [
        ("allow web-1", "Whom do you want to allow"),
        ("allow web-1 the boss", "I don't know how to allow"),
        ("help", "add a host"),
        ("add", "add a host"),
        ("remove web-9", "I don't know a host called"),
        ("add Web_1!", "can't be a host's name"),
    ],
)
async def test_what_cannot_be_done_as_typed_is_explained(
    bot: HostBot, ann: Person, channel: Channel, text: str, says_: str
) -> None:
    await bot.joined(ann)
    assert says_ in shown(await says(bot, ann, channel, text))


@pytest.mark.parametrize("text", ["allow web-1 everyone", "remove web-1", "log web-1"])
async def test_only_the_owner_manages_a_host(
    bot: HostBot, ann: Person, ben: Person, channel: Channel, text: str
) -> None:
    host = await bot.joined(ann)
    said = shown(await says(bot, ben, channel, text))
    assert ("Only its owner" in said, f"'user_id': '{ann.id}'" in said) == (True, True)
    assert bot.hosts.rows[host.id].host.is_live
    assert bot.hosts.rows[host.id].subjects == set()


async def test_removing_twice_for_one_question_says_that_it_is_done(
    bot: HostBot, ann: Person, channel: Channel
) -> None:
    await bot.joined(ann)
    await ann.commands("/docker-check", "remove web-1", channel)
    await bot.tries_once()
    (question,) = [row for row in bot.store.questions.values() if "remove" in row.text]
    again = await bot.talk([question])
    assert again is not None
    assert "web-1 is removed" in again.text


async def test_the_log_says_who_asked_what(bot: HostBot, ann: Person, ben: Person, channel: Channel) -> None:
    await bot.online(ann)
    await says(bot, ben, channel, "web-1")
    answer = await says(bot, ann, channel, "log web-1")
    assert f"'user_id': '{ben.id}'" in shown(answer)
    assert "denied" in shown(answer)


async def test_the_log_says_whom_the_owner_allowed(
    bot: HostBot, ann: Person, ben: Person, channel: Channel
) -> None:
    await bot.online(ann)
    await says(bot, ann, channel, f"allow web-1 <@{ben.id}|ben> everyone")
    told = shown(await says(bot, ann, channel, "log web-1"))
    assert (f"'user_id': '{ben.id}'" in told, "everybody in the workspace" in told) == (True, True)


async def test_an_owner_ends_a_cloned_host_where_they_meet_it_and_enrols_it_anew(
    bot: HostBot, ann: Person
) -> None:
    host = await bot.online(ann)
    await bot.hosts.begin_poll(host.id, "s2", "1.0.0")
    await bot.hosts.begin_poll(host.id, "s1", "1.0.0")
    await bot.work()
    await ann.writes("check web-1")
    await bot.work()
    await ann.clicks(ann.answers()[-1], f"revoke_host:{host.id}")
    await bot.work()
    assert ann.answers()[-1].action_ids() == ["add_host:web-1"]


async def test_korean_is_answered_in_korean(bot: HostBot, ann: Person, channel: Channel) -> None:
    await bot.online(ann)
    assert "호스트" in shown(await says(bot, ann, channel, "목록"))
    assert "이제" in shown(await says(bot, ann, channel, "허용 web-1 모두"))
    assert "코드" in shown(await says(bot, ann, channel, "추가 web-2"))


async def test_the_particle_behind_a_name_in_backticks_fits(
    bot: HostBot, ann: Person, channel: Channel
) -> None:
    assert "이라는 호스트는" in shown(await says(bot, ann, channel, "확인 web-1"))
    assert "이라는" not in shown(await says(bot, ann, channel, "확인 web-2"))
