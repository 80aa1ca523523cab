"""What holds for every text, also one that nobody would type."""

from __future__ import annotations

import string
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.answering.answerer import Answerer
from bot.answering.model import Abstention, Answer, Match, Question
from bot.errors import BotError
from bot.evaluation import read_questions
from bot.knowledge.faults import KnowledgeError
from bot.knowledge.source import read_knowledge
from bot.matching.layout import other_layout
from bot.matching.matcher import NearMisses
from bot.matching.words import words_of
from bot.settings import Settings, read_settings
from bot.text.hangul import HANGUL, KEYS, compose, from_keys, to_jamo, to_keys
from bot.text.normalise import normalise
from bot.text.redact import MARK, redact
from tests.small_knowledge import SMALL, small_matcher

T = TypeVar("T")
MATCHER = small_matcher()
ANSWERER = Answerer(SMALL, MATCHER)

ANYTHING = st.text(alphabet=st.characters(exclude_categories=()))  # half surrogate pairs and controls too
SYLLABLES = st.text(alphabet=st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3))


def rows_of(pieces: str, *more: str) -> st.SearchStrategy[str]:
    """Pieces of what the readers look for (parted by blanks, and some more), in any order."""
    return st.lists(st.sampled_from([*pieces.split(), *more, " ", "\n"])).map("".join)


MARKUP = rows_of(
    "<@U1 <#C1| <https:// mailto: | > & amp; lt #38; ; m ``` – ㄱ ㅏ",
    *("\x1b[", "\x1b]8;;", "\x07", "\u200b", "\u00a0", "\r", "\u1100", "\u1161", "\u0338", "\ud83d"),
)
SECRETIVE = rows_of(
    f"password token 비밀번호 = \" ' {MARK} [ ] https:// : @ / eyJ . gh p_ {'A1b2C3d4' * 4}",
    *(": ", "bearer ", "-----BEGIN ", "PRIVATE KEY-----", "-----END ", "login -p "),
)
CHATTER = rows_of(
    "docker 도커 설치 ehzj tjfcl 애찯ㄱ ubuntu 22.04 --rm /etc/apt 🎉 ? arm64 컨테이너는 not 없이 日本 é",
    *("ps accepts no arguments", "\ud83d", "\x00", " ", " "),
)
BODY = st.text(alphabet=string.ascii_letters + string.digits, min_size=36, max_size=60)


@given(ANYTHING | MARKUP)
@example("<@U1|" * 20 + ">" * 20)
@example("&" + "amp;" * 20 + "lt;")
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(ANYTHING | MARKUP)
def test_a_normalised_text_can_be_stored_and_has_no_stray_blanks(text: str) -> None:
    plain = normalise(text)
    plain.encode("utf-8")
    assert plain == plain.strip()
    assert not {"\x00", "\x1b", "\r", "\t", "\u00a0", "\u200b"} & set(plain)
    assert "  " not in plain


@given(ANYTHING | SECRETIVE)
def test_redacting_twice_changes_nothing_more(text: str) -> None:
    once = redact(text)
    assert redact(once) == once


@given(st.sampled_from(["password=", "token: ", "비밀번호=", "bearer ", "ghp_", "xoxb-", "login -p "]), BODY)
def test_a_secret_never_comes_back(name: str, secret: str) -> None:
    told = redact(f"docker {name}{secret}\nand more")
    assert secret not in told
    assert MARK in told
    assert told.endswith("\nand more")


@pytest.mark.parametrize("hostile", ["a." * 20_000, "eyJ" * 13_000, "password" * 5_000, "a://a:" * 6_000])
def test_text_made_to_be_slow_is_redacted_all_the_same(hostile: str) -> None:
    assert redact(hostile) == hostile


@pytest.mark.parametrize(
    "hostile", ["&" + "amp;" * 10_000, "<@U1|" * 8_000 + ">" * 8_000, "<http:a|" * 5_000 + ">" * 5_000]
)
def test_markup_nested_without_end_comes_to_rest(hostile: str) -> None:
    plain = normalise(hostile)
    assert normalise(plain) == plain


@given(SYLLABLES)
def test_syllables_survive_the_way_over_the_keys(text: str) -> None:
    assert from_keys(to_keys(text)) == text


@given(st.text(alphabet="".join(KEYS)))
def test_keys_survive_the_way_over_hangul(keys: str) -> None:
    assert to_keys(from_keys(keys)) == keys


@given(SYLLABLES)
def test_every_syllable_is_two_or_three_jamo(text: str) -> None:
    assert 2 * len(text) <= len(to_jamo(text)) <= 3 * len(text)


@given(ANYTHING)
def test_text_without_hangul_has_its_own_keys(text: str) -> None:
    if not HANGUL.search(text):
        assert to_keys(text) == text
        assert compose(text) == text


@given(ANYTHING | CHATTER)
def test_words_stand_in_the_text_in_their_order(text: str) -> None:
    at = 0
    for word in words_of(text.lower()):
        at = text.lower().index(word.text, at) + len(word.text)
        assert word.stem
        assert word.text.startswith(word.stem)


@given(ANYTHING | CHATTER)
def test_a_text_is_converted_only_where_words_become_known(text: str) -> None:
    assert other_layout(text, lambda word: False) is None


@given(ANYTHING | CHATTER | MARKUP)
@example("\ud800")
@example("\x00")
@example("🎉" * 50)
@example("a " * 20_000)
@example("가" * 40_000)
def test_the_matcher_has_an_outcome_for_every_text(text: str) -> None:
    found = MATCHER.match(normalise(text), "ko")
    assert isinstance(found, Match | NearMisses)
    assert 0.0 <= found.margin <= found.score <= 1.0 + 1e-6
    assert 0.0 <= found.gate <= 1.0 + 1e-6


@given(ANYTHING | CHATTER | MARKUP, st.sampled_from([None, "install", "removed"]))
def test_every_question_gets_a_reply(text: str, about: str | None) -> None:
    reply = ANSWERER.reply(Question(text=text, about=about))
    assert isinstance(reply, Answer | Abstention)
    assert reply == ANSWERER.reply(Question(text=text, about=about))


@given(CHATTER)
def test_slack_sends_a_text_escaped_and_it_means_the_same(text: str) -> None:
    plain = text.replace("&", "and")
    escaped = plain.replace("<", "&lt;").replace(">", "&gt;")
    assert MATCHER.match(normalise(escaped), "en") == MATCHER.match(normalise(plain), "en")


YAML = rows_of(
    """id steps utterances ko a [ ] { } &x *x !!int !!timestamp | ' " 2026-13-45 3 1e999 << ? # --- \\ 가""",
    *("- ", ": ", "  ", "\t", ", ", "\n- "),
)


@given(st.sampled_from(["a.yaml", "vocabulary.yaml", "off_topic.yaml", "platforms.yaml"]), YAML | st.binary())
def test_reading_knowledge_raises_nothing_but_its_faults(name: str, content: str | bytes) -> None:
    with TemporaryDirectory() as folder:
        raw = content if isinstance(content, bytes) else content.encode()
        Path(folder, name).write_bytes(raw)
        with pytest.raises(KnowledgeError) as told:
            read_knowledge([Path(folder)])
        assert all(fault.line >= 1 for fault in told.value.faults)


def value_or_mistake(read: Callable[[], T]) -> T | str:
    """What was read, or what a BotError tells the person."""
    try:
        return read()
    except BotError as error:
        return error.user_message


@given(st.binary() | ANYTHING.map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_reading_questions_raises_nothing_but_a_persons_mistake(content: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "rows.jsonl")
        path.write_bytes(content)
        found = value_or_mistake(lambda: read_questions(path))
    assert isinstance(found, list) or "rows.jsonl" in found


NAMES = [
    "SLACK_BOT_TOKEN",
    "SLACK_API_URL",
    "DATABASE_URL",
    "PORT",
    "PUBLIC_URL",
    "SETUPBOT_KNOWLEDGE",
    "SETUPBOT_MAINTAINERS",
    "SETUPBOT_HELP_CHANNELS",
    "SETUPBOT_LANGUAGE",
    "SETUPBOT_HOME",
]
VALUES = st.text() | st.sampled_from(
    ["~", "~nobody-has-this-name/x", "https://[", "http://a:b:c", "²", "-1", ",,", "\x00"]
)


@given(st.dictionaries(st.sampled_from(NAMES), VALUES))
def test_reading_settings_raises_nothing_but_a_persons_mistake(environ: dict[str, str]) -> None:
    found = value_or_mistake(lambda: read_settings(environ))
    assert isinstance(found, Settings) or found.startswith("The environment has faults:\n- ")
