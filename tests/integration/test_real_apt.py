"""The real apt against a repository like Docker's under Docker's own address, broken in real ways: what apt says of
it, the one cause that is found, and that pasting its commands mends it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from bot.checks.judging import judge
from bot.checks.model import Finding, Report, Status
from bot.checks.observation import read_observation
from bot.checks.remedies import remedy
from bot.checks.tables import Tables, tables_of
from bot.knowledge.base import Knowledge
from bot.knowledge.folders import own_folder
from bot.knowledge.source import read_knowledge
from tests.hosts.description import named_commands, read
from tests.integration.apt_faults import (
    FAULTS,
    KEY,
    OLD_SOURCE,
    SOURCE,
    TRUSTED_KEY,
    Fault,
    Parties,
    old_source,
    set_up,
    source,
)
from tests.integration.apt_repository import Signer, build, lacking, signer, version_of
from tests.integration.rooted import BUILT, Rooted
from tests.integration.roots import missing, release, root_of
from tests.integration.tls_server import Certificate, certificate, serving, trust

pytestmark = [
    pytest.mark.skipif(not BUILT.exists(), reason="`make agent` has built nothing here"),
    pytest.mark.timeout(300),  # the first one makes the root
]
FACTS = (
    *("os_release", "machine", "surroundings", "apt_sources", "apt_keys", "apt_policy", "apt_repository"),
    *("packages", "engines", "clients", "units", "processes", "rootless"),
)
READY = ["pkg.core ready"]
NEWEST = "29.7.2"


@cache
def knowledge() -> Knowledge:
    return read_knowledge((own_folder(),))


@pytest.fixture(scope="module")
def parties() -> Iterator[Parties]:
    """Skips, by name and with the reason, where there can be no such machine or repository."""
    reason = missing() or lacking()
    if reason:
        pytest.skip(reason)
    root_of("amd64")
    with signer("Docker Release (as in a test)") as docker, signer("Somebody else") as other:
        yield Parties(docker, other)


@pytest.fixture(scope="module")
def repository(parties: Parties, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("repository")
    build(folder, release(), parties.docker)
    return folder


@pytest.fixture(scope="module")
def shown(parties: Parties, tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return certificate(tmp_path_factory.mktemp("certificates"), "download.docker.com")


@pytest.fixture
def machine(repository: Path, shown: Certificate, tmp_path: Path) -> Iterator[Rooted]:
    """With nothing of Docker's, and a network in which there is Docker's server alone."""
    with Rooted(tmp_path) as made, serving(made, "127.0.0.1", shown, repository):
        trust(made, shown)
        yield made


def tables(key: Signer) -> Tables:
    """The bot's own, but for whose key Docker's is."""
    ours = tables_of(knowledge(), date(2026, 11, 22))
    known = replace(ours.engines.apt_key, fingerprint=key.fingerprint, subkey=key.subkey_id)
    return replace(ours, engines=replace(ours.engines, apt_key=known))


def look(machine: Rooted, parties: Parties) -> Report:
    seen = read_observation(machine.observe(*FACTS))
    return judge(seen, tuple(knowledge().checks.values()), tables(parties.docker))


def causes(report: Report) -> list[str]:
    return [f"{cause.check} {cause.code}" for cause in report.causes]


def of_apt(report: Report) -> dict[str, Status]:
    return {one.check: one.status for one in report.findings if one.check.startswith("apt.")}


def finding(check: str, report: Report) -> Finding:
    return next(one for one in report.findings if one.check == check)


def mended_by(report: Report) -> list[str]:
    """The commands for the first cause."""
    return [command.run for command in remedy(report.causes[0], report, knowledge(), "en").commands]


def expected(fault: Fault) -> tuple[str, list[str]]:
    """The cause and the commands, as the described host has them for Ubuntu."""
    cause, commands = fault.cause, list(fault.commands)
    if fault.host:
        [said] = read(fault.host).expect
        cause, commands = said.cause, said.commands
    named = {f"={name}": rows for name, rows in named_commands().items()}
    named["=register on ubuntu"] = named["=register on debian"]
    return cause, [row for command in commands for row in named.get(command, [command])]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_of_the_repository_is_found_and_mended(
    fault: Fault, machine: Rooted, parties: Parties
) -> None:
    fault.make(machine, parties)
    update = machine.do("apt-get update", user="root")
    if fault.says:
        assert update.returncode != 0, update.stdout
        for words in fault.says:
            assert words.format(subkey=parties.docker.subkey_id) in update.stdout
    else:
        assert (
            update.returncode,
            [row for row in update.stdout.splitlines() if row[:2] in ("W:", "E:")],
        ) == (
            0,
            [],
        )
        installed = machine.do("apt-get install -y docker-ce", user="root")
        assert "E: Unable to locate package docker-ce" in installed.stdout
        assert machine.must("apt-cache policy docker-ce") == ""

    report = look(machine, parties)
    cause, commands = expected(fault)
    assert causes(report) == [cause]
    assert mended_by(report) == commands

    for command in commands:
        machine.must(command)
    report = look(machine, parties)
    assert causes(report) == READY
    assert set(of_apt(report).values()) == {Status.PASS}
    assert finding("apt.candidate", report).values == {"candidate": version_of(NEWEST, release())}


@pytest.mark.parametrize("way", ["inline", "by_fingerprint", "there"])
def test_other_ways_to_name_the_key_are_as_good_for_us_as_for_apt(
    way: str, machine: Rooted, parties: Parties
) -> None:
    docker = parties.docker
    if way == "inline":
        machine.write(SOURCE, source(key="".join(f"\n {row or '.'}" for row in docker.armored_rows)))
    elif way == "by_fingerprint":
        machine.write(TRUSTED_KEY, docker.binary)
        machine.write(SOURCE, source(key=docker.fingerprint))
    else:
        machine.write(KEY, docker.armored)
        machine.write(OLD_SOURCE, old_source(key=KEY))
    machine.must("apt-get update", user="root")
    report = look(machine, parties)
    assert causes(report) == READY
    assert finding("apt.candidate", report).status is Status.PASS
    assert finding("apt.key.file", report).code == way


def test_a_key_that_is_trusted_for_everything_works_and_is_advised_against(
    machine: Rooted, parties: Parties
) -> None:
    machine.write(TRUSTED_KEY, parties.docker.binary)
    machine.write(SOURCE, source(key=""))
    machine.must("apt-get update", user="root")
    report = look(machine, parties)
    assert (causes(report), report.causes[0].status) == (["apt.key.file trusted_for_all"], Status.WARN)
    for command in mended_by(report):
        machine.must(command)
    assert finding("apt.key.file", look(machine, parties)).code == "there"


def test_the_same_source_twice_is_advised_against_and_stops_nothing(
    machine: Rooted, parties: Parties
) -> None:
    set_up(machine, parties)
    machine.write(OLD_SOURCE, old_source(key=KEY))
    assert "is configured multiple times" in machine.must("apt-get update", user="root")
    report = look(machine, parties)
    assert (causes(report), report.causes[0].status) == (["apt.conflict double"], Status.WARN)
    assert [machine.must(command).count("W:") for command in mended_by(report)] == [0, 0]
    assert causes(look(machine, parties)) == READY


def test_lists_that_nobody_fetched_are_told_from_a_candidate_that_is_held_back(
    machine: Rooted, parties: Parties
) -> None:
    set_up(machine, parties)
    report = look(machine, parties)
    assert causes(report) == ["apt.candidate never_fetched"]
    for command in mended_by(report):
        machine.must(command)
    assert causes(look(machine, parties)) == READY

    pin = "Package: docker-ce\nPin: origin download.docker.com\nPin-Priority: -1\n"
    machine.write("/etc/apt/preferences.d/docker", pin)
    assert "Candidate: (none)" in machine.must("apt-cache policy docker-ce")
    report = look(machine, parties)
    assert causes(report) == ["apt.candidate nothing"]
    assert report.causes[0].or_else == ("held_back",)


def test_a_machine_with_nothing_of_dockers_is_led_to_its_packages(machine: Rooted, parties: Parties) -> None:
    report = look(machine, parties)
    assert causes(report) == ["apt.source none"]
    *commands, greet = mended_by(report)
    assert greet == "sudo docker run --rm hello-world"  # which takes an Engine that is one
    for command in commands:
        machine.must(command)
    assert machine.must("docker --version") == f"Docker version {NEWEST}, build 0000000\n"
    report = look(machine, parties)
    assert finding("pkg.core", report).code == "there"
    assert finding("pkg.origin", report).code == "dockers"
    assert finding("pkg.version", report).values["engine"] == NEWEST
