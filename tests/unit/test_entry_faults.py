"""A fault of an Entry is told with file, line, value and what was expected."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.knowledge_folder import BOTH, entry, faults_in, signature, step


def test_sound_files_have_no_fault(folder: Path) -> None:
    assert (
        faults_in(folder, *entry("web", "steps: [update]", "checks: [run.ps]", "see_also: [docker-ps]")) == []
    )


FAULTY: list[tuple[str, list[str], str]] = [
    (
        "a key that is none, with the nearest one",
        entry("web", "utterence: []"),
        "8: unknown key 'utterence' (did you mean 'utterances'?)",
    ),
    ("a key that is like no other", entry("web", "zzz: 1"), "8: unknown key 'zzz'"),
    ("a key that is missing", entry("web", without="reviewed"), "1: key 'reviewed' is missing"),
    (
        "a missing language",
        [*entry("web", without="title"), "  title: {en: a}"],
        "7: key 'ko' is missing",
    ),
    (
        "a word in place of a list",
        entry("web", "see_also: docker-ps"),
        """8: 'see_also' is "docker-ps": input should be a valid array""",
    ),
    (
        "a number in a list of words",
        entry("web", "see_also: [docker-ps, 3]"),
        "8: item 2 of 'see_also' is 3: input should be a valid string",
    ),
    (
        "a word that is not one of those expected",
        entry("web", f"steps: [{{id: s, does: {BOTH}, commands: [{{run: ls, shell: zsh}}]}}]"),
        """8: 'shell' is "zsh": expected 'sh' or 'powershell'""",
    ),
    (
        "a word in place of a yes or no",
        entry("web", "needs_packages: often"),
        """8: 'needs_packages' is "often": input should be a valid boolean""",
    ),
    (
        "a guide of one step",
        entry("web", "guide: true", "steps: [update]"),
        "8: a guide needs 2 steps at least",
    ),
    (
        "a date that does not exist",
        [*entry("web", without="reviewed"), "  reviewed: 2026-02-30"],
        """7: 'reviewed' is "2026-02-30": input should be a valid date in the format YYYY-MM-DD, """
        "day value is outside expected range",
    ),
    (
        "a long value, cut",
        entry("web", f"needs_packages: {'x' * 80}"),
        f"""8: 'needs_packages' is "{"x" * 59}…: input should be a valid boolean""",
    ),
    (
        "an empty sentence",
        [*entry("web", without="answer"), "  answer: {ko: ' ', en: a}"],
        "7: 'answer' is empty in 'ko'",
    ),
    (
        "no utterance in a language",
        [*entry("web", without="utterances"), "  utterances:", "    ko: [가]", "    en: []"],
        "9: no utterance in 'en'",
    ),
    (
        "a dead see_also",
        entry("web", "see_also: [docker-p]"),
        "8: no Entry 'docker-p' (did you mean 'docker-ps'?)",
    ),
    ("a dead next step", entry("web", "next: nothing-like-it"), "8: no Entry 'nothing-like-it'"),
    ("a dead check", entry("web", "checks: [run.p]"), "8: no check 'run.p' (did you mean 'run.ps'?)"),
    (
        "a recipe that is none",
        entry("web", "steps: [updat]"),
        "8: no step of recipes.yaml 'updat' (did you mean 'update'?)",
    ),
    (
        "a refusal that leads nowhere",
        entry("web", f"refusals: [{{when: {{}}, reason: {BOTH}, alternative: {BOTH}, entry: docker-pz}}]"),
        "8: no Entry 'docker-pz' (did you mean 'docker-ps'?)",
    ),
    (
        "a step without a command",
        entry("web", f"steps: [{{id: s, does: {BOTH}, commands: []}}]"),
        "8: step 's' has no command",
    ),
    (
        "a command that does not paste",
        entry("web", step("'$ docker ps'")),
        "8: unsafe to paste: begins with a prompt",
    ),
    (
        "a command that nobody should be told",
        entry("web", step("sudo chmod 666 /var/run/docker.sock", "needs_root: true")),
        "8: unsafe to paste: opens a file to everybody",
    ),
    (
        "root that is not said",
        entry("web", step("sudo ls")),
        "8: step 's' uses sudo: say needs_root: true",
    ),
    (
        "root that is said and not asked for",
        entry("web", step("ls", "needs_root: true")),
        "8: step 's' says needs_root, but no command of it asks for root",
    ),
    (
        "the docker group given without saying so",
        entry("web", step("sudo usermod -aG docker mina", "needs_root: true")),
        "8: step 's' gives the docker group: say grants_root: true",
    ),
    (
        "a pattern that RE2 cannot read",
        entry("web", f"signatures: [{signature('web_error', '(?=a)', 'a')}]"),
        "8: not a regular expression of RE2 (no look-around): invalid perl operator: (?=",
    ),
    (
        "a signature without a sample",
        entry("web", f"signatures: [{signature('web_error', 'a', '')}]"),
        "8: signature 'web_error' has no sample",
    ),
    (
        "a sample that its pattern does not match",
        entry("web", "signatures:", f"  - {signature('web_error', 'abc', 'abc, abd')}"),
        "9: pattern of 'web_error' does not match this sample",
    ),
    (
        "a signature of two places",
        entry("web", "signatures:", f"  - {signature('e', 'a', 'a')}", f"  - {signature('e', 'b', 'b')}"),
        "10: signature 'e' is 'web''s too",
    ),
    (
        "a row of another length than its table",
        entry(
            "web",
            f"tables: [{{title: {BOTH}, columns: [{BOTH}], rows: [[{BOTH}], [{BOTH}, {BOTH}]], attribution: {BOTH}}}]",
        ),
        "8: a row of 2 cells under 1 columns",
    ),
    (
        "an id that no program could name",
        entry("Web 1"),
        "1: id 'Web 1': expected words of a-z and 0-9 joined by '-', and not 'none'",
    ),
    (
        "the id that means no Entry",
        entry("none"),
        "1: id 'none': expected words of a-z and 0-9 joined by '-', and not 'none'",
    ),
]


@pytest.mark.parametrize(("lines", "fault"), [case[1:] for case in FAULTY], ids=[case[0] for case in FAULTY])
def test_a_fault_is_told_with_its_line(folder: Path, lines: list[str], fault: str) -> None:
    assert faults_in(folder, *lines) == [f"entries/web.yaml:{fault}"]


def test_an_id_that_stands_twice_names_the_first_place(folder: Path) -> None:
    assert faults_in(folder, "", *entry("docker-ps")) == [
        f"entries/web.yaml:2: Entry 'docker-ps' stands twice; first at {folder}/entries/base.yaml:1".replace(
            f"{folder}/", ""
        )
    ]


def test_an_utterance_of_two_entries_is_told_however_it_is_written(folder: Path) -> None:
    lines = [
        *entry("web", without="utterances"),
        "  utterances:",
        "    ko: [가]",
        "    en: [b, 'Docker-PS  A?']",
    ]
    assert faults_in(folder, *lines) == [
        "entries/web.yaml:9: 'Docker-PS  A?' is an utterance of 'docker-ps' too"
    ]


def test_a_missing_picture_is_told_with_each_of_its_files(folder: Path) -> None:
    lines = entry("web", "pictures:", f"  - {{name: path, alt: {BOTH}}}")
    assert faults_in(folder, *lines) == [
        f"entries/web.yaml:9: picture 'path.{ending}' is missing in the folder pictures"
        for ending in ("en.png", "en.svg", "ko.png", "ko.svg")
    ]
