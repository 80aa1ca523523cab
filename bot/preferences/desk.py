"""The settings of one person, read and changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.knowledge.base import Knowledge
from bot.knowledge.model import Language
from bot.platforms.choosing import describe
from bot.platforms.model import Known, Platform
from bot.preferences.ports import Forgetting, People
from bot.storage.model import NOWHERE, Person
from bot.words.leading import LeadingWords


@dataclass(frozen=True, slots=True)
class PreferencesDesk:
    """What is remembered is the person's to change, and nobody else's."""

    people: People
    forgetting: Forgetting
    knowledge: Callable[[], Knowledge]
    default_language: Language | None = None

    async def person(self, team: str, user: str) -> Person:
        """Nothing known is an empty Person."""
        return await self.people.person(team, user) or Person()

    async def save(self, team: str, user: str, *, language: str, arch: str, distro: str) -> Person:
        """What the modal says, in place of what was known; what there is not is not kept."""
        catalogue, known = self.knowledge().catalogue, await self.person(team, user)
        machine = Platform(
            arch=_saved(arch) if catalogue.arch(arch) else None,
            distro=_saved(distro) if catalogue.distro(distro) else None,
        )
        was = known.platform.distro
        if was and machine.distro and was.value == machine.distro.value:
            machine = replace(machine, release=known.platform.release)
        person = Person(
            platform=machine, language="ko" if language == "ko" else "en" if language == "en" else None
        )
        await self.people.keep_person(team, user, person)
        return person

    async def remember_arch(self, team: str, user: str, arch: str) -> Person | None:
        """Adds a CPU to what is known; None if there is none of that name."""
        if not self.knowledge().catalogue.arch(arch):
            return None
        known = await self.person(team, user)
        person = replace(known, platform=replace(known.platform, arch=_saved(arch)))
        await self.people.keep_person(team, user, person)
        return person

    async def forget(self, team: str, user: str) -> None:
        """Erases what is remembered of them."""
        await self.forgetting.forget_person(team, user)

    def lines(self, person: Person, words: LeadingWords) -> tuple[str, str]:
        """Language and machine, as told to the person."""
        language = dict(words.languages).get(person.language or "", words.settings_follow)
        machine = words.settings_unknown
        if person.platform != NOWHERE:
            machine = describe(person.platform, self.knowledge().catalogue)
        return (
            words.settings_language.format(language=language),
            words.settings_machine.format(machine=machine),
        )


def _saved(value: str) -> Known:
    return Known(value=value, origin="saved")
