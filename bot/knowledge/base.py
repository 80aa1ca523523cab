"""The knowledge base as a whole, after every file of it was found sound."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.knowledge.checks import Check
from bot.knowledge.engines import EngineTables
from bot.knowledge.model import Concept, Entry, OffTopic, Step
from bot.knowledge.onboarding import OnboardingStep
from bot.platforms.catalogue import Catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """Everything that answers are made of; ``digest`` changes when any file does."""

    entries: dict[str, Entry]
    recipes: dict[str, Step]
    concepts: tuple[Concept, ...]
    off_topic: dict[str, OffTopic]
    checks: dict[str, Check]
    catalogue: Catalogue
    digest: str
    engines: EngineTables | None = None
    onboarding: tuple[OnboardingStep, ...] = ()

    def steps(self, steps: Iterable[str | Step]) -> list[Step]:
        """The steps themselves, with the names of recipes looked up."""
        return [self.recipes[step] if isinstance(step, str) else step for step in steps]
