"""Asking a person: whom, where, once; and its end."""

from __future__ import annotations

import pytest

from bot.slackfake.pings import pings
from bot.slackfake.policy import Trouble
from bot.slackfake.state import Channel, Message
from tests.conversations.leading.bots import GROUP, LeadingBot, leading_bot, seen

ODD = "what is the weather"


def public(it: LeadingBot, channel: Channel | None = None) -> list[Message]:
    return [m for m in it.slack.said(channel or it.channel) if m.visible_to is None]


async def handed(it: LeadingBot) -> Message:
    abstention = await it.asks(ODD)
    await it.presses(it.ann, abstention, "ask_person")
    return public(it)[-1]


async def helpers(it: LeadingBot, text: str) -> Message:
    await it.maintainer.commands("/ask", text, it.channel)
    await it.bot.work()
    return it.last()


async def test_maintainers_are_tagged_where_nobody_is_set_with_what_was_tried(it: LeadingBot) -> None:
    message = await handed(it)
    assert pings(message) == {f"@{it.ann.id}", f"@{it.maintainer.id}"}
    assert all(part in seen(message) for part in (ODD, "I found no answer"))
    (item,) = await it.worklist.items(it.slack.workspace.team)
    assert "handed" in item.whys


async def test_helpers_are_set_by_a_maintainer_in_a_command_and_then_tagged(it: LeadingBot) -> None:
    said = await helpers(it, f"helpers <@{it.bob.id}|bob> <!subteam^{GROUP}|@team>")
    assert said.visible_to == it.maintainer.id
    assert pings(await handed(it)) == {f"@{it.ann.id}", f"@{it.bob.id}", f"!subteam^{GROUP}"}
    assert it.bob.id in seen(await helpers(it, "helpers"))
    await helpers(it, "helpers none")
    assert it.maintainer.id in seen(await helpers(it, "helpers"))


@pytest.mark.parametrize("sentence", ["helpers here are {bob}", "여기 도우미는 {bob}"])
async def test_helpers_are_set_in_words(it: LeadingBot, sentence: str) -> None:
    await it.maintainer.mentions(it.channel, sentence.format(bob=f"<@{it.bob.id}>"))
    await it.bot.work()
    kept = await it.leading.help.helpers(it.slack.workspace.team, it.channel.id)
    assert kept.people == (it.bob.id,)


async def test_who_asks_for_a_person_is_not_asked_themselves(it: LeadingBot) -> None:
    await helpers(it, f"helpers <@{it.ann.id}>")
    await it.presses(
        it.ann, await it.asks("what about &lt;none&gt;:&lt;none&gt; &amp; the rest"), "ask_person"
    )
    called = seen(it.last())
    assert it.maintainer.id in called
    assert "what about <none>:<none> & the rest" in called


async def test_nobody_but_a_maintainer_sets_helpers(it: LeadingBot) -> None:
    await it.bob.commands("/ask", f"helpers <@{it.bob.id}>", it.channel)
    await it.bot.work()
    assert "Only maintainers" in it.last().text
    assert not await it.leading.help.helpers(it.slack.workspace.team, it.channel.id)


async def test_a_question_is_given_once_however_often_it_is_clicked(it: LeadingBot) -> None:
    message = await handed(it)
    abstention = public(it)[0]
    for person in (it.ann, it.bob, it.bob):
        await it.presses(person, abstention, "ask_person")
    assert public(it)[-1] == message
    assert "People have been asked already" in seen(it.last())


async def test_a_person_asks_for_people_only_so_often(it: LeadingBot) -> None:
    for number in range(6):
        abstention = await it.asks(f"{ODD} {number}")
        await it.presses(it.ann, abstention, "ask_person")
    assert "several times" in it.last().text
    assert it.last().visible_to == it.ann.id
    assert sum("resolve" in message.action_ids() for message in public(it)) == 5


async def test_with_nobody_at_all_it_says_what_to_set() -> None:
    async with leading_bot(maintainers=[]) as it:
        abstention = await it.asks(ODD)
        await it.presses(it.ann, abstention, "ask_person")
        assert "SETUPBOT_MAINTAINERS" in it.last().text
        assert it.last().visible_to == it.ann.id


async def test_from_a_direct_message_nothing_is_public_where_no_channel_is_set() -> None:
    async with leading_bot() as it:
        await it.ann.writes(ODD)
        await it.bot.work()
        await it.presses(it.ann, it.last(it.ann.direct), "ask_person")
        assert "SETUPBOT_HELP_CHANNELS" in it.last(it.ann.direct).text


async def test_the_help_channels_are_offered_in_private() -> None:
    async with leading_bot(channels=["C0000000"]) as it:
        await it.ann.commands("/ask", ODD, it.channel)
        await it.bot.work()
        await it.presses(it.ann, it.last(), "ask_person")
        asks = it.last()
        assert asks.visible_to == it.ann.id
        assert asks.action_ids() == [f"hand_to:{it.channel.id}", "hand_to:C0000000"]
        named = {
            block["accessory"]["action_id"]: block["text"]["text"]
            for block in asks.blocks
            if "accessory" in block
        }
        assert named == {f"hand_to:{one}": f"<#{one}>" for one in (it.channel.id, "C0000000")}
        assert public(it) == []
        await it.presses(it.ann, asks, f"hand_to:{it.channel.id}")
        (message,) = public(it)
        assert it.maintainer.id in seen(message)


async def test_no_channel_is_reached_that_was_not_offered(it: LeadingBot) -> None:
    other = it.slack.add_channel("secret")
    await it.ann.commands("/ask", ODD, it.channel)
    await it.bot.work()
    abstention = it.last()
    for block in abstention.blocks:
        for element in block.get("elements", []):
            if element.get("action_id") == "ask_person":
                element["action_id"] = f"hand_to:{other.id}"
    await it.presses(it.ann, abstention, f"hand_to:{other.id}")
    assert public(it, other) == []


async def test_a_question_that_is_taken_back_is_taken_out_of_the_message_too(it: LeadingBot) -> None:
    asked = await it.ann.mentions(it.channel, ODD)
    await it.bot.work()
    await it.presses(it.ann, it.last(), "ask_person")
    message = public(it)[-1]
    await it.ann.deletes(asked)
    await it.bot.work()
    assert ODD not in seen(message) + message.text


async def test_the_maintainer_who_resolves_is_asked_to_teach_it(it: LeadingBot) -> None:
    message = await handed(it)
    await it.presses(it.maintainer, message, "resolve")
    assert pings(message) == {f"@{it.maintainer.id}"}
    assert message.action_ids() == []
    asked = it.last()
    assert (asked.visible_to, asked.action_ids()) == (it.maintainer.id, ["teach_item"])
    assert str(it.root().id) in seen(asked)


async def test_the_asker_resolves_and_a_maintainer_may_teach_from_the_message(it: LeadingBot) -> None:
    message = await handed(it)
    await it.presses(it.bob, message, "resolve")
    assert "Only the asker" in it.last().text
    await it.presses(it.ann, message, "resolve")
    assert message.action_ids() == ["teach_item"]
    assert "resolved" in seen(message)


async def test_a_member_of_the_tagged_group_resolves(it: LeadingBot) -> None:
    await helpers(it, f"helpers <!subteam^{GROUP}|@team>")
    message = await handed(it)
    it.groups.members[GROUP] = {it.bob.id}
    await it.presses(it.bob, message, "resolve")
    assert message.action_ids() == []
    assert "Closed" in it.last().text


@pytest.mark.parametrize("trouble", ["is_archived", "not_in_channel"])
async def test_who_asks_people_where_the_bot_may_not_write_is_told_and_may_ask_again(
    it: LeadingBot, trouble: str
) -> None:
    abstention = await it.asks(ODD)
    it.slack.policy.trouble_next("chat.postMessage", Trouble(error=trouble))
    await it.presses(it.ann, abstention, "ask_person")
    assert it.last().visible_to == it.ann.id
    assert "nobody has been asked" in it.last().text
    await it.presses(it.bob, abstention, "ask_person")
    assert public(it)[-1].action_ids() == ["resolve"]


async def test_what_a_helper_resolved_waits_for_a_maintainer_to_teach_it(it: LeadingBot) -> None:
    await helpers(it, f"helpers <@{it.bob.id}>")
    message = await handed(it)
    await it.presses(it.bob, message, "resolve")
    assert message.action_ids() == []
    (item,) = await it.worklist.items(it.slack.workspace.team)
    assert (item.whys, item.text) == (("resolved",), ODD)


async def test_korean_is_spoken_where_the_question_was(it: LeadingBot) -> None:
    abstention = await it.asks("오늘 점심 뭐 먹지")
    await it.presses(it.ann, abstention, "ask_person")
    assert "님이 도움을 기다리고 있어요" in seen(public(it)[-1])
