"""Korean particles, chosen by the sound of the word before them."""

from __future__ import annotations

import re

_LAST = re.compile(r"[a-z]+$|[0-9가-힣%]$")
# What is no longer than this is spelled out: IP 아이피, DB 디비, PR 피알.
_SPELLED = 2
# Read as words: web 웹, job 잡, git 깃, mac 맥, stack 스택, notebook 노트북; but root 루트, disk 디스크, hub 허브.
_STOPPED = re.compile(r"(?:(?<![aeiou])[aeiou](?:pp?|t|ck|c|k)|ook|[aeo]b|[aeiou]ng)$")
_HUMMED = re.compile(r"(?:[mn]|[aeiou][mn]e)$")  # json 제이슨, volume 볼륨, machine 머신
_RIEUL = re.compile(r"le?$")  # url 유알엘, file 파일


def with_particle(word: str, pair: str) -> str:
    """``word`` with the right one of two particles, as ``with_particle("도커", "을/를")`` -> ``도커를``.

    The first of the pair follows a final consonant. A name in Latin letters or digits is judged as
    it is read aloud in Korean, by its last word or sign.
    """
    after_consonant, after_vowel = pair.split("/")
    final = _final(word)
    takes_first = final == "other" or (final == "ㄹ" and after_vowel != "로")  # 서울을, but 서울로
    return word + (after_consonant if takes_first else after_vowel)


def _final(word: str) -> str:
    """What the last syllable ends in: a vowel (empty), ``ㄹ`` or another consonant."""
    found = _LAST.search(re.sub(r"[^a-z0-9가-힣%]+$", "", word.lower()))
    last = found[0] if found else ""
    if last >= "가":
        number = (ord(last) - ord("가")) % 28
        return "ㄹ" if number == 8 else "other" if number else ""
    if not last.isalpha():
        return {"1": "ㄹ", "7": "ㄹ", "8": "ㄹ", "0": "other", "3": "other", "6": "other"}.get(last, "")
    if len(last) <= _SPELLED:
        return {"l": "ㄹ", "r": "ㄹ", "m": "other", "n": "other"}.get(last[-1], "")
    if _RIEUL.search(last):
        return "ㄹ"
    return "other" if _STOPPED.search(last) or _HUMMED.search(last) else ""


class Name(str):
    """A name in a Korean sentence: ``{host:을/를}`` takes the particle that fits."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        return with_particle(self, spec) if "/" in spec else format(str(self), spec)
