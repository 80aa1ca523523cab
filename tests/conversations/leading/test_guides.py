"""A guide: one message, one step; errors answered in its thread; everybody their own."""

from __future__ import annotations

from typing import Any

from bot.slackfake.state import Message
from tests.conversations.leading.bots import LeadingBot, seen

INSTALL = "how do I install docker on ubuntu 24.04 amd64"


async def started(it: LeadingBot, text: str = INSTALL) -> Message:
    answer = await it.asks(text)
    await it.presses(it.ann, answer, "start_guide")
    return it.last()


def action(message: Message, name: str) -> str:
    return next(one for one in message.action_ids() if one.startswith(name))


def title(message: Message) -> str:
    return str(message.blocks[0]["text"]["text"])


async def test_a_guide_shows_one_step_in_the_thread_and_goes_on_in_place(it: LeadingBot) -> None:
    guide = await started(it)
    assert "(1/" in title(guide)
    assert guide.thread_ts is not None
    count = len(it.slack.said(it.channel))
    await it.presses(it.ann, guide, action(guide, "move_guide:done"))
    assert "(2/" in title(guide)
    assert len(it.slack.said(it.channel)) == count


async def test_a_second_click_of_done_skips_no_step(it: LeadingBot) -> None:
    guide = await started(it)
    done = action(guide, "move_guide:done")
    stale: list[dict[str, Any]] = [dict(block) for block in guide.blocks]
    await it.presses(it.ann, guide, done)
    shown = guide.blocks
    guide.blocks = stale
    await it.presses(it.ann, guide, done)
    guide.blocks = shown
    walk = await it.leading.walks.walk(last_guide(it))
    assert walk is not None
    assert (walk.step, walk.moves) == (1, 1)


def last_guide(it: LeadingBot) -> Any:
    return next(q.id for q in it.store.questions.values() if q.text.startswith("start_guide"))


async def test_an_error_is_asked_for_and_answered_and_leads_back_to_the_step(it: LeadingBot) -> None:
    guide = await started(it)
    await it.presses(it.ann, guide, action(guide, "move_guide:done"))
    await it.presses(it.ann, guide, action(guide, "guide_failed"))
    assert it.ann.modal is not None
    assert await it.ann.submits({"error": "permission denied while trying to connect"}) == {}
    await it.bot.work()
    answer = it.last()
    assert answer.thread_ts == guide.thread_ts
    assert "permission" in seen(answer).lower()
    assert "I answer the error" in seen(guide)
    assert seen(answer).count("Back to step 2") == 1
    await it.presses(it.ann, answer, "move_guide:back")
    below = it.last()
    assert ("(2/" in title(below), below.thread_ts) == (True, guide.thread_ts)
    assert "move_guide:done" in " ".join(below.action_ids())


async def test_a_pasted_error_leads_back_to_the_step_which_then_stands_below_its_answer(
    it: LeadingBot,
) -> None:
    guide = await started(it)
    await it.presses(it.ann, guide, action(guide, "move_guide:done"))
    await it.ann.says(it.channel, "permission denied", thread=guide)
    await it.bot.work()
    answer = it.last()
    assert seen(answer).count("Back to step 2") == 1
    await it.presses(it.ann, answer, "move_guide:back")
    below = it.last()
    assert "(2/" in title(below)
    assert guide not in it.slack.said(it.channel)
    await it.presses(it.ann, below, action(below, "move_guide:done"))
    assert "(3/" in title(below)


async def test_a_second_way_back_leads_to_where_the_step_stands_by_now(it: LeadingBot) -> None:
    guide = await started(it)
    answers = []
    for error in ("permission denied", "permission denied again"):
        await it.ann.says(it.channel, error, thread=guide)
        await it.bot.work()
        answers.append(it.last())
    for answer in (*answers, answers[0]):
        await it.presses(it.ann, answer, "move_guide:back")
    steps = [one for one in it.slack.said(it.channel) if "(1/" in title(one)]
    assert steps == [it.last()]


async def test_only_who_goes_through_the_guide_is_led_back_and_not_once_it_is_over(it: LeadingBot) -> None:
    guide = await started(it)
    await it.bob.says(it.channel, "permission denied", thread=guide)
    await it.bot.work()
    assert "move_guide:back" not in it.last().action_ids()
    await it.presses(it.ann, guide, action(guide, "move_guide:stop"))
    await it.ann.says(it.channel, "permission denied", thread=guide)
    await it.bot.work()
    assert "move_guide:back" not in it.last().action_ids()


async def test_in_a_direct_message_errors_are_answered_below_the_guide_and_lead_back(it: LeadingBot) -> None:
    await it.ann.commands("/ask", INSTALL, it.channel)
    await it.bot.work()
    await it.presses(it.ann, it.last(), "start_guide")
    guide = it.slack.said(it.ann.direct)[-1]
    await it.presses(it.ann, guide, action(guide, "guide_failed"))
    assert await it.ann.submits({"error": "permission denied"}) == {}
    await it.bot.work()
    told = it.last(it.ann.direct)
    assert (told.thread_ts, "move_guide:back" in told.action_ids()) == (None, True)
    await it.ann.writes("permission denied")
    await it.bot.work()
    pasted = it.last(it.ann.direct)
    await it.presses(it.ann, pasted, "move_guide:back")
    below = it.last(it.ann.direct)
    assert ("(1/" in title(below), guide in it.slack.said(it.ann.direct)) == (True, False)


async def test_the_same_modal_sent_twice_is_one_question(it: LeadingBot) -> None:
    guide = await started(it)
    await it.presses(it.ann, guide, action(guide, "guide_failed"))
    view = it.ann.modal
    assert view is not None
    payload = it.slack.payloads.view_submission(it.ann.user, view, {("error", "error"): "permission denied"})
    for _ in range(2):
        await it.slack.send("interaction", payload)
    await it.bot.work()
    assert sum(q.text == "permission denied" for q in it.store.questions.values()) == 1


async def test_a_guide_ends_after_its_last_step_and_may_be_stopped_and_gone_on_with(it: LeadingBot) -> None:
    guide = await started(it)
    await it.presses(it.ann, guide, action(guide, "move_guide:stop"))
    assert "Stopped at step 1" in seen(guide)
    await it.presses(it.ann, guide, action(guide, "move_guide:back"))
    steps = int(title(guide).partition("/")[2].rstrip(")"))
    for _ in range(steps):
        await it.presses(it.ann, guide, action(guide, "move_guide:done"))
    assert f"All {steps} steps are done" in seen(guide)


async def test_somebody_elses_guide_stands_still_and_they_get_their_own_in_private(it: LeadingBot) -> None:
    guide = await started(it)
    await it.presses(it.bob, guide, action(guide, "move_guide:done"))
    assert "(1/" in title(guide)
    refusal = it.last()
    assert (refusal.visible_to, refusal.action_ids()) == (it.bob.id, ["start_guide"])
    await it.presses(it.bob, guide, action(guide, "guide_failed"))
    assert it.bob.modal is None
    await it.presses(it.bob, refusal, "start_guide")
    own = it.slack.said(it.bob.direct)[-1]
    assert "(1/" in title(own)
    await it.presses(it.bob, own, action(own, "move_guide:done"))
    assert ("(2/" in title(own), "(1/" in title(guide)) == (True, True)


async def test_a_private_answer_has_its_guide_in_the_direct_message(it: LeadingBot) -> None:
    await it.ann.commands("/ask", INSTALL, it.channel)
    await it.bot.work()
    await it.presses(it.ann, it.last(), "start_guide")
    assert "(1/" in title(it.slack.said(it.ann.direct)[-1])


async def test_the_whole_can_be_seen_at_any_time(it: LeadingBot) -> None:
    guide = await started(it)
    await it.presses(it.bob, guide, "show_rest:0")
    whole = it.last()
    assert whole.visible_to == it.bob.id
    assert seen(whole).count("rich_text_preformatted") > 3


async def test_an_answer_without_steps_offers_no_guide(it: LeadingBot) -> None:
    answer = await it.asks("permission denied")
    assert "start_guide" not in answer.action_ids()
