from __future__ import annotations

import gc
import shutil
import socket
import ssl
import subprocess
import threading
import warnings
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Iterator, List, Tuple

import pytest

from agent import server as server_module
from agent.address import Address, proxy_for, read_address
from agent.clock import moment
from agent.server import Credential, Server, Trouble, message_of, proves
from agent.tests.fakes import (
    HOST_ID,
    KEY,
    NONCE,
    SECRET,
    FakeClock,
    FakeServer,
    Given,
    address_of,
    hello,
    serving,
)
from agent.words import Told

CREDENTIAL = Credential(HOST_ID, KEY)


@pytest.fixture
def fake() -> Iterator[FakeServer]:
    with serving() as server:
        yield server


@pytest.fixture
def server(fake: FakeServer) -> Iterator[Server]:
    made = Server(address_of(fake), FakeClock(), {})
    yield made
    made.close()


def trouble(server: Server) -> str:
    with pytest.raises(Trouble) as raised:
        server.next_job(CREDENTIAL, "s")
    return raised.value.code


def test_every_request_says_who_speaks_which_protocol(fake: FakeServer, server: Server) -> None:
    server.next_job(CREDENTIAL, "abc")
    heard = fake.heard[0]
    assert (heard.method, heard.path) == ("GET", "/agent/v1/jobs?session=abc")
    assert heard.headers["Authorization"] == f"Bearer {HOST_ID}.{KEY}"
    assert (heard.headers["Setupbot-Agent"], heard.headers["Setupbot-Protocol"]) == ("1.0.0", "1")


def test_hello_and_enroll_carry_no_credential(fake: FakeServer, server: Server) -> None:
    server.hello("7Q4M2KXT", NONCE)
    server.enroll({"code_id": "x"})
    assert all("Authorization" not in heard.headers for heard in fake.heard)


def test_a_connection_is_kept_and_dialled_anew_when_it_was_ended(fake: FakeServer, server: Server) -> None:
    server.next_job(CREDENTIAL, "s")
    kept = server.connection
    server.next_job(CREDENTIAL, "s")
    assert server.connection is kept
    assert kept is not None
    assert kept.sock is not None
    kept.sock.shutdown(socket.SHUT_RDWR)
    assert server.next_job(CREDENTIAL, "s").status == 204


def test_a_redirect_is_not_followed_and_the_key_stays(fake: FakeServer, server: Server) -> None:
    with serving() as other:
        fake.give("/agent", Given(307, {}, (("Location", f"http://127.0.0.1:{other.port}/steal"),)))
        assert trouble(server) == "redirected"
        assert other.heard == []


def test_a_long_answer_is_not_read_to_its_end(fake: FakeServer, server: Server) -> None:
    fake.give("/agent", Given(200, raw=b'{"job": "' + b"x" * 100_000 + b'"}'))
    assert trouble(server) == "strange"


@pytest.mark.parametrize("raw", [b"<html>", b"[1]", b'"x"', b'{"a": NaN}', b"[" * 60_000, b"\xff\xfe"])
def test_an_answer_that_is_no_object_is_trouble(fake: FakeServer, server: Server, raw: bytes) -> None:
    fake.give("/agent", Given(200, raw=raw))
    assert trouble(server) == "strange"


def test_an_encoded_answer_is_not_decoded(fake: FakeServer, server: Server) -> None:
    fake.give("/agent", Given(200, raw=b"x", headers=(("Content-Encoding", "gzip"),)))
    assert trouble(server) == "strange"


def test_a_proxys_error_page_is_an_error_without_a_word(fake: FakeServer, server: Server) -> None:
    fake.give("/agent", Given(502, raw=b"<html>bad gateway</html>", headers=(("Retry-After", "7"),)))
    reply = server.next_job(CREDENTIAL, "s")
    assert (reply.status, reply.error, reply.retry_after_s) == (502, "", 7.0)


@pytest.mark.parametrize("word", [7, ["revoked"], "re voked", "x" * 41, None, "\x1b[2J"])
def test_an_error_that_is_no_word_is_none(fake: FakeServer, server: Server, word: object) -> None:
    fake.give("/agent", Given(401, {"error": word}))
    assert server.next_job(CREDENTIAL, "s").error == ""


@pytest.mark.parametrize("text", ["soon", "-1", "1e9", "99999", "٣"])
def test_a_retry_after_that_is_none_is_left_out(text: str) -> None:
    assert server_module._seconds(text) == 0.0


def test_nobody_listening_is_refused() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    assert trouble(Server(Address("http", "127.0.0.1", port, ""), FakeClock(), {})) == "refused"


def test_a_server_that_does_not_speak_tls_is_not_spoken_to(fake: FakeServer) -> None:
    server = Server(Address("https", "127.0.0.1", fake.port, ""), FakeClock(), {})
    assert trouble(server) == "tls"
    assert fake.heard == []


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


@pytest.mark.parametrize(
    "text",
    [
        "https://bot.example.com",
        "https://bot.example.com:8443/base",
        "http://127.0.0.1:3000",
        "http://localhost",
        "http://[::1]:80",
    ],
)
def test_an_address_is_read_and_written_back(text: str) -> None:
    assert read_address(str(read_address(text + "/"))) == read_address(text)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("bot.example.com", "address_wrong"),
        ("ftp://bot.example.com", "address_wrong"),
        ("https://", "address_wrong"),
        ("https://user:pass@bot.example.com", "address_wrong"),
        ("https://bot.example.com/?x=1", "address_wrong"),
        ("https://bot.example.com/#x", "address_wrong"),
        ("https://bot.example.com:99999", "address_wrong"),
        ("https://bot.example.com/a b", "address_wrong"),
        ("https://bot.example.com\r\nHost: x", "address_wrong"),
        ("http://bot.example.com", "address_plain"),
        ("http://10.0.0.1", "address_plain"),
        ("http://127.0.0.1.example.com", "address_plain"),
        ("http://0.0.0.0", "address_plain"),
    ],
)
def test_an_address_that_would_send_the_key_in_the_clear_or_nowhere_is_refused(text: str, key: str) -> None:
    with pytest.raises(Told) as told:
        read_address(text)
    assert told.value.key == key


def test_a_proxy_is_not_used_where_the_environment_says_so() -> None:
    bot = read_address("https://bot.example.com")
    environment = {"HTTPS_PROXY": "http://proxy:3128"}
    assert proxy_for(bot, environment) is not None
    assert proxy_for(bot, {**environment, "NO_PROXY": ".example.com"}) is None
    assert proxy_for(read_address("https://127.0.0.1"), environment) is None
    assert proxy_for(bot, {"HTTP_PROXY": "http://proxy:3128"}) is None


@pytest.mark.parametrize(
    "value", ["socks5://proxy:1080", "https://proxy:443", "http://pro xy", "http://proxy:x"]
)
def test_a_proxy_of_another_kind_is_said(value: str) -> None:
    with pytest.raises(Told) as told:
        proxy_for(read_address("https://bot.example.com"), {"HTTPS_PROXY": value})
    assert told.value.key == "proxy_wrong"


def test_a_server_that_knows_the_secret_proves_it() -> None:
    assert proves(SECRET, NONCE, hello(NONCE)["proof"])


@pytest.mark.parametrize(
    "proof", [None, 7, "", "0" * 64, "é" * 64, hello(NONCE, "other")["proof"], hello("00", SECRET)["proof"]]
)
def test_any_other_proof_is_none(proof: object) -> None:
    assert not proves(SECRET, NONCE, proof)


def test_the_clock_is_compared_with_the_servers_date() -> None:
    clock = FakeClock()
    clock.at += timedelta(minutes=5)
    ahead = moment(clock, "Sun, 22 Nov 2026 12:00:00 GMT").ahead_s
    assert ahead == 299.5


@pytest.mark.parametrize(
    "date", [None, "", "noon", "Sun, 99 Nov 2026 12:00:00 GMT", "x" * 1000, "Sun, 22 Nov 2026 12:00:00"]
)
def test_a_date_that_is_none_teaches_nothing(date: str) -> None:
    assert moment(FakeClock(), date).ahead_s is None


def test_the_servers_message_is_taken_in_the_persons_language(fake: FakeServer, server: Server) -> None:
    fake.give("/agent", Given(426, {"error": "upgrade", "message": {"en": "old", "ko": "옛것"}}))
    reply = server.next_job(CREDENTIAL, "s")
    assert (message_of(reply, "ko"), message_of(reply, "en")) == ("옛것", "old")
    fake.give("/agent", Given(426, {"error": "upgrade", "message": {"en": ["x"]}}))
    assert message_of(server.next_job(CREDENTIAL, "s"), "en") == ""
