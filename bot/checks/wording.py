"""Findings in words. What a host sent stands in them as plain words or as code, never as Markdown of its own."""

from __future__ import annotations

import re
import string
from collections.abc import Mapping
from typing import Any

from bot.checks.model import Finding, Status
from bot.checks.reasons import reason_words
from bot.knowledge.base import Knowledge
from bot.knowledge.model import Language
from bot.words import with_particle, words_in
from bot.words.writing import as_written, listed

MOST_CHARS = 160
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]+")
# Neither Markdown nor what a chat makes a link, a mention or a struck-out word of.
BARE = re.compile(r"[A-Za-z0-9가-힣](?:(?:[A-Za-z0-9가-힣 ,%+/-]|(?<=\d)\.(?=\d))*[A-Za-z0-9가-힣%+])?")
NAMES = re.compile(r"\S+(?:, \S+)+")
VERBS = re.compile(r"[a-z]+/[a-z]+")
SIZES = ("B", "KiB", "MiB", "GiB", "TiB")


def say(finding: Finding, knowledge: Knowledge, language: Language) -> str:
    """What the finding says, as Markdown; empty where a failed Check before it kept it from being judged."""
    check = knowledge.checks.get(finding.check)
    outcome = check.findings.get(finding.code) if check else None
    if outcome:
        return fill(outcome.says.in_language(language), finding.values, language)
    if finding.status is Status.UNKNOWN:
        template = reason_words(finding.code, finding.values.get("fact", ""), language)
        return fill(template, finding.values, language)
    return ""


def say_or_else(finding: Finding, knowledge: Knowledge, language: Language) -> tuple[str, ...]:
    """The other explanations that the same evidence fits, as Markdown."""
    check = knowledge.checks.get(finding.check)
    outcomes = [check.findings.get(code) for code in finding.or_else] if check else []
    return tuple(
        fill(outcome.says.in_language(language), finding.values, language) for outcome in outcomes if outcome
    )


def fill(template: str, values: Mapping[str, str], language: Language) -> str:
    """``template`` with its values put in, each as plain words or in backticks."""
    return _Filler(language).vformat(template, (), values)


def placeholders(template: str) -> list[tuple[str, str]]:
    """The names in braces and what stands behind their colon. Raises ValueError for a wrong brace."""
    return [(name, spec or "") for _, name, spec, _ in string.Formatter().parse(template) if name is not None]


def is_format(spec: str) -> bool:
    """Whether that may stand behind a colon: nothing, ``size``, ``span``, a pair of particles, also after these, or
    an English verb for one and for several, as ``is/are``.
    """
    return bool(re.fullmatch(r"(?:size|span)?(?:\|?[가-힣]+/[가-힣]+)?|[a-z]+/[a-z]+", spec))


class _Filler(string.Formatter):
    def __init__(self, language: Language) -> None:
        self.language = language

    def get_value(self, key: int | str, args: Any, kwargs: Mapping[str, Any]) -> str:
        return str(kwargs.get(str(key), ""))

    def format_field(self, value: Any, format_spec: str) -> str:
        if VERBS.fullmatch(format_spec):
            return _with_verb(str(value), format_spec, self.language)
        kind, particles = format_spec.partition("|")[::2] if "|" in format_spec else ("", format_spec)
        if "/" not in particles:
            kind, particles = particles, ""
        items = [_shown(item, kind, self.language) for item in _items(str(value))]
        shown = listed(self.language, items)
        return with_particle(shown, particles) if particles else shown


def _with_verb(value: str, pair: str, language: Language) -> str:
    """``curl is``, ``curl and gpg are``."""
    one, several = pair.split("/")
    shown = [_shown(item, "", language) for item in _items(value)]
    return f"{listed(language, shown)} {several if NAMES.fullmatch(value) else one}"


def _items(value: str) -> list[str]:
    """The names of a list; a list too long to be read item by item is cut like any value."""
    return value.split(", ") if NAMES.fullmatch(value) and len(value) <= MOST_CHARS else [value]


def _shown(value: str, kind: str, language: Language) -> str:
    if kind and value.isdecimal():
        return size(int(value)) if kind == "size" else span(int(value), language)
    text = as_written(language, UNPRINTABLE.sub(" ", value).strip())
    if len(text) > MOST_CHARS:
        text = text[: MOST_CHARS - 1] + "…"
    if BARE.fullmatch(text):
        return text
    return f"`{text.replace('`', chr(39))}`" if text else "?"


def size(count: int) -> str:
    """Bytes as people say them."""
    amount, unit = float(count), 0
    while amount >= 1024 and unit < len(SIZES) - 1:
        amount, unit = amount / 1024, unit + 1
    return f"{amount:.0f} {SIZES[unit]}" if unit == 0 or amount >= 10 else f"{amount:.1f} {SIZES[unit]}"


def span(seconds: int, language: Language) -> str:
    """A span of time in its two largest units."""
    parts, spans = [], words_in(language).findings.spans
    for length, one, many in spans:
        count, seconds = divmod(seconds, length)
        if count:
            parts.append(f"{count}{one if count == 1 else many}")
        elif parts:
            break
    return " ".join(parts[:2]) or f"0{spans[-1][2]}"
