"""Who is in a user group, asked of Slack seldom, and nobody when it does not answer."""

from __future__ import annotations

from typing import Any, cast

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from handlers.group_members import FAULT_REMEMBERED_S, REMEMBERED_S, SlackGroupMembers


class Slack:
    """Tells who is in a group, or fails; counts what it was asked."""

    def __init__(self) -> None:
        self.users: list[str] | None = ["U0BOB"]
        self.asked: list[str] = []
        self.now = 0.0

    async def usergroups_users_list(self, *, usergroup: str) -> dict[str, Any]:
        self.asked.append(usergroup)
        if self.users is None:
            raise SlackApiError("failed", {"ok": False, "error": "missing_scope"})
        return {"ok": True, "users": self.users}

    def members(self) -> SlackGroupMembers:
        return SlackGroupMembers(cast(AsyncWebClient, self), clock=lambda: self.now)


async def test_a_group_is_asked_for_once_in_five_minutes() -> None:
    slack = Slack()
    members = slack.members()
    assert [await members.is_member("S1", user) for user in ("U0BOB", "U0EVE", "U0BOB")] == [
        True,
        False,
        True,
    ]
    slack.users = []
    slack.now = REMEMBERED_S - 1
    assert await members.is_member("S1", "U0BOB")
    slack.now = REMEMBERED_S
    assert not await members.is_member("S1", "U0BOB")
    assert slack.asked == ["S1", "S1"]


async def test_each_group_is_its_own() -> None:
    slack = Slack()
    members = slack.members()
    await members.is_member("S1", "U0BOB")
    await members.is_member("S2", "U0BOB")
    assert slack.asked == ["S1", "S2"]


async def test_when_slack_fails_nobody_is_a_member_and_it_is_asked_again_soon() -> None:
    slack = Slack()
    slack.users = None
    members = slack.members()
    assert not await members.is_member("S1", "U0BOB")
    slack.users = ["U0BOB"]
    assert not await members.is_member("S1", "U0BOB")
    slack.now = FAULT_REMEMBERED_S
    assert await members.is_member("S1", "U0BOB")
    assert len(slack.asked) == 2
