"""The teaching side put together: what is taught, the work-list, and all that tells of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from procrastinate import App
from slack_bolt.async_app import AsyncApp

from bot.feedback.ports import Ratings
from bot.knowledge.folders import own_folder
from bot.live.keeping import Keeper
from bot.onboarding.ports import Profiles
from bot.rendering.teaching_slack import render_proposal
from bot.rendering.views import View
from bot.settings import Settings
from bot.storage.store import Inbox
from bot.teaching.desk import TeachingDesk
from bot.teaching.digest import Digests
from bot.teaching.maintainers import Groups, Maintainers
from bot.teaching.model import Proposal
from bot.teaching.notices import TeachingNotices
from bot.teaching.ports import Teaching
from bot.teaching.trying import Trials, Views
from bot.words import words_in
from bot.work.learning_jobs import learning_jobs
from bot.worklist.desk import WorklistDesk
from bot.worklist.ports import Worklist
from handlers.teaching import TeachingListeners
from handlers.worklist import WorklistListeners


@dataclass(frozen=True, slots=True, kw_only=True)
class TeachingSide:
    """``listeners`` are for Bolt's app, ``notices`` for Replies, ``jobs`` for the worker; App Home shows ``worklist``."""

    desk: TeachingDesk
    worklist: WorklistDesk
    listeners: Sequence[Callable[[AsyncApp], None]]
    notices: TeachingNotices
    trials: Trials
    jobs: Callable[[App], None]


def make_teaching_side(
    settings: Settings,
    *,
    keeper: Keeper,
    kept: Teaching,
    worklist: Worklist,
    ratings: Ratings,
    people: Inbox,
    groups: Groups,
    profiles: Profiles,
    views: Views,
    development: Sequence[Path] = (),
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> TeachingSide:
    """Over whatever keeps it; ``keeper`` was opened. ``development`` are labelled questions to try lessons on."""
    maintainers = Maintainers(groups, settings.maintainers)
    desk = TeachingDesk(
        kept=kept,
        worklist=worklist,
        keeper=keeper,
        maintainers=maintainers,
        people=people,
        default_language=settings.language,
    )
    lists = WorklistDesk(worklist, keeper.standing, ratings)

    def render(proposal: Proposal) -> View:
        words = words_in(proposal.language).teaching
        return render_proposal(words, proposal, desk.titles(proposal.language))

    trials = Trials(
        kept=kept,
        worklist=worklist,
        keeper=keeper,
        views=views,
        render=render,
        development=development,
    )
    listening = (TeachingListeners(desk), WorklistListeners(desk, lists))
    return TeachingSide(
        desk=desk,
        worklist=lists,
        listeners=[one.register for one in listening],
        notices=TeachingNotices(desk, lists),
        trials=trials,
        jobs=learning_jobs(trials, Digests(kept, worklist, maintainers, profiles), clock),
    )


def development_questions() -> list[Path]:
    """The labelled questions that a checkout has: what was taught is tried on them, never taught from them."""
    return sorted((own_folder().parent / "tests" / "questions").glob("development*.jsonl"))
