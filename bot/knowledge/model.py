"""What the knowledge base holds, as frozen values.

These dataclasses are also the schema of the YAML files: ``bot.knowledge.source`` validates
against them (strictly, unknown keys refused) and ``setupbot kb schema`` is derived from them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Literal

Language = Literal["ko", "en"]
LANGUAGES: tuple[Language, ...] = ("ko", "en")

STRICT: dict[str, Any] = {"extra": "forbid", "strict": True, "use_attribute_docstrings": True}


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """The same sentence in both languages."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    ko: str
    en: str

    def in_language(self, language: Language) -> str:
        """The sentence as this language's reader sees it."""
        return self.ko if language == "ko" else self.en


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterances:
    """People's wordings of an Entry's question; typos and particles are the matcher's work."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    ko: tuple[str, ...]
    en: tuple[str, ...]

    def __iter__(self) -> Iterator[tuple[Language, str]]:
        for language in LANGUAGES:
            for line in self.ko if language == "ko" else self.en:
                yield language, line


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """The Platforms a command or refusal is for; an empty list means any.

    ``arch`` and ``distro`` name ids (or groups, as ``apt``) of ``platforms.yaml``;
    ``release`` names a codename (``noble``) or version (``43``) and needs a ``distro``.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    arch: tuple[str, ...] = ()
    distro: tuple[str, ...] = ()
    release: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One block to paste, for the Platforms in ``when``; without ``when`` it is the portable form."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    run: str
    when: When = When()
    shell: Literal["sh", "powershell"] = "sh"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing to do: the first of ``commands`` that fits the Platform is shown.

    ``needs_root`` says that it asks for root; ``grants_root`` that it gives somebody rights
    equal to root for good, which every rendering then says. ``expect`` is what a terminal
    prints when it worked, verbatim.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    id: str
    does: Text
    commands: tuple[Command, ...]
    needs_root: bool = False
    grants_root: bool = False
    expect: str = ""
    note: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Where the Entry's commands do not exist: why, and what to do instead."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    when: When
    reason: Text
    alternative: Text
    entry: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """A pasted error that names its Entry: a regular expression with real sample lines."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    id: str
    title: Text
    pattern: str
    samples: tuple[str, ...]
    cause: Text
    steps: tuple[str | Step, ...] = ()
    priority: Literal[1, 2] = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table with its own attribution, so that tables of different origin stay apart."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    title: Text
    columns: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]
    attribution: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A drawing ``knowledge/pictures/<name>.<language>.png`` and what it shows, in words."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    name: str
    alt: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a fact comes from and when it was read."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    title: str
    url: str = ""
    seen: date


LEAST_STEPS = 2
"""Of a guide: one step is seen at a glance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One piece of knowledge.

    Shown in this order: ``summary``, the commands of ``steps``, ``answer``, tables, pictures,
    ``warnings``, ``changed`` (what differs from the team's notes of 2022), ``next`` and
    ``see_also``, ``sources``. ``needs_packages`` marks what installs Docker's own packages:
    where the support matrix says Docker publishes none, the answer is a refusal. ``installs_engine``
    marks what also has other ways to an engine: it refuses only where the matrix says plainly no. ``guide`` marks
    steps that are to be done one after the other, which may be gone through one at a time.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    id: str
    title: Text
    summary: Text
    answer: Text
    utterances: Utterances
    sources: tuple[Source, ...]
    reviewed: date
    steps: tuple[str | Step, ...] = ()
    needs_packages: bool = False
    installs_engine: bool = False
    guide: bool = False
    refusals: tuple[Refusal, ...] = ()
    signatures: tuple[Signature, ...] = ()
    warnings: tuple[Text, ...] = ()
    changed: Text | None = None
    tables: tuple[Table, ...] = ()
    pictures: tuple[Picture, ...] = ()
    see_also: tuple[str, ...] = ()
    next: str | None = None
    checks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """One meaning and its words, in ``vocabulary.yaml``.

    ``ko`` words count anywhere in the text, blanks aside; ``en`` words as whole words (a
    trailing ``*`` takes any ending, a blank stands for blanks or hyphens); ``pattern`` is a
    regular expression for what words cannot say.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    id: str
    ko: tuple[str, ...] = ()
    en: tuple[str, ...] = ()
    pattern: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OffTopic:
    """Lines of one theme of ``off_topic.yaml`` that must stay unanswered."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    ko: tuple[str, ...] = ()
    en: tuple[str, ...] = ()
    other: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[str]:
        yield from (*self.ko, *self.en, *self.other)
