"""The files of the host, all beneath one root folder: ``/``, or a tree made for a test."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import contextmanager
from typing import Iterator, List, Optional

MOST_CONFIG = 1024 * 1024
MOST_DATABASE = 64 * 1024 * 1024
MOST_LINKS = 40
MOST_NAMES = 20_000


class Files:
    """Reads beneath ``root``; links are followed as the host would, never out of the root."""

    def __init__(self, root: str = "/") -> None:
        self.root = root.rstrip("/")

    def at(self, path: str) -> str:
        """Where an absolute path of the host lies on this machine, its links followed."""
        return self.root + self.real(path) if self.root else path

    def at_link(self, path: str) -> str:
        """As ``at``, but a link at the very end is not followed."""
        if not self.root:
            return path
        folder, name = os.path.split(path)
        return os.path.join(self.at(folder), name)

    def real(self, path: str) -> str:
        """The path with every link followed, as the host names it.

        Raises:
            OSError: more links than the kernel would follow.
        """
        if not self.root:
            return os.path.realpath(path)
        ahead = path.split("/")[::-1]
        done, links = "", 0
        while ahead:
            part = ahead.pop()
            if part in ("", "."):
                continue
            if part == "..":
                done = os.path.dirname(done)
                continue
            here = f"{done}/{part}"
            if not os.path.islink(self.root + here):
                done = here
                continue
            links += 1
            if links > MOST_LINKS:
                raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), path)
            target = os.readlink(self.root + here)
            ahead.extend(target.split("/")[::-1])
            done = "" if target.startswith("/") else done
        return done or "/"

    def read(self, path: str, most: int = MOST_CONFIG) -> bytes:
        """All of a regular file.

        Raises:
            OSError: it is not there, may not be read, is no regular file, or has more than ``most`` bytes.
        """
        with self._opened(path) as handle:
            pieces: List[bytes] = []
            left = most + 1
            while left > 0:
                piece = os.read(handle, min(left, MOST_CONFIG))
                if not piece:
                    return b"".join(pieces)
                pieces.append(piece)
                left -= len(piece)
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), path)

    def head(self, path: str, size: int) -> bytes:
        """The first bytes of a regular file. Raises OSError as ``read`` does."""
        with self._opened(path) as handle:
            return os.read(handle, size)

    @contextmanager
    def _opened(self, path: str) -> Iterator[int]:
        # Without O_NONBLOCK a pipe that somebody put in the file's place would hold us here.
        handle = os.open(self.at(path), os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY)
        try:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise OSError(errno.EINVAL, "is no regular file", path)
            yield handle
        finally:
            os.close(handle)

    def text(self, path: str, most: int = MOST_CONFIG) -> str:
        """As ``read``; bytes that are no UTF-8 become replacement characters."""
        return self.read(path, most).decode("utf-8", "replace")

    def text_or_none(self, path: str) -> Optional[str]:
        """The text, or None where there is no such file. Raises OSError for what else keeps it from us."""
        try:
            return self.text(path)
        except (FileNotFoundError, NotADirectoryError):
            return None

    def names(self, folder: str) -> List[str]:
        """The names in a folder, sorted; none if there is no such folder. Raises OSError."""
        try:
            with os.scandir(self.at(folder)) as entries:
                return sorted(entry.name for entry, _ in zip(entries, range(MOST_NAMES)))
        except (FileNotFoundError, NotADirectoryError):
            return []

    def stat(self, path: str) -> os.stat_result:
        """Of what a link leads to. Raises OSError."""
        return os.stat(self.at(path))

    def lstat(self, path: str) -> os.stat_result:
        """Of the link itself. Raises OSError."""
        return os.lstat(self.at_link(path))

    def statvfs(self, path: str) -> os.statvfs_result:
        """Of the file system that holds the path. Raises OSError."""
        return os.statvfs(self.at(path))

    def exists(self, path: str) -> bool:
        """Whether there is such a file or folder. Raises PermissionError where that cannot be told."""
        try:
            self.stat(path)
        except PermissionError:
            raise
        except OSError:
            return False
        return True

    def is_folder(self, path: str) -> bool:
        """As ``exists``, for folders."""
        return self.exists(path) and stat.S_ISDIR(self.stat(path).st_mode)
