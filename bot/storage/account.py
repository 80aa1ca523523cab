"""Which system user runs the embedded server: ourselves, or, started by root, one of its own.

PostgreSQL refuses to run as root. Only then is anything outside our own folder touched: a system
user is made once, and folders on the way that it could not pass get ``o+x`` (pass, not list).
"""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path

import structlog

from bot.storage.faults import StorageError

SERVER_USER = "setupbot-db"
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Account:
    """A system user by numbers; ``switch`` tells that we are root and must become it."""

    uid: int
    gid: int
    switch: bool

    def subprocess_options(self) -> dict[str, object]:
        """What ``subprocess.run`` needs to run a program as this user."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.switch else {}

    def give(self, path: Path) -> None:
        """Makes ``path`` this user's own (nothing to do unless we are root)."""
        if self.switch:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)  # that user may have put a link there


def server_account(data: Path) -> Account:
    """Who runs the server: ourselves; for root, the owner of ``data`` or a user of its own."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), switch=False)
    if data.exists() and (owner := data.stat()).st_uid != 0:
        return Account(owner.st_uid, owner.st_gid, switch=True)
    return _server_user() or _make_server_user()


def _server_user() -> Account | None:
    import pwd  # not at the top: Windows has none, and a server elsewhere serves there too

    try:
        entry = pwd.getpwnam(SERVER_USER)
    except KeyError:
        return None
    return Account(entry.pw_uid, entry.pw_gid, switch=True)


def _make_server_user() -> Account:
    if shutil.which("useradd"):
        command = ["useradd", "--system", "--no-create-home", "--shell", "/bin/false", SERVER_USER]
    else:
        command = ["adduser", "-S", "-D", "-H", "-s", "/bin/false", SERVER_USER]
    fault: Exception | None = None
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=30)  # noqa: S603  # fixed words
    except (OSError, subprocess.SubprocessError) as failed:
        fault = failed  # a second process of ours may have made the user in the meantime
    if made := _server_user():
        return made
    raise StorageError(
        f"The built-in database does not run as root, and a system user {SERVER_USER!r} for it "
        "could not be made. Start setupbot as an ordinary user, or set DATABASE_URL."
    ) from fault


def open_way(account: Account, path: Path) -> None:
    """Lets the server's user pass the folders above ``path``: ``o+x`` where it is missing."""
    if not account.switch:
        return
    for folder in path.parents:
        found = folder.stat()
        if found.st_uid == account.uid:
            passes = found.st_mode & stat.S_IXUSR
        elif found.st_gid == account.gid:
            passes = found.st_mode & stat.S_IXGRP
        else:
            passes = found.st_mode & stat.S_IXOTH
        if not passes:
            try:
                folder.chmod(stat.S_IMODE(found.st_mode) | stat.S_IXOTH)
            except OSError as fault:
                raise StorageError(
                    f"The database's own user cannot pass {folder}. Set SETUPBOT_HOME to another folder, or "
                    "set DATABASE_URL."
                ) from fault
            _log.warning("folder_opened_for_database_user", folder=str(folder), user=account.uid)


def open_tree(path: Path) -> None:
    """Lets everyone read the programs below ``path``, as an installer with a strict umask did not."""
    for folder, _, files in os.walk(path):
        os.chmod(folder, stat.S_IMODE(os.stat(folder).st_mode) | 0o555)  # noqa: S103  # programs, no secrets
        for name in files:
            file = os.path.join(folder, name)
            mode = stat.S_IMODE(os.stat(file).st_mode)
            os.chmod(file, mode | (0o555 if mode & stat.S_IXUSR else 0o444))
