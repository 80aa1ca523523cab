from __future__ import annotations

import gc
import shutil
import socket
import ssl
import subprocess
import threading
import warnings
from contextlib import contextmanager
from pathlib import Path
from typing import Iterator, List, Tuple

import pytest

from agent.address import Address
from agent.server import Server
from agent.tests.fake_server import CREDENTIAL, FakeServer, trouble
from agent.tests.fakes import KEY, FakeClock


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    openssl = shutil.which("openssl")
    if not openssl:
        pytest.skip("no openssl to make a certificate with")
    files = [str(tmp_path / "key.pem"), str(tmp_path / "cert.pem")]
    argv = [
        openssl,
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-days",
        "2",
    ]
    argv += ["-keyout", files[0], "-out", files[1], "-subj", "/CN=localhost"]
    argv += ["-addext", "subjectAltName=DNS:localhost,DNS:bot.example.test"]
    subprocess.run(argv, check=True, capture_output=True)
    return tmp_path


def request_on(connection: socket.socket) -> bytes:
    """All of it up to the empty line; Python 3.8 sends it in parts."""
    heard = b""
    while b"\r\n\r\n" not in heard:
        part = connection.recv(4096)
        if not part:
            break
        heard += part
    return heard


@contextmanager
def listening(certificate: Path, answer: bytes, tunnel: bool = False) -> Iterator[Tuple[int, List[bytes]]]:
    """One TLS connection is answered with fixed bytes; ``tunnel``: a proxy stands before it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(str(certificate / "cert.pem"), str(certificate / "key.pem"))
    heard: List[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as waiting:

        def serve() -> None:
            try:
                plain, _ = waiting.accept()
                with plain:
                    plain.settimeout(10)
                    if tunnel:
                        heard.append(request_on(plain))
                        plain.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
                    with context.wrap_socket(plain, server_side=True) as wrapped:
                        heard.append(request_on(wrapped))
                        wrapped.sendall(answer)
            except OSError:
                return

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield waiting.getsockname()[1], heard
        thread.join(10)


ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"


def test_a_certificate_that_nobody_vouches_for_gets_no_key(certificate: Path) -> None:
    with listening(certificate, ANSWER) as (port, heard):
        assert trouble(Server(Address("https", "localhost", port, ""), FakeClock(), {})) == "tls"
    assert heard == []


def test_a_certificate_of_another_name_gets_no_key(
    certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate / "cert.pem"))
    with listening(certificate, ANSWER) as (port, heard):
        assert trouble(Server(Address("https", "127.0.0.1", port, ""), FakeClock(), {})) == "tls"
    assert heard == []


def test_a_certificate_that_the_system_trusts_does(
    certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate / "cert.pem"))
    with listening(certificate, ANSWER) as (port, heard):
        server = Server(Address("https", "localhost", port, ""), FakeClock(), {})
        assert server.next_job(CREDENTIAL, "s").status == 200
    assert KEY.encode() in heard[0]


def test_a_proxy_sees_where_to_and_not_the_key(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate / "cert.pem"))
    with listening(certificate, ANSWER, tunnel=True) as (port, heard):
        environment = {"HTTPS_PROXY": f"http://al%40ice:pass@127.0.0.1:{port}"}
        server = Server(Address("https", "bot.example.test", 443, ""), FakeClock(), environment)
        assert server.next_job(CREDENTIAL, "s").status == 200
    assert heard[0].startswith(b"CONNECT bot.example.test:443 ")
    assert b"Proxy-Authorization: Basic YWxAaWNlOnBhc3M=" in heard[0]
    assert KEY.encode() not in heard[0]
    assert b"Proxy-Authorization" not in heard[1]


def test_a_proxy_that_refuses_is_named(fake: FakeServer) -> None:
    with socket.create_server(("127.0.0.1", 0)) as waiting:

        def refuse() -> None:
            plain, _ = waiting.accept()
            with plain:
                request_on(plain)
                plain.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n")

        thread = threading.Thread(target=refuse, daemon=True)
        thread.start()
        environment = {"https_proxy": f"127.0.0.1:{waiting.getsockname()[1]}"}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)  # Python 3.8 forgets to close the proxy's answer
            assert (
                trouble(Server(Address("https", "bot.example.test", 443, ""), FakeClock(), environment))
                == "proxy"
            )
            gc.collect()
        thread.join(10)
