"""What is said in channels to nobody in particular: taken up only where maintainers want that."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

from handlers.payloads import Json, said_in_event
from handlers.ports import Inbox
from handlers.quiet import is_message_of_person, is_overheard


def register(app: AsyncApp) -> None:
    """Slack brings it where channels may be read."""
    app.event("message", matchers=[is_message_of_person, is_overheard])(handle_overheard)


async def handle_overheard(body: Json, me: AuthorizeResult, inbox: Inbox) -> None:
    """Takes it if the bot is sure of an answer."""
    await inbox.receive(said_in_event(body, me, "overheard"))
