"""Hangul below the syllable: jamo for fuzzy comparison, and the two-set keyboard layout.

The layout is KS X 5002 (Dubeolsik), the one of practically all Korean keyboards.
"""

from __future__ import annotations

import re

INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
FINALS = ("", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")
FIRST, LAST = 0xAC00, 0xD7A3

DOUBLE_VOWELS = {
    "ㅘ": "ㅗㅏ",
    "ㅙ": "ㅗㅐ",
    "ㅚ": "ㅗㅣ",
    "ㅝ": "ㅜㅓ",
    "ㅞ": "ㅜㅔ",
    "ㅟ": "ㅜㅣ",
    "ㅢ": "ㅡㅣ",
}
DOUBLE_FINALS = {
    "ㄳ": "ㄱㅅ",
    "ㄵ": "ㄴㅈ",
    "ㄶ": "ㄴㅎ",
    "ㄺ": "ㄹㄱ",
    "ㄻ": "ㄹㅁ",
    "ㄼ": "ㄹㅂ",
    "ㄽ": "ㄹㅅ",
    "ㄾ": "ㄹㅌ",
    "ㄿ": "ㄹㅍ",
    "ㅀ": "ㄹㅎ",
    "ㅄ": "ㅂㅅ",
}
JOIN = {parts: whole for table in (DOUBLE_VOWELS, DOUBLE_FINALS) for whole, parts in table.items()}

KEYS = dict(zip("rRseEfaqQtTdwWczxvg", INITIALS, strict=True)) | dict(
    zip("koiOjpuPhynbml", "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅛㅜㅠㅡㅣ", strict=True)
)
LETTERS = {jamo: key for key, jamo in KEYS.items()}

HANGUL = re.compile("[ㄱ-ㆎ가-힣]")


def is_syllable(char: str) -> bool:
    """Whether it is a whole syllable rather than a single jamo or another sign."""
    return FIRST <= ord(char) <= LAST


def split_syllable(char: str) -> tuple[str, str, str]:
    """Initial, vowel and final ("" if open) of one syllable."""
    index = ord(char) - FIRST
    return INITIALS[index // 588], VOWELS[index % 588 // 28], FINALS[index % 28]


def to_jamo(text: str) -> str:
    """Every syllable as its two or three jamo; all else as it is."""
    return "".join("".join(split_syllable(char)) if is_syllable(char) else char for char in text)


def to_keys(text: str) -> str:
    """Hangul as the Latin letters of the same keys: ``애찯ㄱ`` becomes ``docker``."""
    keys = []
    for char in to_jamo(text):
        parts = DOUBLE_VOWELS.get(char) or DOUBLE_FINALS.get(char) or char
        keys.append("".join(LETTERS.get(part, part) for part in parts))
    return "".join(keys)


def from_keys(text: str) -> str:
    """Latin letters as the Hangul of the same keys: ``ehzj tjfcl`` becomes ``도커 설치``."""
    return compose("".join(KEYS.get(char, KEYS.get(char.lower(), char)) for char in text))


def compose(jamo: str) -> str:
    """A row of simple jamo as syllables, the way an input method joins them."""
    out: list[str] = []
    at, end = 0, len(jamo)
    while at < end:
        if jamo[at] in INITIALS and at + 1 < end and jamo[at + 1] in VOWELS:
            initial = jamo[at]
            vowel, at = _vowel(jamo, at + 1)
            final, at = _final(jamo, at)
            out.append(
                chr(FIRST + (INITIALS.index(initial) * 21 + VOWELS.index(vowel)) * 28 + FINALS.index(final))
            )
        elif jamo[at] in VOWELS:
            vowel, at = _vowel(jamo, at)
            out.append(vowel)
        else:
            out.append(jamo[at])
            at += 1
    return "".join(out)


def _vowel(jamo: str, at: int) -> tuple[str, int]:
    double = JOIN.get(jamo[at : at + 2])
    return (double, at + 2) if double in DOUBLE_VOWELS else (jamo[at], at + 1)


def _final(jamo: str, at: int) -> tuple[str, int]:
    """The final that ends a syllable: a consonant before a vowel opens the next one instead."""

    def opens_next(index: int) -> bool:
        return index + 1 < len(jamo) and jamo[index + 1] in VOWELS

    if at >= len(jamo) or jamo[at] not in FINALS[1:] or opens_next(at):
        return "", at
    double = JOIN.get(jamo[at : at + 2])
    if double in DOUBLE_FINALS and not opens_next(at + 1):
        return double, at + 2
    return jamo[at], at + 1
