"""What somebody wants of a Host, as values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.hosts.model import Subject

Verb = Literal["check", "add", "remove", "revoke", "keep", "allow", "disallow", "log", "list", "help"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """One wish. ``name`` is the Host as typed, empty where none was named.

    ``is_plain``: the words can mean nothing else; otherwise they are about a Host only if there is
    one of that name. ``is_bare``: a name and nothing else. ``user`` is a system user of the Host; ``subjects`` whom to allow;
    ``wrong`` is what stood where a subject was expected.
    """

    verb: Verb
    name: str = ""
    user: str | None = None
    subjects: tuple[Subject, ...] = ()
    wrong: str = ""
    is_plain: bool = True
    is_bare: bool = False
