"""cfg.*: what the daemon is told."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from bot.checks import facts as f
from tests.unit.checks.hosts import BARE, DOCKERD, UBUNTU
from tests.unit.checks.judged import causes, code, verdict
from tests.unit.checks.other_hosts import WSL_DESKTOP
from tests.unit.checks.parts import installed, unit, units

PATH = "/etc/docker/daemon.json"


def json(**fields: Any) -> f.DaemonJson:
    return f.DaemonJson(path=PATH, exists=True, **fields)


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        (f.DaemonJson(path=PATH, exists=False), "no_file"),
        (json(keys=("log-driver",)), "fine"),
        (json(error="Expecting ',' delimiter", line=3, column=5), "broken"),
        (json(hosts=("unix:///var/run/docker.sock",)), "hosts_twice"),
        (json(storage_driver="overlay2"), "fine"),
        (json(storage_driver="aufs"), "removed_driver"),
        (json(storage_driver="overlay"), "removed_driver"),
        (json(storage_driver="devicemapper"), "removed_driver"),
        (json(iptables=False), "no_iptables"),
        ("no_permission", "no_permission"),
    ],
)
def test_daemon_json_can_be_read_and_contradicts_nothing(fact: object, expected: str) -> None:
    assert code("cfg.daemon", UBUNTU, daemon_json=fact) == expected


def test_a_broken_daemon_json_is_told_with_line_and_column_and_explains_the_dead_service() -> None:
    broken = json(error="Expecting ',' delimiter", line=3, column=5)
    values = verdict("cfg.daemon", UBUNTU, daemon_json=broken).values
    assert (values["path"], values["line"], values["column"]) == (PATH, "3", "5")
    dead = {
        "units": units(docker_service=unit(active="failed", result="exit-code")),
        "processes": f.Processes(),
    }
    assert causes(UBUNTU, daemon_json=broken, **dead) == ["cfg.daemon broken"]


def test_hosts_contradict_only_a_service_that_names_hosts_itself() -> None:
    hosts = json(hosts=("tcp://127.0.0.1:2375", "unix:///var/run/docker.sock"))
    plain = units(docker_service=unit(active="active", hosts=()))
    assert code("cfg.daemon", UBUNTU, daemon_json=hosts, units=plain) == "fine"
    assert code("cfg.daemon", UBUNTU, daemon_json=hosts, units="absent", processes="absent") == "absent"
    assert code("cfg.daemon", UBUNTU, daemon_json=hosts, units="absent") == "hosts_twice"
    started = f.Processes(daemons=(replace(DOCKERD, hosts=()),))
    assert code("cfg.daemon", UBUNTU, daemon_json=hosts, units="absent", processes=started) == "fine"


def test_a_driver_is_removed_only_from_the_release_that_dropped_it() -> None:
    old = f.Packages(manager="dpkg", known={**UBUNTU["packages"].known, "docker-ce": installed("5:24.0.9-1")})
    assert code("cfg.daemon", UBUNTU, packages=old, daemon_json=json(storage_driver="devicemapper")) == "fine"
    assert (
        code("cfg.daemon", UBUNTU, packages=old, daemon_json=json(storage_driver="aufs")) == "removed_driver"
    )
    assert code("cfg.daemon", BARE, daemon_json=json(storage_driver="devicemapper")) == "removed_driver"


PROXY = "http://***@proxy.example.com:3128"
REACHED_BY_PROXY = f.Reached(url="https://registry-1.docker.io/v2/", status=401, via_proxy=True)
LOST = f.Reached(url="https://registry-1.docker.io/v2/", obstacle="timeout")
SHELL = f.Proxies(shell={"https_proxy": PROXY, "NO_PROXY": "localhost"})


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, "no_proxy"),
        ({"proxies": f.Proxies(shell={"NO_PROXY": "localhost"})}, "no_proxy"),
        ({"proxies": SHELL, "registry": LOST}, "shell_only"),
        ({"proxies": SHELL, "registry": REACHED_BY_PROXY}, "shell_only"),
        ({"proxies": SHELL}, "not_needed"),
        ({"proxies": replace(SHELL, daemon={"HTTPS_PROXY": PROXY})}, "daemon_knows"),
        ({"proxies": SHELL, "daemon_json": json(has_proxies=True)}, "daemon_knows"),
        ({"proxies": SHELL, "api_info": f.ApiInfo(https_proxy=PROXY)}, "daemon_knows"),
        ({"proxies": "denied"}, "denied"),
    ],
)
def test_the_daemon_is_told_of_the_proxy_that_the_shells_use(
    changed: dict[str, object], expected: str
) -> None:
    assert code("cfg.proxy", UBUNTU, **changed) == expected


def test_a_proxy_that_the_daemon_does_not_know_explains_the_unreachable_registry() -> None:
    assert causes(UBUNTU, proxies=SHELL, registry=LOST) == ["cfg.proxy shell_only"]


def test_a_proxy_is_of_no_concern_without_a_daemon() -> None:
    assert code("cfg.proxy", BARE, proxies=SHELL, registry=LOST) == "no_daemon"
    assert code("cfg.proxy", WSL_DESKTOP, proxies=SHELL, registry=LOST) == "shell_only_elsewhere"
