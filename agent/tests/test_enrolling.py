from __future__ import annotations

import io
from pathlib import Path
from typing import Any, Iterator

import pytest

from agent.clock import SystemClock
from agent.enrolled import KEY_FILE, POLICY, Enrolled, current_policy, read_enrolled, read_key, store_policy
from agent.enrolling import Code, Wish, enroll, leave, open_server, read_code, typed_code
from agent.home import Home
from agent.journal import Journal
from agent.policy import Policy
from agent.server import Server
from agent.tests.fake_server import FakeServer, Given, address_of, hello, serving
from agent.tests.fakes import CATALOGUE, CODE, CODE_ID, HOST_ID, KEY, SECRET, FakeClock
from agent.tests.scenes import enrolled_in, home_in, policy
from agent.words import Told

MADE = Given(200, {"host_id": HOST_ID, "key": KEY, "name": "web-1", "owner": "U1", "poll_s": 50})


@pytest.fixture
def fake() -> Iterator[FakeServer]:
    with serving() as server:
        server.give("/agent/v1/enroll", MADE)
        yield server


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return home_in(tmp_path)


def joins(home: Home, fake: FakeServer, code: str = CODE, **wish: Any) -> Enrolled:
    server = Server(address_of(fake), FakeClock(), {})
    fake.clients.append(server)
    wanted = {"name": "", "level": "files", "users": ("alice",), "language": "en", **wish}
    journal = Journal(home, FakeClock())
    return enroll(home, Wish(**wanted), read_code(code), server=server, journal=journal, catalogue=CATALOGUE)


def refused(home: Home, fake: FakeServer, **others: Any) -> str:
    with pytest.raises(Told) as told:
        joins(home, fake, **others)
    assert read_key(home) is None
    return told.value.key


def leaves(home: Home, address: str = "") -> str:
    return leave(
        home,
        server_for=lambda kept: open_server(address or kept, SystemClock(), {}),
        journal=Journal(home, FakeClock()),
        catalogue=CATALOGUE,
    )


@pytest.mark.parametrize(
    "typed",
    [CODE, CODE.lower(), CODE.replace("-", ""), f"  {CODE}\n", CODE.replace("1", "l").replace("0", "o")],
)
def test_a_code_is_read_however_it_was_typed(typed: str) -> None:
    assert read_code(typed) == Code(CODE_ID, SECRET)


@pytest.mark.parametrize("typed", ["", CODE[:-1], CODE + "A", CODE.replace("7", "U"), "é" * 24, "\x00" * 24])
def test_what_is_no_code_is_said(typed: str) -> None:
    with pytest.raises(Told) as told:
        read_code(typed)
    assert told.value.key == "code_wrong"


def test_a_code_comes_from_standard_input() -> None:
    assert typed_code("", io.StringIO(f"{CODE}\nmore"), "").secret == SECRET


def test_a_code_comes_from_a_file_that_is_its_owners_alone(tmp_path: Path) -> None:
    file = tmp_path / "code"
    file.write_text(f"{CODE}\n", "utf-8")
    file.chmod(0o600)
    assert typed_code(str(file), io.StringIO(), "").secret == SECRET
    file.chmod(0o644)
    with pytest.raises(Told) as told:
        typed_code(str(file), io.StringIO(), "")
    assert told.value.key == "secret_open"


def test_enrolling_keeps_the_key_the_host_and_the_narrowest_policy(home: Home, fake: FakeServer) -> None:
    assert joins(home, fake).name == "web-1"
    assert read_key(home) == KEY
    assert read_enrolled(home) == Enrolled(str(address_of(fake)), HOST_ID, "web-1")
    assert current_policy(home) == policy("files")
    sent = fake.bodies("/agent/v1/enroll")[0]
    assert {key: sent[key] for key in ("code_id", "secret", "name")} == {
        "code_id": CODE_ID,
        "secret": SECRET,
        "name": "web-1",
    }


def test_a_server_that_cannot_prove_it_made_the_code_gets_no_secret(home: Home, fake: FakeServer) -> None:
    fake.give("/agent/v1/hello", Given(200, hello("00", "another secret")))
    assert refused(home, fake) == "server_unproven"
    assert SECRET not in str(fake.heard)
    assert fake.bodies("/agent/v1/enroll") == []


def test_a_proof_recorded_from_another_hello_is_none(home: Home, fake: FakeServer) -> None:
    fake.give("/agent/v1/hello", Given(200, hello("f" * 32)))
    assert refused(home, fake) == "server_unproven"


def test_a_server_of_another_protocol_is_not_joined(home: Home, fake: FakeServer) -> None:
    fake.give("/agent/v1/hello", Given(426, {"error": "upgrade", "message": {"en": "new"}}))
    assert refused(home, fake) == "upgrade"


@pytest.mark.parametrize(
    ("given", "key"),
    [
        (Given(403, {"error": "bad_code"}), "code_refused"),
        (Given(404, raw=b"<html>not here</html>"), "no_answer"),
        (Given(429, {"error": "slow", "message": {"en": "wait"}}), "refused_by_server"),
        (Given(302, {}), "no_answer"),
        (Given(200, raw=b"<html>"), "no_answer"),
        (Given(200, {"host_id": "x", "key": KEY}), "no_answer"),
        (Given(200, {"host_id": HOST_ID, "key": "k\n"}), "no_answer"),
        (Given(200, {"host_id": HOST_ID, "key": KEY, "name": 7}), "no_answer"),
    ],
)
def test_an_enrollment_that_fails_leaves_no_key(home: Home, fake: FakeServer, given: Given, key: str) -> None:
    fake.give("/agent/v1/enroll", given)
    assert refused(home, fake) == key
    assert read_enrolled(home) is None


def test_a_host_is_enrolled_once_at_a_time(home: Home, fake: FakeServer) -> None:
    joins(home, fake)
    with pytest.raises(Told) as told:
        joins(home, fake)
    assert told.value.key == "already_joined"


def test_a_revoked_host_may_be_enrolled_again(home: Home, fake: FakeServer) -> None:
    joins(home, fake)
    home.delete(KEY_FILE)
    assert joins(home, fake).host_id == HOST_ID


def test_enrolling_again_keeps_what_was_denied(home: Home, fake: FakeServer) -> None:
    store_policy(home, policy("active", denied=("os_release",), users=("bob",)))
    joins(home, fake)
    kept = current_policy(home)
    assert (kept.level, kept.denied, kept.users) == ("files", ("os_release",), ("alice", "bob"))


def test_leaving_tells_the_server_and_takes_back_what_was_granted(home: Home, fake: FakeServer) -> None:
    enrolled_in(home, fake)
    store_policy(home, policy("active", denied=("user",)))
    assert leaves(home) == ""
    assert fake.heard[0].path == "/agent/v1/leave"
    assert fake.heard[0].headers["Authorization"] == f"Bearer {HOST_ID}.{KEY}"
    assert (read_key(home), read_enrolled(home)) == (None, None)
    assert current_policy(home) == policy("files", denied=("user",))
    assert [line["what"] for line in Journal(home, FakeClock()).lines()] == ["left"]


@pytest.mark.parametrize("given", [Given(500, {}), Given(302, {}), Given(200, raw=b"x")])
def test_leaving_deletes_the_key_whatever_the_server_says(home: Home, fake: FakeServer, given: Given) -> None:
    enrolled_in(home, fake)
    fake.give("/agent/v1/leave", given)
    assert leaves(home) != ""
    assert (read_key(home), read_enrolled(home)) == (None, None)


def test_leaving_deletes_a_key_that_others_may_read(home: Home, fake: FakeServer) -> None:
    enrolled_in(home, fake)
    (home.folder / KEY_FILE).chmod(0o644)
    assert leaves(home) == "secret_open"
    assert not (home.folder / KEY_FILE).exists()
    assert fake.heard == []


def test_who_never_joined_cannot_leave(home: Home) -> None:
    with pytest.raises(Told) as told:
        leaves(home)
    assert told.value.key == "not_joined"


def test_leaving_writes_a_policy_anew_that_was_not_understood(home: Home, fake: FakeServer) -> None:
    enrolled_in(home, fake)
    home.write(POLICY, "{")
    leaves(home)
    assert current_policy(home).users == Policy().users


@pytest.mark.parametrize("kept", ["{", "[]", "{}", '{"server": "x", "host_id": "../..", "name": "y"}'])
def test_a_damaged_enrollment_is_said(home: Home, kept: str) -> None:
    home.write("host.json", kept)
    with pytest.raises(Told) as told:
        read_enrolled(home)
    assert told.value.key == "file_unusable"
