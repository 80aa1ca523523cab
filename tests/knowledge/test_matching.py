"""The shipped knowledge: everything that it knows is found, and what only looks like it is not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from bot.answering.model import Match
from bot.knowledge.base import Knowledge
from bot.matching.matcher import Matcher, NearMisses
from bot.matching.trained import Trained
from bot.text.normalise import normalise

HERE = Path(__file__).parent
NEAR_MISSES: dict[str, list[str]] = yaml.safe_load((HERE / "near_misses.yaml").read_text("utf-8"))
QUESTIONS = sorted((HERE.parent / "questions").glob("*.jsonl"))

FIRST_GUESSES = 0.995
FALSE_ANSWERS = 0.02
KNOWN_QUESTIONS = 0.03
"""The barest questions ("what is supervised learning") have but one wording, which utterances have too."""


@pytest.fixture(scope="session")
def knowledge(shipped: tuple[Knowledge, Trained]) -> Knowledge:
    return shipped[0]


@pytest.fixture(scope="session")
def of_utterances(knowledge: Knowledge, matcher: Matcher) -> list[tuple[str, str, Match | NearMisses]]:
    """Entry, utterance and what the model makes of it: word for word it would be known without one."""
    return [
        (entry.id, line, matcher.match(f"{normalise(line)} ;", language))
        for entry in knowledge.entries.values()
        for language, line in entry.utterances
    ]


def first_guess(found: Match | NearMisses) -> str | None:
    candidates = found.candidates if isinstance(found, Match) else found.near
    return candidates[0].entry if candidates else None


def test_every_utterance_finds_its_own_entry_as_first_guess(
    of_utterances: list[tuple[str, str, Match | NearMisses]],
) -> None:
    lost = [
        f"{entry} <- {line!r} (found {first_guess(found)})"
        for entry, line, found in of_utterances
        if first_guess(found) != entry
    ]
    assert len(of_utterances) > 1_000
    assert len(lost) <= (1 - FIRST_GUESSES) * len(of_utterances), "\n".join(lost)


def test_no_utterance_is_read_on_the_other_keyboard_layout(
    of_utterances: list[tuple[str, str, Match | NearMisses]],
) -> None:
    assert [line for _, line, found in of_utterances if isinstance(found, Match) and found.layout] == []


def test_every_sample_of_an_error_finds_its_entry_by_a_signature_of_it(
    knowledge: Knowledge, matcher: Matcher
) -> None:
    lost = []
    for entry in knowledge.entries.values():
        own = {signature.id for signature in entry.signatures}
        for signature in entry.signatures:
            for sample in signature.samples:
                found = matcher.match(normalise(sample), "en")
                named = found.signature if isinstance(found, Match) else None
                if named not in own:
                    lost.append(f"{entry.id}/{signature.id} <- {sample!r} (found {named})")
    assert lost == []


def test_what_only_looks_like_our_subjects_gets_no_answer(matcher: Matcher) -> None:
    lines = [line for of_language in NEAR_MISSES.values() for line in of_language]
    answered = {
        line: found.entry
        for line in lines
        if isinstance(found := matcher.match(normalise(line), "en"), Match)
    }
    assert len(answered) <= FALSE_ANSWERS * len(lines), answered


def taught(knowledge: Knowledge) -> set[str]:
    lines = {line for entry in knowledge.entries.values() for _, line in entry.utterances}
    return lines | {line for theme in knowledge.off_topic.values() for line in theme}


def test_no_near_miss_is_a_line_that_the_matcher_learnt_from(knowledge: Knowledge) -> None:
    lines = {line for of_language in NEAR_MISSES.values() for line in of_language}
    assert lines & taught(knowledge) == set()


def test_hardly_a_development_question_is_a_line_that_the_matcher_learnt_from(knowledge: Knowledge) -> None:
    asked = {
        json.loads(line)["q"] for file in QUESTIONS for line in file.read_text("utf-8").split("\n") if line
    }
    known = asked & taught(knowledge)
    assert len(asked) > 1_000
    assert len(known) <= KNOWN_QUESTIONS * len(asked), sorted(known)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        (" \n\t", "empty"),
        ("🎉🎉🎉", "empty"),
        ("?!", "empty"),
        ("今日の天気はどうですか", "outside"),
        ("Как установить принтер", "outside"),
        ("¿Qué hora es?", "outside"),
        ("wie lange hat die Kantine heute offen", "outside"),
        ("점심 뭐 먹지", "outside"),
        ("ㅋㅋㅋㅋ", "outside"),
        ("asdfghjkl", "outside"),
    ],
)
def test_what_is_no_question_for_us_is_not_answered(matcher: Matcher, text: str, reason: str) -> None:
    found = matcher.match(normalise(text), "en")
    assert isinstance(found, NearMisses)
    assert found.reason == reason


def test_every_match_says_why(of_utterances: list[tuple[str, str, Match | NearMisses]]) -> None:
    assert [line for _, line, found in of_utterances if not found.why] == []
