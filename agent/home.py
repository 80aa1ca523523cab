"""Where the agent keeps what is its own: one folder, files that only it may read, each written whole or not at all."""

from __future__ import annotations

import errno
import fcntl
import os
import pwd
import stat
from contextlib import contextmanager
from pathlib import Path
from typing import Iterator, Mapping, Optional

from agent.policy import USER
from agent.words import Told

SYSTEM_FOLDER = Path("/var/lib/setupbot-agent")
FOLDER_NAME = "setupbot-agent"
MOST_BYTES = 8 * 1024 * 1024
FULL = (errno.ENOSPC, errno.EDQUOT)
OTHERS = stat.S_IRWXG | stat.S_IRWXO


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


class Full(Told):
    """The disk is full, or the quota is used up."""


class Home:
    """The folder. Root may write in the service's: what it writes there belongs to the folder's owner."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def make(self) -> None:
        """Makes the folder, for its owner only.

        Raises:
            Told: it belongs to somebody else, or others may use it.
        """
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            found = self.folder.stat()
        except OSError as error:
            raise Told("home_unusable", folder=self.folder, reason=error.strerror) from error
        if found.st_uid != os.geteuid() and os.geteuid() != 0:
            raise Told("home_not_yours", folder=self.folder)
        if stat.S_IMODE(found.st_mode) & OTHERS:
            raise Told("home_open", folder=self.folder, mode=f"{stat.S_IMODE(found.st_mode):04o}")

    def read(self, name: str) -> Optional[str]:
        """The file's text; None if there is none.

        Raises:
            Told: it cannot be read, or it is no plain file of the folder's owner.
        """
        try:
            number = os.open(
                str(self.folder / name), os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK
            )
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise Told("file_unusable", file=self.folder / name, reason=error.strerror) from error
        with os.fdopen(number, "rb") as file:
            if not stat.S_ISREG(os.fstat(number).st_mode):
                raise Told("file_unusable", file=self.folder / name, reason="not a plain file")
            content = file.read(MOST_BYTES)
        try:
            return content.decode("utf-8")
        except UnicodeDecodeError as error:
            raise Told("file_unusable", file=self.folder / name, reason="not UTF-8") from error

    def read_secret(self, name: str) -> Optional[str]:
        """As ``read``; a file that others may read is no secret any more.

        Raises:
            Told: as ``read``, or the file's mode lets others in.
        """
        text = self.read(name)
        if text is not None:
            check_secret(self.folder / name)
        return text

    def write(self, name: str, text: str) -> None:
        """Replaces the file at once, mode 0600, on the disk before this returns.

        Raises:
            Full: there is no room.
            Told: the folder cannot be written.
        """
        draft = self.folder / f".{name}.{os.getpid()}.new"
        try:
            if draft.is_symlink() or draft.exists():
                draft.unlink()
            number = os.open(str(draft), os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
            with os.fdopen(number, "w", encoding="utf-8") as file:
                self.give_to_owner(file.fileno())
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            os.replace(str(draft), str(self.folder / name))
            self._settle()
        except OSError as error:
            draft.unlink() if draft.exists() else None
            kind = Full if error.errno in FULL else Told
            raise kind("file_unusable", file=self.folder / name, reason=error.strerror) from error

    def delete(self, name: str) -> bool:
        """True if there was such a file.

        Raises:
            Told: it could not be removed.
        """
        try:
            (self.folder / name).unlink()
            self._settle()
        except (FileNotFoundError, NotADirectoryError):
            return False
        except OSError as error:
            raise Told("file_unusable", file=self.folder / name, reason=error.strerror) from error
        return True

    def give_to_owner(self, number: int) -> None:
        """Makes an open file that root has just made belong to whom the folder belongs.

        Raises:
            Told: it is no file of its own, but a link that somebody put there for root to follow.
        """
        owner, found = self.folder.stat(), os.fstat(number)
        if not stat.S_ISREG(found.st_mode) or found.st_nlink != 1:
            raise Told("file_unusable", file=self.folder, reason="a link stands there")
        if found.st_uid == 0 and owner.st_uid != 0:
            os.fchown(number, owner.st_uid, owner.st_gid)

    @contextmanager
    def alone(self, name: str) -> Iterator[bool]:
        """Holds a lock that ends with the process; False while another process holds it."""
        number = os.open(
            str(self.folder / name), os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600
        )
        try:
            self.give_to_owner(number)
            try:
                fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
                return
            yield True
        finally:
            os.close(number)

    def _settle(self) -> None:
        number = os.open(str(self.folder), os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


def check_secret(file: Path) -> None:
    """Raises Told where others may read or write a file that holds a secret, or where it is no plain file."""
    found = file.lstat()
    if not stat.S_ISREG(found.st_mode):
        raise Told("file_unusable", file=file, reason="not a plain file")
    if stat.S_IMODE(found.st_mode) & OTHERS:
        raise Told("secret_open", file=file, mode=f"{stat.S_IMODE(found.st_mode):04o}")
    if os.geteuid() not in (0, found.st_uid):
        raise Told("secret_not_yours", file=file)
