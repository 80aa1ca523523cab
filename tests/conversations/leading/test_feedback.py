"""The thumbs: one rating a person and reply, thanks to them alone, and a reason for the maintainers."""

from __future__ import annotations

from bot.feedback.ports import Rating
from bot.slackfake.state import Message
from tests.conversations.leading.bots import LeadingBot, seen

ERROR = "permission denied while trying to connect"
KEY = "AKIAIOSFODNN7EXAMPLE"


def thumbs(message: Message) -> tuple[str, str]:
    (element,) = next(b for b in message.blocks if b["type"] == "context_actions")["elements"]
    return element["positive_button"]["value"], element["negative_button"]["value"]


async def ratings(it: LeadingBot) -> tuple[Rating, ...]:
    return await it.leading.ratings.ratings(it.root().id)


async def test_a_thumb_up_is_thanked_for_once_and_in_private(it: LeadingBot) -> None:
    answer = await it.asks(ERROR)
    up, _ = thumbs(answer)
    before = len(it.slack.said(it.channel))
    for _ in range(2):
        await it.presses(it.bob, answer, "rate", up)
    (thanks,) = it.slack.said(it.channel)[before:]
    assert (thanks.visible_to, "glad" in thanks.text) == (it.bob.id, True)
    (rating,) = await ratings(it)
    assert (rating.user, rating.is_good, rating.entry) == (it.bob.id, True, "docker-permission-denied")
    assert await it.worklist.items(it.slack.workspace.team) == []


async def test_a_thumb_down_asks_why_and_reaches_the_work_list_without_secrets(it: LeadingBot) -> None:
    answer = await it.asks(ERROR)
    up, down = thumbs(answer)
    await it.presses(it.bob, answer, "rate", up)
    await it.presses(it.bob, answer, "rate", down)
    given = {"reason": "failed", "words": f"my key {KEY} does not help", "may_ask": ["yes"]}
    assert await it.bob.submits(given) == {}
    assert it.bob.modal is None
    (rating,) = await ratings(it)
    assert (rating.is_good, rating.reason, rating.may_ask) == (False, "failed", True)
    assert KEY not in rating.words
    (item,) = await it.worklist.items(it.slack.workspace.team)
    (note,) = item.notes
    assert (note.why, note.detail, note.by, KEY in note.words) == ("rated", "failed", it.bob.id, False)
    assert (item.entry, item.score) == ("docker-permission-denied", 0.9)
    thanks = it.last()
    assert (thanks.visible_to, thanks.action_ids()) == (it.bob.id, ["ask_person"])


async def test_a_modal_that_is_closed_leaves_the_thumb(it: LeadingBot) -> None:
    answer = await it.asks(ERROR)
    await it.presses(it.bob, answer, "rate", thumbs(answer)[1])
    await it.bob.closes()
    (rating,) = await ratings(it)
    assert (rating.is_good, rating.reason) == (False, None)
    (item,) = await it.worklist.items(it.slack.workspace.team)
    assert item.notes[0].by == ""


async def test_a_private_answer_is_rated_too_and_in_korean(it: LeadingBot) -> None:
    await it.ann.commands("/ask", "도커 설치 방법", it.channel)
    await it.bot.work()
    answer = it.last()
    assert answer.visible_to == it.ann.id
    await it.presses(it.ann, answer, "rate", thumbs(answer)[1])
    assert it.ann.modal is not None
    assert "무엇이 아쉬웠나요" in str(it.ann.modal.content)


async def test_the_rating_of_a_withdrawn_question_goes_with_it(it: LeadingBot) -> None:
    asked = await it.ann.mentions(it.channel, ERROR)
    await it.bot.work()
    answer = it.last()
    await it.presses(it.bob, answer, "rate", thumbs(answer)[1])
    await it.ann.deletes(asked)
    assert await ratings(it) == ()
    await it.bob.submits({"reason": "wrong"})
    assert await ratings(it) == ()
    assert await it.worklist.items(it.slack.workspace.team) == []


async def test_a_forged_thumb_does_nothing(it: LeadingBot) -> None:
    answer = await it.asks(ERROR)
    block = next(b for b in answer.blocks if b["type"] == "context_actions")
    block["elements"][0]["positive_button"]["value"] = "up nonsense"
    await it.presses(it.bob, answer, "rate", "up nonsense")
    assert await ratings(it) == ()


async def test_why_tells_the_words_and_the_limits_to_who_asks(it: LeadingBot) -> None:
    answer = await it.asks("how to install it")
    await it.presses(it.bob, answer, "why_answer")
    why = it.last()
    assert why.visible_to == it.bob.id
    assert all(part in seen(why) for part in ("install", "90%", "45%", "10%"))


async def test_why_not_tells_what_was_missing(it: LeadingBot) -> None:
    abstention = await it.asks("what is the weather")
    await it.presses(it.ann, abstention, "why_answer")
    assert "It did not look like a subject" in seen(it.last())
    close = await it.asks("docker something")
    await it.presses(it.ann, close, "why_answer")
    assert "List running containers" in seen(it.last())


async def test_the_machine_that_the_answer_was_for_goes_along_with_a_rating(it: LeadingBot) -> None:
    answer = await it.asks("install it on debian 12")
    await it.presses(it.bob, answer, "rate", thumbs(answer)[1])
    (rating,) = await ratings(it)
    facts = {name: fact.value for name, fact in rating.platform.facts().items()}
    assert facts == {"distro": "debian", "release": "bookworm"}
