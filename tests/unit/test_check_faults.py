"""Every fault of ``checks.yaml`` is told with its line: dead names, codes that no judge gives, unsafe commands."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.knowledge.soundness import faults_of
from bot.knowledge.source import read_sources

BOTH = "{ko: 가, en: a}"
SOUND = f"""\
- id: run.ps
  title: {BOTH}
  facts: [containers]
  needs: [grp.docker]
  findings:
    lists: {{status: pass, says: {BOTH}}}
- id: grp.docker
  title: {BOTH}
  facts: [group]
  findings:
    there: {{status: pass, says: {{ko: "{{gid:이/가}}", en: "{{gid}}"}}}}
    missing: {{status: fail, says: {BOTH}, mends: docker-ps, steps: [update, own]}}
    not_used: {{status: skip, says: {BOTH}}}
"""
ENTRY = f"""\
- id: docker-ps
  title: {BOTH}
  summary: {BOTH}
  answer: {BOTH}
  utterances: {{ko: [가], en: [a]}}
  sources: [{{title: a, seen: 2026-11-22}}]
  reviewed: 2026-11-22
  signatures:
    - {{id: s, title: {BOTH}, pattern: a, samples: [a], cause: {BOTH}, steps: [{{id: own, does: {BOTH}, commands: [{{run: ls}}]}}]}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "entries").mkdir()
    (tmp_path / "entries" / "base.yaml").write_text(ENTRY, encoding="utf-8")
    (tmp_path / "recipes.yaml").write_text(
        f"- {{id: update, does: {BOTH}, commands: [{{run: ls}}]}}\n", encoding="utf-8"
    )
    return tmp_path


def faults(folder: Path, *changes: tuple[str, str]) -> list[str]:
    """The faults of the sound file with these pieces of it changed, without the folder's name."""
    text = SOUND
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    (folder / "checks.yaml").write_text(text, encoding="utf-8")
    sources = read_sources((folder,))
    found = sorted([*sources.faults, *faults_of(sources)])
    return [str(fault).replace(f"{folder}/", "") for fault in found]


def test_a_sound_file_has_no_fault(folder: Path) -> None:
    assert faults(folder) == []


def own(run: str, more: str = "") -> tuple[str, str]:
    return "own]", f"{{id: x, does: {BOTH}, commands: [{{run: '{run}'}}]{more}}}]"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("facts: [group]", "fact: [group]"), "checks.yaml:9: unknown key 'fact' (did you mean 'facts'?)"),
        (
            ("status: pass", "status: pas"),
            "checks.yaml:6: 'status' is \"pas\": expected 'pass', 'warn', 'fail', 'skip' or 'unknown'",
        ),
        (("id: run.ps", "id: run.pz"), "checks.yaml:1: no judge for check 'run.pz' (did you mean 'run.ps'?)"),
        (("[containers]", "[container]"), "checks.yaml:3: no fact 'container' (did you mean 'containers'?)"),
        (
            ("needs: [grp.docker]", "needs: [grp.dock]"),
            "checks.yaml:4: no check 'grp.dock' (did you mean 'grp.docker'?)",
        ),
        (
            ("needs: [grp.docker]", "until: grp.dock"),
            "checks.yaml:4: no check 'grp.dock' (did you mean 'grp.docker'?)",
        ),
        (
            ("    lists: {", "    list: {"),
            "checks.yaml:6: the judge of 'run.ps' never gives 'list' (did you mean 'lists'?)",
        ),
        (
            ("    not_used: ", "    unused: "),
            "checks.yaml:10: finding 'not_used' is missing, which the judge of 'grp.docker' gives",
        ),
        (
            ("    lists: {", "    absent: {"),
            "checks.yaml:6: 'absent' is a reason why nothing was seen, and no finding",
        ),
        (
            ("mends: docker-ps", "mends: docker-pz"),
            "checks.yaml:12: no Entry 'docker-pz' (did you mean 'docker-ps'?)",
        ),
        (
            (", mends: docker-ps, steps: [update, own]", ""),
            "checks.yaml:12: what fails needs an Entry that mends it: say mends",
        ),
        (
            ("[update, own]", "[updat]"),
            "checks.yaml:12: no step of 'docker-ps' or recipes.yaml 'updat' (did you mean 'update'?)",
        ),
        (
            ("mends: docker-ps,", "mends: docker-ps, explained_by: [run.px],"),
            "checks.yaml:12: no check 'run.px' (did you mean 'run.ps'?)",
        ),
        (
            ('en: "{gid}"', 'en: "{guid}"'),
            "checks.yaml:11: no value of this finding 'guid' (did you mean 'gid'?)",
        ),
        (
            ('en: "{gid}"', 'en: "{gid:d}"'),
            "checks.yaml:11: '{gid:d}': expected size, span, a pair of particles or of verbs",
        ),
        (('en: "{gid}"', 'en: "{gid"'), "checks.yaml:11: a wrong brace: expected '}' before end of string"),
        (('en: "{gid}"', 'en: " "'), "checks.yaml:11: it says nothing"),
        (own("sudo ls {uid}"), "checks.yaml:12: no value for a command 'uid'"),
        (own("chmod 666 /run/docker.sock"), "checks.yaml:12: unsafe to paste: opens a file to everybody"),
        (own("sudo ls"), "checks.yaml:12: step 'x' uses sudo: say needs_root: true"),
        (
            own("sudo usermod -aG docker {user}", ", needs_root: true"),
            "checks.yaml:12: step 'x' gives the docker group: say grants_root: true",
        ),
        (
            own("ls", ", needs_root: true"),
            "checks.yaml:12: step 'x' says needs_root, but no command of it asks for root",
        ),
    ],
)
def test_each_fault_is_told_with_its_line(folder: Path, change: tuple[str, str], expected: str) -> None:
    assert expected in faults(folder, change)


def test_steps_without_an_entry_are_refused(folder: Path) -> None:
    change = ("lists: {status: pass,", "lists: {status: pass, steps: [update],")
    assert "checks.yaml:6: steps need the Entry that they belong to: say mends" in faults(folder, change)


def test_checks_that_wait_for_one_another_are_refused(folder: Path) -> None:
    change = ("  facts: [group]", "  facts: [group]\n  needs: [run.ps]")
    assert faults(folder, change) == [
        "checks.yaml:4: a circle of needs and explained_by: run.ps -> grp.docker -> run.ps"
    ]


def test_checks_that_explain_what_waits_for_them_are_refused(folder: Path) -> None:
    change = ("mends: docker-ps,", "mends: docker-ps, explained_by: [run.ps],")
    assert faults(folder, change) == [
        "checks.yaml:4: a circle of needs and explained_by: run.ps -> grp.docker -> run.ps"
    ]


def test_a_known_warning_leads_to_a_finding(folder: Path) -> None:
    (folder / "engines.yaml").write_text(
        "{read_on: 2026-11-22, newest: '29', oldest: '20', lines: [], apis: [], removed_drivers: [], kernel_flags: [],\n"
        "apt_key: {fingerprint: A, subkey: B},\n"
        "warnings: [{has: x, code: sillent}],\n"
        "sources: []}\n",
        encoding="utf-8",
    )
    info = (
        "- id: run.ps",
        f"- {{id: info.warn, title: {BOTH}, facts: [], findings: {{silent: {{status: pass, says: {BOTH}}}}}}}\n- id: run.ps",
    )
    assert "engines.yaml:3: info.warn has no finding 'sillent' (did you mean 'silent'?)" in faults(
        folder, info
    )
