"""From a text to its Entry with the reasons, or to near misses."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.answering.model import Match
from bot.matching.limits import Limits
from bot.matching.matcher import MOST_REASONS, Matcher, NearMisses
from tests.small_knowledge import SMALL, small_matcher

LIMITS = Limits(gate=0.7, threshold=0.5, margin=0.2, suggest=0.5)


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return small_matcher(LIMITS)


def answered(matcher: Matcher, text: str) -> Match:
    found = matcher.match(text, "en")
    assert isinstance(found, Match), found
    return found


def unanswered(matcher: Matcher, text: str) -> NearMisses:
    found = matcher.match(text, "en")
    assert isinstance(found, NearMisses), found
    return found


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("How do I install Docker?", "install"),
        ("도커 설치 방법", "install"),
        ("도커설치방법", "install"),
        ("docker 설치하려면", "install"),
        ("instal dokcer", "install"),
        ("which containers are running", "list"),
        ("what is supervised learning", "types"),
        ("머신러닝 유형 알려줘", "types"),
    ],
)
def test_a_question_finds_its_entry(matcher: Matcher, text: str, entry: str) -> None:
    assert answered(matcher, text).entry == entry


@pytest.mark.parametrize("text", ["what is for lunch", "점심 뭐 먹지", "wie ist das wetter"])
def test_off_topic_text_is_outside(matcher: Matcher, text: str) -> None:
    assert unanswered(matcher, text).reason == "outside"


@pytest.mark.parametrize("text", ["", " \n", "?!...", "🎉🎉", "\u200b"])
def test_a_text_without_a_word_is_empty(matcher: Matcher, text: str) -> None:
    assert unanswered(matcher, text) == NearMisses(reason="empty")


def test_two_entries_that_fit_alike_are_offered_rather_than_answered(matcher: Matcher) -> None:
    found = unanswered(matcher, "container docker install")
    assert found.reason == "close"
    assert {candidate.entry for candidate in found.near[:2]} == {"install", "list"}
    assert found.margin < LIMITS.margin


def test_at_most_three_candidates_are_named_best_first(matcher: Matcher) -> None:
    found = answered(matcher, "install docker")
    scores = [candidate.score for candidate in found.candidates]
    assert scores == sorted(scores, reverse=True)
    assert len(scores) <= 3
    assert found.candidates[0].entry == found.entry


def test_titles_of_candidates_are_in_the_askers_language(matcher: Matcher) -> None:
    found = matcher.match("install docker", "ko")
    assert isinstance(found, Match)
    assert found.candidates[0].title == "도커 설치"


def test_score_and_margin_are_those_of_the_candidates(matcher: Matcher) -> None:
    found = answered(matcher, "install docker")
    first, second, *_ = found.candidates
    assert found.score == pytest.approx(first.score, abs=1e-4)
    assert found.margin == pytest.approx(first.score - second.score, abs=2e-4)


def test_a_match_says_what_spoke_for_it_and_ends_with_the_gate(matcher: Matcher) -> None:
    *spoke, gate = answered(matcher, "install docker").why
    assert ("concept", "install") in [(reason.kind, reason.what) for reason in spoke]
    assert 0 < len(spoke) <= MOST_REASONS
    assert gate.kind == "gate"


def test_an_abstention_says_what_spoke_too(matcher: Matcher) -> None:
    assert unanswered(matcher, "what is for lunch").why


def test_a_pasted_error_decides_before_anything_else(matcher: Matcher) -> None:
    found = answered(matcher, "install docker says docker ps accepts no arguments")
    assert (found.entry, found.signature, found.score, found.margin) == ("list", "ps_args", 1.0, 1.0)
    assert [(reason.kind, reason.what) for reason in found.why] == [("signature", "ps_args")]


def test_of_several_pasted_errors_the_root_cause_decides(matcher: Matcher) -> None:
    found = answered(matcher, "Cannot connect to the Docker daemon ... docker ps accepts no arguments")
    assert found.signature == "ps_args"
    assert [reason.what for reason in found.why] == ["ps_args", "no_socket"]


@pytest.mark.parametrize("text", ["ehzj tjfcl qkdqjq", "tjfcl ehzj"])
def test_text_on_the_wrong_keyboard_layout_is_read_as_a_last_try(matcher: Matcher, text: str) -> None:
    found = answered(matcher, text)
    assert (found.entry, found.layout) == ("install", True)
    assert found.why[0].kind == "layout"


def test_what_was_read_on_the_other_layout_is_told(matcher: Matcher) -> None:
    assert answered(matcher, "ehzj tjfcl").why[0].what == "도커 설치"


@pytest.mark.parametrize("text", ["install docker", "도커 설치", "list running containers"])
def test_a_text_that_has_an_answer_is_not_read_again(matcher: Matcher, text: str) -> None:
    assert not answered(matcher, text).layout


@pytest.mark.parametrize(
    "limits",
    [
        replace(LIMITS, gate=1.01),
        replace(LIMITS, threshold=1.01),
        replace(LIMITS, margin=1.01),
    ],
)
def test_an_answer_needs_gate_threshold_and_margin_at_once(limits: Limits) -> None:
    assert isinstance(small_matcher(limits).match("install docker", "en"), NearMisses)


def test_below_the_suggesting_gate_nothing_is_offered() -> None:
    found = small_matcher(replace(LIMITS, gate=1.01, suggest=1.01)).match("install docker", "en")
    assert isinstance(found, NearMisses)
    assert found.reason == "outside"


def test_forty_thousand_characters_of_chatter_keep_their_question(matcher: Matcher) -> None:
    assert answered(matcher, "how do I install docker\n" + "log line 42\n" * 3_500).entry == "install"
    assert answered(matcher, "log line 42\n" * 3_500 + "how do I install docker").entry == "install"


def test_an_error_in_the_middle_of_forty_thousand_characters_is_found(matcher: Matcher) -> None:
    noise = "log line 42\n" * 1_700
    assert answered(matcher, noise + "docker ps accepts no arguments\n" + noise).signature == "ps_args"


def test_the_same_question_gets_the_same_answer() -> None:
    text = "docker 설치는 어떻게 하나요"
    assert small_matcher(LIMITS).match(text, "ko") == small_matcher(LIMITS).match(text, "ko")


def test_an_utterance_word_for_word_is_answered_whatever_the_limits() -> None:
    entry, line = next((entry.id, line) for entry in SMALL.entries.values() for _, line in entry.utterances)
    strict = small_matcher(Limits(gate=1.0, threshold=1.0, margin=1.0, suggest=1.0))

    found = strict.match(f"  {line.upper()}?", "ko")

    assert isinstance(found, Match)
    assert (found.entry, [reason.kind for reason in found.why]) == (entry, ["utterance"])
