"""Two workspaces, each answered with its own token, until one of them leaves."""

from __future__ import annotations

import pytest
from structlog.testing import capture_logs

from bot.installing.model import GONE
from bot.slackfake.policy import Trouble
from bot.words import words_in
from tests.installing.harness import ONE, TWO, World

DAY_S = 86_400


async def test_each_workspace_is_answered_with_its_own_token(world: World) -> None:
    for team in (ONE, TWO):
        await world.install(team)
    places = {team: world.place(team) for team in (ONE, TWO)}
    for team, (_, channel, ann) in places.items():
        await ann.mentions(channel, f"docker in {team}")
    await world.work()
    said = {team: [m.text for m in slack.said(channel)] for team, (slack, channel, _) in places.items()}
    assert said == {team: [f"mention [docker in {team}] about None on any"] for team in (ONE, TWO)}


async def test_a_command_and_a_button_are_answered_in_their_own_workspace(world: World) -> None:
    await world.install(TWO)
    slack, channel, ann = world.place(TWO)
    await ann.commands("/ask", "docker ps", channel)
    await world.work()
    (answer,) = ann.answers(channel)
    await ann.clicks(answer, "choose_arch:arm64")
    await world.work()
    assert [m.text.split()[0] for m in ann.answers(channel)] == ["command", "button"]
    assert slack.web_api.count("auth.test") == 1  # at installing; no event asks again


async def test_a_workspace_that_never_installed_it_is_told_so(world: World) -> None:
    _, channel, ann = world.place(ONE)
    delivery = await ann.commands("/ask", "docker ps", channel)
    assert delivery.statuses == [200]
    assert [m.text for m in ann.answers(channel)] == [words_in("en").listeners.not_installed]
    assert world.store.queued == []


async def test_opening_the_messages_tab_offers_questions_with_the_workspaces_own_token(world: World) -> None:
    await world.install(TWO)
    slack, _, ann = world.place(TWO)
    await ann.opens_app_home("messages")
    assert slack.web_api.count("assistant.threads.setSuggestedPrompts") == 1
    assert ann.direct.prompts


async def test_uninstalling_in_the_middle_of_work_ends_it_and_says_why(world: World) -> None:
    for team in (ONE, TWO):
        await world.install(team)
    gone, stays = world.place(ONE), world.place(TWO)
    for _, channel, ann in (gone, stays):
        await ann.mentions(channel, "docker ps")
    waiting = {row.team: row.id for row in world.store.questions.values()}

    with capture_logs() as lines:
        await world.slacks.uninstall(ONE)
    await world.work()

    assert await world.installations.teams() == [TWO]
    assert (world.store.replies[waiting[ONE]].state, world.store.replies[waiting[ONE]].fault) == (
        "failed",
        GONE,
    )
    assert [len(slack.said(channel)) for slack, channel, _ in (gone, stays)] == [0, 1]
    assert [line["replies_given_up"] for line in lines if line["event"] == "uninstalled"] == [1]


async def test_an_edit_under_way_is_given_up_too(world: World) -> None:
    await world.install(ONE)
    slack, channel, ann = world.place(ONE)
    asked = await ann.mentions(channel, "docker ps")
    await world.work()
    await ann.edits(asked, f"<@{slack.app.bot_user.id}> docker images")
    await world.slacks.uninstall(ONE)
    await world.work()
    (reply,) = world.store.replies.values()
    assert (reply.state, reply.fault) == ("failed", GONE)


async def test_a_token_that_was_taken_back_without_a_word_is_asked_for_anew(world: World) -> None:
    await world.install(ONE)
    slack, channel, ann = world.place(ONE)
    await ann.mentions(channel, "docker ps")
    (question_id,) = world.store.queued
    slack.app.bot_token = "xoxb-another"
    await world.try_once(question_id)
    assert world.store.replies[question_id].state == "pending"
    await world.install(ONE)
    await world.work()
    assert len(slack.said(channel)) == 1


async def test_it_can_be_installed_again(world: World) -> None:
    await world.install(ONE)
    await world.slacks.uninstall(ONE)
    assert await world.installations.teams() == []
    await world.install(ONE)
    slack, channel, ann = world.place(ONE)
    await ann.mentions(channel, "docker ps")
    await world.work()
    assert len(slack.said(channel)) == 1


@pytest.mark.parametrize("ago_s", [0, DAY_S])
async def test_news_of_an_earlier_uninstalling_does_not_end_a_new_installation(
    world: World, ago_s: int
) -> None:
    await world.install(ONE)
    now_s = int(world.slacks.of(ONE).workspace.clock().timestamp())
    await world.slacks.tell_of_uninstall(ONE, at_s=now_s - ago_s)
    assert await world.installations.teams() == [ONE]


async def test_news_that_is_clearly_later_needs_no_word_of_slack(world: World) -> None:
    await world.install(ONE)
    slack = world.slacks.of(ONE)
    slack.policy.trouble_next("auth.test", Trouble(status=503), times=5)
    now_s = int(slack.workspace.clock().timestamp())
    await world.slacks.tell_of_uninstall(ONE, at_s=now_s + DAY_S)
    assert await world.installations.teams() == []


async def test_a_token_of_a_person_taken_back_is_none_of_its_business(world: World) -> None:
    await world.install(ONE)
    slack = world.slacks.of(ONE)
    event = {"type": "tokens_revoked", "tokens": {"oauth": ["U0000009"], "bot": []}}
    delivery = await slack.send("event", slack.payloads.wrapped(event))
    assert (delivery.statuses, await world.installations.teams()) == ([200], [ONE])


async def test_slack_may_tell_of_it_as_often_as_it_likes(world: World) -> None:
    await world.install(ONE)
    for _ in range(2):
        await world.slacks.uninstall(ONE)
    assert {status for d in world.slacks.of(ONE).courier.deliveries for status in d.statuses} == {200}
