"""What the log says of Slack when the bot starts."""

from __future__ import annotations

import asyncio

from structlog.testing import capture_logs

from bot.slackfake.fake import SlackFake
from handlers.client import open_client
from handlers.doctor.at_start import LookAtSlack


async def told_with(token: str, slack: SlackFake) -> list[str]:
    with capture_logs() as logs:
        async with open_client(token, slack.api_url) as client:
            await LookAtSlack(client).run(asyncio.Event())
    return [f"{line['about']}: {line['says']}" for line in logs if line["event"] == "not_well"]


async def test_a_good_token_is_no_news(slack: SlackFake) -> None:
    assert await told_with(slack.app.bot_token, slack) == []


async def test_a_wrong_token_is_told_without_the_token(slack: SlackFake) -> None:
    assert await told_with("xoxb-another", slack) == ["bot token: Slack does not take it: invalid_auth."]
