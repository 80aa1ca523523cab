"""Checks ``checks.yaml`` against the judges, the facts, the Entries and itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import get_args

from bot.checks.catalogue import JUDGES
from bot.checks.facts import FACTS
from bot.checks.observation import Because
from bot.checks.remedies import VALUE, own_steps, values_in
from bot.checks.wording import is_format, placeholders
from bot.knowledge.checks import Check, Outcome
from bot.knowledge.engines import EngineTables
from bot.knowledge.faults import Fault, did_you_mean
from bot.knowledge.model import LANGUAGES, Step
from bot.knowledge.source import Placed, Sources

Path_ = tuple[str | int, ...]
StepFaults = Callable[[Sources, Placed, Step, Path_], Iterator[Fault]]
ALWAYS = ("user",)
"""What a command may hold beside the values of its judge."""


def faults_of_checks(sources: Sources, step_faults: StepFaults) -> Iterator[Fault]:
    """Every fault of every Check; ``step_faults`` finds those of a written-out step."""
    for placed in sources.checks.values():
        check: Check = placed.value
        bound = JUDGES.get(check.id)
        if bound is None:
            yield placed.fault(f"no judge for check '{check.id}'{did_you_mean(check.id, JUDGES)}", "id")
            continue
        yield from _names(sources, placed, check)
        for code in bound.gives:
            if code not in check.findings:
                yield placed.fault(
                    f"finding '{code}' is missing, which the judge of '{check.id}' gives", "findings"
                )
        for code, outcome in check.findings.items():
            at: Path_ = ("findings", code)
            if code not in bound.gives:
                what = f"the judge of '{check.id}' never gives '{code}'{did_you_mean(code, bound.gives)}"
                yield placed.fault(what, *at)
            else:
                yield from _outcome(sources, placed, outcome, at, bound.gives[code].split(), step_faults)
    yield from _circles(sources)
    yield from _warnings(sources)


def _names(sources: Sources, placed: Placed, check: Check) -> Iterator[Fault]:
    for index, name in enumerate(check.facts):
        yield from _unknown(placed, "fact", name, FACTS, ("facts", index))
    for index, name in enumerate(check.needs):
        yield from _unknown(placed, "check", name, sources.checks, ("needs", index))
    if check.until:
        yield from _unknown(placed, "check", check.until, sources.checks, ("until",))
    for code in check.findings:
        if code in get_args(Because):
            yield placed.fault(f"'{code}' is a reason why nothing was seen, and no finding", "findings", code)


def _outcome(
    sources: Sources, placed: Placed, outcome: Outcome, at: Path_, given: list[str], step_faults: StepFaults
) -> Iterator[Fault]:
    for language in LANGUAGES:
        text = outcome.says.in_language(language)
        yield from _template(placed, text, given, (*at, "says", language))
    for index, name in enumerate(outcome.explained_by):
        yield from _unknown(placed, "check", name, sources.checks, (*at, "explained_by", index))
    if outcome.status == "fail" and not outcome.mends:
        yield placed.fault("what fails needs an Entry that mends it: say mends", *at)
    if outcome.steps and not outcome.mends:
        yield placed.fault("steps need the Entry that they belong to: say mends", *at, "steps")
    if outcome.mends:
        yield from _unknown(placed, "Entry", outcome.mends, sources.entries, (*at, "mends"))
    entry = sources.entries.get(outcome.mends)
    known = {**sources.recipes, **(own_steps(entry.value) if entry else {})}
    for index, step in enumerate(outcome.steps):
        here = (*at, "steps", index)
        if isinstance(step, str):
            yield from _unknown(placed, f"step of '{outcome.mends}' or recipes.yaml", step, known, here)
            continue
        for name in values_in(step):
            yield from _unknown(placed, "value for a command", name, [*given, *ALWAYS], here)
        yield from step_faults(sources, placed, _with_samples(step), here)


def _with_samples(step: Step) -> Step:
    """The step as it is pasted, with a word for every value."""
    return replace(
        step,
        commands=tuple(replace(one, run=VALUE.sub("value", one.run)) for one in step.commands),
    )


def _template(placed: Placed, text: str, given: list[str], at: Path_) -> Iterator[Fault]:
    if not text.strip():
        yield placed.fault("it says nothing", *at)
    try:
        found = placeholders(text)
    except ValueError as error:
        yield placed.fault(f"a wrong brace: {error}", *at)
        return
    for name, spec in found:
        yield from _unknown(placed, "value of this finding", name, given, at)
        if not is_format(spec):
            yield placed.fault(
                f"'{{{name}:{spec}}}': expected size, span, a pair of particles or of verbs", *at
            )


def _circles(sources: Sources) -> Iterator[Fault]:
    """Checks that wait for or explain one another in a circle: nothing would be behind them."""
    ahead = {
        name: tuple(dict.fromkeys((*placed.value.needs, *placed.value.explained_by())))
        for name, placed in sources.checks.items()
    }
    done: set[str] = set()
    for start in ahead:
        trail: list[str] = []
        circle = _circle(start, ahead, trail, done)
        if circle:
            placed = sources.checks[circle[0]]
            yield placed.fault(
                f"a circle of needs and explained_by: {' -> '.join((*circle, circle[0]))}", "needs"
            )
            done.update(circle)


def _circle(name: str, ahead: dict[str, tuple[str, ...]], trail: list[str], done: set[str]) -> list[str]:
    if name in trail:
        return trail[trail.index(name) :]
    if name in done:
        return []
    trail.append(name)
    for other in ahead.get(name, ()):
        if found := _circle(other, ahead, trail, done):
            return found
    trail.pop()
    done.add(name)
    return []


def _warnings(sources: Sources) -> Iterator[Fault]:
    tables: EngineTables | None = sources.engines.value if sources.engines else None
    check = sources.checks.get("info.warn")
    if tables is None or sources.engines is None or check is None:
        return
    for index, known in enumerate(tables.warnings):
        codes = list(check.value.findings)
        if known.code not in codes:
            what = f"info.warn has no finding '{known.code}'{did_you_mean(known.code, codes)}"
            yield sources.engines.fault(("warnings", index, "code"), what)


def _unknown(placed: Placed, kind: str, name: str, known: Iterable[str], at: Path_) -> Iterator[Fault]:
    names = list(known)
    if name not in names:
        yield placed.fault(f"no {kind} '{name}'{did_you_mean(name, names)}", *at)
