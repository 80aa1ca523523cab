"""Korean particles, chosen by the sound of the word before them."""

from __future__ import annotations

import re

# Read as words: web 웹, lab 랩, git 깃, bot 봇, mac 맥, stack 스택, staging 스테이징; but root 루트, disk 디스크, hub 허브.
_SHORT = re.compile(r"(?:(?<![aeiou])[aeiou](?:pp?|t|ck|c|k)|[ea]b|[a-z]ng)$")


def with_particle(word: str, pair: str) -> str:
    """``word`` with the right one of two particles, as ``with_particle("도커", "을/를")`` -> ``도커를``.

    The first of the pair follows a final consonant. A name in Latin letters or digits is judged as
    it is read aloud in Korean, by its last sign.
    """
    after_consonant, after_vowel = pair.split("/")
    spoken = "".join(sign for sign in word.lower() if sign.isalnum() or sign in "-._ ").rstrip("-._ ")
    last = spoken[-1:]
    if "가" <= last <= "힣":
        final = (ord(last) - ord("가")) % 28
        has_final = final != 0 and not (final == 8 and after_vowel == "로")  # 서울로, not 서울으로
    elif _SHORT.search(spoken):
        has_final = True
    elif after_vowel == "로":
        has_final = last in tuple("036mn")
    else:
        has_final = last in tuple("013678lmn")
    return word + (after_consonant if has_final else after_vowel)


class Name(str):
    """A name in a Korean sentence: ``{host:을/를}`` takes the particle that fits."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        return with_particle(self, spec) if "/" in spec else format(str(self), spec)
