"""Every command of every Entry, as it is shown on every Platform, is sound in bash and dash and pastes cleanly."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path
from shutil import which

import pytest

from bot.answering.compose import compose
from bot.answering.model import Answer
from bot.knowledge.base import Knowledge
from bot.knowledge.commands import faults_of_command
from bot.knowledge.folders import own_folder
from bot.knowledge.model import Entry, Step
from bot.knowledge.source import read_knowledge
from bot.platforms.choosing import choose, support
from bot.platforms.model import Known, Platform

# What a whole script is held to, but a block to paste is not.
ALLOWED = ",".join(
    [
        "SC1091",  # /etc/os-release is on the machine, not here
        "SC2148",  # a block to paste has no shebang
        "SC2164",  # a failed cd shows itself at a prompt
        "SC2312",  # as above, for a failed command inside $(...)
    ]
)


@cache
def knowledge() -> Knowledge:
    return read_knowledge((own_folder(),))


def platforms() -> Iterator[Platform]:
    """Every arch, distro and release of the catalogue, and each of them unknown."""
    catalogue = knowledge().catalogue
    arches = [None, *(Known(value=arch.id, origin="flag") for arch in catalogue.arches)]
    yield from (Platform(arch=arch) for arch in arches)
    for distro in catalogue.distros:
        known = Known(value=distro.id, origin="flag")
        releases = [None, *(Known(value=release.id, origin="flag") for release in catalogue.releases(distro))]
        for arch, release in product(arches, releases):
            yield Platform(arch=arch, distro=known, release=release)


def steps_of(entry: Entry) -> Iterator[Step]:
    yield from knowledge().steps(entry.steps)
    for signature in entry.signatures:
        yield from knowledge().steps(signature.steps)


@cache
def shown() -> dict[tuple[str, str], str]:
    """Every command that some Platform is shown, by shell and text, with the Entry it was met in first."""
    found: dict[tuple[str, str], str] = {}
    everywhere = list(platforms())
    for entry in knowledge().entries.values():
        for step in dict.fromkeys(step.id for step in steps_of(entry)):
            same = next(one for one in steps_of(entry) if one.id == step)
            for platform in everywhere:
                command = choose(same, platform, knowledge().catalogue)
                if command:
                    found.setdefault((command.shell, command.run.strip("\n")), f"{entry.id}/{step}")
    return found


def scripts(folder: Path) -> dict[Path, str]:
    """Each shell command in a file of its own."""
    made = {}
    for number, ((shell, run), where) in enumerate(shown().items()):
        if shell == "sh":
            path = folder / f"{number}.sh"
            path.write_text(run + "\n", encoding="utf-8")
            made[path] = where
    return made


def test_there_are_commands_to_check() -> None:
    assert len(shown()) > 100


@pytest.mark.parametrize("shell", ["bash", "dash"])
def test_every_command_parses(shell: str, tmp_path: Path) -> None:
    if which(shell) is None:
        pytest.skip(f"no {shell} here")
    check = 'for f do "$0" -n "$f" || echo "$f"; done'
    made = scripts(tmp_path)
    done = subprocess.run(
        ["/bin/sh", "-c", check, shell, *map(str, made)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert [made[Path(line)] for line in done.stdout.splitlines()] == [], done.stderr


def test_shellcheck_finds_nothing(tmp_path: Path) -> None:
    if which("shellcheck") is None:
        pytest.skip("no shellcheck here")
    made = scripts(tmp_path)
    done = subprocess.run(
        ["shellcheck", "--shell=bash", "--format=gcc", f"--exclude={ALLOWED}", *map(str, made)],
        capture_output=True,
        text=True,
        check=False,
    )
    lines = done.stdout.splitlines()
    assert [f"{made[Path(line.partition(':')[0])]}: {line.partition(': ')[2]}" for line in lines] == []


def test_every_command_pastes_cleanly() -> None:
    faults = {
        (where, run): faults
        for (shell, run), where in shown().items()
        if (faults := faults_of_command(run, "powershell" if shell == "powershell" else "sh"))
    }
    assert faults == {}


def answers(entry: Entry) -> Iterator[Answer]:
    return (compose(knowledge(), entry, platform, "en") for platform in platforms())


def test_what_installs_packages_gives_commands_or_refuses_with_reason_and_alternative() -> None:
    entries = [entry for entry in knowledge().entries.values() if entry.needs_packages]
    assert entries
    for entry in entries:
        for answer in answers(entry):
            where = f"{entry.id} on {answer.platform}"
            if answer.refusal:
                assert not answer.commands, where
                assert all(answer.refusal), where
            else:
                assert answer.commands, where
                assert support(answer.platform, knowledge().catalogue).has_packages or entry.refusals, where


def test_a_refused_platform_is_never_given_packages() -> None:
    for entry in knowledge().entries.values():
        if entry.needs_packages or entry.installs_engine:
            for platform in platforms():
                verdict = support(platform, knowledge().catalogue)
                if verdict.verdict == "no":
                    assert not compose(knowledge(), entry, platform, "ko").commands
