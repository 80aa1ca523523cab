"""The steps of onboarding: the schema of ``onboarding.yaml``, and what is checked of it beside that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from bot.knowledge.faults import Fault, did_you_mean
from bot.knowledge.model import LANGUAGES, STRICT, Text

if TYPE_CHECKING:  # reads this module to know the schema
    from bot.knowledge.source import Sources

MAX_STEPS = 12
"""As many as one message can show and still be looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticks:
    """By what a step ticks itself; where several are said, each alone does.

    ``checks`` names Checks that must all PASS on a host of the person; ``read`` Entries that they must have
    been shown; ``platform: known`` that their machine is known; ``host: joined`` that a host of theirs has joined.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    checks: tuple[str, ...] = ()
    read: tuple[str, ...] = ()
    platform: Literal["", "known"] = ""
    host: Literal["", "joined"] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OnboardingStep:
    """One step of the checklist, offered in the file's order once all that it ``needs`` are done or skipped.

    *Show me* shows its ``entries``; a step without one ``asks`` the bot something on the person's behalf.
    What is ``optional`` may stay open at the end.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    id: str
    title: Text
    says: Text
    entries: tuple[str, ...] = ()
    asks: str = ""
    ticks: Ticks = Ticks()
    optional: bool = False
    needs: tuple[str, ...] = ()


def faults_of_onboarding(sources: Sources) -> Iterator[Fault]:
    """Every name that leads nowhere, every text that is missing, and steps that wait for later ones."""
    file = sources.onboarding
    if file is None or file.value is None:
        return
    before: list[str] = []
    names = [step.id for step in file.value]
    if len(names) > MAX_STEPS:
        yield file.fault((MAX_STEPS,), f"{len(names)} steps: a checklist is of at most {MAX_STEPS}")
    for index, step in enumerate(file.value):
        if step.id in before:
            yield file.fault((index, "id"), f"step '{step.id}' stands twice")
        for key, text in (("title", step.title), ("says", step.says)):
            for language in LANGUAGES:
                if not text.in_language(language).strip():
                    yield file.fault((index, key, language), f"'{key}' is empty in '{language}'")
        if not step.entries and not step.asks.strip():
            yield file.fault((index,), f"step '{step.id}' shows nothing: say entries, or asks")
        for path, kind, name, known in _named(step, sources):
            if name not in known:
                yield file.fault((index, *path), f"no {kind} '{name}'{did_you_mean(name, known)}")
        for place, name in enumerate(step.needs):
            if name not in before:
                what = f"step '{name}' does not stand before '{step.id}'{did_you_mean(name, before)}"
                yield file.fault((index, "needs", place), what)
        before.append(step.id)


def _named(
    step: OnboardingStep, sources: Sources
) -> Iterator[tuple[tuple[str | int, ...], str, str, list[str]]]:
    entries, checks = list(sources.entries), list(sources.checks)
    for place, name in enumerate(step.entries):
        yield ("entries", place), "Entry", name, entries
    for place, name in enumerate(step.ticks.read):
        # Only what Show me leads to: nobody could tell why the step stays open otherwise.
        yield ("ticks", "read", place), "Entry of this step", name, list(step.entries)
    for place, name in enumerate(step.ticks.checks):
        yield ("ticks", "checks", place), "check", name, checks
