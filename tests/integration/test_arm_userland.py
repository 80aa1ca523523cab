"""A real arm64 userland, run by qemu: the agent says what it is, and the bot answers with what is right for it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.integration.apt_faults import KEY, SOURCE, source
from tests.integration.apt_repository import build, lacking, signer, version_of
from tests.integration.rooted import BUILT, Rooted
from tests.integration.roots import missing, release, root_of
from tests.integration.tls_server import certificate, serving, trust
from tests.program import Program

pytestmark = [
    pytest.mark.skipif(not BUILT.exists(), reason="`make agent` has built nothing here"),
    pytest.mark.timeout(300),  # the first one makes the root
]
FACTS = (
    *("os_release", "machine", "surroundings", "apt_sources", "apt_keys", "apt_policy", "packages"),
    *("engines", "clients", "units", "processes", "rootless"),
)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Skips, by name and with the reason, where there can be no such machine or repository."""
    if reason := missing("arm64") or lacking():
        pytest.skip(reason)
    root_of("arm64")
    folder = tmp_path_factory.mktemp("repository")
    with signer("Docker Release (as in a test)") as key:
        build(folder, release(), key)
    return folder


@pytest.fixture
def machine(repository: Path, tmp_path: Path) -> Iterator[Rooted]:
    """With Docker's server in its network."""
    shown = certificate(tmp_path, "download.docker.com")
    with Rooted(tmp_path, "emulated") as made, serving(made, "127.0.0.1", shown, repository):
        trust(made, shown)
        yield made


def checked(machine: Rooted, program: Program, folder: Path) -> dict[str, Any]:
    """What ``setupbot check`` says of what the agent saw there."""
    seen = folder / "seen.json"
    seen.write_text(json.dumps(machine.observe(*FACTS)))
    done = program.run("check", "--observation", str(seen), "--json", "--lang", "en")
    assert done.returncode == 1, done.stderr
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def found(check: str, report: dict[str, Any]) -> tuple[str, str]:
    """Status and words of one finding."""
    return next((one["status"], one["says"]) for one in report["findings"] if one["check"] == check)


def test_the_commands_that_it_is_told_install_packages_for_arm64(
    machine: Rooted, program: Program, tmp_path: Path
) -> None:
    assert machine.must("uname -m; dpkg --print-architecture").split() == ["aarch64", "arm64"]
    report = checked(machine, program, tmp_path)
    assert report["platform"] == {"arch": "arm64", "distro": "debian", "release": release()}
    assert found("os.arch", report) == ("PASS", "This is arm64.")
    [cause] = report["causes"]
    assert (cause["check"], cause["code"]) == ("apt.source", "none")
    *commands, _ = [command["run"] for command in cause["commands"]]  # the last takes an Engine that is one
    for command in commands:
        machine.must(command)
    assert "Architectures: arm64\n" in machine.path(SOURCE).read_text()
    sent = machine.observe("packages")["facts"]["packages"]["value"]
    newest = {"version": version_of("29.7.2", release()), "status": "install ok installed", "arch": "arm64"}
    assert sent["known"]["docker-ce"] == sent["known"]["docker-ce-cli"] == newest


def test_a_source_for_amd64_out_of_a_guide_is_what_keeps_the_packages_away(
    machine: Rooted, program: Program, tmp_path: Path
) -> None:
    machine.write(KEY, (tmp_path / "download.docker.com.crt").read_bytes())  # whatever it is
    machine.write(SOURCE, source(Architectures="amd64"))
    report = checked(machine, program, tmp_path)
    status, says = found("apt.arch", report)
    assert (status, "is limited to amd64 and this machine is arm64" in says) == ("FAIL", True)
    mends = next(cause for cause in report["causes"] if cause["check"] == "apt.arch")
    register = next(one["run"] for one in mends["commands"] if "dpkg --print-architecture" in one["run"])
    machine.must(register)
    assert found("apt.arch", checked(machine, program, tmp_path)) == ("PASS", "The source covers arm64.")
