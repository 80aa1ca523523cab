"""Reads what dockerd was told on its command line."""

from __future__ import annotations

import shlex
from typing import List, Sequence

HOST_FLAGS = ("-H", "--host")
ROOT_FLAGS = ("--data-root", "-g", "--graph", "--root")


def values_of(argv: Sequence[str], flags: Sequence[str]) -> List[str]:
    """What follows any of the flags: ``-H x``, ``-Hx``, ``--host x`` and ``--host=x``."""
    found = []
    rest = iter(argv)
    for word in rest:
        for flag in flags:
            if word == flag:
                found.append(next(rest, ""))
            elif word.startswith(f"{flag}="):
                found.append(word[len(flag) + 1 :])
            elif len(flag) == 2 and word.startswith(flag):
                found.append(word[2:])
            else:
                continue
            break
    return [value.strip("\"'") for value in found if value]


def split(command: str) -> List[str]:
    """The words of a command, also where its quotes do not match."""
    try:
        return shlex.split(command)
    except ValueError:
        return command.split()
