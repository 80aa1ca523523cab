"""Everything that no other listener wants, so that Slack is always told that it arrived."""

from __future__ import annotations

import re

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from handlers.payloads import Json
from handlers.phrases import phrases_for

_ANY = re.compile(".*", re.DOTALL)


def register(app: AsyncApp) -> None:
    """Comes last: Bolt asks listeners in the order of their registration."""
    app.event(_ANY)(ignore_event)
    app.action(_ANY)(ignore_interaction)
    app.shortcut(_ANY)(ignore_interaction)
    app.view(_ANY)(ignore_interaction)
    app.command(_ANY)(handle_unknown_command)


async def ignore_event() -> None:
    """Chatter, other bots, notices: nothing to do."""


async def ignore_interaction(ack: AsyncAck) -> None:
    """A button that is only a link, or one of an older version."""
    await ack()


async def handle_unknown_command(body: Json, ack: AsyncAck) -> None:
    """A command of the manifest that this version does not know."""
    await ack(phrases_for(str(body.get("text", ""))).not_known)
