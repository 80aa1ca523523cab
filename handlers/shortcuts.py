"""The message shortcut "Answer this"."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck

from handlers.payloads import Json, said_in_shortcut
from handlers.ports import Inbox


def register(app: AsyncApp) -> None:
    """The shortcut of the manifest."""
    app.message_shortcut("answer_this")(handle_answer_this)


async def handle_answer_this(body: Json, ack: AsyncAck, me: AuthorizeResult, inbox: Inbox) -> None:
    """Answers somebody's message, privately to the one who asked for it; they may share it."""
    await inbox.receive(said_in_shortcut(body, me))
    await ack()
