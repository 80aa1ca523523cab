"""Questions that call the bot by name in a channel."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

from handlers.payloads import Json, said_in_event
from handlers.ports import Inbox
from handlers.quiet import is_call, is_message_of_person


def register(app: AsyncApp) -> None:
    """A mention comes as ``app_mention`` and, where channels may be read, as ``message``."""
    app.event("app_mention", matchers=[is_message_of_person])(handle_mention)
    app.event("message", matchers=[is_message_of_person, is_call])(handle_mention)


async def handle_mention(body: Json, me: AuthorizeResult, inbox: Inbox) -> None:
    """Takes the question."""
    await inbox.receive(said_in_event(body, me, "mention"))
