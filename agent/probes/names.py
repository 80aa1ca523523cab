"""Users and groups by name: as the host's name service tells (LDAP and all), or from a tree's files."""

from __future__ import annotations

import grp
import os
import pwd
from typing import FrozenSet, List, NamedTuple, Optional, Protocol

from agent.probes.files import Files


class Person(NamedTuple):
    """A user of the host."""

    name: str
    uid: int
    gid: int
    home: str


class Names(Protocol):
    """Who is who on the host."""

    def person(self, name: str) -> Optional[Person]:
        """The user of that name, if there is one."""

    def person_name(self, uid: int) -> str:
        """The name of a user, empty if it has none."""

    def group_id(self, name: str) -> Optional[int]:
        """The number of the group of that name, if there is one."""

    def group_name(self, gid: int) -> str:
        """The name of a group, empty if it has none."""

    def groups_of(self, person: Person) -> FrozenSet[int]:
        """The numbers of all groups that a new session of that user would have."""


class SystemNames:
    """What Python's pwd and grp say, which ask the name service as ``getent`` does."""

    def person(self, name: str) -> Optional[Person]:
        """The user of that name, if there is one."""
        try:
            found = pwd.getpwnam(name)
        except (KeyError, ValueError):
            return None
        return Person(found.pw_name, found.pw_uid, found.pw_gid, found.pw_dir)

    def person_name(self, uid: int) -> str:
        """The name of a user, empty if it has none."""
        try:
            return pwd.getpwuid(uid).pw_name
        except (KeyError, OverflowError):
            return ""

    def group_id(self, name: str) -> Optional[int]:
        """The number of the group of that name, if there is one."""
        try:
            return grp.getgrnam(name).gr_gid
        except (KeyError, ValueError):
            return None

    def group_name(self, gid: int) -> str:
        """The name of a group, empty if it has none."""
        try:
            return grp.getgrgid(gid).gr_name
        except (KeyError, OverflowError):
            return ""

    def groups_of(self, person: Person) -> FrozenSet[int]:
        """The numbers of all groups that a new session of that user would have."""
        return frozenset(os.getgrouplist(person.name, person.gid))


class FileNames:
    """``/etc/passwd`` and ``/etc/group`` of a tree."""

    def __init__(self, files: Files) -> None:
        self._files = files

    def person(self, name: str) -> Optional[Person]:
        """The user of that name, if there is one."""
        for fields in self._lines("/etc/passwd", 7):
            if fields[0] == name:
                return Person(fields[0], int(fields[2]), int(fields[3]), fields[5])
        return None

    def person_name(self, uid: int) -> str:
        """The name of a user, empty if it has none."""
        return next((fields[0] for fields in self._lines("/etc/passwd", 7) if int(fields[2]) == uid), "")

    def group_id(self, name: str) -> Optional[int]:
        """The number of the group of that name, if there is one."""
        return next((int(fields[2]) for fields in self._lines("/etc/group", 4) if fields[0] == name), None)

    def group_name(self, gid: int) -> str:
        """The name of a group, empty if it has none."""
        return next((fields[0] for fields in self._lines("/etc/group", 4) if int(fields[2]) == gid), "")

    def groups_of(self, person: Person) -> FrozenSet[int]:
        """The numbers of all groups that a new session of that user would have."""
        of = [
            int(fields[2]) for fields in self._lines("/etc/group", 4) if person.name in fields[3].split(",")
        ]
        return frozenset([person.gid, *of])

    def _lines(self, path: str, fields: int) -> List[List[str]]:
        lines = (self._files.text_or_none(path) or "").splitlines()
        return [parts for parts in (line.split(":") for line in lines) if len(parts) == fields]
