"""What a button sends back may be made up: it tells nobody what they may not see, and takes no value that is none."""

from __future__ import annotations

from uuid import uuid4

import pytest

from bot.conversations.model import Action, Pressed
from bot.slackfake.people import Person
from bot.slackfake.state import Channel, Message
from tests import machines
from tests.conversations.hosts import HostBot, shown

SEEN = ("usermod", "Membership of the docker group", "This fits", "Ubuntu 24.04 ·")


@pytest.fixture
async def report(bot: HostBot, ann: Person, channel: Channel) -> Message:
    """A private Report in a channel."""
    host = await bot.online(ann)
    await ann.commands("/docker-check", "web-1", channel)
    await bot.work()
    await bot.answers(host, machines.not_member())
    return ann.answers(channel)[-1]


def token(report: Message) -> str:
    return str(next(element["value"] for _, element in report.elements()))


async def press(
    bot: HostBot, person: Person, channel: Channel, action: Action, target: str, token: str, team: str = ""
) -> list[str]:
    """Everything new that the person reads after a press that no message offered."""
    places = (channel,) if channel is person.direct else (channel, person.direct)
    before = [len(person.answers(place)) for place in places]
    address = bot.slack.response_url(bot.slack.response_urls.issue(person.id, channel.id))
    await bot.bot.inbox.receive(
        Pressed(
            team=team or bot.team, channel=channel.id, user=person.id, action=action, target=target,
            token=token, message_ts="1.000001", clicked=uuid4().hex, thread=None,
            response_url=address, is_private=True,
        )
    )  # fmt: skip
    await bot.work()
    now = [person.answers(place)[count:] for place, count in zip(places, before, strict=True)]
    return [shown(message) for messages in now for message in messages]


@pytest.mark.parametrize(
    ("action", "target"),
    [
        ("all_checks", "0"),
        ("share_answer", ""),
        ("check_again", "web-1"),
        ("check_host", "web-1"),
        ("choose_entry", "docker-apt-repository"),
        ("choose_arch", "arm64"),
        ("show_rest", "1"),
        ("keep_host", "web-1"),
    ],
)
async def test_who_may_not_see_the_host_learns_nothing_from_its_buttons(
    bot: HostBot, ben: Person, channel: Channel, report: Message, action: Action, target: str
) -> None:
    said = await press(bot, ben, channel, action, target, token(report))
    assert said
    assert [sign for sign in SEEN if any(sign in text for text in said)] == []
    assert bot.jobs() == 1


async def test_the_entry_of_anothers_report_is_not_fitted_to_the_host(
    bot: HostBot, ann: Person, ben: Person, channel: Channel, report: Message
) -> None:
    (theirs,) = await press(bot, ben, channel, "choose_entry", "docker-apt-repository", token(report))
    (own,) = await press(bot, ann, channel, "choose_entry", "docker-apt-repository", token(report))
    assert ("web-1" in theirs, "This fits `web-1`" in own) == (False, True)


async def test_a_press_from_another_team_stands_on_nothing(
    bot: HostBot, ann: Person, channel: Channel, report: Message
) -> None:
    said = await press(bot, ann, channel, "all_checks", "0", token(report), team="T0OTHER")
    assert all("all checks" not in text for text in said)
    said = await press(bot, ann, channel, "check_again", "web-1", token(report), team="T0OTHER")
    assert bot.jobs() == 1


@pytest.mark.parametrize(
    ("action", "target"),
    [
        ("check_again", "<!channel>"),
        ("check_host", "../../etc/passwd"),
        ("all_checks", "-1"),
        ("all_checks", "99999999999999999999"),
        ("choose_entry", "no-such-entry"),
        ("choose_arch", "z80; rm -rf /"),
        ("keep_host", "00000000-0000-0000-0000-000000000000"),
        ("revoke_host", "x" * 300),
        ("add_host", "<@U1>"),
        ("show_rest", "²"),
    ],
)
async def test_a_target_that_is_made_up_is_answered_and_does_nothing(
    bot: HostBot, ann: Person, channel: Channel, report: Message, action: Action, target: str
) -> None:
    said = await press(bot, ann, channel, action, target, token(report))
    assert len(said) == 1
    assert "z80" not in said[0]
    assert all(row.host.state == "kept" for row in bot.hosts.rows.values())
    assert (bot.jobs(), len(bot.hosts.codes)) == (1, 1)


@pytest.mark.parametrize("value", [str(uuid4()), "", "no-uuid"])
async def test_a_token_that_names_no_question_stands_on_nothing(
    bot: HostBot, ann: Person, channel: Channel, report: Message, value: str
) -> None:
    (said,) = await press(bot, ann, channel, "all_checks", "0", value)
    assert "There is no result left" in said


async def test_a_question_that_was_taken_back_is_stood_on_no_more(bot: HostBot, ann: Person) -> None:
    host = await bot.online(ann)
    asked = await ann.writes("check web-1")
    await bot.work()
    await bot.answers(host, machines.not_member())
    told = token(ann.answers()[-1])
    await ann.deletes(asked)
    await bot.work()
    (said,) = await press(bot, ann, ann.direct, "all_checks", "0", told)
    assert "There is no result left" in said


async def test_an_arch_that_is_none_is_not_kept_for_the_thread(bot: HostBot, ann: Person) -> None:
    asked = await ann.writes("how do I install docker?")
    await bot.work()
    answer = ann.answers()[-1]
    question = token(answer)
    await bot.bot.inbox.receive(
        Pressed(
            team=bot.team, channel=ann.direct.id, user=ann.id, action="choose_arch", target="z80",
            token=question, message_ts=answer.ts, clicked="1.5", thread=asked.ts, response_url="",
            is_private=False,
        )
    )  # fmt: skip
    await bot.work()
    state, _ = bot.store.threads[bot.team, ann.direct.id, asked.ts]
    assert state.platform.arch is None
