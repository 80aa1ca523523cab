"""A text as words: Korean ones without particles, Latin ones apart from flags, paths and versions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

REMEMBERED = 1 << 15

# A word that is code (a path, flag, version, file name) is taken as it stands: no typo is mended in it.
WORD = re.compile(
    r"""
      (?P<code>(?<![\w-])--?[a-z][\w-]*(?=[\s=]|$)
        | (?:[a-z]+://|~?/)[\w./:@%~+-]{2,}
        | [a-z_][\w-]*(?:[./_:=@]+[\w-]+)+
        | v?\d+(?:[.:~-]\w+)+ )
    | (?P<latin>[a-z]+(?:'[a-z]+)?(?:\d{1,3})?)
    | (?P<korean>[가-힣]+)
    | (?P<jamo>[ㄱ-ㆎ]+)
    | (?P<number>\d+)
    | (?P<other>[^\W\d_a-z가-힣ㄱ-ㆎ]+)
    """,
    re.VERBOSE,
)

# Particles and endings in the order in which they may be peeled off, longest first.
PARTICLES = re.compile(
    r"(?:이라고|라고|이라는|라는|이란|에서는|에서도|에서만|에서|에게|한테|으로는|으로|로는|까지|부터|처럼|보다|마다|조차|밖에|이랑|하고|"
    r"에는|에도|에만|이나|이고|이며|이면|인데|인가요|인가|이에요|예요|에요|이야|입니까|입니다|이죠|이지|인지|"
    r"들은|들이|들을|들|은|는|이|가|을|를|에|의|도|만|로|와|과|랑|나|요|야|죠|지)$"
)

Kind = Literal["code", "latin", "korean", "jamo", "number", "other"]


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text: ``stem`` is what it is compared by."""

    kind: Kind
    text: str
    stem: str


def words_of(text: str) -> list[Word]:
    """The words of ``text`` (lower case), in order."""
    # The groups of the expression are exactly the kinds.
    return [_word(match.lastgroup, match[0]) for match in WORD.finditer(text)]


@lru_cache(REMEMBERED)
def _word(kind: Kind, word: str) -> Word:
    return Word(kind, word, _stem(kind, word))


def _stem(kind: Kind, word: str) -> str:
    if kind == "korean":
        bare = PARTICLES.sub("", word)
        return bare if len(bare) >= 2 else word
    if kind == "latin" and len(word) > 4:
        for ending in ("'s", "ing", "ed", "es", "s"):
            if word.endswith(ending) and len(word) - len(ending) >= 4:
                return word.removesuffix(ending)
    return word
