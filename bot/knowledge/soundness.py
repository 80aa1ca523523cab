"""Checks the knowledge base against itself: names that lead nowhere, double claims, unsafe commands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import re2

from bot.knowledge.check_faults import faults_of_checks
from bot.knowledge.commands import faults_of_command
from bot.knowledge.faults import Fault, did_you_mean
from bot.knowledge.model import LANGUAGES, LEAST_STEPS, Concept, Entry, Signature, Step, Text, When
from bot.knowledge.onboarding import faults_of_onboarding
from bot.knowledge.platform_soundness import faults_of_platforms, why_no_pattern
from bot.knowledge.source import Placed, Sources
from bot.matching.signatures import compiled
from bot.matching.trained import OFF_TOPIC
from bot.text.normalise import normalise, on_one_line

ROOT = re.compile(r"\bsudo\b")
GRANTS_ROOT = re.compile(r"\b(?:usermod|gpasswd|adduser)\b.*\bdocker\b")
ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
PICTURE_FILES = tuple(f"{language}.{ending}" for language in LANGUAGES for ending in ("png", "svg"))

Path_ = tuple[str | int, ...]


def faults_of(sources: Sources) -> Iterator[Fault]:
    """Every fault that only shows when the files are seen together."""
    for placed in sources.recipes.values():
        yield from _step(sources, placed, placed.value, ())
    for placed in sources.entries.values():
        yield from faults_of_entry(sources, placed, placed.value)
    for placed in sources.concepts.values():
        yield from _concept(placed, placed.value)
    yield from faults_of_checks(sources, _step)
    yield from faults_of_onboarding(sources)
    if sources.catalogue:
        yield from faults_of_platforms(sources.catalogue, sources.entries)
    yield from _double_utterances(sources)
    yield from _signatures(sources)


def faults_of_entry(sources: Sources, placed: Placed, entry: Entry) -> Iterator[Fault]:
    """Every fault of one Entry, seen together with the rest."""
    if entry.id == OFF_TOPIC or not ID.fullmatch(entry.id):
        what = f"id '{entry.id}': expected words of a-z and 0-9 joined by '-', and not '{OFF_TOPIC}'"
        yield placed.fault(what, "id")
    yield from _empty_texts(placed, entry)
    for key, names in (("see_also", entry.see_also), ("next", [entry.next] if entry.next else [])):
        for name in names:
            yield from _unknown(placed, "Entry", name, sources.entries, (key,))
    for name in entry.checks:
        yield from _unknown(placed, "check", name, sources.checks, ("checks",))
    for index, refusal in enumerate(entry.refusals):
        yield from _when(sources, placed, refusal.when, ("refusals", index, "when"))
        if refusal.entry:
            yield from _unknown(placed, "Entry", refusal.entry, sources.entries, ("refusals", index, "entry"))
    if entry.guide and len(entry.steps) < LEAST_STEPS:
        yield placed.fault(f"a guide needs {LEAST_STEPS} steps at least", "guide")
    yield from _steps(sources, placed, entry.steps, ("steps",))
    for index, signature in enumerate(entry.signatures):
        yield from _steps(sources, placed, signature.steps, ("signatures", index, "steps"))
    for index, picture in enumerate(entry.pictures):
        folder = placed.file.path.parent
        for ending in PICTURE_FILES:
            name = f"{picture.name}.{ending}"
            if not any((base / "pictures" / name).exists() for base in (folder, folder.parent)):
                yield placed.fault(
                    f"picture '{name}' is missing in the folder pictures", "pictures", index, "name"
                )
    for index, table in enumerate(entry.tables):
        for row, cells in enumerate(table.rows):
            if len(cells) != len(table.columns):
                what = f"a row of {len(cells)} cells under {len(table.columns)} columns"
                yield placed.fault(what, "tables", index, "rows", row)


def _concept(placed: Placed, concept: Concept) -> Iterator[Fault]:
    for key, words in (("ko", concept.ko), ("en", concept.en)):
        for index, word in enumerate(words):
            if not re.search(r"[a-z0-9_ㄱ-ㆎ가-힣]", word.lower()):
                yield placed.fault(f"'{word}' has no letter to be found by", key, index)
    if what := why_no_pattern(concept.pattern):
        yield placed.fault(what, "pattern")


def _empty_texts(placed: Placed, entry: Entry) -> Iterator[Fault]:
    for key in ("title", "summary", "answer"):
        text: Text = getattr(entry, key)
        for language in LANGUAGES:
            if not text.in_language(language).strip():
                yield placed.fault(f"'{key}' is empty in '{language}'", key, language)
    for language in LANGUAGES:
        if not (entry.utterances.ko if language == "ko" else entry.utterances.en):
            yield placed.fault(f"no utterance in '{language}'", "utterances", language)


def _steps(sources: Sources, placed: Placed, steps: Iterable[str | Step], at: Path_) -> Iterator[Fault]:
    for index, step in enumerate(steps):
        if isinstance(step, str):
            yield from _unknown(placed, "step of recipes.yaml", step, sources.recipes, (*at, index))
        else:
            yield from _step(sources, placed, step, (*at, index))


def _step(sources: Sources, placed: Placed, step: Step, at: Path_) -> Iterator[Fault]:
    if not step.commands:
        yield placed.fault(f"step '{step.id}' has no command", *at)
    for index, command in enumerate(step.commands):
        here = (*at, "commands", index)
        yield from _when(sources, placed, command.when, (*here, "when"))
        for what in faults_of_command(command.run, command.shell):
            yield placed.fault(f"unsafe to paste: {what}", *here, "run")
        if command.shell == "sh" and bool(ROOT.search(command.run)) and not step.needs_root:
            yield placed.fault(f"step '{step.id}' uses sudo: say needs_root: true", *here, "run")
        if GRANTS_ROOT.search(command.run) and not step.grants_root:
            yield placed.fault(
                f"step '{step.id}' gives the docker group: say grants_root: true", *here, "run"
            )
    if step.needs_root and not any(_asks_for_root(command.run, command.shell) for command in step.commands):
        yield placed.fault(f"step '{step.id}' says needs_root, but no command of it asks for root", *at)


def _asks_for_root(run: str, shell: str) -> bool:
    return shell == "powershell" or bool(ROOT.search(run))


def _when(sources: Sources, placed: Placed, when: When, at: Path_) -> Iterator[Fault]:
    catalogue = sources.catalogue.value if sources.catalogue else None
    if catalogue is None:
        return
    for name in when.arch:
        yield from _unknown(placed, "arch", name, [arch.id for arch in catalogue.arches], (*at, "arch"))
    for name in when.distro:
        yield from _unknown(placed, "distro", name, list(catalogue.conditions()), (*at, "distro"))
    known = {name for distro in catalogue.distros for release in distro.releases for name in release.names}
    for name in when.release:
        yield from _unknown(placed, "release", name, known, (*at, "release"))
    if when.release and not when.distro:
        yield placed.fault("a release needs its distro beside it", *at)


def _unknown(placed: Placed, kind: str, name: str, known: Iterable[str], at: Path_) -> Iterator[Fault]:
    known = list(known)
    if name not in known:
        yield placed.fault(f"no {kind} '{name}'{did_you_mean(name, known)}", *at)


def _double_utterances(sources: Sources) -> Iterator[Fault]:
    owners: dict[str, str] = {}
    for name, placed in sources.entries.items():
        for language in LANGUAGES:
            lines = placed.value.utterances.ko if language == "ko" else placed.value.utterances.en
            for index, line in enumerate(lines):
                key = " ".join(re.findall(r"\w+", normalise(line).lower()))
                owner = owners.setdefault(key, name)
                if owner != name:
                    what = f"'{line}' is an utterance of '{owner}' too"
                    yield placed.fault(what, "utterances", language, index)


def _signatures(sources: Sources) -> Iterator[Fault]:
    patterns: list[tuple[Placed, int, Signature, re2._Regexp]] = []
    for placed in sources.entries.values():
        for index, signature in enumerate(placed.value.signatures):
            try:
                patterns.append((placed, index, signature, compiled(signature.pattern)))
            except re2.error as error:
                said = error.args[0].decode() if isinstance(error.args[0], bytes) else error
                what = f"not a regular expression of RE2 (no look-around): {said}"
                yield placed.fault(what, "signatures", index, "pattern")
    seen: dict[str, tuple[str, int]] = {}
    for placed, index, signature, expression in patterns:
        here = (placed.value.id, index)
        if (first := seen.setdefault(signature.id, here)) != here:
            yield placed.fault(f"signature '{signature.id}' is '{first[0]}''s too", "signatures", index, "id")
        if not signature.samples:
            yield placed.fault(f"signature '{signature.id}' has no sample", "signatures", index)
        for at, sample in enumerate(signature.samples):
            if not expression.search(on_one_line(normalise(sample))):
                what = f"pattern of '{signature.id}' does not match this sample"
                yield placed.fault(what, "signatures", index, "samples", at)
