"""What the tests of the fake's Web API share: an app, a block, and the name of a refusal."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

MANIFEST: dict[str, Any] = {
    "features": {"bot_user": {"display_name": "setupbot"}, "agent_view": {"agent_description": "answers"}},
    "oauth_config": {
        "scopes": {
            "bot": [
                *("chat:write", "im:history", "assistant:write", "users:read", "channels:read", "im:write"),
                *("channels:history", "reactions:write"),
            ],
            "bot_optional": ["channels:history", "reactions:write"],
        }
    },
    "settings": {"event_subscriptions": {"bot_events": ["app_mention", "message.im"]}},
}
SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "hello"}}


async def error_of(call: Any) -> str:
    with pytest.raises(SlackApiError) as refused:
        await call
    return str(refused.value.response["error"])
