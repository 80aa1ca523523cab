"""What an Observation shows of somebody's steps: judged apart from the Report that they asked for, and durably."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from datetime import datetime
from uuid import UUID

from bot.checks.judging import judge
from bot.checks.model import Report, Status
from bot.checks.observation import Observation, read_observation
from bot.checks.tables import tables_of
from bot.knowledge.base import Knowledge
from bot.onboarding.checklists import Checklists
from bot.onboarding.model import Evidence
from bot.onboarding.ports import Looked, Onboardings


class Judging:
    """The work behind the job ``judge_checklists``; safe to run twice."""

    def __init__(
        self,
        kept: Onboardings,
        checklists: Checklists,
        knowledge: Callable[[], Knowledge],
        clock: Callable[[], datetime],
    ) -> None:
        self._kept, self._checklists = kept, checklists
        self._knowledge, self._clock = knowledge, clock

    async def run(self, host_id: UUID, observation_id: UUID | None = None) -> None:
        """Ticks what a Host and its Observation show, for its owner and for who asked about themselves."""
        looked = await self._kept.looked(host_id, observation_id)
        if looked is None:
            return
        host = looked.host
        await self._checklists.saw(host.team, host.owner, Evidence(has_host=True))
        if looked.observation is None:
            return
        whom = set(_whom(looked))
        if not any([await self._checklists.of(host.team, user) for user in whom]):
            return
        evidence = await asyncio.to_thread(self._evidence, looked)
        for user in sorted(whom):
            await self._checklists.saw(host.team, user, evidence)

    async def catch_up(self, team: str, user: str) -> None:
        """What their hosts showed before they began."""
        for host_id in await self._kept.hosts_of(team, user):
            await self.run(host_id)

    def _evidence(self, looked: Looked) -> Evidence:
        report = self._judged(_read(looked))
        passed = frozenset(one.check for one in report.findings if one.status is Status.PASS)
        failed = {
            one.check: one.blocked_by or one.check
            for one in report.findings
            if one.status is Status.FAIL or one.blocked_by
        }
        is_machine_known = report.platform.arch is not None and report.platform.distro is not None
        return Evidence(
            host=str(looked.host.id), passed=passed, failed=failed, is_machine_known=is_machine_known
        )

    def _judged(self, seen: Observation) -> Report:
        knowledge = self._knowledge()
        return judge(seen, tuple(knowledge.checks.values()), tables_of(knowledge, self._clock().date()))


def _whom(looked: Looked) -> Iterator[str]:
    """Whose steps it tells of: permissions are a system user's, and the owner need not be that one."""
    owner = looked.host.owner
    for asker, about in looked.asked:
        if asker == owner or about is not None:
            yield asker
    if all(about is None or asker == owner for asker, about in looked.asked):
        yield owner


def _read(looked: Looked) -> Observation:
    """What cannot be read as an Observation is one in which nothing was seen."""
    if looked.observation is None:
        return Observation()
    try:
        return read_observation(dict(looked.observation.sent))
    except ValueError:
        return Observation()
