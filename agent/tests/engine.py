"""A Docker Engine that is only its socket: it answers as scripted and remembers what it was asked to run."""

from __future__ import annotations

import json
import re
import shutil
import socket
import struct
import tempfile
import threading
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socketserver import ThreadingMixIn, UnixStreamServer
from typing import Any, Callable, Dict, List, Optional, Tuple
from urllib.parse import unquote

VERSION = {
    "Version": "29.7.2",
    "ApiVersion": "1.52",
    "MinAPIVersion": "1.44",
    "Arch": "amd64",
    "Components": [{"Name": "Engine", "Version": "29.7.2"}, {"Name": "containerd", "Version": "v2.1.5"}],
}
INFO = {
    "ServerVersion": "29.7.2",
    "Driver": "overlayfs",
    "DriverStatus": [["driver-type", "io.containerd.snapshotter.v1"]],
    "Warnings": None,
    "DockerRootDir": "/var/lib/docker",
    "Containers": 3,
    "CgroupVersion": "2",
    "FirewallBackend": {"Driver": "iptables"},
    "SecurityOptions": ["name=apparmor", "name=seccomp,profile=builtin", "name=cgroupns"],
    "Runtimes": {"runc": {"path": "runc"}, "io.containerd.runc.v2": {"path": "runc"}},
}
GREETING = (
    "\nHello from Docker!\nThis message shows that your installation appears to be working correctly.\n"
)
Answer = Tuple[int, Any]


class Engine:
    """Use it as a context: the socket is gone at its end. Its state is there to be asserted on."""

    def __init__(self) -> None:
        self.answers: Dict[str, Answer] = {
            "GET /version": (200, VERSION),
            "GET /_ping": (200, b"OK"),
            "GET /info": (200, INFO),
            "GET /containers/json": (200, []),
        }
        self.images: Dict[str, Dict[str, Any]] = {}
        self.to_pull: Optional[Dict[str, Any]] = None
        self.pull_error = ""
        self.prints = GREETING
        self.exit_code = 0
        self.containers: Dict[str, Dict[str, Any]] = {}
        self.made: List[Dict[str, Any]] = []
        self.pulled: List[str] = []
        self.asked: List[str] = []
        self.headers: List[Dict[str, str]] = []
        self._folder = Path(tempfile.mkdtemp(prefix="engine-"))
        self.socket = str(self._folder / "docker.sock")

    def __enter__(self) -> Engine:
        engine = self

        class Handler(BaseHTTPRequestHandler):
            def _answer(self) -> None:
                size = int(self.headers.get("Content-Length") or 0)
                sent = json.loads(self.rfile.read(size) or b"null")
                engine.headers.append(dict(self.headers))
                status, body = engine.answer(self.command, self.path, sent)
                told = body if isinstance(body, bytes) else json.dumps(body).encode()
                self.send_response(status)
                self.send_header(
                    "Content-Type", "text/plain" if isinstance(body, bytes) else "application/json"
                )
                self.send_header("Content-Length", str(len(told)))
                self.end_headers()
                if told:  # who gets no body has hung up by now
                    self.wfile.write(told)

            do_GET = do_POST = do_DELETE = _answer  # noqa: N815 # the names that http.server asks for

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 # as its base names it
                """Says nothing."""

        class Server(ThreadingMixIn, UnixStreamServer):
            daemon_threads = True

            def get_request(self) -> Tuple[socket.socket, Any]:
                request, _ = super().get_request()
                return request, ("", 0)

        self._server = Server(self.socket, Handler)
        threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        ).start()
        return self

    def __exit__(self, *fault: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        shutil.rmtree(self._folder)

    def answer(self, method: str, path: str, sent: Any) -> Answer:
        """What was scripted, else what an Engine would do with images and containers."""
        place, _, query = path.partition("?")
        place = unquote(place)
        place = re.sub(r"^/v1\.\d+", "", place)
        self.asked.append(f"{method} {place}")
        scripted = self.answers.get(f"{method} {place}")
        if scripted:
            return scripted
        for pattern, act in self._acts().items():
            found = re.fullmatch(pattern, f"{method} {place}")
            if found:
                return act(found.groupdict(), query, sent)
        return 404, {"message": f"page not found: {place}"}

    def _acts(self) -> Dict[str, Callable[[Dict[str, str], str, Any], Answer]]:
        return {
            r"GET /images/(?P<name>.+)/json": self._inspect_image,
            r"POST /images/create": self._pull,
            r"DELETE /images/(?P<name>.+)": self._remove_image,
            r"POST /containers/create": self._create,
            r"GET /containers/(?P<name>[^/]+)/json": lambda found, query, sent: (
                200,
                {"Config": {"Tty": False}},
            ),
            r"POST /containers/(?P<name>[^/]+)/start": lambda found, query, sent: (204, b""),
            r"POST /containers/(?P<name>[^/]+)/wait": lambda found, query, sent: (
                200,
                {"StatusCode": self.exit_code},
            ),
            r"GET /containers/(?P<name>[^/]+)/logs": self._logs,
            r"DELETE /containers/(?P<name>[^/]+)": self._remove,
        }

    def _inspect_image(self, found: Dict[str, str], query: str, sent: Any) -> Answer:
        image = self.images.get(found["name"])
        return (200, image) if image else (404, {"message": f"No such image: {found['name']}"})

    def _pull(self, found: Dict[str, str], query: str, sent: Any) -> Answer:
        self.pulled.append(query)
        if self.to_pull is None:
            return 500, {"message": self.pull_error}
        from agent.probes.hello import DIGEST

        self.images[f"hello-world@{DIGEST}"] = self.to_pull
        self.images[self.to_pull["Id"]] = self.to_pull
        return 200, {"status": "Pull complete"}

    def _remove_image(self, found: Dict[str, str], query: str, sent: Any) -> Answer:
        gone = [name for name, image in self.images.items() if image["Id"] == found["name"]]
        for name in gone:
            del self.images[name]
        return 200, [{"Deleted": found["name"]}]

    def _create(self, found: Dict[str, str], query: str, sent: Any) -> Answer:
        self.made.append(sent)
        self.containers[query.rpartition("name=")[2].partition("&")[0]] = sent
        return 201, {"Id": "c0ffee", "Warnings": []}

    def _logs(self, found: Dict[str, str], query: str, sent: Any) -> Answer:
        text = self.prints.encode()
        return 200, b"\x01\0\0\0" + struct.pack(">I", len(text)) + text

    def _remove(self, found: Dict[str, str], query: str, sent: Any) -> Answer:
        return (
            (204, b"")
            if self.containers.pop(found["name"], None)
            else (404, {"message": "No such container"})
        )
