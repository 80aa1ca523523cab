"""HTTPS for a machine of the tests: it listens on the machine's own loopback, under the names that it serves for."""

from __future__ import annotations

import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.integration.rooted import Rooted

HTTPS = 443


@dataclass(frozen=True)
class Certificate:
    """One that vouches for itself; ``names`` are the servers that may show it."""

    file: Path
    key: Path
    names: tuple[str, ...]

    @property
    def text(self) -> str:
        """The certificate alone."""
        return self.file.read_text()


def certificate(folder: Path, *names: str) -> Certificate:
    """Makes one."""
    made = Certificate(folder / f"{names[0]}.crt", folder / f"{names[0]}.key", names)
    kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
    served = ",".join(f"DNS:{name}" for name in names)
    subprocess.run(
        [
            *("openssl", "req", "-x509", *kind, "-subj", f"/CN={names[0]}"),
            *("-addext", f"subjectAltName={served}", "-keyout", str(made.key), "-out", str(made.file)),
        ],
        check=True,
        capture_output=True,
    )
    return made


def trust(machine: Rooted, shown: Certificate) -> None:
    """Puts it where ``update-ca-certificates`` puts one: into the bundle, and into a file named after it."""
    asked = ["openssl", "x509", "-noout", "-hash", "-in", str(shown.file)]
    name = subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip()
    machine.write(f"/etc/ssl/certs/{name}.0", shown.text)
    machine.write("/etc/ssl/certs/ca-certificates.crt", shown.text)


class Folder(SimpleHTTPRequestHandler):
    """Serves files, and remembers nothing."""

    def log_message(self, *said: Any, **more: Any) -> None:
        """Says nothing."""


class Registry(BaseHTTPRequestHandler):
    """Wants to know who asks, as Docker's does."""

    def do_GET(self) -> None:
        """Answers as to somebody without a token."""
        self.send_response(401)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *said: Any, **more: Any) -> None:
        """Says nothing."""


class _Server(ThreadingHTTPServer):
    """One whose clients may leave without a word."""

    daemon_threads = True

    def __init__(self, address: str, handler: Any, shown: Certificate) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(shown.file, shown.key)
        super().__init__((address, HTTPS), handler)
        self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """One that does not trust us hangs up."""


@contextmanager
def serving(machine: Rooted, address: str, shown: Certificate, what: Path | None = None) -> Iterator[None]:
    """Serves the folder ``what``, or as a registry, to the machine under the certificate's names."""
    hosts = machine.path("/etc/hosts")
    hosts.write_text(hosts.read_text() + "".join(f"{address} {name}\n" for name in shown.names))
    handler = partial(Folder, directory=str(what)) if what else Registry
    with machine.network():
        server = _Server(address, handler, shown)
    with server:
        thread = threading.Thread(target=partial(server.serve_forever, poll_interval=0.05))
        thread.start()
        try:
            yield
        finally:
            server.shutdown()
            thread.join()
