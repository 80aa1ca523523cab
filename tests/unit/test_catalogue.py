"""Every sentence of the catalogue is there in both languages, each in its own and with the same values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import Formatter
from typing import Any, get_args

import pytest
from msgspec.structs import fields

from bot.checks.model import Status
from bot.checks.observation import Because
from bot.hosts.model import REFUSALS
from bot.words import Name, words_in
from handlers.gateway.refusals import Code

KOREAN, ENGLISH = words_in("ko"), words_in("en")
SENTENCES = [
    (topic.name, field.name) for topic in fields(KOREAN) for field in fields(getattr(KOREAN, topic.name))
]
IN_NO_LANGUAGE = {  # names and numbers in an order, or a word that both languages have
    ("answers", "page"),
    ("home", "arch"),
    ("home", "day_form"),
    ("leading", "settings_field_arch"),
    ("leading", "step_title"),
    ("teaching", "change"),
    ("teaching", "id_label"),
    ("teaching", "lesson_line"),
}
IN_THEIR_OWN = {  # languages by their own names
    ("home", "english"),
    ("home", "korean"),
    ("leading", "languages"),
    ("onboarding", "other_language"),
}
OWN_FORM = {("home", "day_form")}  # a day, as each language writes it
ENGLISH_ALREADY = {("teaching", "command_faults")}  # `kb check` words them, in English
UNSAID = {("hosts", "states", "kept")}  # what goes without saying
FREE_KEYS = {("listeners", "prompts")}  # the first of each pair is said too


def said(catalogue: Any, topic: str, name: str) -> dict[str, str]:
    """Each sentence of a field, by its key in a table or its place in a row; one alone by nothing."""
    value = getattr(getattr(catalogue, topic), name)
    if isinstance(value, str):
        return {"": value}
    return dict(_in_rows(value, (topic, name) in FREE_KEYS))


def _in_rows(rows: tuple[Any, ...], keys_are_said: bool) -> Iterator[tuple[str, str]]:
    for number, row in enumerate(rows):
        key, *words = (str(number), row) if isinstance(row, str) or keys_are_said else row
        for place, word in enumerate(words[0] if keys_are_said else words):
            yield f"{key} {place}", word


def names_in(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


@pytest.mark.parametrize(("topic", "name"), SENTENCES)
def test_a_sentence_is_there_in_both_languages(topic: str, name: str) -> None:
    if (topic, name) in ENGLISH_ALREADY:
        assert not getattr(getattr(ENGLISH, topic), name)
        return
    korean, english = said(KOREAN, topic, name), said(ENGLISH, topic, name)
    assert korean.keys() == english.keys()
    unsaid = {key for found in (korean, english) for key, sentence in found.items() if not sentence.strip()}
    assert {(topic, name, key.split()[0]) for key in unsaid} <= UNSAID


@pytest.mark.parametrize(("topic", "name"), SENTENCES)
def test_a_sentence_takes_the_same_values_in_both_languages(topic: str, name: str) -> None:
    korean, english = said(KOREAN, topic, name), said(ENGLISH, topic, name)
    taken = [{key: names_in(one[key]) for key in one} for one in (korean, english)]
    assert taken[0] == taken[1] or (topic, name) in OWN_FORM | ENGLISH_ALREADY


@pytest.mark.parametrize(("topic", "name"), SENTENCES)
def test_a_sentence_is_in_its_language(topic: str, name: str) -> None:
    korean = [english for english in said(ENGLISH, topic, name).values() if re.search("[가-힣]", english)]
    assert korean == [] or (topic, name) in IN_THEIR_OWN
    foreign = [word for word in said(KOREAN, topic, name).values() if word and not re.search("[가-힣]", word)]
    assert foreign == [] or (topic, name) in IN_NO_LANGUAGE | IN_THEIR_OWN


def test_a_particle_in_braces_is_a_pair_that_takes_its_name() -> None:
    for topic, name in SENTENCES:
        for sentence in said(KOREAN, topic, name).values():
            specs = [spec for _, _, spec, _ in Formatter().parse(sentence) if spec]
            assert [spec for spec in specs if not re.fullmatch("[가-힣]+/[가-힣]+", spec)] == []


def test_every_reason_of_a_host_to_refuse_has_its_sentence() -> None:
    assert set(REFUSALS) == set(dict(ENGLISH.checking.refusals))


def test_every_code_of_the_gateway_has_its_sentence() -> None:
    assert set(get_args(Code)) == set(dict(ENGLISH.gateway.refusals))


def test_every_reason_not_to_see_and_every_status_has_its_words() -> None:
    assert set(get_args(Because)) == set(dict(ENGLISH.reports.reasons)) == set(dict(ENGLISH.findings.reasons))
    assert set(Status) == set(dict(ENGLISH.reports.statuses))


@pytest.mark.parametrize(
    ("seconds", "korean", "english"),
    [
        (-5, "방금 봤어요", "seen just now"),
        (59, "방금 봤어요", "seen just now"),
        (60, "1분 전에 봤어요", "seen 1 min ago"),
        (7200, "2시간 전에 봤어요", "seen 2 h ago"),
        (86_400, "하루 전에 봤어요", "seen a day ago"),
        (260_000, "3일 전에 봤어요", "seen 3 days ago"),
    ],
)
def test_an_age_in_words(seconds: float, korean: str, english: str) -> None:
    assert (KOREAN.reports.age(seconds), ENGLISH.reports.age(seconds)) == (korean, english)


def test_a_name_in_a_sentence_takes_its_particle() -> None:
    template = KOREAN.checking.looking
    assert "**web-1을** 살펴" in template.format(host=Name("web-1"))
    assert "**gpu를** 살펴" in template.format(host=Name("gpu"))


def test_an_arch_without_a_name_is_called_by_its_id() -> None:
    assert KOREAN.answers.arch_name("arm64") != "arm64"
    assert ENGLISH.answers.arch_name("s390x") == "s390x"
