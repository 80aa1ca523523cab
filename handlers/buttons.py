"""The buttons under a reply."""

from __future__ import annotations

import re

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.conversations.model import ACTIONS
from handlers.payloads import Json, pressed_in_action
from handlers.ports import Inbox

_BUTTON = re.compile(rf"^(?:{'|'.join(ACTIONS)})(?::.*)?$")


def register(app: AsyncApp) -> None:
    """``choose_entry:<id>``, ``check_again:<host>`` and whatever else ACTIONS has."""
    app.action(_BUTTON)(handle_button)


async def handle_button(body: Json, ack: AsyncAck, me: AuthorizeResult, inbox: Inbox) -> None:
    """Takes the press."""
    await inbox.receive(pressed_in_action(body, me))
    await ack()
