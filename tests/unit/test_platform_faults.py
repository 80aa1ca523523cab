"""A fault of ``platforms.yaml`` is told with its line, before it can break an answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.catalogue import FILE
from tests.knowledge_folder import entry, faults, write

SHIPPED = FILE.read_text("utf-8")


@pytest.fixture
def folder(folder: Path) -> Path:
    """The sound folder, with the Entries that the shipped table names."""
    named = entry("docker-arch"), entry("docker-install-other-os")
    write(folder / "entries" / "named.yaml", *named[0], *named[1])
    return folder


@pytest.mark.parametrize(
    ("there", "instead", "fault"),
    [
        (
            "unlisted: '1[5-9]|[1-6]'",
            "unlisted: '1[5-9'",
            "not a regular expression: unterminated character set at position 1",
        ),
        (
            r"'--platform[= ]\s?\S{1,60}'",
            "'--platform('",
            "not a regular expression: missing ), unterminated subpattern at position 10",
        ),
        (
            r"pattern: '\bArchitecture:\s+(?P<kernel>[a-z][a-z0-9_-]+)'",
            "pattern: 'Arch{99999999999999999999}'",
            "not a regular expression: the repetition number is too large",
        ),
        (
            r"pattern: '\bArchitecture:\s+(?P<kernel>[a-z][a-z0-9_-]+)'",
            "pattern: 'Archi'",
            None,
        ),
        (
            '" Architecture: aarch64"',
            '" Architektur: aarch64"',
            "pattern of 'docker-info-arch' does not match this sample",
        ),
        (
            r"'\bArchitecture:\s+(?P<kernel>",
            r"'\bArchitecture:\s+(?P<kernal>",
            "no group 'kernal' (did you mean 'kernel'?)",
        ),
        ("assumed_distro: ubuntu", "assumed_distro: ubunto", "no distro 'ubunto' (did you mean 'ubuntu'?)"),
        ("arches: [s390x]}", "arches: [s390]}", "no arch 's390' (did you mean 's390x'?)"),
        (
            "entry: docker-install-other-os\n\n  # Desktop",
            "entry: docker-install-others\n\n  # Desktop",
            "no Entry 'docker-install-others' (did you mean 'docker-install-other-os'?)",
        ),
    ],
)
def test_a_fault_of_the_platforms_is_told_with_its_line(
    folder: Path, there: str, instead: str, fault: str | None
) -> None:
    assert SHIPPED.count(there) == 1
    (folder / "platforms.yaml").write_text(SHIPPED.replace(there, instead), encoding="utf-8")
    line = SHIPPED[: SHIPPED.index(there)].count("\n") + 1
    assert faults(folder) == ([f"platforms.yaml:{line}: {fault}"] if fault else [])


@pytest.mark.parametrize(
    ("line", "faulty", "fault"),
    [
        ("base: ubuntu", "base: wsl", "'base' is 'wsl': expected a distro that has no base itself"),
        ("base: ubuntu", "base: nowhere", "'base' is 'nowhere': expected a distro that has no base itself"),
    ],
)
def test_a_base_that_leads_nowhere_or_in_a_circle_is_told(
    folder: Path, line: str, faulty: str, fault: str
) -> None:
    (folder / "platforms.yaml").write_text(SHIPPED.replace(line, faulty, 1), encoding="utf-8")
    at = SHIPPED[: SHIPPED.index(line)].count("\n") + 1
    assert f"platforms.yaml:{at}: {fault}" in faults(folder)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (
            "{id: bare, title: Bare, arches: [], words: []}",
            ["distro 'bare' needs at least one of 'arches'", "distro 'bare' needs at least one of 'words'"],
        ),
        ("{id: bare, title: Bare, arches: [amd64], words: [bare]}", ["no cell fits bare amd64"]),
    ],
)
def test_a_distro_of_which_nothing_can_be_said_is_told(folder: Path, row: str, told: list[str]) -> None:
    text = SHIPPED.replace("\ngroups:\n", f"\n  - {row}\ngroups:\n")
    (folder / "platforms.yaml").write_text(text, encoding="utf-8")
    assert [fault.partition(" ")[2] for fault in faults(folder)] == told


def test_the_shipped_platforms_have_no_fault(folder: Path) -> None:
    (folder / "platforms.yaml").write_text(SHIPPED, encoding="utf-8")
    assert faults(folder) == []
