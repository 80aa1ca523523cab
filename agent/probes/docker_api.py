"""What the Docker Engine says over its socket, through the Docker SDK. One hung call ends the asking."""

from __future__ import annotations

import os
import shutil
import socket
import tempfile
import threading
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any, Callable, Dict, Iterator, List, Optional, TypeVar

from agent import VERSION
from agent.probes import shaping
from agent.probes.daemon_config import mask_proxy
from agent.probes.host import CouldNot, Found, Host
from agent.probes.own_socket import api_socket
from agent.probes.waiting import within

if TYPE_CHECKING:
    from docker import APIClient

Made = TypeVar("Made")
API_LIMIT_S = 3.0
GRACE_S = 0.5
"""What a call may take besides its own time limit, which a server that gives a byte a second would outwit."""
MOST_CHAIN = 16
ROOTS = (
    ("no_socket", ("FileNotFoundError", "NotADirectoryError")),
    ("stale_socket", ("ConnectionRefusedError",)),
    ("no_permission", ("PermissionError",)),
    ("timeout", ("TimeoutError", "timeout", "ReadTimeoutError", "ConnectTimeoutError", "TookTooLong")),
    (
        "not_docker",
        ("JSONDecodeError", "BadStatusLine", "KeyError", "TypeError", "LineTooLong", "UnknownProtocol"),
    ),
)
"""Failures by the kinds of exception that stand for them anywhere in the chain, the surest first."""
AFTER = {"no_socket": "absent", "no_permission": "no_permission", "timeout": "timeout"}
"""Why the other facts could not be seen, by the failure of the first call."""
_CONFIGURING = threading.Lock()


class Engine:
    """The Engine of one host for one Observation: either a client, or the failure of the first call."""

    def __init__(self, client: Optional[APIClient], failure: Dict[str, Any]) -> None:
        self._client = client
        self.failure = failure
        self._hangs = False

    def ask(self, call: Callable[[APIClient], Made], limit_s: float = API_LIMIT_S) -> Made:
        """What ``call`` makes of the client. Raises CouldNot, without trying where the socket failed before."""
        failure = "timeout" if self._hangs else self.failure.get("failure")
        client = self._client
        if failure or client is None:
            raise CouldNot(AFTER.get(str(failure), "failed"), f"the Docker socket: {failure}")
        try:
            return within(limit_s + GRACE_S, lambda: call(client))
        except CouldNot:
            raise
        except Exception as fault:  # told by kind, as the SDK, requests and urllib3 share no class
            told = failure_of(fault)
            self._hangs = told["failure"] == "timeout"
            raise CouldNot(AFTER.get(told["failure"], "failed"), " < ".join(told["chain"])) from fault


def engine(host: Host) -> Engine:
    """The Engine, asked for its version and pinged at the first call for this Host."""
    return host.once("docker", lambda: _connect(host))


def _connect(host: Host) -> Engine:
    try:
        path = host.files.at(_socket(host))
        _knock(path)
        client = within(API_LIMIT_S + GRACE_S, lambda: _greet(f"unix://{path}"))
    except Exception as fault:  # noqa: BLE001 # as above
        return Engine(None, failure_of(fault))
    host.at_end(client.close)
    return Engine(client, {})


def _socket(host: Host) -> str:
    return host.once("api socket", lambda: api_socket(host))


def _knock(path: str) -> None:
    """Connects and hangs up: a socket that is closed to us needs no SDK, which leaves its half of such a one open."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as knocking:
        knocking.settimeout(API_LIMIT_S)
        knocking.connect(path)


def _greet(address: str) -> APIClient:
    from docker.constants import (
        DEFAULT_DOCKER_API_VERSION,
    )  # a tenth of a second, so only where the API is asked

    # The version is the one question that any server understands, and says how to put the others.
    with closing(_client(address, DEFAULT_DOCKER_API_VERSION)) as asking:
        said = asking.version(api_version=False)
    if not isinstance(said["ApiVersion"], str):
        raise TypeError("the version is no text")
    client = _client(address, said["ApiVersion"])
    if not client.ping():
        client.close()
        raise TypeError("the answer to a ping is not OK")
    return client


def _client(address: str, version: str) -> APIClient:
    """A client that has not asked anything yet."""
    from docker import APIClient

    with _without_configuration():
        return APIClient(
            base_url=address,
            version=version,
            timeout=API_LIMIT_S,  # type: ignore[arg-type] # requests takes parts of seconds too
            user_agent=f"setupbot-agent/{VERSION}",
        )


@contextmanager
def _without_configuration() -> Iterator[None]:
    """Keeps the SDK from ~/.docker/config.json: its credential helpers are programs, which it would run."""
    with _CONFIGURING:
        before = os.environ.get("DOCKER_CONFIG")
        folder = tempfile.mkdtemp(prefix="setupbot-agent-")
        try:
            with open(os.path.join(folder, "config.json"), "w", encoding="utf-8") as config:
                config.write("{}")
            os.environ["DOCKER_CONFIG"] = folder
            yield
        finally:
            os.environ.pop("DOCKER_CONFIG", None)
            if before is not None:
                os.environ["DOCKER_CONFIG"] = before
            shutil.rmtree(folder, ignore_errors=True)


def chain_of(fault: BaseException) -> List[BaseException]:
    """The exception with all that led to it, outermost first: causes, contexts, and those it carries in its arguments."""
    chain: List[BaseException] = []
    ahead: List[Optional[BaseException]] = [fault]
    while ahead and len(chain) < MOST_CHAIN:
        here = ahead.pop(0)
        if here is None or any(here is known for known in chain):
            continue
        chain.append(here)
        carried = [part for part in here.args if isinstance(part, BaseException)]
        ahead += [here.__cause__, here.__context__, getattr(here, "reason", None), *carried]
        ahead = [part for part in ahead if part is None or isinstance(part, BaseException)]
    return chain


def failure_of(fault: BaseException) -> Dict[str, Any]:
    """Fact ``api_ping`` of a call that failed: its class by the chain, never by a text that versions reword."""
    chain = chain_of(fault)
    kinds = [type(part).__name__ for part in chain]
    status = next((code for code in map(status_of, chain) if code is not None), None)
    otherwise = "other" if status is None else "http_error"
    failure = next((name for name, roots in ROOTS if any(kind in roots for kind in kinds)), otherwise)
    return {"failure": failure, "status": status, "chain": shaping.words(kinds)}


def status_of(fault: BaseException) -> Optional[int]:
    """The HTTP status of an answer that refuses; None where there was no answer."""
    status = getattr(getattr(fault, "response", None), "status_code", None)
    return status if isinstance(status, int) and 100 <= status <= 599 else None


def look_at_ping(host: Host) -> Found:
    """Fact ``api_ping``."""
    failure = engine(host).failure or {"failure": None, "status": 200, "chain": []}
    path = _socket(host)
    return Found({**failure, "socket": shaping.path(path)}, f"GET /_ping on {path}")


def look_at_version(host: Host) -> Found:
    """Fact ``api_version``."""
    said = engine(host).ask(lambda client: client.version(api_version=False))
    from docker.constants import DEFAULT_DOCKER_API_VERSION

    parts = [part for part in said.get("Components") or () if isinstance(part, dict)]
    value = {
        "version": shaping.word(str(said.get("Version", ""))),
        "api": shaping.word(str(said.get("ApiVersion", ""))),
        "min_api": shaping.word(str(said.get("MinAPIVersion", ""))),
        "arch": shaping.word(str(said.get("Arch", ""))),
        "components": [
            {
                "name": shaping.word(str(part.get("Name", ""))),
                "version": shaping.word(str(part.get("Version", ""))),
            }
            for part in parts[:16]
        ],
        "sdk_max_api": DEFAULT_DOCKER_API_VERSION,
    }
    return Found(value, "GET /version")


def look_at_info(host: Host) -> Found:
    """Fact ``api_info``."""
    said = info(host)
    status = {
        shaping.word(str(pair[0])): shaping.line(str(pair[1]))
        for pair in said.get("DriverStatus") or ()
        if isinstance(pair, (list, tuple)) and len(pair) == 2
    }
    backend = said.get("FirewallBackend")
    value = {
        "server_version": shaping.word(_said(said, "ServerVersion")),
        "warnings": shaping.lines(map(str, said.get("Warnings") or ())),
        "driver": shaping.word(_said(said, "Driver")),
        "driver_status": dict(list(status.items())[: shaping.MOST_ITEMS]),
        "root_dir": shaping.path(_said(said, "DockerRootDir")),
        "http_proxy": shaping.line(mask_proxy(_said(said, "HttpProxy"))),
        "https_proxy": shaping.line(mask_proxy(_said(said, "HttpsProxy"))),
        "no_proxy": shaping.line(_said(said, "NoProxy")),
        "firewall_backend": shaping.word(
            str(backend.get("Driver") or "") if isinstance(backend, dict) else str(backend or "")
        ),
        "cgroup_version": shaping.word(_said(said, "CgroupVersion")),
        "security_options": shaping.words(map(str, said.get("SecurityOptions") or ())),
        "runtimes": shaping.words(map(str, said.get("Runtimes") or ())),
    }
    return Found(value, "GET /info")


def info(host: Host) -> Dict[str, Any]:
    """What the Engine says of itself. Raises CouldNot."""
    said = host.once("docker info", lambda: engine(host).ask(lambda client: client.info()))
    if not isinstance(said, dict):
        raise CouldNot("failed", "the answer is no object")
    return said


def _said(said: Dict[str, Any], name: str) -> str:
    return str(said.get(name) or "")


def look_at_containers(host: Host) -> Found:
    """Fact ``containers``: how many, never which."""
    running = engine(host).ask(lambda client: client.containers())
    try:
        total = info(host).get("Containers")
    except CouldNot:
        total = None
    number = total if isinstance(total, int) and total >= len(running) else len(running)
    return Found({"running": len(running), "total": number}, "GET /containers/json, GET /info")
