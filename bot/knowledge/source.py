"""Reads the knowledge base from its folders, or raises every fault of every file at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.knowledge.base import Knowledge
from bot.knowledge.checks import Check
from bot.knowledge.engines import EngineTables
from bot.knowledge.faults import Fault, KnowledgeError
from bot.knowledge.folders import digest_of, misnamed_files, yaml_files
from bot.knowledge.model import Concept, Entry, OffTopic, Step
from bot.knowledge.onboarding import OnboardingStep
from bot.knowledge.yaml_file import YamlFile
from bot.platforms.catalogue import Catalogue

# What each file holds; every other *.yaml of a folder, or of its entries/, holds Entries.
KINDS: dict[str, Any] = {
    "recipes.yaml": tuple[Step, ...],
    "vocabulary.yaml": tuple[Concept, ...],
    "off_topic.yaml": dict[str, OffTopic],
    "checks.yaml": tuple[Check, ...],
    "platforms.yaml": Catalogue,
    "engines.yaml": EngineTables,
    "onboarding.yaml": tuple[OnboardingStep, ...],
}
ENTRIES = tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """A value with the file and the index that it came from, so that faults can name its line."""

    value: Any
    file: YamlFile[Any]
    index: int

    def fault(self, what: str, *path: str | int) -> Fault:
        """A fault at the line of ``path`` inside this value."""
        return self.file.fault((self.index, *path), what)


@dataclass
class Sources:
    """What the folders hold, before it is checked against itself."""

    files: list[YamlFile[Any]] = field(default_factory=list)
    entries: dict[str, Placed] = field(default_factory=dict)
    recipes: dict[str, Placed] = field(default_factory=dict)
    concepts: dict[str, Placed] = field(default_factory=dict)
    checks: dict[str, Placed] = field(default_factory=dict)
    off_topic: dict[str, OffTopic] = field(default_factory=dict)
    catalogue: YamlFile[Catalogue] | None = None
    engines: YamlFile[EngineTables] | None = None
    onboarding: YamlFile[tuple[OnboardingStep, ...]] | None = None
    faults: list[Fault] = field(default_factory=list)


def read_sources(folders: Sequence[Path]) -> Sources:
    """Reads every file; a later folder replaces what an earlier one named the same."""
    sources = Sources()
    for folder in folders:
        if not folder.is_dir():
            sources.faults.append(
                Fault(folder, 1, "no such folder; SETUPBOT_KNOWLEDGE names folders of YAML files")
            )
            continue
        for path in misnamed_files(folder):
            sources.faults.append(Fault(path, 1, f"is not read: name it {path.stem}.yaml"))
        here: dict[tuple[str, str], Placed] = {}
        for path in yaml_files(folder):
            _read_file(path, sources, here)
    return sources


def _read_file(path: Path, sources: Sources, here: dict[tuple[str, str], Placed]) -> None:
    file: YamlFile[Any] = YamlFile(path, KINDS.get(path.name, ENTRIES))
    sources.files.append(file)
    sources.faults.extend(file.faults)
    if file.value is None:
        return
    match path.name:
        case "off_topic.yaml":
            sources.off_topic.update(file.value)
            return
        case "platforms.yaml":
            sources.catalogue = file
            return
        case "engines.yaml":
            sources.engines = file
            return
        case "onboarding.yaml":
            sources.onboarding = file
            return
        case "recipes.yaml":
            kind, table = "step", sources.recipes
        case "vocabulary.yaml":
            kind, table = "concept", sources.concepts
        case "checks.yaml":
            kind, table = "check", sources.checks
        case _:
            kind, table = "Entry", sources.entries
    for index, value in enumerate(file.value):
        placed = Placed(value, file, index)
        first = here.setdefault((kind, value.id), placed)
        if first is not placed:
            where = f"{first.file.path}:{first.file.line_of((first.index,))}"
            sources.faults.append(placed.fault(f"{kind} '{value.id}' stands twice; first at {where}", "id"))
        table[value.id] = placed


def read_knowledge(folders: Sequence[Path]) -> Knowledge:
    """The checked knowledge base.

    Raises:
        KnowledgeError: with every fault of every file.
    """
    from bot.knowledge.soundness import faults_of

    sources = read_sources(folders)
    faults = [*sources.faults, *faults_of(sources)]
    if faults or sources.catalogue is None or sources.catalogue.value is None:
        raise KnowledgeError(faults or [Fault(folders[0], 1, "platforms.yaml is missing")])
    return Knowledge(
        entries=_values(sources.entries),
        recipes=_values(sources.recipes),
        concepts=tuple(_values(sources.concepts).values()),
        off_topic=sources.off_topic,
        checks=_values(sources.checks),
        catalogue=sources.catalogue.value,
        digest=digest_of(folders),
        engines=sources.engines.value if sources.engines else None,
        onboarding=(sources.onboarding.value or ()) if sources.onboarding else (),
    )


def _values(placed: dict[str, Placed]) -> dict[str, Any]:
    return {name: item.value for name, item in placed.items()}


def schemas() -> Iterator[tuple[str, dict[str, Any]]]:
    """File names and JSON Schemas for editors, one for each kind of file."""
    from pydantic import TypeAdapter

    for name, kind in {"entries": ENTRIES, **KINDS}.items():
        yield f"{name.removesuffix('.yaml')}.json", TypeAdapter(kind).json_schema()
