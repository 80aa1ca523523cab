"""The bot is uninstalled, or its token taken back."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from handlers.oauth.leaving import Leaving
from handlers.payloads import Json


def register(app: AsyncApp) -> None:
    """Slack may send either first, and both."""
    app.event("app_uninstalled")(handle_app_uninstalled)
    app.event("tokens_revoked")(handle_tokens_revoked)


async def handle_app_uninstalled(body: Json, leaving: Leaving) -> None:
    """Forgets the workspace's token."""
    await leaving.leave(body["team_id"], float(body.get("event_time", 0)))


async def handle_tokens_revoked(body: Json, event: Json, leaving: Leaving) -> None:
    """Forgets it if it is the bot's; tokens of people are none of ours."""
    bot_users = [str(user) for user in event.get("tokens", {}).get("bot", [])]
    await leaving.leave(body["team_id"], float(body.get("event_time", 0)), bot_users)
