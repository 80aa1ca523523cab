"""Knowledge files written line by line, and the faults that are told of them."""

from __future__ import annotations

from pathlib import Path

from bot.knowledge.soundness import faults_of
from bot.knowledge.source import read_sources

NOT_ITS_TAG = "not valid YAML: a value does not fit its tag"
BOTH = "{ko: 가, en: a}"


def entry(name: str, *more: str, without: str = "") -> list[str]:
    """The lines of a sound Entry: id on line 1, title 2, summary 3, answer 4, utterances 5, sources 6, reviewed 7."""
    lines = [
        f"- id: {name}",
        f"  title: {BOTH}",
        f"  summary: {BOTH}",
        f"  answer: {BOTH}",
        f"  utterances: {{ko: [{name} 가], en: [{name} a]}}",
        "  sources: [{title: a, seen: 2026-11-22}]",
        "  reviewed: 2026-11-22",
        *(f"  {line}" for line in more),
    ]
    return [line for line in lines if not without or not line.startswith(f"  {without}:")]


def step(run: str, *more: str) -> str:
    return "steps: [{" + ", ".join(["id: s", f"does: {BOTH}", f"commands: [{{run: {run}}}]", *more]) + "}]"


def when(condition: str) -> str:
    return f"steps: [{{id: s, does: {BOTH}, commands: [{{run: ls, when: {{{condition}}}}}]}}]"


def signature(name: str, pattern: str, samples: str) -> str:
    return f"{{id: {name}, title: {BOTH}, pattern: {pattern}, samples: [{samples}], cause: {BOTH}}}"


def write(path: Path, *lines: str) -> None:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def faults(*folders: Path) -> list[str]:
    """The faults as told, with paths below the first folder."""
    sources = read_sources(folders)
    return [
        str(fault).replace(f"{folders[0]}/", "") for fault in sorted([*sources.faults, *faults_of(sources)])
    ]


def faults_in(folder: Path, *lines: str) -> list[str]:
    write(folder / "entries" / "web.yaml", *lines)
    return faults(folder)
