"""A proxy in between that shows a certificate of its own where Docker's registry should be: told, and mended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.checks.judging import judge
from bot.checks.model import Report, Status
from bot.checks.observation import read_observation
from bot.checks.remedies import remedy
from bot.checks.tables import tables_of
from bot.knowledge.base import Knowledge
from bot.knowledge.folders import own_folder
from bot.knowledge.source import read_knowledge
from tests.hosts.description import read
from tests.integration.rooted import BUILT, Rooted
from tests.integration.roots import PERSON, missing, root_of
from tests.integration.tls_server import Certificate, certificate, serving

pytestmark = [
    pytest.mark.skipif(not BUILT.exists(), reason="`make agent` has built nothing here"),
    pytest.mark.timeout(300),  # the first one makes the root
]
NAMES = ("registry-1.docker.io", "auth.docker.io", "download.docker.com")
FACTS = ("os_release", "machine", "dns", "registry", "proxies")
RESTARTED = f"/home/{PERSON}/restarted"


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return read_knowledge((own_folder(),))


@pytest.fixture
def shown(tmp_path: Path) -> Certificate:
    """Skips, by name and with the reason, where there can be no such machine."""
    if reason := missing():
        pytest.skip(reason)
    root_of("amd64")
    return certificate(tmp_path, *NAMES)


@pytest.fixture
def machine(shown: Certificate, tmp_path: Path) -> Iterator[Rooted]:
    """Its ``systemctl`` only writes down what it is asked, as there is no Engine to start."""
    with Rooted(tmp_path) as made, serving(made, "127.0.0.2", shown):
        made.write("/usr/local/bin/systemctl", f'#!/bin/sh\necho "$@" > {RESTARTED}\n', 0o755)
        yield made


def look(machine: Rooted, knowledge: Knowledge) -> Report:
    seen = read_observation(machine.observe(*FACTS))
    return judge(seen, tuple(knowledge.checks.values()), tables_of(knowledge, date(2026, 11, 22)))


def test_a_certificate_that_nobody_here_trusts_is_told_and_mended(
    machine: Rooted, shown: Certificate, knowledge: Knowledge
) -> None:
    assert "certificate" in machine.do("curl -sS https://registry-1.docker.io/v2/").stdout
    report = look(machine, knowledge)
    [cause] = report.causes
    [said] = read("registry-tls").expect
    assert f"{cause.check} {cause.code}" == said.cause
    commands = [one.run for one in remedy(cause, report, knowledge, "en").commands]
    assert commands == said.commands

    machine.write(f"/home/{PERSON}/company-ca.crt", shown.text)
    for command in commands:
        machine.must(command)
    assert machine.path(RESTARTED).read_text() == "restart docker\n"
    report = look(machine, knowledge)
    assert report.causes == ()
    assert next(one for one in report.findings if one.check == "net.registry").status is Status.PASS
