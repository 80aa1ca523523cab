"""Which release of Docker a Host runs, and what the tables say of it."""

from __future__ import annotations

from bot.checks.facts import ApiVersion, Engines, Packages
from bot.checks.observation import NotSeen, Observation
from bot.checks.packages import Version, is_gone, numbers_of, read_version
from bot.checks.tables import Tables
from bot.knowledge.engines import Api, Line

BY_PACKAGE = ("docker-ce", "docker.io", "moby-engine")


def engine_version(seen: Observation) -> Version | None:
    """The engine's version: as its package says, as the program does, or as the daemon answers."""
    packages, engines, api = seen.see(Packages), seen.see(Engines), seen.see(ApiVersion)
    told: list[str] = []
    if not isinstance(packages, NotSeen):
        named = (packages.known.get(name) for name in BY_PACKAGE)
        told += [package.version for package in named if package and not is_gone(package)]
    if not isinstance(engines, NotSeen):
        told += [daemon.version for daemon in engines.daemons if daemon.version]
    if not isinstance(api, NotSeen) and is_docker(api):
        told.append(api.version)
    return next((version for text in told if (version := read_version(text))), None)


def is_docker(api: ApiVersion) -> bool:
    """Whether Docker answered; podman speaks the same API and calls its part otherwise."""
    return not api.components or any(part.name == "Engine" for part in api.components)


def line_of(version: Version, tables: Tables) -> Line | None:
    """The line of releases it belongs to, by the longest series that fits."""
    fitting = [line for line in tables.engines.lines if version.is_of(line.series)]
    return max(fitting, key=lambda line: len(line.series), default=None)


def api_of(version: Version, tables: Tables) -> Api | None:
    """The API versions that such a release speaks."""
    fitting = [api for api in tables.engines.apis if version.is_at_least(api.since)]
    return max(fitting, key=lambda api: numbers_of(api.since), default=None)
