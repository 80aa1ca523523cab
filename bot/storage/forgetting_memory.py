"""The twin of ``forgetting.py`` in memory: same contract, no database."""

# ruff: noqa: D102  # the Protocol in bot/preferences/ports.py says what it does

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from uuid import UUID

from bot.onboarding.model import NOTICE
from bot.storage.forgetting import new_nobody
from bot.storage.leading_memory import MemoryHelp, MemoryRatings, MemoryWalks
from bot.storage.memory import MemoryStore
from bot.storage.model import NOWHERE, QuestionRow
from bot.storage.onboarding_memory import MemoryOnboardings
from bot.storage.worklist_memory import MemoryWorklist


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryForgetting:
    """Implements Forgetting for one event loop, over whatever is kept beside ``store``."""

    store: MemoryStore
    ratings: MemoryRatings
    help: MemoryHelp
    walks: MemoryWalks
    worklist: MemoryWorklist
    onboardings: MemoryOnboardings | None = None

    async def forget_person(self, team: str, user_id: str, but: Collection[UUID] = ()) -> None:
        nobody, store = new_nobody(), self.store
        store.people.pop((team, user_id), None)
        if self.onboardings:
            self.onboardings.forget(team, user_id)
        self.ratings.forget(team, user_id, nobody)
        mine = [row for row in store.questions.values() if (row.team, row.user_id) == (team, user_id)]
        erased = [row.id for row in mine if row.id not in but and self._is_settled(row)]
        for key in erased:
            row = store.questions[key]
            store.erase(row)
            channel = nobody if row.channel == user_id else row.channel
            store.questions[key] = replace(
                row, text="", user_id=nobody, channel=channel, platform=NOWHERE, response_url=None
            )
        self.help.forget(erased, nobody)
        self.walks.forget(erased)
        self.worklist.forget(team, user_id, erased)

    def _is_settled(self, question: QuestionRow) -> bool:
        reply = self.store.replies[question.id]
        is_waiting = reply.state == "pending" or (
            reply.state == "posted" and reply.revision < question.revision
        )
        is_own = question.surface != "notice" or question.text.startswith(f"{NOTICE}:")
        return is_own and not is_waiting and not self.help.is_open(question.id)
