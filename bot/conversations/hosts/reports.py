"""Judges what a Host sent, today and in the reader's language."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

from bot.checks.judging import judge
from bot.checks.model import Report, Status
from bot.checks.observation import Observation, read_observation
from bot.checks.platform import platform_of
from bot.checks.tables import tables_of
from bot.hosts.model import KeptObservation
from bot.knowledge.base import Knowledge
from bot.knowledge.model import Language
from bot.platforms.model import Platform
from bot.reporting.compose import compose_report, mood_of
from bot.reporting.model import Mood, ShownReport


class Reports:
    """Reports are not kept: each is judged from its Observation when it is shown."""

    def __init__(self, knowledge: Callable[[], Knowledge], clock: Callable[[], datetime]) -> None:
        self._knowledge, self.clock = knowledge, clock

    @property
    def knowledge(self) -> Knowledge:
        """The one that stands now."""
        return self._knowledge()

    async def shown(
        self,
        kept: KeptObservation,
        language: Language,
        host: str,
        before: KeptObservation | None = None,
    ) -> ShownReport:
        """The Report in words; judging takes milliseconds and leaves the loop."""
        return await asyncio.to_thread(self._shown, kept, language, host, before)

    async def mood(self, kept: KeptObservation) -> Mood:
        """How the Host was, in a word."""
        return await asyncio.to_thread(lambda: mood_of(self._judged(read(kept))))

    def causes(self, kept: KeptObservation) -> tuple[str, ...]:
        """The ids of the Checks that fail with nothing else behind them; takes milliseconds."""
        causes = self._judged(read(kept)).causes
        return tuple(cause.check for cause in causes if cause.status is Status.FAIL)

    async def platform(self, kept: KeptObservation) -> Platform:
        """What the Host was seen to be."""
        return await asyncio.to_thread(lambda: platform_of(read(kept), self.knowledge.catalogue))

    def _shown(
        self, kept: KeptObservation, language: Language, host: str, before: KeptObservation | None
    ) -> ShownReport:
        seen = read(kept)
        return compose_report(
            self._judged(seen),
            seen,
            self.knowledge,
            language,
            host=host,
            now=self.clock(),
            received_at=kept.received_at,
            before=self._judged(read(before)) if before else None,
        )

    def _judged(self, seen: Observation) -> Report:
        tables = tables_of(self.knowledge, self.clock().date())
        return judge(seen, tuple(self.knowledge.checks.values()), tables)


def read(kept: KeptObservation) -> Observation:
    """The Observation; what cannot be read as one is one in which nothing was seen."""
    try:
        return read_observation(dict(kept.sent))
    except ValueError:
        return Observation()
