"""api.*, info.*, run.*: what the daemon says."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from bot.checks import facts as f
from tests.unit.checks.hosts import DOCKERD, UBUNTU
from tests.unit.checks.judged import causes, code, finding, report, status, verdict
from tests.unit.checks.other_hosts import DEBIAN, ROOTLESS

VERSION: f.ApiVersion = UBUNTU["api_version"]
INFO: f.ApiInfo = UBUNTU["api_info"]


@pytest.mark.parametrize(
    ("failure", "expected"),
    [
        (None, "answers"),
        ("no_socket", "no_socket"),
        ("stale_socket", "stale_socket"),
        ("timeout", "hangs"),
        ("not_docker", "not_docker"),
        ("http_error", "http_error"),
        ("other", "other"),
    ],
)
def test_a_failed_ping_is_told_by_its_root(failure: Any, expected: str) -> None:
    ping = f.ApiPing(failure=failure, status=500, chain=("DockerException", "OSError"))
    assert code("api.ping", UBUNTU, api_ping=ping) == expected


def test_without_permission_the_user_is_at_fault_only_where_he_lacks_the_group() -> None:
    ping = f.ApiPing(failure="no_permission")
    outsider = replace(UBUNTU["user"], in_docker=False)
    stale = f.Sessions(visible=True, without_group=1, stale=("bash",))
    assert code("api.ping", UBUNTU, api_ping=ping) == "closed_to_agent"
    assert status("api.ping", UBUNTU, api_ping=ping) == "UNKNOWN"
    assert causes(UBUNTU, api_ping=ping) == []
    assert causes(UBUNTU, api_ping=ping, user=outsider) == ["grp.member not_member"]
    assert causes(UBUNTU, api_ping=ping, sessions=stale) == ["grp.session stale"]


@pytest.mark.parametrize(
    ("failure", "expected"),
    [
        (None, "answers"),
        ("no_permission", "closed_to_agent"),
        ("stale_socket", "own_silent"),
        ("timeout", "own_silent"),
    ],
)
def test_a_users_own_engine_is_judged_by_its_own_socket(failure: Any, expected: str) -> None:
    ping = f.ApiPing(failure=failure, socket="/run/user/1000/docker.sock")
    assert code("api.ping", ROOTLESS, api_ping=ping) == expected


def test_a_level_that_was_not_granted_is_unknown_and_blocks_nothing() -> None:
    names = ("api_ping", "api_version", "api_info", "containers", "hello_world")
    found = report(UBUNTU, **dict.fromkeys(names, "not_granted"))
    assert {one.check for one in found.unseen} == {
        *("api.ping", "api.version", "info.warn", "info.storage", "run.ps", "run.hello")
    }
    assert {one.code for one in found.unseen} == {"not_granted"}
    assert found.causes == ()


def test_a_hung_daemon_is_the_one_cause_of_all_that_it_does_not_answer() -> None:
    hung = {
        "api_ping": f.ApiPing(failure="timeout"),
        **dict.fromkeys(("api_version", "api_info", "containers", "hello_world"), "timeout"),
    }
    found = report(UBUNTU, **hung)
    assert [f"{one.check} {one.code}" for one in found.causes] == ["api.ping hangs"]
    assert finding("run.ps", found).blocked_by == "api.ping"


# api.version


def client(version: str) -> f.Clients:
    return f.Clients(commands=(f.Program(path="/usr/bin/docker", version=version),))


@pytest.mark.parametrize(
    ("api", "command", "expected"),
    [
        (VERSION, "Docker version 29.8.2, build a", "speaks"),
        (replace(VERSION, min_api="1.44"), "Docker version 24.0.9, build a", "client_too_old"),
        (replace(VERSION, min_api="1.44"), "Docker version 25.0.3, build a", "speaks"),
        (replace(VERSION, min_api=""), "Docker version 19.03.15, build a", "speaks"),
        (replace(VERSION, version="29.1.0", min_api=""), "Docker version 24.0.9, build a", "client_too_old"),
        (replace(VERSION, sdk_max_api="1.39"), "Docker version 29.8.2, build a", "agent_too_old"),
        (replace(VERSION, api=""), "", "not_told"),
    ],
)
def test_the_command_is_new_enough_for_the_daemon(api: f.ApiVersion, command: str, expected: str) -> None:
    assert code("api.version", UBUNTU, api_version=api, clients=client(command)) == expected


def test_podman_on_dockers_socket_is_told() -> None:
    podman = replace(VERSION, components=(f.Component(name="Podman Engine", version="5.6.0"),))
    assert verdict("api.version", UBUNTU, api_version=podman).values == {"name": "Podman Engine"}


def test_api_versions_are_compared_as_numbers() -> None:
    assert code("api.version", UBUNTU, api_version=replace(VERSION, min_api="1.9")) == "speaks"


# info.warn


@pytest.mark.parametrize(
    ("warning", "expected"),
    [
        ("WARNING: No swap limit support", "no_limits"),
        ("WARNING: No cpuset support", "no_limits"),
        ("WARNING: IPv4 forwarding is disabled", "no_forwarding"),
        ("WARNING: bridge-nf-call-iptables is disabled", "bridge_filter"),
        ("WARNING: Support for cgroup v1 is deprecated", "cgroup_v1"),
        (
            "[DEPRECATION NOTICE]: API is accessible on http://0.0.0.0:2375 without encryption.",
            "tcp_without_tls",
        ),
        ("WARNING: devicemapper: usage of loopback devices is strongly discouraged", "slow_devices"),
        ("WARNING: something that nobody knows yet", "another"),
    ],
)
def test_known_warnings_are_told_in_our_words(warning: str, expected: str) -> None:
    assert code("info.warn", UBUNTU, api_info=replace(INFO, warnings=(warning,))) == expected


def test_the_gravest_warning_is_told_and_an_unknown_one_is_no_trouble() -> None:
    both = ("WARNING: No swap limit support", "WARNING: IPv4 forwarding is disabled")
    assert code("info.warn", UBUNTU, api_info=replace(INFO, warnings=both)) == "no_forwarding"
    assert status("info.warn", UBUNTU, api_info=replace(INFO, warnings=("WARNING: new",))) == "PASS"
    assert code("info.warn", UBUNTU, api_info=replace(INFO, warnings=("", " "))) == "silent"


def listening(host: str) -> f.Processes:
    return f.Processes(daemons=(replace(DOCKERD, hosts=("fd://", host)),))


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("tcp://0.0.0.0:2375", "FAIL"),
        ("tcp://:2375", "FAIL"),
        ("tcp://127.0.0.1:2375", "PASS"),
        ("tcp://localhost:2375", "PASS"),
        ("tcp://0.0.0.0:2376", "PASS"),
        ("unix:///opt/docker.sock", "PASS"),
    ],
)
def test_a_tcp_address_without_tls_fails(host: str, expected: str) -> None:
    assert status("info.warn", UBUNTU, processes=listening(host)) == expected


def test_tls_makes_a_tcp_address_fit() -> None:
    json = f.DaemonJson(path="/etc/docker/daemon.json", exists=True, hosts=("tcp://0.0.0.0:2375",))
    assert code("info.warn", UBUNTU, daemon_json=json) == "open_to_network"
    assert code("info.warn", UBUNTU, daemon_json=replace(json, tls_verify=True)) == "silent"


def test_without_the_daemons_own_word_the_warnings_are_unknown() -> None:
    assert code("info.warn", UBUNTU, api_info="not_granted") == "not_granted"
    assert (
        code("info.warn", UBUNTU, api_info="not_granted", processes=listening("tcp://:2375"))
        == "open_to_network"
    )


# info.storage


@pytest.mark.parametrize(
    ("driver", "store", "expected"),
    [
        ("overlay2", {}, "good"),
        ("overlayfs", {"driver-type": "io.containerd.snapshotter.v1"}, "containerd"),
        ("native", {"driver-type": "io.containerd.snapshotter.v1"}, "slow"),
        ("vfs", {}, "slow"),
        ("fuse-overlayfs", {}, "slow"),
        ("btrfs", {}, "good"),
        ("aufs", {}, "unusual"),
        ("", {}, "not_told"),
    ],
)
def test_drivers_that_copy_everything_warn(driver: str, store: dict[str, str], expected: str) -> None:
    assert code("info.storage", UBUNTU, api_info=f.ApiInfo(driver=driver, driver_status=store)) == expected


# run.*


def test_an_empty_list_of_containers_is_fine() -> None:
    assert status("run.ps", UBUNTU) == "PASS"
    assert status("run.ps", DEBIAN, containers=f.Containers(running=2, total=5)) == "PASS"
    assert status("run.ps", UBUNTU, containers="failed") == "UNKNOWN"


@pytest.mark.parametrize(
    ("failure", "expected", "stands"),
    [
        (None, "greets", "PASS"),
        ("exec_format", "exec_format", "FAIL"),
        ("rate_limit", "rate_limit", "FAIL"),
        ("dns", "dns", "FAIL"),
        ("pull", "pull", "FAIL"),
        ("cgroup", "cgroup", "FAIL"),
        ("runtime", "runtime", "FAIL"),
        ("timeout", "no_end", "FAIL"),
        ("other", "other", "FAIL"),
        ("not_present", "not_present", "SKIP"),
    ],
)
def test_hello_world_says_why_it_did_not_run(failure: Any, expected: str, stands: str) -> None:
    ran = f.HelloWorld(failure=failure, exit_code=1, said="line one\nexec format error\n", image_arch="arm64")
    assert code("run.hello", UBUNTU, hello_world=ran) == expected
    assert status("run.hello", UBUNTU, hello_world=ran) == stands


def test_a_container_that_was_left_behind_is_told() -> None:
    assert status("run.hello", UBUNTU, hello_world=f.HelloWorld(was_removed=False)) == "WARN"


def test_only_the_last_line_of_what_it_printed_is_told() -> None:
    ran = f.HelloWorld(failure="runtime", said="pulling\nOCI runtime create failed\n")
    assert verdict("run.hello", UBUNTU, hello_world=ran).values == {"said": "OCI runtime create failed"}
