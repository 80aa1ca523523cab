"""What goes on in threads after an answer: follow-ups without a mention, edits and deletions."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

from handlers.payloads import Json, deleted_in_event, edited_in_event, said_in_event
from handlers.ports import Inbox
from handlers.quiet import is_deletion_by_person, is_edit_by_person, is_follow_up, is_message_of_person


def register(app: AsyncApp) -> None:
    """Comes after mentions and direct messages, which are threads too."""
    app.event("message", matchers=[is_message_of_person, is_follow_up])(handle_follow_up)
    app.event("message", matchers=[is_edit_by_person])(handle_edit)
    app.event("message", matchers=[is_deletion_by_person])(handle_deletion)


async def handle_follow_up(body: Json, me: AuthorizeResult, inbox: Inbox) -> None:
    """Takes it if the bot has answered in this thread."""
    await inbox.receive(said_in_event(body, me, "follow-up"))


async def handle_edit(body: Json, me: AuthorizeResult, inbox: Inbox) -> None:
    """Has the reply follow the new words."""
    await inbox.receive(edited_in_event(body, me))


async def handle_deletion(body: Json, inbox: Inbox) -> None:
    """Has the reply go with its question."""
    await inbox.receive(deleted_in_event(body))
