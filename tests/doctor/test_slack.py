"""The doctor at Slack: each fault is really made in the fake."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.installing.scopes import ALL, OPTIONAL
from bot.slackfake.fake import SlackFake
from bot.slackfake.policy import Trouble
from handlers.client import open_client
from handlers.doctor.model import exit_of
from handlers.doctor.slack import examine_token
from tests.doctor.conftest import Examine


async def test_a_bot_that_is_set_up_has_nothing_to_mend(found: Examine) -> None:
    findings = await found()
    assert {about: finding.status for about, finding in findings.items()} == dict.fromkeys(
        [
            *("way in", "bot token", "scopes", "clock", "maintainers", "app token", "public address"),
            *("database", "schema", "answers", "disk", "knowledge", "agent"),
        ],
        "ok",
    )
    assert exit_of(list(findings.values())) == 0


async def test_a_token_that_slack_does_not_know(slack: SlackFake, found: Examine) -> None:
    slack.app.bot_token = "xoxb-another"
    findings = await found()
    assert findings["bot token"].status == "fault"
    assert "invalid_auth" in findings["bot token"].says
    assert "install it again" in findings["bot token"].do
    assert "scopes" not in findings


async def test_a_scope_that_is_missing(slack: SlackFake, found: Examine) -> None:
    slack.app.scopes = set(ALL) - {"assistant:write"}
    scopes = (await found())["scopes"]
    assert (scopes.status, scopes.says) == ("fault", "Missing: assistant:write.")
    assert "setupbot manifest" in scopes.do


async def test_optional_scopes_may_be_missing(slack: SlackFake, found: Examine) -> None:
    slack.app.scopes = set(ALL) - set(OPTIONAL)
    scopes = (await found())["scopes"]
    assert scopes.status == "ok"
    assert "channels:history" in scopes.says


@pytest.mark.parametrize(
    ("apart", "status"),
    [(0, "ok"), (30, "ok"), (-120, "warning"), (120, "warning"), (-600, "fault"), (600, "fault")],
)
async def test_a_clock_that_is_wrong(slack: SlackFake, apart: int, status: str) -> None:
    def clock() -> datetime:
        return datetime.now(UTC) + timedelta(seconds=apart)

    async with open_client(slack.app.bot_token, slack.api_url) as client:
        (clocked,) = [one for one in await examine_token(client, clock) if one.about == "clock"]
    assert clocked.status == status
    assert bool(clocked.do) == (status != "ok")


async def test_slack_that_cannot_be_reached(found: Examine) -> None:
    findings = await found(slack_api_url="http://127.0.0.1:1/api/")
    assert (findings["bot token"].status, findings["app token"].status) == ("fault", "fault")
    assert "DNS" in findings["bot token"].do


async def test_slack_that_has_trouble_is_no_fault_of_the_settings(slack: SlackFake, found: Examine) -> None:
    slack.policy.trouble_next("auth.test", Trouble(error="internal_error"))
    assert (await found())["bot token"].status == "warning"


async def test_an_app_token_that_slack_does_not_know(found: Examine) -> None:
    findings = await found(slack_app_token="xapp-another")
    assert findings["app token"].status == "fault"
    assert "connections:write" in findings["app token"].do


@pytest.mark.parametrize("code", ["missing_scope", "socket_mode_disabled"])
async def test_an_app_token_that_may_not_connect(slack: SlackFake, found: Examine, code: str) -> None:
    slack.policy.trouble_next("apps.connections.open", Trouble(error=code))
    assert (await found())["app token"].status == "fault"


async def test_a_bot_token_in_place_of_the_app_token(slack: SlackFake, found: Examine) -> None:
    findings = await found(slack_app_token=slack.app.bot_token)
    assert findings["app token"].status == "fault"
    assert "not_allowed_token_type" in findings["app token"].says


async def test_maintainers_who_are_there(slack: SlackFake, found: Examine) -> None:
    ann = slack.add_person("ann")
    slack.workspace.groups["S0000001"] = [ann.id]
    findings = await found(maintainers=(ann.id, "S0000001"))
    assert [findings[f"maintainer {name}"].status for name in (ann.id, "S0000001")] == ["ok", "ok"]


async def test_maintainers_who_are_not_there(slack: SlackFake, found: Examine) -> None:
    gone = slack.add_person("gone")
    gone.user.is_deleted = True
    slack.workspace.groups["S0000001"] = []
    names = ("U9999999", gone.id, slack.app.bot_user.id, "S9999999", "S0000001")
    findings = await found(maintainers=names)
    assert [findings[f"maintainer {name}"].status for name in names] == [*["fault"] * 4, "warning"]


async def test_a_group_that_may_not_be_looked_at(slack: SlackFake, found: Examine) -> None:
    slack.app.scopes = set(ALL) - {"usergroups:read"}
    assert (await found(maintainers=("S0000001",)))["maintainer S0000001"].status == "warning"


async def test_channels_for_help(slack: SlackFake, found: Examine) -> None:
    there, elsewhere = slack.add_channel("help"), slack.workspace.add_channel("other")
    findings = await found(help_channels=(there.id, elsewhere.id, "C9999999"))
    assert [findings[f"channel {name}"].status for name in (there.id, elsewhere.id, "C9999999")] == [
        "ok",
        "fault",
        "fault",
    ]
    assert "/invite" in findings[f"channel {elsewhere.id}"].do


async def test_a_channel_that_may_not_be_looked_at(slack: SlackFake, found: Examine) -> None:
    channel = slack.add_channel("help")
    slack.app.scopes = set(ALL) - set(OPTIONAL)
    assert (await found(help_channels=(channel.id,)))[f"channel {channel.id}"].status == "warning"
