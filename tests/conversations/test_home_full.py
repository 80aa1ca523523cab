"""App Home of somebody with much of everything, published to a Slack that refuses what is past its limits."""

from __future__ import annotations

from bot.answering.answerer import Answerer
from bot.slackfake.blocks import view_faults
from bot.storage.model import Outcome
from tests.contract.store.subject import a_claim, asked
from tests.conversations.homes import home_bot, texts

HOSTS, QUESTIONS = 50, 300


async def test_fifty_hosts_and_three_hundred_open_questions_fit_with_the_figures_below(
    answerer: Answerer,
) -> None:
    async with home_bot(answerer) as bot:
        mia, team = bot.person("mia", maintains=True), bot.bot.slack.workspace.team
        for number in range(HOSTS):
            await bot.host.online(mia, f"web-{number}")
        for number in range(QUESTIONS):
            long = (
                f"why does thing{number} of box {number} never do what it is told to do"
                + " 질문" * 700 * (number == 7)
            )
            question = asked(f"1.{number}", team=team, text=long, user_id="U9")
            await bot.bot.store.take_question(a_claim(f"1.{number}"), question)
            await bot.bot.store.record_outcome(question.id, Outcome(kind="abstain"))
        bot.bot.store.queued.clear()
        view = await bot.opens(mia)
    assert view_faults({key: view.content[key] for key in ("type", "callback_id", "blocks")}) == []
    said = texts(view)
    assert said.count("home_check:web-") == 10
    assert f"and {HOSTS - 10} more" in said
    assert str(QUESTIONS) in said
    assert "How well questions are answered" in said
    assert "░" in said
