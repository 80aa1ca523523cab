"""What is known of Docker's releases: the schema of ``engines.yaml``. Dated data; only the file changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from bot.knowledge.model import STRICT, Source, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of releases: ``series`` is how their version begins; ``eol`` None: it is maintained."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    series: str
    eol: date | None = None
    note: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """The API versions that releases from ``since`` on speak: ``newest``, and down to ``least``."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    since: str
    least: str
    newest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovedDriver:
    """A storage driver that releases from ``since`` on do not have any more."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    name: str
    since: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningKey:
    """The key of Docker's apt repository; ``subkey`` is the long id of what signs."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    fingerprint: str
    subkey: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownWarning:
    """A line of ``docker info`` by a part of it, and the finding of info.warn that it is; the worst come first."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    has: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineTables:
    """The whole of ``engines.yaml``. ``oldest`` is the first series that is not too old to work with."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    read_on: date
    newest: str
    oldest: str
    lines: tuple[Line, ...]
    apis: tuple[Api, ...]
    removed_drivers: tuple[RemovedDriver, ...]
    kernel_flags: tuple[str, ...]
    apt_key: SigningKey
    warnings: tuple[KnownWarning, ...]
    sources: tuple[Source, ...]
