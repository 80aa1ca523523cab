"""The app's Messages tab: every message there is for the bot."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

from handlers.payloads import Json, said_in_event
from handlers.ports import Inbox, Prompts
from handlers.quiet import is_direct, is_message_of_person


def register(app: AsyncApp) -> None:
    """Direct messages, and the questions offered when the tab is opened."""
    app.event("message", matchers=[is_message_of_person, is_direct])(handle_direct_message)
    app.event("app_home_opened", matchers=[is_messages_tab])(handle_messages_opened)


async def handle_direct_message(body: Json, me: AuthorizeResult, inbox: Inbox) -> None:
    """Takes the question."""
    await inbox.receive(said_in_event(body, me, "dm"))


async def handle_messages_opened(event: Json, prompts: Prompts) -> None:
    """Offers questions to begin with."""
    await prompts.suggest(event["channel"])


async def is_messages_tab(event: Json) -> bool:
    """The Messages tab was opened, not the Home tab."""
    return event.get("tab") == "messages"
