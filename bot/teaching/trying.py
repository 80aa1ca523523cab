"""Tries a proposal and tells whoever made it what it would change: in the modal that waits, or in a direct message."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

import structlog

from bot.live.keeping import Keeper
from bot.live.learner import LearningError
from bot.live.learning import TrialRequest
from bot.teaching.model import Proposal, Trial
from bot.teaching.overlay import digest_of_lessons
from bot.teaching.ports import Teaching
from bot.work.ports import Refused
from bot.worklist.ports import Worklist

MOST_ASKED = 500
MOST_OPEN = 500
KEPT_FOR = timedelta(days=180)
"""As long as questions."""

ENDED = frozenset({"taught", "cancelled", "undone"})
_log = structlog.get_logger(__name__)

Render = Callable[[Proposal], Mapping[str, Any]]
"""A proposal as a modal."""


class Views(Protocol):
    """Slack's modals, as far as they change by themselves. Raises RateLimited, Passing or Refused."""

    async def update(self, team: str, view_id: str, view: Mapping[str, Any]) -> None:
        """Replaces what an open modal shows."""
        ...


class Trials:
    """The work behind the job ``try_lesson``; safe to run twice."""

    def __init__(
        self,
        *,
        kept: Teaching,
        worklist: Worklist,
        keeper: Keeper,
        views: Views,
        render: Render,
        development: Sequence[Path] = (),
    ) -> None:
        self._kept, self._worklist, self._keeper = kept, worklist, keeper
        self._views, self._render, self._development = views, render, tuple(development)

    async def run(self, proposal_id: UUID) -> None:
        """Tries it unless that was done, and shows the result. Raises LearningError where it cannot be tried now."""
        proposal = await self._kept.proposal(proposal_id)
        if proposal is not None and proposal.state == "checking":
            proposal = await self._try(proposal)
        if proposal is not None and proposal.state not in ENDED:
            await self._show(proposal)

    async def give_up(self, proposal_id: UUID) -> None:
        """It cannot be tried, whatever the reason: it is not taught, and whoever proposed it is told."""
        await self._kept.record_trial(proposal_id, "", Trial(faults=("not_tried:",)))
        await self.run(proposal_id)

    async def forget_old(self) -> int:
        """Forgets proposals as old as questions that are forgotten; returns how many. What was taught stays."""
        return await self._kept.forget_proposals(KEPT_FOR)

    async def _try(self, proposal: Proposal) -> Proposal | None:
        await self._keeper.refresh()
        lessons = self._keeper.lessons
        items = await self._worklist.items(proposal.team, limit=MOST_OPEN)
        trial = TrialRequest(
            lesson=proposal.lesson,
            development=tuple(map(str, self._development)),
            asked=tuple(await self._kept.asked(proposal.team, MOST_ASKED)),
            open=tuple(item.text for item in items),
        )
        learnt = await self._keeper.learner.learn(lessons, last_good=self._keeper.last_good, trial=trial)
        if learnt.trial is None:
            raise LearningError("the files cannot be learnt from")
        # Some of what was asked may have been taken back while it was tried.
        still = set(await self._kept.asked(proposal.team, MOST_ASKED))
        changes = tuple(one for one in learnt.trial.changes if one.source != "asked" or one.text in still)
        told = replace(learnt.trial, changes=changes)
        return await self._kept.record_trial(proposal.id, digest_of_lessons(lessons), told)

    async def _show(self, proposal: Proposal) -> None:
        if proposal.view_id is not None:
            try:
                await self._views.update(proposal.team, proposal.view_id, self._render(proposal))
            except Refused as refusal:
                _log.info("modal_is_gone", proposal=str(proposal.id), code=refusal.code)
                await self._kept.close_view(proposal.id)
            else:
                return
        await self._kept.tell(proposal.id)
