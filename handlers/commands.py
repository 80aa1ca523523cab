"""Slash commands: private questions, answered through the command's ``response_url``."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from handlers.payloads import Json, said_in_command
from handlers.ports import Inbox


def register(app: AsyncApp) -> None:
    """The commands of the manifest."""
    app.command("/ask")(handle_ask)
    app.command("/docker-check")(handle_docker_check)


async def handle_ask(body: Json, ack: AsyncAck, inbox: Inbox) -> None:
    """Takes the question; one without words is answered with how to ask."""
    await inbox.receive(said_in_command(body))
    await ack()


async def handle_docker_check(body: Json, ack: AsyncAck, inbox: Inbox) -> None:
    """Takes a question about hosts; without a name it asks for their list."""
    await inbox.receive(said_in_command(body, named=True))
    await ack()
