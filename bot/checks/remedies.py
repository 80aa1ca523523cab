"""What mends a finding: an Entry's commands for just that Host and its user, or why there are none."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.answering.compose import compose, instead_of
from bot.answering.model import Link, ShownCommand
from bot.checks.model import Finding, Report
from bot.knowledge.base import Knowledge
from bot.knowledge.checks import Outcome
from bot.knowledge.model import Entry, Language, Step
from bot.words import words_in

PLAIN = re.compile(r"[A-Za-z0-9._/@:+-]+")
VALUE = re.compile(r"(?<![${%])\{([a-z_]+)\}")
WITHOUT_SYSTEMD = ("by_hand", "not_running")
"""What ``svc.docker`` says where nothing that systemctl does reaches dockerd."""
INSTALLS = re.compile(r"docker-ce|download\.docker\.com|docker-(?:buildx|compose)-plugin")


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """What to do. ``commands`` are in order, for the Host's Platform; ``refusal`` is the reason why there are
    none and the alternative; ``note`` says what was left out, and what to do where they do not work as they stand."""

    entry: Link | None
    title: str
    commands: tuple[ShownCommand, ...] = ()
    refusal: tuple[str, str] | None = None
    note: str = ""


def remedy(finding: Finding, report: Report, knowledge: Knowledge, language: Language) -> Remedy:
    """What mends ``finding`` on the Host of ``report``; without Entry and commands where nothing does."""
    check = knowledge.checks.get(finding.check)
    outcome = check.findings.get(finding.code) if check else None
    entry = knowledge.entries.get(outcome.mends) if outcome else None
    if check is None or outcome is None or entry is None:
        return Remedy(entry=None, title=check.title.in_language(language) if check else "")
    if not outcome.steps:
        entry = instead_of(knowledge, entry, report.platform)
    values = {"user": report.user, **finding.values}
    steps = steps_of(outcome, entry, knowledge) or knowledge.steps(entry.steps)
    wanted = [step for step in steps if all(values.get(name) != "" for name in values_in(step))]
    safe = [made for step in wanted if (made := _filled(step, values))]
    left_out = len(wanted) - len(safe)
    shown = replace(entry, steps=tuple(safe))
    answer = compose(knowledge, shown, report.platform, language)
    if answer.refusal and outcome.steps:
        # The Entry as a whole installs Docker's packages; what just this finding needs may not.
        without = compose(knowledge, replace(shown, needs_packages=False), report.platform, language)
        if without.commands and not any(INSTALLS.search(command.run) for command in without.commands):
            answer = without
    return Remedy(
        entry=Link(entry=entry.id, title=entry.title.in_language(language)),
        title=entry.title.in_language(language),
        commands=answer.commands,
        refusal=answer.refusal,
        note="\n\n".join(_notes(answer.commands, left_out, report, language)),
    )


def _notes(
    commands: tuple[ShownCommand, ...], left_out: int, report: Report, language: Language
) -> Iterator[str]:
    words = words_in(language).findings
    if left_out:
        yield words.left_out.format(count=left_out)
    service = next((one.code for one in report.findings if one.check == "svc.docker"), "")
    if service in WITHOUT_SYSTEMD and any("systemctl" in command.run for command in commands):
        yield words.no_systemd


def steps_of(outcome: Outcome, entry: Entry, knowledge: Knowledge) -> list[Step]:
    """The steps that the outcome names, looked up in the Entry, its signatures and the recipes."""
    known = {**knowledge.recipes, **own_steps(entry)}
    return [step if isinstance(step, Step) else known[step] for step in outcome.steps]


def own_steps(entry: Entry) -> dict[str, Step]:
    """The steps that are written out in the Entry, those of its signatures too, by id."""
    lists = (entry.steps, *(signature.steps for signature in entry.signatures))
    return {step.id: step for steps in lists for step in steps if isinstance(step, Step)}


def values_in(step: Step) -> Iterator[str]:
    """The names of the values that its commands hold."""
    for command in step.commands:
        yield from VALUE.findall(command.run)


def _filled(step: Step, values: dict[str, str]) -> Step | None:
    """The step with its values put in, or None if one of them is not plain: it does not go into a command."""
    names = set(values_in(step))
    if not names:
        return step
    if not all(is_plain(values.get(name, "")) for name in names):
        return None
    return replace(
        step,
        commands=tuple(
            replace(command, run=VALUE.sub(lambda found: shlex.quote(values[found[1]]), command.run))
            for command in step.commands
        ),
    )


def is_plain(value: str) -> bool:
    """Whether a value from a host may stand in a command: no option, nothing that a shell reads."""
    return bool(PLAIN.fullmatch(value)) and not value.startswith("-")
