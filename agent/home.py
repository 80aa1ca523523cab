"""Where the agent keeps what is its own: one folder, files that only it may read, each written whole or not at all."""

from __future__ import annotations

import errno
import fcntl
import os
import pwd
import stat
import time
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, Callable, Iterator, Mapping, Optional, Type

from agent.policy import USER
from agent.words import Told, why

SYSTEM_FOLDER = Path("/var/lib/setupbot-agent")
FOLDER_NAME = "setupbot-agent"
MOST_BYTES = 8 * 1024 * 1024
FULL = (errno.ENOSPC, errno.EDQUOT)
OTHERS = stat.S_IRWXG | stat.S_IRWXO
SAFELY = os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
"""No link at the end, and no waiting for the other end of a pipe or for who holds a lease."""
LOCK_LIMIT_S = 5.0
LOCK_EVERY_S = 0.05


def usual_folder(environment: Mapping[str, str], *, uid: int) -> Path:
    """The system's folder for root and for the service (systemd names it), the user's own otherwise."""
    if environment.get("STATE_DIRECTORY"):
        return Path(environment["STATE_DIRECTORY"].split(":")[0])
    if uid == 0:
        return SYSTEM_FOLDER
    state = environment.get("XDG_STATE_HOME", "")
    return (Path(state) if state.startswith("/") else Path("~/.local/state").expanduser()) / FOLDER_NAME


def usual_user(environment: Mapping[str, str]) -> str:
    """Who called: behind sudo the one who called that. Empty if the system has no name for them."""
    sudo = environment.get("SUDO_USER", "")
    if os.geteuid() == 0 and USER.fullmatch(sudo):
        return sudo
    try:
        name = pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return ""
    return name if USER.fullmatch(name) else ""


def home_at(folder: str) -> Home:
    """The folder named by a person, or the usual one."""
    return Home(Path(folder) if folder else usual_folder(os.environ, uid=os.geteuid()))


def home_in_use(folder: str) -> Home:
    """As ``home_at``, for what is about the agent of this machine rather than of whoever calls.

    Raises:
        Told: it is the system's, and this is an ordinary user without one of their own.
    """
    home = home_at(folder)
    if not folder and os.geteuid() != 0 and not home.folder.exists() and SYSTEM_FOLDER.is_dir():
        raise Told("system_has_it", folder=SYSTEM_FOLDER)
    return home


class Full(Told):
    """The disk is full, or the quota is used up."""


class Home:
    """The folder. Root may write in the service's: what it writes there belongs to the folder's owner.

    That owner may be hostile to root, so every call opens the folder once and stays in it: no link is followed, no
    pipe or lease waited for, and nothing changed that a hard link brought in from elsewhere.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def make(self) -> None:
        """Makes the folder, for its owner only.

        Raises:
            Told: it belongs to somebody else, or others may use it.
        """
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with self._inside() as folder:
                found = os.fstat(folder)
        except OSError as error:
            raise Told("home_unusable", folder=self.folder, reason=why(error)) from error
        if found.st_uid != os.geteuid() and os.geteuid() != 0:
            raise Told("home_not_yours", folder=self.folder)
        if stat.S_IMODE(found.st_mode) & OTHERS:
            raise Told("home_open", folder=self.folder, mode=f"{stat.S_IMODE(found.st_mode):04o}")

    def read(self, name: str) -> Optional[str]:
        """The file's text; None if there is none.

        Raises:
            Told: it cannot be read, or it is no plain file of the folder's owner.
        """
        return self._text(name, lambda found: None)

    def read_secret(self, name: str) -> Optional[str]:
        """As ``read``; a file that others may read is no secret any more.

        Raises:
            Told: as ``read``, or the file's mode lets others in.
        """
        return self._text(name, lambda found: _check_secret(self.folder / name, found))

    def write(self, name: str, text: str) -> None:
        """Replaces the file at once, mode 0600, on the disk before this returns.

        Raises:
            Full: there is no room.
            Told: the folder cannot be written.
        """
        draft = f".{name}.{os.urandom(8).hex()}.new"
        try:
            with self._inside() as folder:
                try:
                    number = os.open(
                        draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | SAFELY, 0o600, dir_fd=folder
                    )
                    with os.fdopen(number, "w", encoding="utf-8") as file:
                        self._give(number, os.fstat(folder))
                        file.write(text)
                        file.flush()
                        os.fsync(number)
                    os.replace(draft, name, src_dir_fd=folder, dst_dir_fd=folder)
                except BaseException:
                    with suppress(OSError):
                        os.unlink(draft, dir_fd=folder)
                    raise
                os.fsync(folder)
        except OSError as error:
            raise self._unusable(name, why(error), Full if error.errno in FULL else Told) from error

    def delete(self, name: str) -> bool:
        """True if there was such a file.

        Raises:
            Told: it could not be removed.
        """
        try:
            with self._inside() as folder:
                os.unlink(name, dir_fd=folder)
                os.fsync(folder)
        except (FileNotFoundError, NotADirectoryError):
            return False
        except OSError as error:
            raise self._unusable(name, why(error)) from error
        return True

    @contextmanager
    def opened(self, name: str) -> Iterator[int]:
        """A file of our own to read and change in place, made if it is missing.

        Raises:
            OSError: it cannot be opened.
            Told: what stands there is no file of our own.
        """
        with self._inside() as folder:
            number = os.open(name, os.O_RDWR | os.O_CREAT | SAFELY, 0o600, dir_fd=folder)
            try:
                self._give(number, os.fstat(folder))
                yield number
            finally:
                os.close(number)

    @contextmanager
    def alone(self, name: str, *, limit_s: float = 0.0) -> Iterator[bool]:
        """Holds a lock that ends with the process; False while another process holds it.

        Raises:
            Told: there can be no such file.
        """
        with ExitStack() as stack:
            try:
                number = stack.enter_context(self.opened(name))
            except OSError as error:
                raise self._unusable(name, why(error)) from error
            yield lock(number, limit_s=limit_s)

    @contextmanager
    def _inside(self) -> Iterator[int]:
        """The folder itself. A link in its place is followed only where root or whoever calls made it."""
        kind = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
        try:
            number = os.open(str(self.folder), kind | os.O_NOFOLLOW)
        except OSError:
            found = self.folder.lstat()
            if not stat.S_ISLNK(found.st_mode):
                raise
            if found.st_uid not in (0, os.geteuid()):
                raise Told("home_unusable", folder=self.folder, reason=Told("another_link")) from None
            number = os.open(str(self.folder), kind)
        try:
            yield number
        finally:
            os.close(number)

    def _text(self, name: str, check: Callable[[os.stat_result], None]) -> Optional[str]:
        try:
            with self._inside() as folder:
                number = os.open(name, os.O_RDONLY | SAFELY, dir_fd=folder)
                with os.fdopen(number, "rb") as file:
                    found = os.fstat(number)
                    if not stat.S_ISREG(found.st_mode):
                        raise self._unusable(name, Told("not_plain"))
                    if found.st_nlink != 1 and found.st_uid != os.fstat(folder).st_uid:
                        raise self._unusable(name, Told("os_ELOOP"))
                    check(found)
                    return file.read(MOST_BYTES).decode("utf-8")
        except (FileNotFoundError, NotADirectoryError):
            return None
        except UnicodeDecodeError as error:
            raise self._unusable(name, why(error)) from error
        except OSError as error:
            raise self._unusable(name, why(error)) from error

    def _give(self, number: int, owner: os.stat_result) -> None:
        """Makes a file that root has just made belong to whom the folder belongs; Told where it is none of ours."""
        found = os.fstat(number)
        if not stat.S_ISREG(found.st_mode) or found.st_nlink != 1:
            raise Told("file_unusable", file=self.folder, reason=Told("os_ELOOP"))
        if found.st_uid == 0 and owner.st_uid != 0:
            os.fchown(number, owner.st_uid, owner.st_gid)

    def _unusable(self, name: str, reason: Any, kind: Type[Told] = Told) -> Told:
        return kind("file_unusable", file=self.folder / name, reason=reason)


def lock(number: int, *, limit_s: float = LOCK_LIMIT_S, wait: Callable[[float], None] = time.sleep) -> bool:
    """Whether the open file is ours alone by now. Who holds it may hang, or mean to: the wait has an end."""
    for attempt in range(int(limit_s / LOCK_EVERY_S) + 1):
        if attempt:
            wait(LOCK_EVERY_S)
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            continue
        return True
    return False


def check_secret(file: Path) -> None:
    """Raises Told where others may read or write a file that holds a secret, or where it is no plain file."""
    _check_secret(file, file.lstat())


def _check_secret(file: Path, found: os.stat_result) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise Told("file_unusable", file=file, reason="not a plain file")
    if stat.S_IMODE(found.st_mode) & OTHERS:
        raise Told("secret_open", file=file, mode=f"{stat.S_IMODE(found.st_mode):04o}")
    if os.geteuid() not in (0, found.st_uid):
        raise Told("secret_not_yours", file=file)
