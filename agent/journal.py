"""The host's own log of what was asked and done: one line of JSON each, chained by hash, so that a change shows."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import time
from typing import Any, Callable, Dict, Iterator, List, NamedTuple, Optional

from agent.clock import Clock
from agent.home import FULL, Full, Home, lock
from agent.words import Told, why

NAME, OLDER, END = "log.jsonl", "log.1.jsonl", "log.end.json"
MOST_BYTES = 4 * 1024 * 1024
"""A fuller log becomes the older one, and the chain goes on in a new file; the one before that is forgotten."""
MOST_LINE = 64 * 1024
MOST_TEXT = 300
MOST_WAITING = 200
START = "0" * 64
Line = Dict[str, Any]


class End(NamedTuple):
    """Kept beside the log: its last line's number and hash, and the number of the oldest line that must be there."""

    n: int
    hash: str
    first: int


class Chain(NamedTuple):
    """What a log holds, its oldest line's number and last hash. ``fault`` is the key of the sentence that says what
    is wrong ``where``, empty if nothing is."""

    lines: int
    head: str
    first: int = 1
    fault: str = ""
    where: str = ""


class Journal:
    """Appends lines and reads them. Several processes may append.

    While the disk is full (which is what this agent may have been asked about) lines wait in memory; with
    ``may_wait`` they do so too while another process keeps the log for itself.
    """

    def __init__(
        self, home: Home, clock: Clock, *, may_wait: bool = False, wait: Callable[[float], None] = time.sleep
    ) -> None:
        self.home = home
        self.clock = clock
        self.may_wait = may_wait
        self.wait = wait
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
            with self.home.opened(NAME) as number:
                if lock(number, wait=self.wait):
                    self._append(number)
                elif not self.may_wait:
                    raise Told("log_busy", file=file)
        except OSError as error:
            if error.errno not in FULL:
                raise Told("file_unusable", file=file, reason=why(error)) from error
        except Full:
            pass
        del self.waiting[:-MOST_WAITING]

    def lines(self) -> Iterator[Line]:
        """Every line that can be read, oldest first."""
        for name in (OLDER, NAME):
            for text in _rows(self.home.read(name)):
                line = _parse(text)
                if line is not None:
                    yield line

    def verify(self) -> Chain:
        """Follows the chain through all that is kept; anew where a line was written meanwhile."""
        while True:
            end = self._end()
            chain = self._follow(end)
            if not chain.fault or self._end() == end:
                return chain

    def _follow(self, end: Optional[End]) -> Chain:
        count, first, head, number = 0, 0, "", 0
        for name in (OLDER, NAME):
            for row, text in enumerate(_rows(self.home.read(name)), 1):
                line, fault = _parse(text), ""
                if line is None or line["hash"] != _hash(line):
                    fault = "log_changed" if line else "log_strange"
                elif head and (line["n"], line["prev"]) != (number + 1, head):
                    fault = "log_gap"
                elif not head and not _begins(line, end):
                    fault = "log_beginning"
                elif end and line["n"] == end.n and line["hash"] != end.hash:
                    fault = "log_changed"
                if line is None or fault:
                    return Chain(count, head, first, fault, f"{name}:{row}")
                count, first, head, number = count + 1, first or line["n"], line["hash"], line["n"]
        if end and number < end.n:
            return Chain(count, head, first, "log_cut", str(number + 1))
        return Chain(count, head, first, "log_no_end" if count and not end else "", END)

    def _append(self, number: int) -> None:
        size = os.fstat(number).st_size
        tail = os.pread(number, MOST_LINE, max(0, size - MOST_LINE))
        whole, _, torn = tail.rpartition(b"\n")
        last = _parse(whole.rpartition(b"\n")[2].decode("utf-8", "replace")) if whole else self._last_older()
        rows = [{"what": "torn", "bytes": len(torn)}] if torn else []
        kept = self._end()
        if kept and (not last or last["n"] < kept.n or (last["n"] == kept.n and last["hash"] != kept.hash)):
            # The numbers go on where they were, so that the gap shows for as long as the log is kept.
            rows.insert(0, {"what": "cut", "after": last["n"] if last else 0, "until": kept.n})
            last = {"n": kept.n, "hash": kept.hash}
        elif last and not kept:
            rows.insert(0, {"what": "no_end"})
        first, end = kept.first if kept else 1, size - len(torn)
        if end > MOST_BYTES:
            first = self._turn_over(number, end) or first
            end = 0
        text = b""
        for row in [{"at": self.waiting[0]["at"], **row} for row in rows] + self.waiting:
            last = _linked(row, last)
            text += _dump(last) + b"\n"
        if os.pwrite(number, text, end) < len(text):
            os.ftruncate(number, end)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.ftruncate(number, end + len(text))
        os.fsync(number)
        self.waiting.clear()
        if last:
            self.home.write(END, json.dumps(End(last["n"], last["hash"], first)._asdict()) + "\n")

    def _turn_over(self, number: int, end: int) -> int:
        """Copies rather than renames: who waits for the lock holds this same file. Returns its oldest line's number."""
        # Whoever may write here could have made it far longer than this agent ever does.
        text = os.pread(number, min(end, 2 * MOST_BYTES), max(0, end - 2 * MOST_BYTES)).decode(
            "utf-8", "replace"
        )
        self.home.write(OLDER, text)
        os.ftruncate(number, 0)
        oldest = _parse(text.partition("\n")[0])
        return oldest["n"] if oldest else 0

    def _end(self) -> Optional[End]:
        try:
            kept = json.loads(self.home.read(END) or "{}")
            end = End(kept["n"], kept["hash"], kept["first"])
        except (ValueError, RecursionError, KeyError, TypeError):
            return None
        return end if [type(part) for part in end] == [int, str, int] else None

    def _last_older(self) -> Optional[Line]:
        text = (self.home.read(OLDER) or "").rstrip("\n")
        return _parse(text.rpartition("\n")[2]) if text else None


def _begins(line: Line, end: Optional[End]) -> bool:
    """Whether the oldest line is the one that should be it; older ones are let go as the log grows."""
    return bool(line["n"] == (end.first if end else line["n"]) and (line["n"] > 1 or line["prev"] == START))


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
