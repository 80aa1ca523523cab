"""Why this answer, in words: signatures, words, the thread, the keyboard, the machine."""

from __future__ import annotations

from bot.answering.compose import compose
from bot.answering.model import Answer, Match, Reason
from bot.conversations.why import explained
from bot.matching.limits import Limits
from bot.platforms.model import Known, Platform
from tests.conversations.hosts import knowledge

SAVED = Platform(arch=Known(value="arm64", origin="saved"))


def match(*why: Reason, **values: object) -> Match:
    given = {"entry": "docker-permission-denied", "score": 0.8, "margin": 0.4, "candidates": ()}
    return Match(**(given | {"why": why} | values))  # type: ignore[arg-type]


def told(found: Match | None, language: str = "en", platform: Platform = SAVED) -> str:
    entry = knowledge().entries["docker-permission-denied"]
    answer: Answer = compose(knowledge(), entry, platform, language, found)  # type: ignore[arg-type]
    return str(explained(answer, knowledge(), Limits()).groups)


def test_a_pasted_error_is_named_by_its_title() -> None:
    signature = knowledge().entries["docker-permission-denied"].signatures[0]
    reason = Reason(kind="signature", what=signature.id, weight=1.0)
    assert signature.title.en in told(match(reason, signature=signature.id))


def test_concepts_are_told_as_words_of_the_language_and_what_spoke_against_is_not() -> None:
    reasons = (
        Reason(kind="concept", what="docker+permission", weight=1.0),
        Reason(kind="word", what="zebra", weight=-1.0),
    )
    assert "도커" in told(match(*reasons), "ko")
    assert "permission" in told(match(*reasons))
    assert "zebra" not in told(match(*reasons))


def test_the_thread_the_keyboard_a_taught_line_and_a_choice_are_told() -> None:
    assert "continues" in told(match(Reason(kind="context", what="x", weight=1.0)))
    assert "taught" in told(match(Reason(kind="utterance", what="x", weight=1.0)))
    assert "keyboard" in told(match(Reason(kind="layout", what="x", weight=1.0), layout=True))
    assert "chose it yourself" in told(None)


def test_a_machine_is_told_with_where_it_is_known_from() -> None:
    assert "what you saved" in told(None)
    assert "저장해 두신" in told(None, "ko")
