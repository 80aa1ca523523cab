"""Pasted errors are found by pattern, root causes first."""

from __future__ import annotations

import pytest
import re2

from bot.knowledge.model import Entry, Signature
from bot.matching.signatures import SignatureIndex, compiled
from tests.small_knowledge import INSTALL, LIST, SMALL

INDEX = SignatureIndex(SMALL.entries.values())


def found(text: str) -> list[str]:
    return [signed.signature.id for signed in INDEX.find(text)]


@pytest.mark.parametrize(
    "pasted",
    [
        "docker: 'docker ps' accepts no arguments",
        "I typed it and got DOCKER PS accepts no arguments, why?",
        "docker ps\naccepts no\narguments",
        "도커가 'docker ps' accepts no arguments 라고 해요",
    ],
)
def test_a_pasted_error_is_found_in_any_case_and_across_line_breaks(pasted: str) -> None:
    assert found(pasted) == ["ps_args"]


def test_a_found_signature_knows_its_entry_and_its_place() -> None:
    (signed,) = INDEX.find("so: docker ps accepts no arguments")
    assert (signed.entry, signed.start) == ("list", 4)


def test_a_root_cause_comes_before_what_follows_from_it() -> None:
    pasted = "Cannot connect to the Docker daemon\ndocker ps accepts no arguments"
    assert found(pasted) == ["ps_args", "no_socket"]


@pytest.mark.parametrize("text", ["", "docker ps", "점심", "\x00"])
def test_a_text_without_an_error_has_none(text: str) -> None:
    assert found(text) == []


def test_without_signatures_nothing_is_found() -> None:
    assert SignatureIndex([INSTALL]).find("docker ps accepts no arguments") == []


def test_of_two_of_the_same_weight_the_first_in_the_text_leads() -> None:
    index = SignatureIndex([with_patterns("one", "two")])
    assert [signed.signature.id for signed in index.find("first two, then one")] == ["two", "one"]


def test_a_pattern_that_re2_does_not_know_is_refused() -> None:
    with pytest.raises(re2.error):
        compiled("(?=docker)")


def with_patterns(*patterns: str) -> Entry:
    signature = LIST.signatures[0]
    return Entry(
        id="patterns",
        title=LIST.title,
        summary=LIST.summary,
        answer=LIST.answer,
        utterances=LIST.utterances,
        sources=LIST.sources,
        reviewed=LIST.reviewed,
        signatures=tuple(
            Signature(
                id=pattern,
                title=signature.title,
                pattern=pattern,
                samples=(pattern,),
                cause=signature.cause,
            )
            for pattern in patterns
        ),
    )
