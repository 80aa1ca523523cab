"""Reads from a person's words and pasted output what machine they have.

What a program printed outranks words; words about the own machine outrank a mention; what names an
image, a download or what the machine is *not* counts for nothing. All words are in ``platforms.yaml``.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from bot.platforms.catalogue import Catalogue, Distro
from bot.platforms.mentions import Mention, find_mentions
from bot.platforms.model import Known, Origin, Platform
from bot.platforms.pasted import Printed, read_pasted

READ_CHARS = (6_000, 2_000)  # of the beginning and of the end


def read_platform(text: str, catalogue: Catalogue, origin: Origin = "question") -> Platform:
    """What ``text`` says of the machine; each fact carries ``origin``. Raises nothing.

    Of a long text the first 6,000 and the last 2,000 characters are read.
    """
    first, last = READ_CHARS
    if len(text) > first + last:
        text = f"{text[:first]}\n{text[-last:]}"
    text = unicodedata.normalize("NFC", text)
    printed = read_pasted(text, catalogue)
    mentions = find_mentions(text.lower(), catalogue)
    found = _Reader(catalogue, printed, mentions).read()

    def known(value: str) -> Known | None:
        return Known(value=value, origin=origin) if value else None

    return Platform(arch=known(found.arch), distro=known(found.distro), release=known(found.release))


@dataclass(frozen=True, slots=True)
class _Found:
    arch: str
    distro: str
    release: str


class _Reader:
    def __init__(self, catalogue: Catalogue, printed: Printed, mentions: list[Mention]) -> None:
        self.catalogue = catalogue
        self.printed = printed
        self.mentions = _after_contrast(mentions)

    def read(self) -> _Found:
        distro = self.printed.distro or self._distro()
        known = self.catalogue.distro(distro)
        release = self._release(known) if known else ""
        return _Found(self.printed.arch or self._arch(known), distro, release)

    def _distro(self) -> str:
        """The distro that the words name: outright, by a release of it, or by its usual machine."""
        named = self._best([mention for mention in self.mentions if mention.kind == "distro"])
        if len(named) == 1:
            return named.pop()
        if named:
            return ""
        machines = {mention.distro for mention in self.mentions if mention.kind == "hint" and mention.distro}
        releases = {mention.distro: mention.release for mention in self.mentions if mention.kind == "release"}
        if self.printed.release:
            releases |= _homes(self.printed.release, self.catalogue)
        if len(machines) == 1:
            usual = self.catalogue.distro(next(iter(machines)))
            if usual and (
                not releases or any(self.catalogue.release(usual, name) for name in releases.values())
            ):
                return usual.id
        return next(iter(releases)) if len(releases) == 1 else ""

    def _best(self, mentions: list[Mention]) -> set[str]:
        """The distros most surely meant; those that another one outranks are left out."""
        if any(mention.is_own for mention in mentions):
            own = {mention.distro for mention in mentions if mention.is_own}
        else:
            own = {mention.distro for mention in mentions}
        every = {mention.distro for mention in mentions}
        outranked = {
            name for distro in map(self.catalogue.distro, every) if distro for name in distro.outranks
        }
        # Who says WSL beside Windows has WSL, whichever of the two stood after "on".
        rankers = {
            mention.distro
            for mention in mentions
            if (distro := self.catalogue.distro(mention.distro)) and own.intersection(distro.outranks)
        }
        return (own | rankers) - outranked

    def _release(self, distro: Distro) -> str:
        if self.printed.release:
            found = self.catalogue.release(distro, self.printed.release)
            return found.id if found else _unlisted(distro, self.printed.release, self.catalogue)
        for mention in self.mentions:
            is_foreign = mention.distro not in (distro.id, distro.base)
            # Only a codename means the same elsewhere: macOS 14 is not Ubuntu 14.
            if is_foreign and not (mention.kind == "release" and mention.release.isalpha()):
                continue
            if mention.release and (found := self.catalogue.release(distro, mention.release)):
                return found.id
            if mention.release and mention.distro == distro.id:
                return _unlisted(distro, mention.release, self.catalogue)
        return ""

    def _arch(self, distro: Distro | None) -> str:
        hints = [mention for mention in self.mentions if mention.kind == "hint" and mention.arches]
        machines = [mention for mention in hints if mention.is_machine]
        words = [mention for mention in hints if not mention.is_machine]
        if any(mention.is_own for mention in words):
            words = [mention for mention in words if mention.is_own or len(mention.arches) > 1]
        open_arches: frozenset[str] | None = None
        for mention in machines + words:
            narrowed = mention.arches if open_arches is None else open_arches & mention.arches
            if not narrowed and not mention.is_machine and machines:
                continue  # the machine is known; the word is about something else
            open_arches = narrowed
        if self.printed.host and open_arches is None:
            return self.printed.host
        if not open_arches:
            return ""
        if distro and len(open_arches) > 1:
            open_arches = open_arches.intersection(distro.arches) or open_arches
        if len(open_arches) == 1:
            return next(iter(open_arches))
        return next((mention.otherwise for mention in hints if mention.otherwise in open_arches), "")


def _after_contrast(mentions: list[Mention]) -> list[Mention]:
    """Without what stood before a "but", where another machine is named after it."""
    turns = [mention.start for mention in mentions if mention.kind == "contrast"]
    for turn in reversed(turns):
        later = [mention for mention in mentions if mention.start > turn]
        if any(mention.distro and mention.kind in ("distro", "hint") for mention in later):
            return later
    return [mention for mention in mentions if mention.kind != "contrast"]


def _homes(release: str, catalogue: Catalogue) -> dict[str, str]:
    """The distros whose own codename a printed release is (jammy -> ubuntu); a bare version says nothing."""
    if not release.isalpha():
        return {}
    return dict.fromkeys(_codenames(catalogue).get(release, ())[:1], release)


@lru_cache(maxsize=4)
def _codenames(catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for distro in catalogue.distros:
        for release in distro.releases:
            for name in {release.id, *(word for word in release.words if word.isalpha())}:
                found[name] = (*found.get(name, ()), distro.id)
    return found


def _unlisted(distro: Distro, release: str, catalogue: Catalogue) -> str:
    """``release`` where it may be one of this distro although the table does not have it."""
    pattern = distro.unlisted or next((d.unlisted for d in catalogue.distros if d.id == distro.base), "")
    while release and pattern:
        if re.fullmatch(pattern, release):
            return release
        release = release.rpartition(".")[0]
    return ""
