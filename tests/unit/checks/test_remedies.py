"""What mends a finding: commands for just that Host, safe whatever it sent."""

from __future__ import annotations

import shlex

import pytest

from bot.checks import facts as f
from bot.checks.model import Finding, Report, Status
from bot.checks.platform import platform_of
from bot.checks.remedies import Remedy, is_plain, remedy
from bot.knowledge.commands import faults_of_command
from bot.knowledge.model import Language
from tests.unit.checks.hosts import BARE, READY, UBUNTU
from tests.unit.checks.judged import Facts, observe, report, tables, whole_knowledge
from tests.unit.checks.other_hosts import ARCH, FEDORA, HEALTHY, PODMAN, ROOTLESS
from tests.unit.checks.parts import KEY, key, keys, source, sources, unit, units

OUTSIDER = f.User(name="alice", exists=True, uid=1000)
ALPINE = f.OsRelease(id="alpine", version_id="3.22")


def mend(facts: Facts, /, language: Language = "en", **changed: object) -> Remedy:
    """The Remedy of the root cause."""
    found = report(facts, **changed)
    return remedy(found.causes[0], found, whole_knowledge(), language)


def runs(of: Remedy) -> list[str]:
    return [command.run for command in of.commands]


def empty_report(facts: Facts, **changed: object) -> Report:
    return Report(
        findings=(),
        causes=(),
        unseen=(),
        platform=platform_of(observe(facts, **changed), tables().catalogue),
        user="alice",
    )


def test_an_outsider_is_put_into_the_group_by_name() -> None:
    found = mend(UBUNTU, user=OUTSIDER)
    assert runs(found)[:2] == ["sudo usermod -aG docker alice", "newgrp docker"]
    assert found.commands[0].grants_root
    assert found.commands[0].needs_root
    assert found.entry is not None
    assert found.entry.entry == "docker-permission-denied"


def test_the_commands_are_those_of_the_platform_that_was_seen() -> None:
    facts = {"user": OUTSIDER, "os_release": ALPINE}
    assert runs(mend(ARCH, **facts))[0] == "sudo addgroup alice docker"


def test_the_language_is_the_readers() -> None:
    assert mend(UBUNTU, "ko", user=OUTSIDER).commands[0].does == "그 사용자를 docker 그룹에 넣어요."
    assert mend(UBUNTU, "ko", user=OUTSIDER).title != mend(UBUNTU, user=OUTSIDER).title


def test_systemctl_is_shown_with_a_word_where_systemd_does_not_run_dockerd() -> None:
    socket = f.Socket(path="/run/docker.sock", kind="socket", group="root", gid=0, mode=0o660)
    usual, by_hand = mend(UBUNTU, socket=socket), mend(UBUNTU, socket=socket, units="absent")
    assert runs(usual) == runs(by_hand) == ["sudo systemctl restart docker.socket docker.service"]
    assert (usual.note, "sudo service docker restart" in by_hand.note) == ("", True)
    assert mend(UBUNTU, user=OUTSIDER, units="absent").note == ""


@pytest.mark.parametrize("name", ["a;reboot", "$(id)", "`id`", "a b", "-g", "a\nb", "김씨", "x'y", "", "a|b"])
def test_a_hostile_name_never_reaches_a_command(name: str) -> None:
    found = Finding(check="grp.member", status=Status.FAIL, code="not_member", values={"user": name})
    made = remedy(found, empty_report(UBUNTU), whole_knowledge(), "en")
    assert runs(made) == ["newgrp docker", "docker run --rm hello-world"]
    assert made.note == "" if name == "" else "unusual characters" in made.note


@pytest.mark.parametrize("value", ["alice", "/etc/apt/sources.list.d/docker.list", "a@b.c", "u+1:2"])
def test_a_plain_value_is_one_word_of_a_shell(value: str) -> None:
    assert is_plain(value)
    assert shlex.split(f"run {value}") == ["run", value]


def test_a_bad_source_is_put_aside_before_a_new_one_is_written() -> None:
    made = runs(mend(READY, apt_sources=sources(source(suites=("zara",)))))
    assert (
        made[0] == "sudo mv /etc/apt/sources.list.d/docker.sources /etc/apt/sources.list.d/docker.sources.bak"
    )
    assert made[-1] == "sudo apt-get update"
    assert any("linux/%s" in run for run in made)


def test_the_main_file_is_never_moved() -> None:
    main = "/etc/apt/sources.list"
    made = runs(mend(READY, apt_sources=sources(source(file=main, form="list", suites=("zara",)))))
    assert not any(run.startswith("sudo mv") for run in made)
    assert made[0].endswith(main)
    assert "s/^ *deb/# &/" in made[0]


def test_a_source_file_of_a_strange_name_is_left_to_a_person() -> None:
    entry = source(file="/etc/apt/sources.list.d/a;reboot.list", suites=("zara",))
    found = mend(READY, apt_sources=sources(entry))
    assert not any("reboot" in run for run in runs(found))
    assert found.note


def test_a_closed_key_is_opened_and_not_fetched_anew() -> None:
    found = mend(
        READY, apt_keys=keys(key(mode=0o600, readable=False)), apt_policy=f.AptPolicy(lists_age_s=1.0)
    )
    assert runs(found) == [f"sudo chmod a+r {KEY}", "sudo apt-get update"]


def test_docker_is_installed_with_the_systems_own_package_manager() -> None:
    assert any("linux/ubuntu" in run for run in runs(mend(BARE)))
    bare = {**FEDORA, **{name: BARE[name] for name in ("engines", "clients", "units", "processes", "socket")}}
    empty = f.Packages(manager="rpm")
    fedora = runs(mend(bare, packages=empty))
    assert any("dnf install -y docker-ce" in run for run in fedora)
    assert not any("apt-get" in run for run in fedora)


def test_where_docker_publishes_nothing_the_way_round_is_told() -> None:
    bare = {**ARCH, **{name: BARE[name] for name in ("engines", "clients", "units", "processes", "socket")}}
    found = mend(bare)
    assert found.commands == ()
    assert found.refusal is not None
    assert "pacman -S docker" in found.refusal[1]


def test_what_installs_nothing_is_not_refused_for_want_of_packages() -> None:
    setup = f.Rootless(has_service=True, subuids=0, subgids=0, has_newuidmap=True)
    found = mend({**ROOTLESS, "os_release": f.OsRelease(id="arch"), "apt_sources": "absent"}, rootless=setup)
    assert found.refusal is None
    assert any("--add-subuids" in run for run in runs(found))


def test_an_arch_without_packages_gets_no_commands_to_install_them() -> None:
    machine = f.Machine(kernel_arch="i686", dpkg_arch="i386", userland_bits=32)
    found = report(BARE, machine=machine)
    assert [one.check for one in found.causes] == ["os.arch"]
    made = remedy(found.causes[0], found, whole_knowledge(), "en")
    assert not any("install -y docker-ce" in run for run in runs(made))


def test_a_stopped_service_is_started_and_nothing_else() -> None:
    stopped = units(docker_service=unit(), docker_socket=unit())
    assert runs(mend(UBUNTU, units=stopped, processes=f.Processes())) == [
        "sudo systemctl enable --now docker",
        "systemctl status docker --no-pager",
    ]


def test_a_finding_that_nothing_mends_has_no_remedy() -> None:
    found = report(UBUNTU, cgroup=f.Cgroup(kind="v1"))
    (v1,) = [one for one in found.findings if one.check == "os.cgroup"]
    assert remedy(v1, found, whole_knowledge(), "en") == Remedy(entry=None, title="cgroup version")
    waiting = Finding(check="run.ps", status=Status.SKIP, blocked_by="api.ping")
    assert remedy(waiting, found, whole_knowledge(), "en").entry is None
    assert remedy(Finding(check="no.such", status=Status.FAIL), found, whole_knowledge(), "en").title == ""


MENDED = [
    (check.id, code)
    for check in whole_knowledge().checks.values()
    for code, outcome in check.findings.items()
    if outcome.mends
]
SAMPLES = {
    **dict.fromkeys(("file", "aside", "first", "second"), "/etc/apt/sources.list.d/docker.list"),
    **dict.fromkeys(("path", "main"), "/etc/x"),
    "user": "alice",
}


@pytest.mark.parametrize("host", [*HEALTHY, "bare"])
def test_every_remedy_pastes_cleanly_on_every_kind_of_host(host: str) -> None:
    found = empty_report({**HEALTHY, "bare": BARE}[host])
    faults = {}
    for check, code in MENDED:
        finding = Finding(check=check, status=Status.FAIL, code=code, values=SAMPLES)
        for command in remedy(finding, found, whole_knowledge(), "en").commands:
            if bad := faults_of_command(command.run, command.shell):
                faults[check, code, command.run] = bad
    assert faults == {}


def test_every_failure_on_ubuntu_has_commands_or_says_what_to_do_instead() -> None:
    found = empty_report(UBUNTU)
    bare = []
    for check, code in MENDED:
        if whole_knowledge().checks[check].findings[code].status != "fail":
            continue
        made = remedy(
            Finding(check=check, status=Status.FAIL, code=code, values=SAMPLES),
            found,
            whole_knowledge(),
            "ko",
        )
        if not made.commands and not made.refusal:
            bare.append((check, code))
    assert bare == []


def test_podman_in_dockers_place_is_replaced_by_docker() -> None:
    without = {**PODMAN, "socket": f.Socket(path="/run/docker.sock", kind="missing")}
    assert runs(mend(without))[0] == "sudo dnf remove -y podman-docker"
