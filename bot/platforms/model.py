"""A Platform as a value: arch, distro and release, each known with its origin, or unknown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal
from uuid import UUID

Origin = Literal["flag", "question", "thread", "host", "saved", "default"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """One known fact about a machine: an id of ``platforms.yaml`` and who said so.

    ``host`` is the Host that it was seen on, where the origin is one.
    """

    value: str
    origin: Origin
    host: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """``arch``, ``distro`` and ``release`` (a codename, or a version where there is none)."""

    arch: Known | None = None
    distro: Known | None = None
    release: Known | None = None

    def over(self, other: Platform) -> Platform:
        """This Platform, with what it does not know taken from ``other``.

        A release belongs to its distro: it is taken only where the distros agree.
        """
        distro = self.distro or other.distro
        release = self.release
        if release is None and distro and other.distro and distro.value == other.distro.value:
            release = other.release
        return Platform(arch=self.arch or other.arch, distro=distro, release=release)

    def facts(self) -> Mapping[str, Known]:
        """What is known, by name."""
        named = {"arch": self.arch, "distro": self.distro, "release": self.release}
        return {name: fact for name, fact in named.items() if fact}

    def each(self, make: Callable[[Known], Known | None]) -> Platform:
        """The Platform of what ``make`` gives for each fact; None leaves it out."""
        return Platform(**{name: make(fact) for name, fact in self.facts().items()})

    def as_heard(self) -> Platform:
        """What a question said of the machine is, from then on, known from the thread."""
        return self.each(lambda fact: replace(fact, origin="thread") if fact.origin == "question" else fact)

    def as_saved(self) -> Platform:
        """As a person has it remembered."""
        return self.each(lambda fact: Known(value=fact.value, origin="saved"))

    def as_seen_on(self, host: UUID) -> Platform:
        """With the Host told that it was seen on."""
        return self.each(lambda fact: replace(fact, host=host) if fact.origin == "host" else fact)
