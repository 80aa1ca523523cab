"""A Platform as a value: arch, distro and release, each known with its origin, or unknown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Origin = Literal["flag", "question", "thread", "host", "saved", "default"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """One known fact about a machine: an id of ``platforms.yaml`` and who said so."""

    value: str
    origin: Origin


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
