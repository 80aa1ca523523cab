"""Who may have a Host looked at: nobody, but its owner and those whom its owner allowed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from bot.hosts.model import Asker, Granted, Host, HostState, Subject, SubjectKind
from bot.hosts.permissions import Permissions, is_subject

HOST = Host(
    id=uuid4(), team="T1", name="web-1", owner="U0OWNER", state="kept", enrolled_at=datetime(2026, 11, 22, tzinfo=UTC)
)  # fmt: skip
OWNER = Asker(team="T1", user="U0OWNER")
BOB = Asker(team="T1", user="U0BOB", channel="C0HELP")


class Groups:
    """Who is where; counts what it was asked."""

    def __init__(self, **members: tuple[str, ...]) -> None:
        self.members = members
        self.asked = 0

    async def is_member(self, group: str, user: str) -> bool:
        self.asked += 1
        return user in self.members.get(group, ())


async def may(
    asker: Asker,
    *subjects: tuple[SubjectKind, str],
    state: HostState = "kept",
    maintainers: tuple[str, ...] = (),
) -> bool:
    granted = Granted(
        host=replace(HOST, state=state),
        subjects=frozenset(Subject(kind=kind, id=name) for kind, name in subjects),
    )
    return await Permissions(Groups(S0TEAM=("U0BOB",)), maintainers).may_check(granted, asker)


async def test_the_owner_may_and_others_may_not() -> None:
    assert [await may(OWNER), await may(BOB)] == [True, False]


async def test_the_operator_may() -> None:
    assert await may(Asker(team="T1", user="terminal:root"))


@pytest.mark.parametrize(
    ("subject", "allowed"),
    [
        (("person", "U0BOB"), True), (("person", "U0EVE"), False), (("group", "S0TEAM"), True),
        (("group", "S0ELSE"), False), (("channel", "C0HELP"), True), (("channel", "C0ELSE"), False),
        (("everyone", ""), True), (("maintainers", ""), False),
    ],
)  # fmt: skip
async def test_whom_the_owner_allowed_may(subject: tuple[SubjectKind, str], allowed: bool) -> None:
    assert await may(BOB, subject) is allowed


@pytest.mark.parametrize("maintainer", ["U0BOB", "S0TEAM"])
async def test_a_maintainer_may_only_what_owners_allow_maintainers(maintainer: str) -> None:
    allowed = [
        await may(BOB, maintainers=(maintainer,)),
        await may(BOB, ("maintainers", ""), maintainers=(maintainer,)),
        await may(BOB, ("maintainers", ""), maintainers=("U0EVE", "S0ELSE")),
    ]
    assert allowed == [False, True, False]


async def test_a_channel_counts_only_where_it_was_asked() -> None:
    elsewhere = replace(BOB, channel="D0BOB")
    assert not await may(elsewhere, ("channel", "C0HELP"))
    assert not await may(replace(BOB, channel=None), ("channel", ""))


async def test_another_team_may_nothing() -> None:
    for user in ("U0OWNER", "U0BOB", "terminal:root"):
        assert not await may(
            Asker(team="T2", user=user, channel="C0HELP"), ("everyone", ""), ("person", "U0BOB")
        )


async def test_until_its_owner_keeps_it_only_its_owner_may() -> None:
    assert [await may(OWNER, state="joined"), await may(BOB, ("everyone", ""), state="joined")] == [
        True,
        False,
    ]


async def test_slack_is_not_asked_where_something_nearer_allows_it() -> None:
    groups = Groups()
    granted = Granted(
        host=HOST, subjects=frozenset({Subject(kind="group", id="S0TEAM"), Subject(kind="everyone")})
    )
    assert await Permissions(groups).may_check(granted, BOB)
    assert groups.asked == 0


@pytest.mark.parametrize(
    ("kind", "name", "is_one"),
    [
        ("person", "U0BOB", True), ("person", "W0BOB", True), ("person", "S0BOB", False), ("person", "", False),
        ("group", "S0TEAM", True), ("group", "U0TEAM", False), ("channel", "C0HELP", True),
        ("channel", "G0HELP", True), ("channel", "C0HELP>", False), ("channel", "D0BOB", False),
        ("everyone", "", True), ("everyone", "U0BOB", False), ("maintainers", "", True),
    ],
)  # fmt: skip
def test_a_subject_has_an_id_of_its_kind(kind: SubjectKind, name: str, is_one: bool) -> None:
    assert is_subject(Subject(kind=kind, id=name)) is is_one
