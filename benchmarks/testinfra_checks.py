"""Fourteen of the host checks as pytest-testinfra has them; benchmarks/host_check.py runs them. They pass on a healthy host."""

from __future__ import annotations

import os
from typing import Any

import pytest

USER = os.environ.get("CHECKED_USER", "root")
KEY = "/etc/apt/keyrings/docker.asc"
SOURCE = "/etc/apt/sources.list.d/docker.sources"
SOCKET = "/run/docker.sock"


@pytest.fixture
def engine(host: Any) -> Any:
    """Whichever engine is installed."""
    own = host.package("docker-ce")
    return own if own.is_installed else host.package("docker.io")


def test_the_distribution_is_supported(host: Any) -> None:
    assert host.system_info.distribution in ("debian", "ubuntu", "raspbian", "linuxmint", "fedora")


def test_the_architecture_is_supported(host: Any) -> None:
    assert host.system_info.arch in ("x86_64", "aarch64", "armv7l")


def test_the_engine_is_installed(engine: Any) -> None:
    assert engine.is_installed


def test_the_engine_is_not_too_old(engine: Any) -> None:
    assert int(engine.version.rpartition(":")[2].partition(".")[0]) >= 20


def test_docker_is_not_podman(host: Any) -> None:
    assert not host.package("podman-docker").is_installed


def test_apt_may_read_the_key(host: Any) -> None:
    key = host.file(KEY)
    assert not key.exists or key.mode & 0o004


def test_the_source_names_docker(host: Any) -> None:
    source = host.file(SOURCE)
    assert not source.exists or source.contains("download.docker.com")


def test_the_service_runs(host: Any) -> None:
    assert host.process.filter(
        comm="dockerd"
    )  # one command, as asking systemd is, and right without systemd too


def test_the_service_runs_after_a_reboot(host: Any) -> None:
    assert host.service("docker").is_enabled


def test_the_group_exists(host: Any) -> None:
    assert host.group("docker").exists


def test_the_user_is_in_the_group(host: Any) -> None:
    assert USER == "root" or "docker" in host.user(USER).groups


def test_the_socket_is_the_groups(host: Any) -> None:
    socket = host.file(SOCKET)
    assert (socket.is_socket, socket.group, socket.mode) == (True, "docker", 0o660)


def test_the_disk_has_room(host: Any) -> None:
    assert int(host.check_output("df --output=avail /var/lib/docker | tail -1")) > 1024 * 1024


def test_the_engine_answers(host: Any) -> None:
    assert host.run("docker version").rc == 0
