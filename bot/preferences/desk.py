"""The settings of one person, read and changed: from the modal, App Home, the checklist or words, all come here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.knowledge.base import Knowledge
from bot.knowledge.model import LANGUAGES, Language
from bot.platforms.choosing import describe
from bot.platforms.model import Platform
from bot.preferences.machine import system_of, with_arch, with_system
from bot.preferences.ports import Hears, People, nobody_hears
from bot.storage.model import NOWHERE, Person
from bot.words.leading import LeadingWords


@dataclass(frozen=True, slots=True)
class PreferencesDesk:
    """What is remembered is the person's to change, and nobody else's; ``hears`` is told of every change."""

    people: People
    knowledge: Callable[[], Knowledge]
    default_language: Language | None = None
    hears: Hears = nobody_hears

    async def person(self, team: str, user: str) -> Person:
        """Nothing known is an empty Person."""
        return await self.people.person(team, user) or Person()

    async def choose(
        self, team: str, user: str, *, language: str | None = None, system: str | None = None,
        arch: str | None = None,
    ) -> Person:  # fmt: skip
        """Values of the menus, in place of what was known; what there is not is as if nothing was chosen.

        None leaves it as it is.
        """
        catalogue = self.knowledge().catalogue

        def chosen(person: Person) -> Person:
            machine, spoken = person.platform, person.language
            if system is not None and system != system_of(machine):
                machine = with_system(machine, system, catalogue)
            if arch is not None:
                machine = with_arch(machine, arch, catalogue)
            if language is not None:
                spoken = next((one for one in LANGUAGES if one == language), None)
            return Person(platform=machine, language=spoken)

        return await self._change(team, user, chosen)

    async def keep_machine(self, team: str, user: str, machine: Platform) -> Person:
        """What they said of their machine, in place of what was known of it."""
        return await self._change(team, user, lambda person: replace(person, platform=machine))

    async def remember_arch(self, team: str, user: str, arch: str) -> Person | None:
        """Adds a CPU to what is known; None if there is none of that name."""
        if not self.knowledge().catalogue.arch(arch):
            return None
        return await self.choose(team, user, arch=arch)

    async def _change(self, team: str, user: str, change: Callable[[Person], Person]) -> Person:
        person = await self.people.change_person(team, user, change)
        await self.hears(team, user, person)
        return person

    def lines(self, person: Person, words: LeadingWords) -> tuple[str, ...]:
        """What is known, in words."""
        language = dict(words.languages).get(person.language or "", words.settings_follow)
        machine = words.settings_unknown
        if person.platform != NOWHERE:
            machine = describe(person.platform, self.knowledge().catalogue)
        return (
            words.settings_language.format(language=language),
            words.settings_machine.format(machine=machine),
        )
