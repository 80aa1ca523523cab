"""What the Engine says over its socket, and the many ways in which a socket says nothing."""

from __future__ import annotations

import json
import os
import shutil
import socket
import tempfile
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List

import pytest

from agent.observing import observe
from agent.probes import docker_api
from agent.tests.engine import INFO, VERSION, Engine

API = ("api_ping", "api_version", "api_info", "containers", "hello_world")


@pytest.fixture
def engine() -> Iterator[Engine]:
    with Engine() as made:
        yield made


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder with a short path: an address of a socket has 108 characters at most."""
    made = Path(tempfile.mkdtemp(prefix="sockets-"))
    yield made
    shutil.rmtree(made)


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A socket that hangs costs a third of a second in these tests, not three."""
    monkeypatch.setattr(docker_api, "API_LIMIT_S", 0.25)
    monkeypatch.setattr(docker_api, "GRACE_S", 0.05)


def see(path: object, *facts: str) -> Dict[str, Any]:
    seen: Dict[str, Any] = observe(facts, docker_socket=str(path))["facts"]
    return seen


def ping(path: object) -> Dict[str, Any]:
    value: Dict[str, Any] = see(path, "api_ping")["api_ping"]["value"]
    return value


def test_an_engine_that_answers(engine: Engine) -> None:
    seen = see(engine.socket, "api_ping", "api_version", "api_info", "containers")
    assert seen["api_ping"]["value"] == {
        "failure": None,
        "status": 200,
        "chain": [],
        "socket": engine.socket,
    }
    version = seen["api_version"]["value"]
    assert (version["version"], version["api"], version["min_api"], version["arch"]) == (
        "29.7.2",
        "1.52",
        "1.44",
        "amd64",
    )
    assert version["components"][0] == {"name": "Engine", "version": "29.7.2"}
    assert float(version["sdk_max_api"]) > 1.4
    info = seen["api_info"]["value"]
    assert (info["driver"], info["driver_status"]) == (
        "overlayfs",
        {"driver-type": "io.containerd.snapshotter.v1"},
    )
    assert (info["warnings"], info["firewall_backend"], info["runtimes"]) == (
        [],
        "iptables",
        ["runc", "io.containerd.runc.v2"],
    )
    assert seen["containers"]["value"] == {"running": 0, "total": 3}


def test_the_engine_is_asked_once_for_what_several_facts_need(engine: Engine) -> None:
    see(engine.socket, "api_ping", "api_info", "containers")
    assert engine.asked.count("GET /_ping") == 1
    assert engine.asked.count("GET /info") == 1


def test_an_old_engine_is_asked_in_its_own_version(engine: Engine) -> None:
    engine.answers["GET /version"] = (200, {"Version": "20.10.24+dfsg1", "ApiVersion": "1.41"})
    assert see(engine.socket, "api_version")["api_version"]["value"]["components"] == []
    assert see(engine.socket, "containers")["containers"]["value"]["running"] == 0


def test_running_containers_are_counted_and_not_named(engine: Engine) -> None:
    engine.answers["GET /containers/json"] = (200, [{"Id": "a", "Names": ["/secret"]}] * 5)
    seen = see(engine.socket, "containers")
    assert seen["containers"]["value"] == {"running": 5, "total": 5}
    assert "secret" not in json.dumps(seen)


def test_proxies_of_the_engine_are_masked(engine: Engine) -> None:
    proxies = {"HttpProxy": "http://u:p/w@proxy:1", "HttpsProxy": "u:p@proxy:2", "NoProxy": "localhost"}
    engine.answers["GET /info"] = (200, {**INFO, **proxies})
    value = see(engine.socket, "api_info")["api_info"]["value"]
    assert (value["http_proxy"], value["https_proxy"], value["no_proxy"]) == (
        "http://***@proxy:1",
        "***@proxy:2",
        "localhost",
    )


@pytest.mark.parametrize(
    "info",
    [
        {},
        {
            "Warnings": ["x" * 9000] * 900,
            "DriverStatus": [["a"], "b", [1, None]],
            "Runtimes": None,
            "FirewallBackend": None,
        },
    ],
)
def test_a_strange_engine_is_cut_to_size(engine: Engine, info: Dict[str, Any]) -> None:
    engine.answers["GET /info"] = (200, info)
    value = see(engine.socket, "api_info")["api_info"]["value"]
    assert len(value["warnings"]) <= 64
    assert all(len(warning) <= 500 for warning in value["warnings"])
    assert value["driver"] == ""


def test_podman_is_known_by_its_components(engine: Engine) -> None:
    podman = {
        **VERSION,
        "Version": "4.9.3",
        "ApiVersion": "1.41",
        "Components": [{"Name": "Podman Engine", "Version": "4.9.3"}],
    }
    engine.answers["GET /version"] = (200, podman)
    assert (
        see(engine.socket, "api_version")["api_version"]["value"]["components"][0]["name"] == "Podman Engine"
    )


def test_one_call_that_is_refused_leaves_the_others(engine: Engine) -> None:
    engine.answers["GET /info"] = (500, {"message": "layer not known"})
    seen = see(engine.socket, "api_version", "api_info", "containers")
    assert seen["api_info"]["could_not"] == "failed"
    assert "layer" not in json.dumps(seen["api_info"])
    assert seen["containers"]["value"] == {"running": 0, "total": 0}


def test_no_socket(folder: Path) -> None:
    assert ping(folder / "none")["failure"] == "no_socket"


def test_a_socket_that_nobody_listens_on(folder: Path) -> None:
    with socket.socket(socket.AF_UNIX) as stale:
        stale.bind(str(folder / "stale"))
    assert ping(folder / "stale")["failure"] == "stale_socket"


def test_a_folder_in_the_sockets_place(folder: Path) -> None:
    assert ping(folder)["failure"] == "stale_socket"


def test_a_socket_that_we_may_not_open(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: socket.socket, address: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("socket.socket.connect", refuse)
    seen = see(folder / "closed", "api_ping", "containers")
    assert seen["api_ping"]["value"]["failure"] == "no_permission"
    assert seen["api_ping"]["value"]["chain"][-1] == "PermissionError"
    assert seen["containers"]["could_not"] == "no_permission"


def serve(path: Path, talk: Callable[[socket.socket], None]) -> socket.socket:
    """Talks so to everybody who connects, until the socket is closed."""
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(str(path))
    listening.listen(8)

    def answer() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            with suppress(OSError):  # who asked has gone
                talk(connection)

    threading.Thread(target=answer, daemon=True).start()
    return listening


def test_a_socket_that_takes_a_call_and_never_answers_costs_one_limit(folder: Path, hurried: None) -> None:
    held: List[socket.socket] = []

    def hang(connection: socket.socket) -> None:
        if connection.recv(1):
            held.append(connection)
        else:
            connection.close()

    with serve(folder / "hung", hang):
        seen = see(folder / "hung", *API)
    assert seen["api_ping"]["value"]["failure"] == "timeout"
    assert {fact: seen[fact].get("could_not") for fact in API[1:]} == dict.fromkeys(API[1:], "timeout")
    assert len(held) == 1
    held.pop().close()


def test_a_socket_that_gives_a_byte_at_a_time_is_given_up(folder: Path, hurried: None) -> None:
    stop = threading.Event()

    def drip(connection: socket.socket) -> None:
        with connection:
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
            while not stop.wait(0.01):
                connection.sendall(b" ")

    with serve(folder / "drip", drip), Engine() as sound:
        assert ping(folder / "drip")["failure"] == "timeout"
        assert see(sound.socket, "api_ping")["api_ping"]["value"]["failure"] is None
        stop.set()


@pytest.mark.parametrize(
    ("answer", "failure", "status"),
    [
        (b"SSH-2.0-OpenSSH_9.6\r\n", "not_docker", None),
        (
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>",
            "not_docker",
            None,
        ),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", "not_docker", None),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]", "not_docker", None),
        (b'HTTP/1.1 200 OK\r\nContent-Length: 16\r\n\r\n{"ApiVersion":7}', "not_docker", None),
        (b"HTTP/1.1 503 Starting\r\nContent-Length: 0\r\n\r\n", "http_error", 503),
        (b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", "http_error", 404),
        (b"", "other", None),
    ],
)
def test_what_answers_and_is_no_engine(folder: Path, answer: bytes, failure: str, status: object) -> None:
    def talk(connection: socket.socket) -> None:
        with connection:
            connection.recv(4096)
            connection.sendall(answer)

    with serve(folder / "strange", talk):
        value = ping(folder / "strange")
    assert (value["failure"], value["status"]) == (failure, status)


def test_the_configuration_of_a_user_is_never_read(
    engine: Engine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "config.json").write_text('{"HttpHeaders": {"X-Mine": "secret"}, "credsStore": "evil"}')
    monkeypatch.setenv("DOCKER_CONFIG", str(folder))
    assert ping(engine.socket)["failure"] is None
    assert not any("X-Mine" in headers for headers in engine.headers)
    assert os.environ["DOCKER_CONFIG"] == str(folder)


def test_proxies_of_our_environment_are_not_used_for_the_socket(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert ping(engine.socket)["failure"] is None


def test_the_sdk_is_imported_only_where_the_api_is_asked() -> None:
    import subprocess
    import sys

    code = (
        "import sys; from agent.observing import observe; from agent.probes import PROBES\n"
        "observe([n for n, p in PROBES.items() if p.level == 'files' and n not in ('dns', 'registry', 'apt_repository')])\n"
        "print(sorted({'docker', 'requests', 'urllib3', 'asyncio', 'ssl', 'http.client'} & set(sys.modules)))"
    )
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
