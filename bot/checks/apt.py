"""How entries of apt's source files are read: which are Docker's repository, and who signs them."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.checks.facts import AptKey, AptKeys, AptSource, AptSources, Machine, Packages
from bot.checks.observation import NotSeen, Observation
from bot.platforms.catalogue import Catalogue

OFFICIAL = "download.docker.com"
REPOSITORY = re.compile(
    r"^[a-z+]+://(?P<host>[^/]+)(?P<before>/.*)?/linux/(?P<distro>[a-z]+)/?$", re.IGNORECASE
)
SOURCES_FOLDER = "/etc/apt/sources.list.d/"
MAIN_FILE = "/etc/apt/sources.list"
INLINE = "inline"


def is_without_apt(seen: Observation) -> bool:
    """Whether the Host was seen to have no dpkg, so that what is said of apt does not apply."""
    packages, machine, sources = seen.see(Packages), seen.see(Machine), seen.see(AptSources)
    if not isinstance(packages, NotSeen):
        return packages.manager != "dpkg"
    if isinstance(sources, NotSeen) and sources.because == "absent":
        return True
    return not isinstance(machine, NotSeen) and not machine.dpkg_arch


def repositories(sources: AptSources) -> list[AptSource]:
    """The enabled entries for Docker's repository, its mirrors included."""
    return [entry for entry in sources.entries if entry.enabled and repository_of(entry)]


def repository_of(entry: AptSource) -> str:
    """The distro that the entry's repository is for; empty where it is none of Docker's."""
    found = REPOSITORY.match(entry.uri)
    if found is None:
        return ""
    is_dockers = host_of(entry) == OFFICIAL or "docker" in (found["before"] or "")
    return found["distro"].lower() if is_dockers else ""


def names_repository(entry: AptSource) -> bool:
    """Whether it is Docker's own server, and no mirror."""
    return host_of(entry) == OFFICIAL


def host_of(entry: AptSource) -> str:
    """The server's name, without user and port."""
    found = REPOSITORY.match(entry.uri)
    return found["host"].rpartition("@")[2].partition(":")[0].lower() if found else ""


def signer_of(entry: AptSource) -> str:
    """Which key the entry names: a path, a fingerprint, INLINE or nothing."""
    return INLINE if entry.has_inline_key else entry.signed_by


def where(entry: AptSource) -> dict[str, str]:
    """For a message and for mending: ``file``, and either ``aside`` where that file may be moved out of the way
    whole, or ``main`` where it is the one file that has other repositories too."""
    may_move = entry.file.startswith(SOURCES_FOLDER) and ".." not in entry.file
    main = entry.file if entry.file == MAIN_FILE else ""
    return {"file": entry.file, "aside": entry.file if may_move else "", "main": main}


def is_literal(suite: str) -> bool:
    """Whether the suite is a piece of a command that nobody ran."""
    return any(sign in suite for sign in "$(<{`")


@lru_cache(maxsize=4)
def known_suites(catalogue: Catalogue) -> dict[str, frozenset[str]]:
    """The suites of each repository, by the last part of its folder."""
    return {
        distro.id: frozenset(release.id for release in distro.releases if release.status != "none")
        for distro in catalogue.distros
        if distro.repo == f"linux/{distro.id}" or distro.id == "raspbian"
    }


def key_of(entry: AptSource, keys: AptKeys) -> AptKey | None:
    """The key file that the entry names, if the Agent looked at it."""
    wanted = entry.file if entry.has_inline_key else entry.signed_by
    return next((key for key in keys.keys if key.path == wanted), None)
