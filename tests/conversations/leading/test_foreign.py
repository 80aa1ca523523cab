"""People from another workspace change nothing, whichever button they press; what is forged is let go."""

from __future__ import annotations

from tests.conversations.leading.bots import LeadingBot


async def test_a_person_from_outside_neither_rates_nor_asks_nor_sets(it: LeadingBot) -> None:
    answer = await it.asks("how do I install docker")
    stranger = it.slack.add_person("eve", it.channel, team="T9999999")
    block = next(b for b in answer.blocks if b["type"] == "context_actions")
    down = block["elements"][0]["negative_button"]["value"]
    count = len(it.slack.said(it.channel))
    await it.presses(stranger, answer, "rate", down)
    await it.presses(stranger, answer, "why_answer")
    await it.presses(stranger, answer, "start_guide")
    assert stranger.modal is None
    assert len(it.slack.said(it.channel)) == count
    assert await it.leading.ratings.ratings(it.root().id) == ()
    await it.ann.mentions(it.channel, "my settings")
    await it.bot.work()
    shown = it.slack.said(it.ann.direct)[-1]
    await it.presses(stranger, shown, "open_settings")
    assert stranger.modal is None


async def test_a_guide_goes_on_after_a_restart_of_what_answers(it: LeadingBot) -> None:
    answer = await it.asks("how do I install docker on ubuntu 24.04 amd64")
    await it.presses(it.ann, answer, "start_guide")
    guide = it.last()
    done = next(one for one in guide.action_ids() if one.startswith("move_guide:done"))
    await it.ann.clicks(guide, done)
    # The press is kept; whoever works next, also twice, shows the same step.
    it.store.queued.extend(list(it.store.queued))
    await it.bot.work()
    assert "(2/" in str(guide.blocks[0])
