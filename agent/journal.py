"""The host's own log of what was asked and done: one line of JSON each, chained by hash, so that a change shows."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import json
import os
from dataclasses import dataclass
from typing import Any, Dict, Iterator, List, Optional

from agent.clock import Clock
from agent.home import FULL, Full, Home
from agent.words import Told

NAME, OLDER = "log.jsonl", "log.1.jsonl"
MOST_BYTES = 4 * 1024 * 1024
"""A fuller log becomes the older one, and the chain goes on in a new file; the one before that is forgotten."""
MOST_LINE = 64 * 1024
MOST_TEXT = 300
MOST_WAITING = 200
START = "0" * 64
Line = Dict[str, Any]


@dataclass(frozen=True)
class Chain:
    """What a log holds; ``fault`` says where the chain breaks, None if it does not. ``head`` is the last hash."""

    lines: int
    head: str
    fault: Optional[str] = None


class Journal:
    """Appends lines and reads them. Several processes may append.

    While the disk is full (which is what this agent may have been asked about) lines wait in memory.
    """

    def __init__(self, home: Home, clock: Clock) -> None:
        self.home = home
        self.clock = clock
        self.waiting: List[Line] = []

    def note(self, what: str, **about: Any) -> None:
        """Appends a line; one that a power cut left half is replaced by one that says so.

        Raises:
            Told: the log cannot be written, for another reason than a full disk.
        """
        at = self.clock.now().strftime("%Y-%m-%dT%H:%M:%SZ")
        self.waiting.append({"at": at, "what": what, **{key: _short(value) for key, value in about.items()}})
        file = self.home.folder / NAME
        try:
            number = os.open(str(file), os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
            try:
                fcntl.flock(number, fcntl.LOCK_EX)
                self.home.give_to_owner(number)
                self._append(number)
            finally:
                os.close(number)
        except Full:
            del self.waiting[:-MOST_WAITING]
        except OSError as error:
            if error.errno not in FULL:
                raise Told("file_unusable", file=file, reason=error.strerror) from error
            del self.waiting[:-MOST_WAITING]

    def lines(self) -> Iterator[Line]:
        """Every line that can be read, oldest first."""
        for name in (OLDER, NAME):
            for text in _rows(self.home.read(name)):
                line = _parse(text)
                if line is not None:
                    yield line

    def verify(self) -> Chain:
        """Follows the chain through all that is kept."""
        count, head, number = 0, "", 0
        for name in (OLDER, NAME):
            for row, text in enumerate(_rows(self.home.read(name)), 1):
                line = _parse(text)
                where = f"{name}:{row}"
                if line is None:
                    return Chain(count, head, f"{where}: not a line of this log")
                if line["hash"] != _hash(line):
                    return Chain(count, head, f"{where}: changed")
                expected = (
                    (number + 1, head) if head else (line["n"], START if line["n"] == 1 else line["prev"])
                )
                if (line["n"], line["prev"]) != expected:
                    return Chain(count, head, f"{where}: a line before it is missing")
                count, head, number = count + 1, line["hash"], line["n"]
        return Chain(count, head)

    def _append(self, number: int) -> None:
        size = os.fstat(number).st_size
        tail = os.pread(number, MOST_LINE, max(0, size - MOST_LINE))
        whole, _, torn = tail.rpartition(b"\n")
        last = _parse(whole.rpartition(b"\n")[2].decode("utf-8", "replace")) if whole else self._last_older()
        end = size - len(torn)
        if end > MOST_BYTES:
            self._turn_over(number, end)
            end = 0
        rows = [{"at": self.waiting[0]["at"], "what": "torn", "bytes": len(torn)}] if torn else []
        text = b""
        for row in rows + self.waiting:
            last = _linked(row, last)
            text += _dump(last) + b"\n"
        if os.pwrite(number, text, end) < len(text):
            os.ftruncate(number, end)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.ftruncate(number, end + len(text))
        os.fsync(number)
        self.waiting.clear()

    def _turn_over(self, number: int, end: int) -> None:
        """Copies rather than renames: who waits for the lock holds this same file."""
        self.home.write(OLDER, os.pread(number, end, 0).decode("utf-8", "replace"))
        os.ftruncate(number, 0)

    def _last_older(self) -> Optional[Line]:
        text = (self.home.read(OLDER) or "").rstrip("\n")
        return _parse(text.rpartition("\n")[2]) if text else None


def _linked(row: Line, last: Optional[Line]) -> Line:
    line = {**row, "n": last["n"] + 1 if last else 1, "prev": last["hash"] if last else START}
    return {**line, "hash": _hash(line)}


def _rows(text: Optional[str]) -> List[str]:
    return text.rstrip("\n").split("\n") if text else []


def _parse(text: str) -> Optional[Line]:
    try:
        line = json.loads(text)
    except (ValueError, RecursionError):
        return None
    known = isinstance(line, dict) and type(line.get("n")) is int
    return (
        line
        if known and all(isinstance(line.get(key), str) for key in ("at", "what", "prev", "hash"))
        else None
    )


def _dump(line: Line) -> bytes:
    return json.dumps(line, sort_keys=True, separators=(",", ":")).encode("ascii")


def _hash(line: Line) -> str:
    return hashlib.sha256(_dump({key: line[key] for key in line if key != "hash"})).hexdigest()


def _short(value: Any) -> Any:
    if isinstance(value, str):
        return value[:MOST_TEXT]
    if isinstance(value, (list, tuple)):
        return [_short(one) for one in value[:64]]
    return value if isinstance(value, (bool, int, float)) or value is None else str(value)[:MOST_TEXT]
