"""Runs hello-world once: no network, nothing writable, no rights, little of everything, and always taken away."""

from __future__ import annotations

import os
import re
import time
from typing import TYPE_CHECKING, Any, Dict, List, Optional, Tuple

from agent.probes import shaping
from agent.probes.docker_api import API_LIMIT_S, chain_of, engine, failure_of, status_of
from agent.probes.host import Found, Host
from agent.probes.waiting import TookTooLong, within

if TYPE_CHECKING:
    from docker import APIClient

IMAGE = "hello-world:latest"
REPOSITORY = "hello-world"
DIGEST = "sha256:5e23090353324d887c48ad5e5c56d294eab81588df9605b07d1afe895f9cc8f8"
"""The index over all architectures that Docker's library published in September 2026."""
MOST_BYTES = 1024 * 1024
"""The real one has a few kilobytes; with what the Engine keeps of it besides, it stays far below this."""
COMMAND = ["/hello"]
LABEL = "setupbot.hello-world"
GREETING = "Hello from Docker!"
PULL_LIMIT_S = 8.0
RUN_LIMIT_S = 8.0
STALE_S = 120
"""A container of ours that is older was left by an agent that was ended in the middle."""
MOST_SAID = 1000
# The Engine tells these apart in its text only, whatever the case; the first that fits.
RUN_FAILURES = (
    ("exec_format", r"exec format error"),
    ("cgroup", r"cgroup"),
    ("runtime", r"OCI runtime|runc|containerd|shim|rootfs|mount|permission denied"),
)
PULL_FAILURES = (
    ("rate_limit", r"toomanyrequests|429|rate limit"),
    ("dns", r"no such host|server misbehaving|name resolution|lookup .* on "),
    ("not_present", r"connection refused|unreachable|timeout|deadline exceeded|proxyconnect|reset by peer"),
)


def look_at_hello_world(host: Host) -> Found:
    """Fact ``hello_world``."""
    asked = engine(host)
    value = asked.ask(lambda client: _hello(client), PULL_LIMIT_S + RUN_LIMIT_S + 3 * API_LIMIT_S)
    return Found(value, f"one run of {REPOSITORY}")


def _hello(client: APIClient) -> Dict[str, Any]:
    _remove_leftovers(client)
    image, was_pulled, failure, said = _image(client)
    told: Dict[str, Any] = {
        "failure": failure,
        "was_pulled": was_pulled,
        "was_removed": True,
        "said": _end(said),
    }
    if image is None:
        return told
    told["image_arch"] = shaping.word(str(image.get("Architecture") or ""))
    # The image goes by its id from here on: its name may be given to another one at any time.
    told.update(_run(client, str(image["Id"])))
    if was_pulled:
        try:
            client.remove_image(str(image["Id"]))
        except Exception:  # noqa: BLE001 # thirteen kilobytes that the next `docker image prune` takes away
            told["was_removed"] = False
    return told


def _image(client: APIClient) -> Tuple[Optional[Dict[str, Any]], bool, Optional[str], str]:
    """The image, whether it was pulled for this, or why there is none and what was said."""
    from docker.errors import ImageNotFound

    for name in (f"{REPOSITORY}@{DIGEST}", IMAGE):
        try:
            image = _inspect(client, name)
        except ImageNotFound:
            continue
        if name != IMAGE or _is_hello(image):
            return image, False, None, ""
    try:
        said = within(PULL_LIMIT_S, lambda: _pull(client))
        if not said:
            return _inspect(client, f"{REPOSITORY}@{DIGEST}"), True, None, ""
    except TookTooLong:
        return None, False, "not_present", "the registry did not answer in time"
    except Exception as fault:  # noqa: BLE001 # a fault of the pull is what is asked for
        text = _text_of(fault)
        if status_of(fault) == 429:
            return None, False, "rate_limit", text
        return None, False, _first(PULL_FAILURES, text) or "pull", text
    return None, False, _first(PULL_FAILURES, said) or "pull", said


def _is_hello(image: Dict[str, Any]) -> bool:
    """Whether an image of that name looks like it: any image may bear the name, and there are many true digests."""
    config, size = image.get("Config"), image.get("Size")
    if not isinstance(config, dict) or not isinstance(size, int) or not 0 < size <= MOST_BYTES:
        return False
    extras = (config.get(name) for name in ("Entrypoint", "Volumes", "Healthcheck", "OnBuild"))
    return config.get("Cmd") == COMMAND and not any(extras)


def _inspect(client: APIClient, image: str) -> Dict[str, Any]:
    said: Dict[str, Any] = client.inspect_image(image)  # type: ignore[no-untyped-call] # its stubs leave it out
    return said


def _pull(client: APIClient) -> str:
    """The error that the Engine streams, empty if there is none. An empty credential keeps helpers from running."""
    steps = client.pull(
        REPOSITORY, tag=DIGEST, stream=True, decode=True, auth_config={"username": "", "password": ""}
    )
    for step in steps:
        if isinstance(step, dict) and step.get("error"):
            return str(step["error"])
    return ""


def _run(client: APIClient, image: str) -> Dict[str, Any]:
    name = f"setupbot-hello-{os.urandom(6).hex()}"
    told: Dict[str, Any] = {}
    until = time.monotonic() + RUN_LIMIT_S
    try:
        client.create_container(
            image, name=name, host_config=_limits(client), labels={LABEL: "1"}, use_config_proxy=False
        )
        client.timeout = _left(until)
        client.start(name)
        exit_code = int(client.wait(name, timeout=_left(until))["StatusCode"])
        said = client.logs(name, stdout=True, stderr=True).decode("utf-8", "replace")
        told.update(exit_code=exit_code, said=_end(said), failure=None)
        if GREETING not in said:
            told["failure"] = _first(RUN_FAILURES, said) or "other"
    except Exception as fault:  # noqa: BLE001 # a fault of the run is what is asked for
        text = _text_of(fault)
        is_late = failure_of(fault)["failure"] == "timeout"
        told.update(failure="timeout" if is_late else _first(RUN_FAILURES, text) or "other", said=_end(text))
    client.timeout = API_LIMIT_S  # type: ignore[assignment] # as in _left
    told["was_removed"] = _remove(client, name)
    return told


def _limits(client: APIClient) -> Dict[str, Any]:
    """No network, nothing writable, no rights, and little of everything."""
    from docker.types import LogConfig

    return client.create_host_config(
        network_mode="none",
        read_only=True,
        cap_drop=["ALL"],
        security_opt=["no-new-privileges"],
        pids_limit=32,
        mem_limit="64m",
        log_config=LogConfig(type=LogConfig.types.JSON),
    )


def _left(until: float) -> Any:
    """Seconds that are left; the SDK's types know whole ones only, and nothing takes none."""
    return max(0.1, until - time.monotonic())


def _remove(client: APIClient, container: str) -> bool:
    from docker.errors import NotFound

    try:
        client.remove_container(container, force=True, v=True)
    except NotFound:
        return True
    except Exception:  # noqa: BLE001 # told as was_removed; the next run tries again
        return False
    return True


def _remove_leftovers(client: APIClient) -> None:
    """Takes away what an agent that was ended in the middle left, known by our label."""
    ours: List[Dict[str, Any]] = client.containers(all=True, filters={"label": LABEL})
    for container in ours:
        if time.time() - float(container.get("Created") or 0) > STALE_S:
            _remove(client, str(container["Id"]))


def _first(failures: Any, text: str) -> Optional[str]:
    return next((name for name, said in failures if re.search(said, text, re.IGNORECASE)), None)


def _text_of(fault: BaseException) -> str:
    """What the Engine said, or the kinds of exception where it said nothing."""
    explained = [str(getattr(part, "explanation", "") or "") for part in chain_of(fault)]
    return next(filter(None, explained), "") or " < ".join(type(part).__name__ for part in chain_of(fault))


def _end(said: str) -> str:
    return shaping.clean(shaping.mask(said[-4 * MOST_SAID :])[-MOST_SAID:], MOST_SAID, keep="\n")
