"""svc.*: whether the daemons run, whoever starts them."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from bot.checks import facts as f
from tests.unit.checks.hosts import CONTAINERD, DOCKERD, UBUNTU
from tests.unit.checks.judged import causes, code, finding, report, verdict
from tests.unit.checks.other_hosts import ARCH, PODMAN, ROOTLESS, WSL_DESKTOP
from tests.unit.checks.parts import unit, units

NONE = f.Processes()
RUNNING = unit(active="active", sub="running")


@pytest.mark.parametrize(
    ("docker", "socket", "expected"),
    [
        (RUNNING, RUNNING, "active"),
        (replace(RUNNING, file_state="disabled"), unit(active="active", file_state="disabled"), "disabled"),
        (replace(RUNNING, file_state="disabled"), unit(active="active"), "active"),
        (replace(RUNNING, restarts=3), RUNNING, "restarted"),
        (replace(RUNNING, restarts=2), RUNNING, "active"),
        (unit(), unit(active="active", sub="listening"), "on_demand"),
        (unit(), unit(), "stopped"),
        (unit(file_state="disabled"), None, "stopped"),
        (unit(active="failed", result="exit-code"), unit(active="active"), "crashed"),
        (unit(active="failed", result="start-limit-hit"), RUNNING, "gave_up"),
        (unit(active="failed", result="exit-code", restarts=3), RUNNING, "gave_up"),
        (
            unit(active="inactive", result="exit-code"),
            unit(active="failed", result="exit-code"),
            "socket_failed",
        ),
        (unit(active="activating", sub="auto-restart", restarts=2), RUNNING, "looping"),
        (unit(active="activating", sub="start"), RUNNING, "starting"),
        (unit(load="masked", file_state="masked"), None, "masked"),
        (None, None, "no_unit"),
    ],
)
def test_the_service_is_read_in_systemds_words(
    docker: f.Unit | None, socket: f.Unit | None, expected: str
) -> None:
    facts = {"units": units(docker_service=docker, docker_socket=socket), "processes": NONE}
    assert code("svc.docker", UBUNTU, **facts) == expected


def test_a_dockerd_that_somebody_started_by_hand_runs_too() -> None:
    assert code("svc.docker", UBUNTU, units=units(docker_service=None, docker_socket=None)) == "by_hand"
    assert code("svc.docker", UBUNTU, units="absent") == "by_hand"


def test_the_snaps_service_stands_in_for_dockers() -> None:
    snap = f.Units(units={"snap.docker.dockerd.service": RUNNING})
    assert code("svc.docker", UBUNTU, units=snap, processes=NONE) == "snap"
    assert code("svc.containerd", UBUNTU, units=snap, processes=NONE) == "child"


def test_without_systemd_only_a_full_list_of_processes_shows_that_nothing_runs() -> None:
    assert code("svc.docker", ARCH, units="absent", processes=NONE) == "not_running"
    assert code("svc.docker", ARCH, units="absent", processes=f.Processes(sees_all=False)) == "absent"
    assert code("svc.docker", ARCH, units="timeout", processes=NONE) == "timeout"


@pytest.mark.parametrize(
    ("said", "expected"), [(True, "until_restart"), (False, "not_running"), (None, "not_running")]
)
def test_a_wsl_that_was_told_to_use_systemd_only_has_to_be_restarted(
    said: bool | None, expected: str
) -> None:
    around = f.Surroundings(init="init", wsl=2, wsl_conf_systemd=said)
    assert code("svc.docker", UBUNTU, surroundings=around, units="absent", processes=NONE) == expected


@pytest.mark.parametrize(
    ("host", "expected"),
    [(WSL_DESKTOP, "desktop"), (PODMAN, "podman"), (ROOTLESS, "rootless")],
    ids=["desktop", "podman", "rootless"],
)
@pytest.mark.parametrize("check", ["svc.docker", "svc.containerd"])
def test_where_something_else_takes_its_place_the_service_does_not_matter(
    check: str, host: dict[str, object], expected: str
) -> None:
    assert code(check, host) == expected


def test_a_stopped_daemon_is_the_one_cause_of_all_that_is_behind_it() -> None:
    facts = {
        "units": units(docker_service=unit(), docker_socket=unit()),
        "processes": NONE,
        "socket": f.Socket(path="/run/docker.sock", kind="missing"),
        "api_ping": f.ApiPing(failure="no_socket"),
        **dict.fromkeys(("api_version", "api_info", "containers", "hello_world"), "absent"),
    }
    found = report(UBUNTU, **facts)
    assert [one.check for one in found.causes] == ["svc.docker"]
    assert finding("run.hello", found).blocked_by == "svc.docker"
    assert finding("grp.member", found).status == "PASS"


def test_a_failed_socket_is_explained_by_the_missing_group() -> None:
    facts = {
        "units": units(docker_service=unit(), docker_socket=unit(active="failed", result="exit-code")),
        "processes": NONE,
        "group": f.Group(exists=False),
    }
    assert causes(UBUNTU, **facts) == ["grp.docker missing"]


@pytest.mark.parametrize(
    ("containerd", "processes", "expected"),
    [
        (RUNNING, (DOCKERD,), "running"),
        (unit(), (DOCKERD, CONTAINERD), "running"),
        (unit(), (DOCKERD, replace(CONTAINERD, parent="dockerd")), "child"),
        (None, (DOCKERD,), "stopped"),
        (unit(), (DOCKERD,), "stopped"),
        (unit(active="failed", result="exit-code"), (DOCKERD,), "crashed"),
        (unit(load="masked"), (DOCKERD,), "masked"),
    ],
)
def test_containerd_runs_as_a_service_or_below_dockerd(
    containerd: f.Unit | None, processes: tuple[f.Process, ...], expected: str
) -> None:
    facts = {"units": units(containerd_service=containerd), "processes": f.Processes(daemons=processes)}
    assert code("svc.containerd", UBUNTU, **facts) == expected


def test_containerd_waits_for_docker() -> None:
    stopped = units(docker_service=unit(), docker_socket=unit(), containerd_service=unit())
    assert code("svc.containerd", UBUNTU, units=stopped, processes=NONE) == "with_docker"


def test_hidden_processes_do_not_make_containerd_fail() -> None:
    facts = {"units": units(containerd_service=unit()), "processes": f.Processes(sees_all=False)}
    assert code("svc.containerd", UBUNTU, **facts) == "hidden"
    assert code("svc.containerd", UBUNTU, units="absent", processes=NONE) == "absent"


def test_a_service_that_was_restarted_names_how_often() -> None:
    assert verdict("svc.docker", UBUNTU, units=units(docker_service=replace(RUNNING, restarts=7))).values == {
        "restarts": "7"
    }
