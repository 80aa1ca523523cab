"""Pasted errors name their Entry by pattern, before any fuzzy step.

RE2 looks for all patterns at once in linear time: 40,000 pasted characters against a hundred
patterns cost a tenth of a millisecond, and no pattern of an author can make it blow up.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import re2

from bot.knowledge.model import Entry, Signature
from bot.text.normalise import on_one_line

MEMORY_BYTES = 64 << 20


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature found in a text: its Entry and where it begins."""

    entry: str
    signature: Signature
    start: int


class SignatureIndex:
    """Every signature of every Entry, compiled together."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._signatures = [(entry.id, signature) for entry in entries for signature in entry.signatures]
        options = _options()
        self._set = re2.Set.SearchSet(options)
        for _, signature in self._signatures:
            self._set.Add(signature.pattern)
        if self._signatures:
            self._set.Compile()

    def find(self, text: str) -> list[Signed]:
        """All signatures in normalised ``text``, root causes first, then in order of appearance."""
        if not self._signatures:
            return []
        line = on_one_line(text)
        found = []
        for index in self._set.Match(line) or ():
            entry, signature = self._signatures[index]
            place = compiled(signature.pattern).search(line)
            found.append(Signed(entry, signature, place.start() if place else 0))
        return sorted(
            found, key=lambda signed: (signed.signature.priority, signed.start, signed.signature.id)
        )


def compiled(pattern: str) -> re2._Regexp:
    """The pattern as RE2 reads it, without case. Raises ``re2.error`` for what is not RE2 syntax."""
    return re2.compile(pattern, _options())


def _options() -> re2.Options:
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.max_mem = MEMORY_BYTES
    return options
