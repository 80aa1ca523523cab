"""How a checklist changes: pure functions from one Onboarding to the next, safe to repeat.

A button names the step that it is about, so a second click finds what the first one did.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal
from uuid import UUID

from bot.knowledge.model import Language, Text
from bot.knowledge.onboarding import OnboardingStep
from bot.onboarding.model import Evidence, How, Mark, Onboarding, State

Steps = Sequence[OnboardingStep]
StepState = Literal["done", "skipped", "next", "open"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistStep:
    """One line. ``show`` is what *Show me* shows next, of ``shows`` things; ``came_back`` names a Check."""

    id: str
    title: Text
    says: Text
    state: StepState
    is_optional: bool
    show: str = ""
    shown: int = 0
    shows: int = 0
    came_back: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistPage:
    """A checklist as it is shown. ``next`` is the step to do now; ``undo`` the last one that they ticked or skipped.

    ``token`` goes into every button. ``percent`` is of the steps that are not optional, skipped ones counted as done.
    """

    token: str
    language: Language
    state: State
    steps: tuple[ChecklistStep, ...]
    percent: int
    next: ChecklistStep | None = None
    undo: ChecklistStep | None = None

    @property
    def counted(self) -> tuple[ChecklistStep, ...]:
        """The steps by which it is known how far they are: optional ones only where there is nothing else."""
        return tuple(step for step in self.steps if not step.is_optional) or self.steps

    @property
    def done(self) -> int:
        """How many of those are done."""
        return sum(step.state == "done" for step in self.counted)


@dataclass(frozen=True, slots=True, kw_only=True)
class Led:
    """Where somebody is, for whoever looks after them: nothing of what went wrong. ``since`` is their last tick."""

    user: str
    state: State
    done: int
    steps: int
    percent: int
    next: Text | None
    since: datetime


def page_of(now: Onboarding, steps: Steps) -> ChecklistPage:
    """What the checklist shows."""
    following = _next(now, steps)
    shown = tuple(_shown(step, now, is_next=step is following) for step in steps)
    own = [step for step in shown if (mark := now.marks.get(step.id)) and mark.how != "shown"]
    needed = [step for step in shown if not step.is_optional]
    settled = sum(step.state in ("done", "skipped") for step in needed)
    return ChecklistPage(
        token=str(now.id),
        language=now.language,
        state=now.state,
        steps=shown,
        percent=100 * settled // len(needed) if needed else 100,
        next=next((step for step in shown if step.state == "next"), None),
        undo=max(own, key=lambda step: now.marks[step.id].at, default=None),
    )


def led_of(now: Onboarding, steps: Steps) -> Led:
    """Where they are."""
    page = page_of(now, steps)
    return Led(
        user=now.user,
        state=now.state,
        done=page.done,
        steps=len(page.counted),
        percent=page.percent,
        next=page.next.title if page.next else None,
        since=now.progressed_at,
    )


def _shown(step: OnboardingStep, now: Onboarding, *, is_next: bool) -> ChecklistStep:
    mark = now.marks.get(step.id)
    unread = [name for name in step.entries if name not in now.read]
    state: StepState = "next" if is_next else "open"
    if mark:
        state = "skipped" if mark.how == "skipped" else "done"
    return ChecklistStep(
        id=step.id,
        title=step.title,
        says=step.says,
        state=state,
        is_optional=step.optional,
        show=(unread or step.entries or (step.asks,))[0],
        shown=len(step.entries) - len(unread),
        shows=len(step.entries),
        came_back=mark.came_back if mark else "",
    )


def _next(now: Onboarding, steps: Steps) -> OnboardingStep | None:
    """The first open step whose needs are settled; optional ones come when nothing else is left."""
    open_ = [step for step in steps if step.id not in now.marks]
    ready = [step for step in open_ if all(name in now.marks for name in step.needs)]
    return next(iter(sorted(ready or open_, key=lambda step: step.optional)), None)


def ticked(now: Onboarding, step_id: str, how: How, at: datetime, steps: Steps) -> Onboarding:
    """Done or skipped, by the person; a step that is settled stays as it is."""
    if step_id in now.marks or all(step.id != step_id for step in steps):
        return now
    return _settled(_marked(now, {step_id: Mark(how=how, at=at)}, at), steps)


def undone(now: Onboarding, step_id: str, steps: Steps) -> Onboarding:
    """Open again, if the person ticked or skipped it; what something showed is so."""
    mark = now.marks.get(step_id)
    if mark is None or mark.how == "shown":
        return now
    marks = {name: other for name, other in now.marks.items() if name != step_id}
    return _settled(replace(now, marks=marks), steps)


def stopped(now: Onboarding) -> Onboarding:
    """Not for them: nobody writes to them about it any more."""
    return replace(now, state="stopped")


def resumed(now: Onboarding, at: datetime, steps: Steps) -> Onboarding:
    """They want it after all, as it was."""
    return _settled(replace(now, state="active", progressed_at=at), steps) if now.state == "stopped" else now


def wanted(now: Onboarding, request: UUID, at: datetime, steps: Steps) -> Onboarding:
    """They asked to see it; once for the same ``request``."""
    return now if now.request == request else replace(resumed(now, at, steps), request=request)


def restarted(now: Onboarding, request: UUID, at: datetime) -> Onboarding:
    """From the beginning; once for the same ``request``."""
    if now.request == request:
        return now
    return replace(
        now,
        state="active",
        marks={},
        read=(),
        started_at=at,
        progressed_at=at,
        nudges=0,
        wants_nudges=True,
        is_told=False,
        request=request,
    )


def seen(now: Onboarding, evidence: Evidence, at: datetime, steps: Steps) -> Onboarding:
    """What the evidence ticks; a tick stays, and says where what it stands for has come back."""
    read = now.read
    if evidence.entry and evidence.entry not in read and _is_of_ours(evidence.entry, steps):
        read = (*read, evidence.entry)
    marks = {
        step.id: Mark(how="shown", at=at, host=evidence.host if evidence.passed else "")
        for step in steps
        if _how(now, step.id) != "shown" and _shows(evidence, step, read)
    }
    backs = {
        name: replace(mark, came_back=cause)
        for step in steps
        if (mark := now.marks.get(name := step.id)) and mark.host and mark.host == evidence.host
        if (cause := _came_back(evidence, step, mark)) != mark.came_back
    }
    changed = replace(now, read=read, marks={**now.marks, **backs})
    return _settled(_marked(changed, marks, at), steps) if marks else changed


def _how(now: Onboarding, step_id: str) -> How | None:
    mark = now.marks.get(step_id)
    return mark.how if mark else None


def _shows(evidence: Evidence, step: OnboardingStep, read: Sequence[str]) -> bool:
    ticks = step.ticks
    return (
        bool(ticks.checks and evidence.passed.issuperset(ticks.checks))
        or bool(evidence.entry and ticks.read and set(read).issuperset(ticks.read))
        or bool(ticks.platform and evidence.is_machine_known)
        or bool(ticks.host and evidence.has_host)
    )


def _came_back(evidence: Evidence, step: OnboardingStep, mark: Mark) -> str:
    """The Check behind a failure of the step's own; one that could not be looked at tells nothing."""
    failed = next((evidence.failed[name] for name in step.ticks.checks if name in evidence.failed), "")
    if failed or evidence.passed.issuperset(step.ticks.checks):
        return failed
    return mark.came_back


def _is_of_ours(entry: str, steps: Steps) -> bool:
    return any(entry in step.entries for step in steps)


def _marked(now: Onboarding, marks: Mapping[str, Mark], at: datetime) -> Onboarding:
    return replace(now, marks={**now.marks, **marks}, progressed_at=at)


def _settled(now: Onboarding, steps: Steps) -> Onboarding:
    """With the state that the marks make, and whether there is something to be glad about for the first time."""
    if now.state == "stopped":
        return now
    is_done = all(step.id in now.marks for step in steps if not step.optional)
    has_done = any(mark.how != "skipped" for mark in now.marks.values())
    return replace(now, state="done" if is_done else "active", is_told=now.is_told or (is_done and has_done))
