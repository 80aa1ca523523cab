"""hello-world is run once, with nothing that it could use, and is gone afterwards."""

from __future__ import annotations

import json
import time
from typing import Any, Dict, Iterator

import pytest

from agent.observing import observe
from agent.probes import hello
from agent.tests.engine import Engine

IMAGE: Dict[str, Any] = {
    "Id": "sha256:1111",
    "Architecture": "amd64",
    "Size": 10_072,
    "Config": {"Cmd": ["/hello"], "Entrypoint": None},
}


@pytest.fixture
def engine() -> Iterator[Engine]:
    with Engine() as made:
        made.images["hello-world:latest"] = made.images[IMAGE["Id"]] = IMAGE
        yield made


def run(engine: Engine) -> Dict[str, Any]:
    seen = observe(["hello_world"], docker_socket=engine.socket)["facts"]["hello_world"]
    assert "value" in seen, seen
    value: Dict[str, Any] = seen["value"]
    return value


def test_an_image_that_is_there_greets(engine: Engine) -> None:
    value = run(engine)
    assert (value["failure"], value["exit_code"], value["image_arch"]) == (None, 0, "amd64")
    assert value["said"].startswith("Hello from Docker!\nThis message")
    assert (value["was_pulled"], value["was_removed"]) == (False, True)
    assert (engine.pulled, engine.containers) == ([], {})


def test_it_has_nothing_that_it_could_use(engine: Engine) -> None:
    run(engine)
    made = engine.made[0]
    limits = made["HostConfig"]
    assert made["Image"] == "sha256:1111"
    assert (limits["NetworkMode"], limits["ReadonlyRootfs"], limits["CapDrop"]) == ("none", True, ["ALL"])
    assert limits["SecurityOpt"] == ["no-new-privileges"]
    assert (limits["PidsLimit"], limits["Memory"]) == (32, 64 * 1024 * 1024)
    assert made["Labels"] == {hello.LABEL: "1"}
    assert not any(limits.get(name) for name in ("Binds", "Mounts", "Privileged", "Devices", "CapAdd"))


def test_an_image_that_is_absent_is_pulled_by_its_digest_and_taken_away_again(engine: Engine) -> None:
    engine.images.clear()
    engine.to_pull = IMAGE
    value = run(engine)
    assert (value["failure"], value["was_pulled"], value["was_removed"]) == (None, True, True)
    assert len(engine.pulled) == 1
    assert "fromImage=hello-world" in engine.pulled[0]
    assert hello.DIGEST.replace(":", "%3A") in engine.pulled[0]
    assert (engine.images, engine.containers) == ({}, {})


@pytest.mark.parametrize(
    "other",
    [
        {"Size": 80_000_000},
        {"Size": None},
        {"Config": {"Cmd": ["/bin/sh"]}},
        {"Config": {"Cmd": ["/hello"], "Entrypoint": ["/mine"]}},
        {"Config": {"Cmd": ["/hello"], "Volumes": {"/data": {}}}},
        {"Config": None},
    ],
)
def test_another_image_of_that_name_is_not_run(engine: Engine, other: Dict[str, Any]) -> None:
    engine.images["hello-world:latest"] = {**IMAGE, "Id": "sha256:2222", **other}
    engine.to_pull = {**IMAGE, "Id": "sha256:3333"}
    value = run(engine)
    assert (value["failure"], value["was_pulled"]) == (None, True)
    assert [made["Image"] for made in engine.made] == ["sha256:3333"]
    assert "hello-world:latest" in engine.images


def test_the_published_one_comes_before_what_has_the_name(engine: Engine) -> None:
    engine.images[f"hello-world@{hello.DIGEST}"] = {**IMAGE, "Id": "sha256:3333"}
    run(engine)
    assert [made["Image"] for made in engine.made] == ["sha256:3333"]


def test_a_pull_uses_no_credentials(engine: Engine) -> None:
    engine.images.clear()
    engine.to_pull = IMAGE
    run(engine)
    sent = [headers["X-Registry-Auth"] for headers in engine.headers if "X-Registry-Auth" in headers]
    assert not any("cGFzc3dvcmQ" in header and len(header) > 80 for header in sent)


@pytest.mark.parametrize(
    ("error", "failure"),
    [
        (
            "Get https://registry-1.docker.io/v2/: dial tcp: lookup registry-1.docker.io on 10.0.0.1:53: no such host",
            "dns",
        ),
        ("toomanyrequests: You have reached your pull rate limit.", "rate_limit"),
        ("dial tcp 3.94.224.37:443: connect: connection refused", "not_present"),
        ("dial tcp: i/o timeout", "not_present"),
        ("proxyconnect tcp: EOF", "not_present"),
        ("manifest unknown: manifest unknown", "pull"),
        ("write /var/lib/docker/tmp: no space left on device", "pull"),
    ],
)
def test_why_an_image_could_not_be_pulled(engine: Engine, error: str, failure: str) -> None:
    engine.images.clear()
    engine.pull_error = error
    value = run(engine)
    assert (value["failure"], value["said"], value["was_pulled"]) == (failure, error, False)
    assert engine.made == []


@pytest.mark.parametrize("how", ["status", "stream"])
def test_a_rate_limit_is_known_however_it_is_told(engine: Engine, how: str) -> None:
    engine.images.clear()
    told = {"message": "slow down"} if how == "status" else {"error": "toomanyrequests: slow down"}
    engine.answers["POST /images/create"] = (429 if how == "status" else 200, told)
    assert run(engine)["failure"] == "rate_limit"


@pytest.mark.parametrize(
    ("printed", "exit_code", "failure"),
    [
        ("exec /hello: exec format error\n", 1, "exec_format"),
        ("", 137, "other"),
        ("something else\n", 0, "other"),
    ],
)
def test_a_run_that_does_not_greet(engine: Engine, printed: str, exit_code: int, failure: str) -> None:
    engine.prints, engine.exit_code = printed, exit_code
    value = run(engine)
    assert (value["failure"], value["exit_code"], value["was_removed"]) == (failure, exit_code, True)


@pytest.mark.parametrize(
    ("message", "failure"),
    [
        ("OCI runtime create failed: cgroup mountpoint does not exist", "cgroup"),
        ("OCI runtime create failed: runc create failed: unable to start", "runtime"),
        ("exec: /hello: exec format error", "exec_format"),
        ("driver failed programming external connectivity", "other"),
    ],
)
def test_a_container_that_does_not_start_is_taken_away_too(
    engine: Engine, message: str, failure: str
) -> None:
    original = engine.answer

    def answer(method: str, path: str, sent: Any) -> Any:
        return (500, {"message": message}) if path.endswith("/start") else original(method, path, sent)

    engine.answer = answer  # type: ignore[method-assign] # this engine cannot start anything
    value = run(engine)
    assert (value["failure"], value["said"], value["was_removed"]) == (failure, message, True)
    assert engine.containers == {}


def test_a_container_that_does_not_end_is_ended(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    import threading

    monkeypatch.setattr(hello, "RUN_LIMIT_S", 0.0)
    monkeypatch.setattr(hello, "_left", lambda until: 0.05)
    over = threading.Event()
    original = engine.answer

    def answer(method: str, path: str, sent: Any) -> Any:
        if path.partition("?")[0].endswith("/wait"):
            over.wait(10)
        return original(method, path, sent)

    engine.answer = answer  # type: ignore[method-assign] # this engine's containers go on for ever
    value = run(engine)
    over.set()
    assert (value["failure"], value["was_removed"], engine.containers) == ("timeout", True, {})


def test_a_container_that_stays_is_told(engine: Engine) -> None:
    original = engine.answer

    def answer(method: str, path: str, sent: Any) -> Any:
        return (
            (500, {"message": "device or resource busy"})
            if method == "DELETE"
            else original(method, path, sent)
        )

    engine.answer = answer  # type: ignore[method-assign] # this engine removes nothing
    assert (run(engine)["failure"], run(engine)["was_removed"]) == (None, False)


def test_what_a_former_agent_left_is_taken_away(engine: Engine) -> None:
    engine.containers.update(old={}, new={})
    left = [{"Id": "old", "Created": time.time() - 3600}, {"Id": "new", "Created": time.time()}]
    engine.answers["GET /containers/json"] = (200, left)
    run(engine)
    assert set(engine.containers) == {"new"}


def test_only_the_end_of_a_long_text_is_told(engine: Engine) -> None:
    engine.prints = "x" * 100_000 + "\ntoken=s3cr3t the end\x1b[31m\n"
    said = run(engine)["said"]
    assert len(said) <= 1000
    assert said.endswith("token=*** the end [31m")


def test_the_image_is_pinned() -> None:
    assert hello.DIGEST.startswith("sha256:")
    assert len(hello.DIGEST) == 7 + 64
    assert hello.REPOSITORY == "hello-world"


def test_the_fact_is_small(engine: Engine) -> None:
    engine.prints = "\U0001f40b" * 100_000
    assert len(json.dumps(run(engine), ensure_ascii=False)) < 2000
