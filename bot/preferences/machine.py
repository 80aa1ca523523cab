"""What a person may choose of their machine, and the Platform that it makes. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.platforms.catalogue import Catalogue
from bot.platforms.model import Known, Platform

CHOICES_MAX = 99
"""Slack's menus have at most 100, and one says that nothing is chosen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What may be chosen of a machine's fact: values with what people read, and the one that holds."""

    choices: tuple[tuple[str, str], ...]
    chosen: str = ""


NO_OPTIONS = Options(choices=())


def systems_of(platform: Platform, catalogue: Catalogue) -> Options:
    """Distros with those of their releases that Docker publishes for, as ``ubuntu:noble``; the chosen one at least."""
    choices: dict[str, str] = {}
    chosen = system_of(platform)
    for distro in catalogue.distros:
        own = [
            one for one in distro.releases if one.status == "supported" or f"{distro.id}:{one.id}" == chosen
        ]
        for release in own:
            choices[f"{distro.id}:{release.id}"] = f"{distro.title} {release.version or release.id}"
        if not own or chosen == distro.id:
            choices[distro.id] = distro.title
    if chosen and chosen not in choices and platform.distro and platform.release:
        distro_title = next((d.title for d in catalogue.distros if d.id == platform.distro.value), "")
        if distro_title:
            choices = {chosen: f"{distro_title} {platform.release.value}", **choices}
    kept = list(choices.items())
    first = [one for one in kept if one[0] == chosen]
    shown = [*first, *(one for one in kept if one[0] != chosen)][:CHOICES_MAX]
    return Options(choices=tuple(sorted(shown, key=kept.index)), chosen=chosen if first else "")


def arches_of(platform: Platform, catalogue: Catalogue, name: Callable[[str], str]) -> Options:
    """The arches by id; ``name`` is what people call one."""
    choices = tuple((arch.id, name(arch.id)) for arch in catalogue.arches[:CHOICES_MAX])
    chosen = platform.arch.value if platform.arch else ""
    return Options(choices=choices, chosen=chosen if chosen in dict(choices) else "")


def with_system(platform: Platform, chosen: str, catalogue: Catalogue) -> Platform:
    """The Platform on another system; what there is not is as if nothing was chosen."""
    name, _, version = chosen.partition(":")
    distro = catalogue.distro(name)
    release = catalogue.release(distro, version) if distro and version else None
    return Platform(
        arch=platform.arch,
        distro=Known(value=distro.id, origin="saved") if distro else None,
        release=Known(value=release.id, origin="saved") if release else None,
    )


def with_arch(platform: Platform, chosen: str, catalogue: Catalogue) -> Platform:
    """The Platform with another arch."""
    arch = catalogue.arch(chosen)
    return Platform(
        arch=Known(value=arch.id, origin="saved") if arch else None,
        distro=platform.distro,
        release=platform.release,
    )


def system_of(platform: Platform) -> str:
    """The value of the menu that says this; empty where the distro is not known."""
    if platform.distro is None:
        return ""
    return f"{platform.distro.value}:{platform.release.value}" if platform.release else platform.distro.value
