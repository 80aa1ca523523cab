"""Reading a Platform raises nothing and names only what the catalogue has."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.platforms.choosing import describe, support
from bot.platforms.reading import read_platform
from tests.catalogue import CATALOGUE

HINTS = [word for hint in CATALOGUE.reading.hints for word in hint.words]
NAMES = [word for distro in CATALOGUE.distros for word in distro.words]
SAMPLES = [row.sample for row in CATALOGUE.reading.pasted]
PIECE = st.one_of(
    st.sampled_from(
        [*HINTS, *NAMES, *SAMPLES, "22.04", "12", "ID=", "not", "말고", "image", "but", "on", ":", "/"]
    ),
    st.text(max_size=10),
)
TEXT = st.lists(PIECE, max_size=12).map(" ".join) | st.lists(PIECE, max_size=12).map("".join)


@settings(max_examples=300, deadline=None)
@given(text=TEXT)
def test_any_text_reads_as_known_values(text: str) -> None:
    platform = read_platform(text, CATALOGUE)
    assert platform.arch is None or CATALOGUE.arch(platform.arch.value)
    assert platform.distro is None or CATALOGUE.distro(platform.distro.value)
    assert platform.release is None or platform.distro
    verdict = support(platform, CATALOGUE)
    assert verdict.verdict == "yes" or (verdict.reason and verdict.alternative)
    assert "\n" not in describe(platform, CATALOGUE)


@settings(max_examples=100, deadline=None)
@given(text=TEXT)
def test_reading_twice_says_the_same(text: str) -> None:
    assert read_platform(text, CATALOGUE) == read_platform(text, CATALOGUE)


@settings(max_examples=100, deadline=None)
@given(text=st.text())
def test_reading_any_characters_raises_nothing(text: str) -> None:
    assert read_platform(text, CATALOGUE, "thread").over(read_platform("", CATALOGUE)) == read_platform(
        text, CATALOGUE, "thread"
    )
