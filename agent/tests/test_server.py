from __future__ import annotations

import socket
from datetime import timedelta
from typing import Iterator

import pytest

from agent import server as server_module
from agent.address import Address
from agent.clock import moment
from agent.server import Server, message_of, proves
from agent.tests.fake_server import CREDENTIAL, FakeServer, Given, address_of, hello, serving, trouble
from agent.tests.fakes import HOST_ID, KEY, NONCE, SECRET, FakeClock


@pytest.fixture
def server(fake: FakeServer) -> Iterator[Server]:
    made = Server(address_of(fake), FakeClock(), {})
    yield made
    made.close()


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
