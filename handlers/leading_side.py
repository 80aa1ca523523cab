"""What follows an answer, put together: talks for the replies, listeners for the modals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from slack_bolt.async_app import AsyncApp
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.conversations.answer_path import AnswerPath
from bot.conversations.questions import questions_of
from bot.conversations.talks import Foot, Machines, Talk
from bot.conversations.why import WhyTalk
from bot.feedback.desk import FeedbackDesk
from bot.feedback.ports import Ratings
from bot.guides.desk import GuideDesk
from bot.guides.ports import Walks
from bot.guides.talk import GuideTalk
from bot.helping.ports import Help
from bot.helping.talk import HelpTalk
from bot.home.ports import HomeChanges
from bot.knowledge.model import Language
from bot.live.edition import Editions
from bot.overhearing.ports import OpenChannels
from bot.overhearing.talk import OverhearingTalk
from bot.preferences.desk import PreferencesDesk
from bot.preferences.ports import Forgetting
from bot.preferences.talk import PreferencesTalk
from bot.settings import Settings
from bot.storage.forgetting import SqlForgetting
from bot.storage.leading import SqlHelp, SqlRatings, SqlWalks
from bot.storage.open_channels import SqlOpenChannels
from bot.storage.store import Store
from bot.teaching.maintainers import Groups, Maintainers
from bot.text.redact import redact
from bot.wiring import LIMITS
from bot.work.queue import answer_deferrer
from bot.worklist.ports import WorklistNotes
from handlers.clients import Clients
from handlers.feedback import FeedbackListeners
from handlers.guides import GuideListeners
from handlers.metrics import Metrics
from handlers.preferences import PreferencesListeners
from handlers.whispers import Whispers


@dataclass(frozen=True, slots=True, kw_only=True)
class Leading:
    """Where it is kept, and whom it concerns; ``maintainers`` and ``channels`` are ids of the settings."""

    store: Store
    preferences: PreferencesDesk
    ratings: Ratings
    forgetting: Forgetting
    help: Help
    walks: Walks
    opened: OpenChannels
    notes: WorklistNotes
    editions: Editions
    groups: Groups
    maintainers: Sequence[str] = ()
    channels: Sequence[str] = ()
    default_language: Language | None = None

    def talks(self, machines: Machines | None) -> tuple[Sequence[Talk], Sequence[Foot]]:
        """What Replies asks before the answer path, and what may stand under any answer."""
        load = questions_of(self.store)
        path = AnswerPath(self.editions, machines)
        maintainers = Maintainers(self.groups, self.maintainers)
        help_talk = HelpTalk(
            kept=self.help,
            notes=self.notes,
            path=path,
            maintainers=maintainers,
            groups=self.groups,
            ids=self.maintainers,
            channels=self.channels,
            default_language=self.default_language,
        )
        guides = GuideTalk(self.walks, path, load)
        own = PreferencesTalk(self.preferences, self.forgetting)
        overhearing = OverhearingTalk(self.opened, maintainers, self.default_language)
        return [help_talk, guides, own, overhearing, WhyTalk(path, LIMITS)], [guides.foot]

    def listeners(self, clients: Clients, metrics: Metrics) -> tuple[Callable[[AsyncApp], None], ...]:
        """Those of the modals and the thumbs."""
        feedback = FeedbackDesk(
            self.ratings, self.notes, questions_of(self.store), redact, AnswerPath(self.editions)
        )
        guides = GuideDesk(self.store, self.store, self.walks, redact)
        return (
            FeedbackListeners(feedback, Whispers(clients, metrics)).register,
            GuideListeners(guides).register,
            PreferencesListeners(self.preferences).register,
        )


def make_leading(
    settings: Settings,
    engine: AsyncEngine,
    *,
    store: Store,
    preferences: PreferencesDesk,
    homes: HomeChanges,
    notes: WorklistNotes,
    editions: Editions,
    groups: Groups,
) -> Leading:
    """Kept in PostgreSQL."""
    defer = answer_deferrer()
    return Leading(
        store=store,
        preferences=preferences,
        ratings=SqlRatings(engine),
        forgetting=SqlForgetting(engine, defer, homes),
        help=SqlHelp(engine, defer),
        walks=SqlWalks(engine, defer),
        opened=SqlOpenChannels(engine),
        notes=notes,
        editions=editions,
        groups=groups,
        maintainers=settings.maintainers,
        channels=settings.help_channels,
        default_language=settings.language,
    )
