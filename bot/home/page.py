"""Gathers what a person's App Home shows, each time anew: the truth is in the store."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from bot.conversations.hosts.reports import Reports
from bot.conversations.languages import PersonLanguages
from bot.home.model import AnsweredLine, Counted, Figures, Home, HomePage, HostLine, Week
from bot.home.ports import HomeFacts
from bot.hosts.model import Asker, HostView, KeptObservation
from bot.hosts.owning import Hosts
from bot.hosts.ports import HostStore
from bot.knowledge.model import Language
from bot.live.edition import Editions
from bot.onboarding.checklist import ChecklistPage, Led
from bot.platforms.choosing import describe
from bot.preferences.machine import arches_of, systems_of
from bot.storage.model import Person
from bot.words import words_in
from bot.worklist.model import WorklistPage

HOSTS_SHOWN = 10
ANSWERS_SHOWN = 5
GROUPS_SHOWN = 5
COUNTED_SHOWN = 5
WEEKS_SHOWN = 8
HOSTS_COUNTED = 50
"""Judging takes milliseconds each; these are the ones that were looked at last."""

_log = structlog.get_logger(__name__)


class People(Protocol):
    """What is remembered of people."""

    async def person(self, team: str, user_id: str) -> Person | None:
        """None if nothing."""
        ...


class WorkPages(Protocol):
    """The work-list (``bot.worklist.desk.WorklistDesk``)."""

    async def page(self, team: str, language: Language, *, most_groups: int) -> WorklistPage:
        """What is to be done, the most asked first."""
        ...


class OfOnboarding(Protocol):
    """The checklists (``bot.onboarding.checklists.Checklists``)."""

    async def page_for(self, team: str, user: str) -> ChecklistPage | None:
        """Somebody's; None for who has none, or wants none."""
        ...

    async def led(self, team: str, lead: str | None = None) -> Sequence[Led]:
        """Whom ``lead`` looks after; None for everybody who is on the way."""
        ...


class HomePages:
    """``is_maintainer`` tells who sees the work-list; ``picture`` the address of a picture of weeks, or nothing."""

    def __init__(
        self,
        *,
        facts: HomeFacts,
        people: People,
        editions: Editions,
        hosts: Hosts,
        looked: HostStore,
        reports: Reports,
        worklist: WorkPages,
        is_maintainer: Callable[[str], Awaitable[bool]],
        clock: Callable[[], datetime],
        languages: PersonLanguages,
        picture: Callable[[Sequence[Week]], str] = lambda weeks: "",
        onboarding: OfOnboarding | None = None,
    ) -> None:
        self._facts, self._people, self._editions = facts, people, editions
        self._hosts, self._looked, self._reports = hosts, looked, reports
        self._worklist, self.is_maintainer = worklist, is_maintainer
        self._clock, self._languages, self._picture = clock, languages, picture
        self._onboarding = onboarding

    async def page(self, home: Home) -> HomePage:
        """All of it, of one Edition of the knowledge."""
        with self._editions.held():
            return await self._page(home)

    async def _page(self, home: Home) -> HomePage:
        team, user = home.team, home.user
        person = await self._people.person(team, user) or Person()
        language = person.language or await self._languages.of(team, user)
        catalogue = self._editions.now().knowledge.catalogue
        page = HomePage(
            language=language,
            is_chosen=person.language is not None,
            questions=home.questions,
            machine=describe(person.platform, catalogue),
            systems=systems_of(person.platform, catalogue),
            arches=arches_of(person.platform, catalogue, words_in(language).answers.arch_name),
            hosts=await self._host_lines(team, user),
            answered=await self._answered(team, user, language),
            made_at=self._clock(),
        )
        is_maintainer = await self.is_maintainer(user)
        if self._onboarding:
            checklist = await self._onboarding.page_for(team, user)
            led = await self._onboarding.led(team, None if is_maintainer else user)
            # Nobody is told of themselves, and the whole of App Home is in one language.
            others = tuple(one for one in led if one.user != user and one.state == "active")
            spoken = replace(checklist, language=language) if checklist else None
            page = replace(page, checklist=spoken, led=others)
        if not is_maintainer:
            return page
        worklist = await self._worklist.page(team, language, most_groups=GROUPS_SHOWN)
        return replace(page, worklist=worklist, figures=await self._figures(team, language))

    async def _host_lines(self, team: str, user: str) -> tuple[HostLine, ...]:
        """All of them; only the first are shown, and only those are judged."""
        views = await self._hosts.listed(Asker(team=team, user=user))
        seen = [await self._host_line(view) for view in views[:HOSTS_SHOWN]]
        return (*seen, *map(_line, views[HOSTS_SHOWN:]))

    async def _host_line(self, view: HostView) -> HostLine:
        kept = await self._looked.last_observations(view.host.id, limit=1)
        if not kept:
            return _line(view)
        age_s = (self._clock() - kept[0].received_at).total_seconds()
        return replace(_line(view), mood=await self._reports.mood(kept[0]), age_s=age_s)

    async def _answered(self, team: str, user: str, language: Language) -> tuple[AnsweredLine, ...]:
        entries = self._editions.now().knowledge.entries
        now = self._clock()
        return tuple(
            AnsweredLine(
                question_id=one.question_id,
                title=entries[one.entry].title.in_language(language),
                age_s=(now - one.asked_at).total_seconds(),
            )
            for one in await self._facts.answered(team, user, ANSWERS_SHOWN)
            if one.entry in entries
        )

    async def _figures(self, team: str, language: Language) -> Figures:
        weeks = tuple(await self._facts.weeks(team, WEEKS_SHOWN))
        entries = self._editions.now().knowledge.entries
        most = await self._facts.asked_most(team, timedelta(weeks=WEEKS_SHOWN), COUNTED_SHOWN)
        asked = (
            Counted(title=entries[entry].title.in_language(language), count=count)
            for entry, count in most
            if entry in entries
        )
        return Figures(
            weeks=weeks,
            asked_most=tuple(asked),
            fails_most=await self._fails_most(team, language),
            picture_url=self._picture(weeks) if any(week.asked for week in weeks) else "",
        )

    async def _fails_most(self, team: str, language: Language) -> tuple[Counted, ...]:
        """The causes of the last Reports, by how many hosts have them; no Host is named."""
        live = [granted.host.id for granted in await self._looked.hosts(team) if granted.host.is_live]
        observed = await self._looked.observed(live)
        newest = sorted(observed, key=lambda host: observed[host], reverse=True)[:HOSTS_COUNTED]
        kept = [one for host in newest for one in await self._looked.last_observations(host, limit=1)]
        checks = self._editions.now().knowledge.checks
        counts = Counter(await asyncio.to_thread(lambda: list(self._causes(kept))))
        most = sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:COUNTED_SHOWN]
        return tuple(Counted(title=checks[name].title.in_language(language), count=n) for name, n in most)

    def _causes(self, kept: Sequence[KeptObservation]) -> Iterator[str]:
        for one in kept:
            yield from self._reports.causes(one)


def _line(view: HostView) -> HostLine:
    host = view.host
    return HostLine(
        name=host.name,
        is_mine=view.is_mine,
        owner=host.owner,
        state=host.state,
        is_online=host.is_online,
    )
