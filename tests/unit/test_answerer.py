"""The answer path in one place: language, Platform, follow-ups, abstentions."""

from __future__ import annotations

import pytest

from bot.answering.answerer import FOLLOW_UP_WORDS, Answerer
from bot.answering.language import language_of
from bot.answering.model import Abstention, Answer, Question
from bot.errors import BotError
from bot.matching.limits import Limits
from bot.platforms.model import Known, Platform
from tests.small_knowledge import SMALL, small_matcher

LIMITS = Limits(gate=0.82, threshold=0.45, margin=0.2, suggest=0.32)
"""For the few lines that the small knowledge base learns from."""

SAVED = Platform(
    arch=Known(value="arm64", origin="saved"),
    distro=Known(value="debian", origin="saved"),
    release=Known(value="bookworm", origin="saved"),
)


@pytest.fixture(scope="module")
def answerer() -> Answerer:
    return Answerer(SMALL, small_matcher(LIMITS))


def answer(answerer: Answerer, question: Question) -> Answer:
    reply = answerer.reply(question)
    assert isinstance(reply, Answer), reply
    return reply


def abstention(answerer: Answerer, question: Question) -> Abstention:
    reply = answerer.reply(question)
    assert isinstance(reply, Abstention), reply
    return reply


@pytest.mark.parametrize(
    ("text", "language"),
    [("docker 설치", "ko"), ("install docker", "en"), ("ㅠㅠ docker", "ko"), ("docker ㅎ", "en"), ("", "en")],
)
def test_any_hangul_makes_a_text_korean(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(("text", "language"), [("도커 설치 방법", "ko"), ("how do I install docker", "en")])
def test_an_answer_follows_the_language_of_the_question(answerer: Answerer, text: str, language: str) -> None:
    assert answer(answerer, Question(text=text)).language == language


def test_a_wish_for_a_language_goes_before_the_text(answerer: Answerer) -> None:
    assert answer(answerer, Question(text="install docker", language="ko")).title == "도커 설치"


@pytest.mark.parametrize(("text", "language"), [("ehzj tjfcl", "ko"), ("ㅑㅜㄴㅅ미ㅣ 애찯ㄱ", "en")])
def test_text_on_the_wrong_layout_is_answered_in_the_language_that_was_meant(
    answerer: Answerer, text: str, language: str
) -> None:
    found = answer(answerer, Question(text=text))
    assert found.match is not None
    assert found.match.layout
    assert found.language == language
    assert found.match.candidates[0].title == SMALL.entries["install"].title.in_language(found.language)


def test_how_mistyped_text_was_read_is_said_first(answerer: Answerer) -> None:
    assert "도커 설치" in answer(answerer, Question(text="ehzj tjfcl")).notices[0]


def test_slack_markup_does_not_hide_the_question(answerer: Answerer) -> None:
    assert answer(answerer, Question(text="<@U012AB3CD> how do I install docker&gt;")).entry == "install"


def test_the_machine_named_in_the_question_goes_before_what_was_known(answerer: Answerer) -> None:
    found = answer(answerer, Question(text="install docker on fedora", platform=SAVED))
    assert found.platform == Platform(
        arch=Known(value="arm64", origin="saved"), distro=Known(value="fedora", origin="question")
    )


def test_what_was_known_of_the_machine_is_used(answerer: Answerer) -> None:
    assert answer(answerer, Question(text="install docker", platform=SAVED)).platform == SAVED


def test_an_unknown_machine_stays_unknown(answerer: Answerer) -> None:
    assert answer(answerer, Question(text="install docker")).platform == Platform()


@pytest.mark.parametrize("text", ["and on fedora?", "fedora에서는?", "on arm64?", "M1 맥이면?"])
def test_a_remark_that_names_a_machine_goes_on_about_the_thread(answerer: Answerer, text: str) -> None:
    found = answer(answerer, Question(text=text, about="install"))
    assert found.entry == "install"
    assert found.platform != Platform()
    assert found.match is not None
    assert found.match.why[0].kind == "context"


def test_without_a_thread_such_a_remark_is_no_question(answerer: Answerer) -> None:
    abstention(answerer, Question(text="and on fedora?"))


def test_a_question_of_its_own_in_a_thread_is_answered_by_itself(answerer: Answerer) -> None:
    assert (
        answer(answerer, Question(text="list running containers on fedora", about="install")).entry == "list"
    )


def test_a_remark_that_names_no_machine_is_not_taken_for_going_on(answerer: Answerer) -> None:
    abstention(answerer, Question(text="what is for lunch", about="install"))


def test_a_long_remark_is_not_taken_for_going_on(answerer: Answerer) -> None:
    text = "lunch on my fedora laptop with " + "the whole team " * FOLLOW_UP_WORDS
    abstention(answerer, Question(text=text, about="install"))


def test_a_thread_about_an_entry_that_is_gone_is_no_thread(answerer: Answerer) -> None:
    abstention(answerer, Question(text="and on fedora?", about="removed"))


@pytest.mark.parametrize(
    ("text", "reason"),
    [("what is for lunch", "outside"), ("", "empty"), ("container docker install", "close")],
)
def test_an_abstention_has_a_reason(answerer: Answerer, text: str, reason: str) -> None:
    assert abstention(answerer, Question(text=text)).reason == reason


def test_an_abstention_keeps_what_was_found_out(answerer: Answerer) -> None:
    found = abstention(answerer, Question(text="점심 뭐 먹지 우분투에서"))
    assert found.language == "ko"
    assert found.platform.distro == Known(value="ubuntu", origin="question")
    assert 1 <= len(found.near) <= 3
    assert found.why


def test_an_entry_is_shown_by_its_id(answerer: Answerer) -> None:
    found = answerer.show("list", SAVED, "ko")
    assert (found.entry, found.language, found.platform, found.match) == ("list", "ko", SAVED, None)


def test_an_unknown_id_is_told_with_the_nearest_one(answerer: Answerer) -> None:
    with pytest.raises(BotError) as told:
        answerer.show("instal", SAVED, "en")
    assert told.value.user_message == "No Entry 'instal' (did you mean 'install'?)."
