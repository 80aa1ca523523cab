"""Every sentence of the catalogue is there in both languages, each in its own, with the same values and right particles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import Formatter
from typing import Any, get_args

import msgspec
import pytest

from bot.checks.model import Status
from bot.checks.observation import Because
from bot.hosts.model import REFUSALS
from bot.words import Name, words_in
from bot.words.playground import playground_words
from handlers.gateway.refusals import Code
from tests.unit.checks.judged import knowledge

# As many of these as a language likes, with keys or without.
OPEN_ENDED = ("answers.examples", "listeners.prompts", "playground.examples", "teaching.command_faults")
IN_NO_LANGUAGE = {  # names and numbers in an order, or a word that both languages have
    "answers.page",
    "home.day_form",
    "leading.settings_field_arch",
    "leading.step_title",
    "teaching.change",
    "teaching.id_label",
    "teaching.lesson_line",
}
IN_ITS_OWN = {"한국어", "English"}
"""Languages are named in their own."""
OWN_FORM = {"home.day_form"}  # a day, as each language writes it
UNSAID = {"hosts.states.kept"}  # what goes without saying
HANGUL = re.compile("[ㄱ-ㆎ가-힣]")
# What stands in a Korean sentence as it is: code, commands, addresses, variables, values and names of things.
AS_IT_IS = re.compile(
    r"`[^`]*`|\{[^}]*\}|https?://\S+|\$\S+|/[a-z-]+(?: [a-z]+)*"
    r"|\b(?:Docker|Slack|API|CPU|Ubuntu|Debian|PowerShell|Intel|AMD|ARM|setupbot|kb show|docker|permission denied)\b"
)
ENGLISH_CLAUSE = re.compile(r"\b[A-Za-z]{2,} [A-Za-z]{2,} [A-Za-z]{2,}\b")


def sentences(node: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a catalogue with its place in it; keys of tables are no texts."""
    if isinstance(node, str):
        yield path, node
    elif isinstance(node, msgspec.Struct):
        for name in node.__struct_fields__:
            yield from sentences(getattr(node, name), f"{path}.{name}" if path else name)
    elif isinstance(node, tuple):
        for place, one in enumerate(node):
            is_named = isinstance(one, tuple) and isinstance(one[0], str) and path != "listeners.prompts"
            yield from sentences(one[1:] if is_named else one, f"{path}.{one[0] if is_named else place}")


KOREAN, ENGLISH = words_in("ko"), words_in("en")
KO = {**dict(sentences(KOREAN)), **dict(sentences(playground_words("ko"), "playground"))}
EN = {**dict(sentences(ENGLISH)), **dict(sentences(playground_words("en"), "playground"))}
SAID_OF_HOSTS = {
    f"{check.id}.{code}": outcome.says.ko
    for check in knowledge().checks.values()
    for code, outcome in check.findings.items()
}
BOTH = sorted(path for path in EN.keys() | KO.keys() if not path.startswith(OPEN_ENDED))
"""Places that must be there in both; each holds one sentence."""


def values_of(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def test_there_are_hundreds_of_them() -> None:
    assert len(BOTH) > 500


@pytest.mark.parametrize("path", BOTH)
def test_a_sentence_is_there_in_both_languages_and_takes_the_same_values(path: str) -> None:
    assert path in KO
    assert path in EN
    place = path.removesuffix(".0")
    assert place in UNSAID or (KO[path].strip() and EN[path].strip())
    assert place in OWN_FORM or values_of(KO[path]) == values_of(EN[path])


@pytest.mark.parametrize("path", sorted(KO))
def test_a_korean_sentence_is_korean(path: str) -> None:
    text = KO[path]
    if path.startswith("playground.examples") or text in IN_ITS_OWN:
        return
    assert HANGUL.search(text) or path in IN_NO_LANGUAGE or not text
    assert not ENGLISH_CLAUSE.search(AS_IT_IS.sub("  ", text)) or path.startswith("terminal.")


@pytest.mark.parametrize("path", sorted(KO | SAID_OF_HOSTS))
def test_korean_is_polite_as_a_colleague_is(path: str) -> None:
    assert not re.search(r"(?:[습입합]니[다까]|십시오|한다|이다)(?:[.?!]|$)", (KO | SAID_OF_HOSTS)[path])
    assert not re.search(r"(?:보여|알려|보내)드[려리릴]", (KO | SAID_OF_HOSTS)[path])


@pytest.mark.parametrize("path", sorted(EN))
def test_no_inner_word_is_said(path: str) -> None:
    assert not re.search(r"\b(?:Entry|Entries|Abstention|Finding|Remedy|utterance)s?\b", EN[path])


@pytest.mark.parametrize("path", sorted(EN))
def test_an_english_sentence_is_english(path: str) -> None:
    text = EN[path]
    assert path.startswith("playground.examples") or text in IN_ITS_OWN or not HANGUL.search(text)


# Particles

SETTLED = {"answers.other_layout"}  # a quotation is followed by 라고 whatever it ends in
# Numbers that count: the counter behind them takes the particle.
COUNTED = {"count", "total", "groups", "asked", "answered", "abstained", "suggested", "tried", "percent"}
# Behind brackets the word before them decides, so that is not looked for.
AFTER_VALUE = re.compile(
    r"\{(?P<value>[a-z_]+)[^}/]*\}(?:\*{1,2}|[`”’'])*"
    r"(?P<particle>으로|로|이라는|라는|이라고|라고|은|는|이|가|을|를|과|와|이나|나)(?=[\s.,!?…)]|$)"
)
BOTH_FORMS = re.compile(r"[을은이과]\((?:를|는|가|와)\)|[를는가와]\((?:을|은|이|과)\)|\(으\)로|\(이\)")
TEMPLATES = {**KO, **SAID_OF_HOSTS}
NAMES = {  # whether what is heard last is a vowel, ㄹ or another consonant
    "도커": "vowel", "노트북": "other", "서울": "ㄹ", "web-2": "vowel", "web-1": "ㄹ", "gpu-3": "other",
    "22.04": "vowel", "gpu": "vowel", "url": "ㄹ", "vm": "other", "`docker`": "vowel", "`git`": "other",
}  # fmt: skip


@pytest.mark.parametrize("path", sorted(TEMPLATES))
def test_a_particle_behind_a_value_is_chosen_by_its_sound(path: str) -> None:
    found = [one[0] for one in AFTER_VALUE.finditer(TEMPLATES[path]) if one["value"] not in COUNTED]
    assert path in SETTLED or found == []
    assert not BOTH_FORMS.search(TEMPLATES[path])


@pytest.mark.parametrize("path", [path for path in sorted(KO) if re.search(r"\{\w+:[가-힣]", KO[path])])
def test_a_name_in_a_sentence_takes_its_particle(path: str) -> None:
    pairs = [(name, spec) for _, name, spec, _ in Formatter().parse(KO[path]) if spec]
    for name, heard in NAMES.items():
        filled = KO[path].format_map(dict.fromkeys(values_of(KO[path]), Name(name)))
        for _, pair in pairs:
            after_consonant, after_vowel = pair.split("/")
            first = heard == "other" or (heard == "ㄹ" and after_vowel != "로")
            assert f"{name}{after_consonant if first else after_vowel}" in filled


# Tables


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


def test_an_arch_without_a_name_is_called_by_its_id() -> None:
    assert KOREAN.answers.arch_name("arm64") != "arm64"
    assert ENGLISH.answers.arch_name("s390x") == "s390x"
