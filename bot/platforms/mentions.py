"""Finds where a text names a distro, a release or an arch, and how it is meant there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from bot.platforms.catalogue import Catalogue
from bot.platforms.phrases import Phrases, bare

AROUND_CHARS = 40


@dataclass(frozen=True, slots=True)
class Mention:
    """One place: ``is_own`` where the words around say that it is the asker's machine."""

    kind: Literal["distro", "release", "hint", "contrast"]
    start: int
    end: int
    distro: str = ""
    release: str = ""
    arches: frozenset[str] = frozenset()
    is_machine: bool = False
    otherwise: str = ""
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class _Meaning:
    kind: Literal["distro", "release", "hint", "contrast"]
    distro: str = ""
    release: str = ""
    arches: frozenset[str] = frozenset()
    is_machine: bool = False
    otherwise: str = ""
    only_own: bool = False


@dataclass(frozen=True, slots=True)
class _Tables:
    phrases: Phrases[tuple[_Meaning, ...]]
    masks: tuple[re.Pattern[str], ...]
    version: re.Pattern[str]
    negated_before: re.Pattern[str]
    negated_after: re.Pattern[str]
    image_before: re.Pattern[str]
    image_after: re.Pattern[str]
    own_before: re.Pattern[str]
    own_after: re.Pattern[str]


def find_mentions(text: str, catalogue: Catalogue) -> list[Mention]:
    """All that ``text`` (lower case, NFC) names, in its order, without images and negations."""
    tables = _tables(catalogue)
    for mask in tables.masks:
        text = mask.sub(lambda found: " " + "\x1f" * (len(found[0]) - 2) + " ", text)
    mentions: list[Mention] = []
    for start, end, meanings in tables.phrases.find(text):
        version = tables.version.match(text, end) if meanings[0].kind == "distro" else None
        stop = version.end() if version else end
        before, after = text[max(0, start - AROUND_CHARS) : start], text[stop : stop + AROUND_CHARS]
        if meanings[0].kind != "contrast" and _is_another(tables, before, after):
            continue
        is_own = bool(tables.own_before.search(before) or tables.own_after.match(after))
        mentions.extend(
            Mention(
                kind=meaning.kind,
                start=start,
                end=stop,
                distro=meaning.distro,
                release=version["version"] if version else meaning.release,
                arches=meaning.arches,
                is_machine=meaning.is_machine,
                otherwise=meaning.otherwise,
                is_own=is_own,
            )
            for meaning in meanings
            if is_own or not meaning.only_own
        )
    return mentions


def _is_another(tables: _Tables, before: str, after: str) -> bool:
    """Whether the words around say that this is an image, or what the machine is not."""
    return bool(
        tables.negated_before.search(before)
        or tables.negated_after.match(after)
        or tables.image_before.search(before)
        or tables.image_after.match(after)
    )


@lru_cache(maxsize=4)
def _tables(catalogue: Catalogue) -> _Tables:
    reading = catalogue.reading
    filler = rf"(?:(?:{_any_of(reading.fillers)})\s+)*"
    fillers = rf"(?:\s*(?:{_any_of(reading.fillers)}))*"
    particle = rf"(?:{_any_of(reading.particles)})?"
    version_filler = rf"(?:\s*(?:{_any_of(reading.version_fillers)}))*"
    return _Tables(
        phrases=Phrases(_meanings(catalogue), reading.particles),
        masks=tuple(re.compile(mask) for mask in reading.not_the_machine),
        version=re.compile(
            rf"{version_filler}[ \t/-]*(?P<version>\d+(?:\.\d+)*|xp)(?![\w.]*[a-z])(?!\s*(?:비트|bit))"
        ),
        negated_before=re.compile(rf"(?:^|[^\w'])(?:{_any_of(reading.negated_before)})\s+{filler}$"),
        negated_after=re.compile(rf"{particle}\s*(?:{_any_of(reading.negated_after)})"),
        image_before=re.compile(rf"(?:^|\W)(?:{_any_of(reading.image_before)})\s+{filler}(?:-\S+\s+)*$"),
        image_after=re.compile(rf"{fillers}\s*(?:{_any_of(reading.image_after)})(?![a-z])"),
        own_before=re.compile(rf"(?:^|[^\w'])(?:{_any_of(reading.own_before)})\s+{filler}$"),
        own_after=re.compile(rf"\s*(?:{_any_of(reading.own_after)})(?![a-z])"),
    )


def _any_of(words: Iterable[str]) -> str:
    """An expression for each of them; of none it is one that nothing matches."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True) if word) or "(?!)"


def _meanings(catalogue: Catalogue) -> dict[str, tuple[_Meaning, ...]]:
    found: dict[str, list[_Meaning]] = {}
    for distro in catalogue.distros:
        for word in distro.words:
            found.setdefault(word, []).append(_Meaning("distro", distro.id))
        for release in distro.releases:
            for word in release.words:
                found.setdefault(word, []).append(_Meaning("release", distro.id, release.id))
    for hint in catalogue.reading.hints:
        for word in hint.words:
            arches = frozenset(hint.arches)
            meaning = _Meaning("hint", hint.distro, "", arches, hint.machine, hint.otherwise, hint.only_own)
            found.setdefault(word, []).append(meaning)
    for word in catalogue.reading.contrasts:
        found.setdefault(word, []).append(_Meaning("contrast"))
    merged: dict[str, tuple[str, list[_Meaning]]] = {}
    for word, meanings in found.items():  # "win 11" and "win11" are one phrase to the finder
        spelling, rest = merged.get(bare(word), ("", []))
        merged[bare(word)] = (max(spelling, word, key=len), [*rest, *meanings])
    return {spelling: tuple(meanings) for spelling, meanings in merged.values()}
