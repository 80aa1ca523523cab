from __future__ import annotations

import fcntl
import os
import signal
from datetime import timedelta
from pathlib import Path

import pytest

from agent.home import Home, check_secret, home_in_use, usual_folder, usual_user
from agent.memory import Memory
from agent.tests.fakes import NOON
from agent.tests.scenes import home_in
from agent.words import Told


def key_of(told: pytest.ExceptionInfo[Told]) -> str:
    return told.value.key


def test_root_uses_the_systems_folder() -> None:
    assert usual_folder({}, uid=0) == Path("/var/lib/setupbot-agent")


def test_the_service_uses_the_folder_that_systemd_names() -> None:
    assert usual_folder({"STATE_DIRECTORY": "/var/lib/x:/var/lib/y"}, uid=998) == Path("/var/lib/x")


def test_a_person_uses_their_own() -> None:
    assert usual_folder({"XDG_STATE_HOME": "/home/a/.state"}, uid=1000) == Path(
        "/home/a/.state/setupbot-agent"
    )
    assert usual_folder({"XDG_STATE_HOME": "relative"}, uid=1000).is_absolute()


def test_who_has_no_agent_of_their_own_is_told_that_the_systems_needs_sudo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    system = tmp_path / "system"
    monkeypatch.setattr("agent.home.SYSTEM_FOLDER", system)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.delenv("STATE_DIRECTORY", raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    own = tmp_path / "setupbot-agent"
    assert home_in_use("").folder == own
    system.mkdir()
    with pytest.raises(Told) as told:
        home_in_use("")
    assert key_of(told) == "system_has_it"
    assert home_in_use(str(system)).folder == system
    own.mkdir()
    assert home_in_use("").folder == own
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert home_in_use("").folder == system


def test_behind_sudo_the_person_is_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert usual_user({"SUDO_USER": "alice"}) == "alice"
    assert usual_user({"SUDO_USER": "a; rm"}) != "a; rm"


def test_what_is_written_is_read_and_for_its_owner_only(tmp_path: Path) -> None:
    home = home_in(tmp_path)
    home.write("key", "secret\n")
    assert home.read_secret("key") == "secret\n"
    assert (home.folder / "key").stat().st_mode & 0o777 == 0o600
    assert home.folder.stat().st_mode & 0o777 == 0o700


def test_nothing_is_left_of_a_write_but_the_file(tmp_path: Path) -> None:
    home = home_in(tmp_path)
    home.write("key", "one")
    home.write("key", "two")
    assert [path.name for path in home.folder.iterdir()] == ["key"]


def test_a_failed_write_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = home_in(tmp_path)
    home.write("key", "one")

    def fail(*paths: str, **folders: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(Told):
        home.write("key", "two")
    assert home.read("key") == "one"
    assert [path.name for path in home.folder.iterdir()] == ["key"]


def test_a_missing_file_is_none(tmp_path: Path) -> None:
    assert home_in(tmp_path).read("key") is None
    assert Home(tmp_path / "nowhere").read("key") is None


def test_a_link_is_not_read(tmp_path: Path) -> None:
    home = home_in(tmp_path)
    (tmp_path / "other").write_text("theirs", "utf-8")
    (home.folder / "key").symlink_to(tmp_path / "other")
    with pytest.raises(Told) as told:
        home.read("key")
    assert key_of(told) == "file_unusable"


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    home = home_in(tmp_path)
    os.mkfifo(str(home.folder / "key"))
    with pytest.raises(Told):
        home.read("key")


def test_a_link_where_the_draft_would_stand_is_not_written_through(tmp_path: Path) -> None:
    home = home_in(tmp_path)
    (tmp_path / "other").write_text("theirs", "utf-8")
    (home.folder / f".key.{os.getpid()}.new").symlink_to(tmp_path / "other")
    home.write("key", "mine")
    assert (tmp_path / "other").read_text("utf-8") == "theirs"
    assert home.read("key") == "mine"


def test_a_secret_that_others_may_read_is_not_used(tmp_path: Path) -> None:
    home = home_in(tmp_path)
    home.write("key", "secret")
    (home.folder / "key").chmod(0o640)
    with pytest.raises(Told) as told:
        home.read_secret("key")
    assert key_of(told) == "secret_open"


def test_a_folder_that_others_may_use_is_not_used(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    with pytest.raises(Told) as told:
        Home(tmp_path).make()
    assert key_of(told) == "home_open"


def test_a_secret_is_no_link(tmp_path: Path) -> None:
    (tmp_path / "code").write_text("x", "utf-8")
    (tmp_path / "link").symlink_to(tmp_path / "code")
    with pytest.raises(Told):
        check_secret(tmp_path / "link")


def test_only_one_process_holds_the_lock(tmp_path: Path) -> None:
    home = home_in(tmp_path)
    with home.alone("run.lock") as first, home.alone("run.lock") as second:
        assert (first, second) == (True, False)
    with home.alone("run.lock") as again:
        assert again


def test_a_nonce_is_known_after_a_restart(tmp_path: Path) -> None:
    home = home_in(tmp_path)
    Memory(home).remember("ab", NOON)
    assert Memory(home).knows("ab")
    assert not Memory(home).knows("cd")


def test_jobs_of_the_last_hour_count_also_where_the_clock_was_set_back(tmp_path: Path) -> None:
    memory = Memory(home_in(tmp_path))
    memory.remember("old", NOON - timedelta(hours=2))
    memory.remember("new", NOON - timedelta(minutes=59))
    memory.remember("future", NOON + timedelta(minutes=59))
    assert memory.lately(NOON) == 2


def test_a_clock_that_was_days_ahead_does_not_use_up_the_rate_once_it_is_right(tmp_path: Path) -> None:
    memory = Memory(home_in(tmp_path))
    memory.remember("future", NOON + timedelta(days=3))
    assert memory.lately(NOON) == 0


@pytest.mark.parametrize("kept", ["{", "[]", '{"ab": "noon"}', "[" * 100_000])
def test_a_damaged_memory_is_begun_anew(tmp_path: Path, kept: str) -> None:
    home = home_in(tmp_path)
    home.write("nonces.json", kept)
    assert not Memory(home).knows("ab")


# Root in the folder of a service's user, who may be hostile.


@pytest.fixture
def theirs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A folder that belongs to another, used by root: what is chowned is what root makes there."""
    if os.geteuid() != 0:
        pytest.skip("only root can use another user's folder")
    home = home_in(tmp_path)
    os.chown(str(home.folder), 4242, 4242)
    return home


def test_what_root_writes_belongs_to_the_folders_owner(theirs: Home) -> None:
    theirs.write("policy.json", "{}")
    assert (theirs.folder / "policy.json").stat().st_uid == 4242


def test_root_reads_nothing_that_a_hard_link_brought_in(theirs: Home, tmp_path: Path) -> None:
    (tmp_path / "shadow").write_text("secret", "utf-8")
    os.link(str(tmp_path / "shadow"), str(theirs.folder / "policy.json"))
    with pytest.raises(Told) as told:
        theirs.read("policy.json")
    assert told.value.values["reason"].key == "os_ELOOP"


def test_root_follows_no_link_that_another_put_in_the_folders_place(theirs: Home, tmp_path: Path) -> None:
    away = tmp_path / "away"
    theirs.folder.rename(away)
    theirs.folder.symlink_to(away)
    os.chown(str(theirs.folder), 4242, 4242, follow_symlinks=False)
    for act in (theirs.make, lambda: theirs.write("key", "x"), lambda: theirs.delete("key")):
        with pytest.raises((Told, OSError)):
            act()
    assert list(away.iterdir()) == []


def test_a_link_of_ones_own_may_stand_for_the_folder(tmp_path: Path) -> None:
    elsewhere = home_in(tmp_path).folder
    (tmp_path / "link").symlink_to(elsewhere)
    Home(tmp_path / "link").write("key", "x")
    assert (elsewhere / "key").read_text("utf-8") == "x"


def test_a_folder_swapped_between_two_steps_does_not_take_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, other = home_in(tmp_path), tmp_path / "other"
    other.mkdir()
    settle = os.fsync

    def swap(number: int) -> None:
        if not (tmp_path / "gone").exists():
            home.folder.rename(tmp_path / "gone")
            home.folder.symlink_to(other)
        settle(number)

    monkeypatch.setattr(os, "fsync", swap)
    home.write("key", "secret")
    assert list(other.iterdir()) == []
    assert (tmp_path / "gone" / "key").read_text("utf-8") == "secret"


@pytest.mark.parametrize("name", ["run.lock", "log.jsonl"])
def test_no_pipe_is_opened_to_be_written(tmp_path: Path, name: str) -> None:
    home = home_in(tmp_path)
    os.mkfifo(str(home.folder / name))
    with pytest.raises(Told), home.opened(name):
        pass


def test_a_lease_on_a_file_is_not_waited_for(tmp_path: Path) -> None:
    home = home_in(tmp_path)
    home.write("policy.json", "{}")
    with (home.folder / "policy.json").open("r+") as held:
        try:
            fcntl.fcntl(held, fcntl.F_SETLEASE, fcntl.F_WRLCK)
        except OSError:
            pytest.skip("this file system knows no leases")
        monkey = signal.signal(signal.SIGIO, signal.SIG_IGN)
        try:
            with pytest.raises(Told):
                home.read("policy.json")
        finally:
            fcntl.fcntl(held, fcntl.F_SETLEASE, fcntl.F_UNLCK)
            signal.signal(signal.SIGIO, monkey)
