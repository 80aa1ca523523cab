"""App Home over the real HTTP edge: what it shows, what can be done in it, and that no tick is ever lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.answering.answerer import Answerer
from bot.platforms.model import Platform
from bot.storage.model import Person as Kept
from bot.work.ports import RateLimited
from tests.conversations.homes import HomeBot, home_bot, texts
from tests.machines import healthy


@pytest.fixture
async def bot(answerer: Answerer) -> AsyncIterator[HomeBot]:
    async with home_bot(answerer) as running:
        yield running


async def test_the_first_visit_welcomes_with_three_questions_to_click(bot: HomeBot) -> None:
    ann = bot.person()
    view = await bot.opens(ann)
    assert "Hello!" in texts(view)
    examples = [a for a in actions_of(view) if a.startswith("home_example:")]
    assert len(examples) == 3


def actions_of(view: object) -> list[str]:
    found: list[str] = []

    def walk(node: object) -> None:
        if isinstance(node, dict):
            if "action_id" in node:
                found.append(node["action_id"])
            for child in node.values():
                walk(child)
        elif isinstance(node, list):
            for child in node:
                walk(child)

    walk(getattr(view, "content", view))
    return found


async def test_the_messages_tab_publishes_nothing(bot: HomeBot) -> None:
    ann = bot.person()
    await ann.opens_app_home("messages")
    assert await bot.publishes() == 0
    assert ann.home is None


async def test_a_question_is_answered_in_the_direct_message_and_the_field_is_empty_again(
    bot: HomeBot,
) -> None:
    ann = bot.person()
    view = await bot.opens(ann)
    field = next(block for block in view.content["blocks"] if block["type"] == "input")
    await ann.clicks_in(view, "home_ask", "docker permission denied 해결")
    await bot.work()
    (answer,) = ann.answers()
    assert answer.blocks[0]["type"] == "rich_text"
    assert "docker permission denied 해결" in str(answer.blocks[0])
    assert "usermod" in str(answer.blocks)
    after = ann.home
    assert after is not None
    assert (
        next(block for block in after.content["blocks"] if block["type"] == "input")["block_id"]
        != field["block_id"]
    )
    assert "최근에 받은 답" in texts(after)


async def test_the_button_sends_what_stands_in_the_field(bot: HomeBot) -> None:
    ann = bot.person()
    view = await bot.opens(ann)
    await ann.clicks_in(view, "home_ask_button", fields={"home_ask": "What is MLOps?"})
    await bot.work()
    (answer,) = ann.answers()
    assert "MLOps" in answer.text


async def test_the_button_with_an_empty_field_asks_nothing(bot: HomeBot) -> None:
    ann = bot.person()
    view = await bot.opens(ann)
    delivery = await ann.clicks_in(view, "home_ask_button")
    await bot.work()
    assert delivery.is_acknowledged
    assert ann.answers() == []


async def test_an_example_is_asked_with_a_click(bot: HomeBot) -> None:
    ann = bot.person()
    view = await bot.opens(ann)
    await ann.clicks_in(view, "home_example:0")
    await bot.work()
    assert len(ann.answers()) == 1


async def test_an_earlier_answer_is_opened_once_more(bot: HomeBot) -> None:
    ann = bot.person()
    view = await bot.opens(ann)
    await ann.clicks_in(view, "home_ask", "What is MLOps?")
    await bot.work()
    view = ann.home
    assert view is not None
    again = next(action for action in actions_of(view) if action.startswith("home_open:"))
    await ann.clicks_in(view, again)
    await bot.work()
    assert len(ann.answers()) == 2
    assert ann.answers()[0].text == ann.answers()[1].text


async def test_somebody_elses_answer_is_not_opened(bot: HomeBot) -> None:
    ann, bob = bot.person("ann"), bot.person("bob")
    view = await bot.opens(ann)
    await ann.clicks_in(view, "home_ask", "What is MLOps?")
    await bot.work()
    (question,) = bot.bot.store.questions
    await bot.opens(bob)
    team = bot.bot.slack.workspace.team
    await bot.side.desk.open_again(team, bob.id, str(question), "home:forged")
    await bot.side.desk.open_again(team, bob.id, "no id at all", "home:forged-2")
    await bot.work()
    assert bob.answers() == []


async def test_a_press_that_slack_repeats_is_taken_once(bot: HomeBot) -> None:
    ann = bot.person()
    await bot.opens(ann)
    team = bot.bot.slack.workspace.team
    for _ in range(3):
        await bot.side.desk.ask(team, ann.id, "What is MLOps?", "home:same-trigger")
    await bot.work()
    assert len(ann.answers()) == 1


async def test_a_secret_in_the_field_is_not_kept(bot: HomeBot) -> None:
    ann = bot.person()
    view = await bot.opens(ann)
    token = "gh" + "p_" + "a" * 36
    await ann.clicks_in(view, "home_ask", f"docker login fails with {token}")
    (question,) = bot.bot.store.questions.values()
    assert token not in question.text


async def test_a_machine_that_is_chosen_is_kept_and_shown(bot: HomeBot) -> None:
    ann = bot.person()
    view = await bot.opens(ann)
    await ann.clicks_in(view, "home_system", "ubuntu:noble")
    await bot.publishes()
    view = ann.home
    assert view is not None
    await ann.clicks_in(view, "home_arch", "arm64")
    await bot.publishes()
    kept = await bot.bot.store.person(bot.bot.slack.workspace.team, ann.id)
    assert kept is not None
    assert kept.platform.arch is not None
    assert kept.platform.release is not None
    assert (kept.platform.arch.value, kept.platform.release.value) == ("arm64", "noble")
    view = ann.home
    assert view is not None
    assert "Ubuntu 24.04" in texts(view)
    await ann.clicks_in(view, "home_system", "any")
    kept = await bot.bot.store.person(bot.bot.slack.workspace.team, ann.id)
    assert kept is not None
    assert (kept.platform.distro, kept.platform.release) == (None, None)


async def test_the_language_changes_the_whole_of_it(bot: HomeBot) -> None:
    ann = bot.person()
    view = await bot.opens(ann)
    await ann.clicks_in(view, "home_language", "ko")
    await bot.publishes()
    assert ann.home is not None
    assert "안녕하세요!" in texts(ann.home)
    assert "Hello!" not in texts(ann.home)


async def test_a_host_is_checked_from_it_and_its_state_is_published(bot: HomeBot) -> None:
    ann = bot.person()
    host = await bot.host.online(ann)
    view = await bot.opens(ann)
    assert "not checked yet" in texts(view)
    await ann.clicks_in(view, "home_check:web-1")
    await bot.bot.work()
    turn = await bot.host.hosts.begin_poll(host.id, "s1", "1.0.0")
    assert turn.job is not None
    await bot.host.hosts.finish(host.id, turn.job.id, turn.job.nonce, healthy())
    await bot.work()
    assert ann.home is not None
    assert "all good" in texts(ann.home) or "something" in texts(ann.home)
    assert any("web-1" in message.text for message in ann.answers())


async def test_another_persons_host_is_not_shown(bot: HomeBot) -> None:
    ann, bob = bot.person("ann"), bot.person("bob")
    await bot.host.online(ann)
    await bot.opens(bob)
    assert bob.home is not None
    assert "home_check:web-1" not in actions_of(bob.home)


async def test_a_maintainer_sees_the_work_list_and_the_figures(bot: HomeBot) -> None:
    ann, mia = bot.person("ann"), bot.person("mia", maintains=True)
    view = await bot.opens(ann)
    assert "Questions without an answer" not in texts(view)
    await ann.clicks_in(view, "home_ask", "where is the coffee machine of the third floor")
    await bot.work()
    view = await bot.opens(mia)
    assert "Questions without an answer" in texts(view)
    assert "coffee machine" in texts(view)
    assert ann.id not in texts(view)
    assert "░" in texts(view)


async def test_the_picture_stands_where_slack_can_fetch_it(answerer: Answerer) -> None:
    async with home_bot(answerer, public_url="https://bot.example.org") as bot:
        mia = bot.person("mia", maintains=True)
        view = await bot.opens(mia)
        await mia.clicks_in(view, "home_ask", "What is MLOps?")
        await bot.work()
        assert mia.home is not None
        (image,) = [block for block in mia.home.content["blocks"] if block["type"] == "image"]
        assert image["image_url"].startswith("https://bot.example.org/home/weeks/")
        assert "answered 1 of 1 (100%)" in image["alt_text"]


async def test_many_who_want_it_at_once_publish_it_once(bot: HomeBot) -> None:
    ann = bot.person()
    await asyncio.gather(*(ann.opens_app_home("home") for _ in range(6)))
    assert await bot.publishes() == 1
    assert ann.home is not None
    stands = ann.home.hash
    assert await bot.side.publishing.publish(bot.bot.slack.workspace.team, ann.id)
    assert ann.home.hash == stands


async def test_two_clicks_at_once_never_lose_one(bot: HomeBot) -> None:
    """Two workers publish side by side: the one that comes second finds another view, reads again, and shows both."""
    ann = bot.person()
    await bot.opens(ann)
    team = bot.bot.slack.workspace.team
    desk, publishing = bot.side.desk, bot.side.publishing
    await desk.choose(team, ann.id, system="debian:bookworm")
    stale = await bot.homes.home(team, ann.id)
    assert stale is not None
    await publishing.publish(team, ann.id)
    await desk.choose(team, ann.id, arch="arm64")
    await asyncio.gather(*(publishing.publish(team, ann.id) for _ in range(3)))
    assert ann.home is not None
    assert "Debian 12" in texts(ann.home)
    assert "arm64" in texts(ann.home)
    kept = await bot.bot.store.person(team, ann.id)
    assert kept is not None
    assert kept.platform != Platform()


async def test_a_view_that_nobody_knows_of_gives_way(bot: HomeBot) -> None:
    ann = bot.person()
    view = await bot.opens(ann)
    view.hash = "999.999"
    await bot.side.desk.choose(bot.bot.slack.workspace.team, ann.id, language="ko")
    await bot.publishes()
    assert ann.home is not None
    assert "안녕하세요!" in texts(ann.home)


async def test_slack_asking_to_wait_costs_nothing(bot: HomeBot) -> None:
    ann = bot.person()
    bot.bot.slack.policy.limit_next("views.publish")
    await ann.opens_app_home("home")
    with pytest.raises(RateLimited):
        await bot.side.publishing.publish(bot.bot.slack.workspace.team, ann.id)
    assert await bot.publishes() == 1
    assert ann.home is not None


async def test_a_saved_language_is_that_of_the_first_view(bot: HomeBot) -> None:
    ann = bot.person()
    await bot.bot.store.keep_person(bot.bot.slack.workspace.team, ann.id, Kept(language="ko"))
    assert "안녕하세요!" in texts(await bot.opens(ann))


async def test_who_said_nothing_yet_is_greeted_in_the_language_of_their_slack(bot: HomeBot) -> None:
    ann = bot.person()
    ann.user.locale = "ko-KR"
    assert "안녕하세요!" in texts(await bot.opens(ann))
