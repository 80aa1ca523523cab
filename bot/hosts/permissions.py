"""Who may do what with a Host: nobody, but its owner and those whom its owner allowed."""

from __future__ import annotations

import re
from collections.abc import Collection

from bot.hosts.model import Asker, Granted, Host, Subject, SubjectKind
from bot.hosts.ports import GroupMembers

_IDS: dict[SubjectKind, re.Pattern[str]] = {
    "person": re.compile(r"[UW][A-Z0-9]{2,30}"),
    "group": re.compile(r"S[A-Z0-9]{2,30}"),
    "channel": re.compile(r"[CG][A-Z0-9]{2,30}"),
    "everyone": re.compile(r""),
    "maintainers": re.compile(r""),
}


class Permissions:
    """Decides by id. ``maintainers`` are user and user-group ids; being one allows nothing by itself."""

    def __init__(self, groups: GroupMembers, maintainers: Collection[str] = ()) -> None:
        self._groups = groups
        self._maintainers = tuple(maintainers)

    def owns(self, host: Host, asker: Asker) -> bool:
        """Whether they may manage it: its owner, or the operator at the terminal."""
        return host.team == asker.team and (asker.is_terminal or host.owner == asker.user)

    async def may_check(self, granted: Granted, asker: Asker) -> bool:
        """Whether they may have it looked at; of a Host that its owner has not kept yet, only its owner."""
        if self.owns(granted.host, asker):
            return True
        if granted.host.team != asker.team or granted.host.state == "joined":
            return False
        # The cheap ones first: a user group has to be asked of Slack.
        for subject in sorted(granted.subjects, key=lambda one: one.kind in ("group", "maintainers")):
            if await self._is_meant(subject, asker):
                return True
        return False

    async def _is_meant(self, subject: Subject, asker: Asker) -> bool:
        match subject.kind:
            case "everyone":
                return True
            case "person":
                return subject.id == asker.user
            case "channel":
                return subject.id == asker.channel
            case "group":
                return await self._groups.is_member(subject.id, asker.user)
            case "maintainers":
                return await self._is_maintainer(asker)

    async def _is_maintainer(self, asker: Asker) -> bool:
        if asker.user in self._maintainers:
            return True
        for group in self._maintainers:
            if group.startswith("S") and await self._groups.is_member(group, asker.user):
                return True
        return False


def is_subject(subject: Subject) -> bool:
    """Whether it names somebody: an id of its kind, or none where the kind says it all."""
    return _IDS[subject.kind].fullmatch(subject.id) is not None
