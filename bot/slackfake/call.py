"""One call of the Web API: its arguments, the errors it may end in, and look-ups all methods share."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from bot.slackfake.installation import Installation
from bot.slackfake.policy import Policy
from bot.slackfake.state import Channel, Json, Message, User, Workspace


class ApiError(Exception):
    """The call is refused with one of Slack's error names and, at times, more fields."""

    def __init__(self, error: str, **more: Any) -> None:
        super().__init__(error)
        self.error, self.more = error, more


@dataclass
class Call:
    """A call that was let in; ``args`` are its decoded arguments."""

    method: str
    args: Json
    workspace: Workspace
    app: Installation
    policy: Policy
    socket_url: str

    def text(self, name: str, default: str = "") -> str:
        """An argument as text."""
        value = self.args.get(name)
        return default if value is None else str(value)

    def needed(self, name: str) -> str:
        """A required argument as text."""
        if not self.text(name):
            raise ApiError(
                "invalid_arguments",
                response_metadata={"messages": [f"[ERROR] missing required field: {name}"]},
            )
        return self.text(name)

    def flag(self, name: str) -> bool:
        """An argument as a boolean; forms write it as a word."""
        return str(self.args.get(name, "")).lower() in ("1", "true")

    def structure(self, name: str, error: str) -> Any:
        """An argument that is JSON, or JSON in a form's text."""
        value = self.args.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError as bad:
            raise ApiError(error) from bad

    def channel(self, name: str = "channel") -> Channel:
        """The channel named; to ``chat.postMessage`` a person's id means the direct message with them."""
        wanted = self.needed(name)
        if wanted in self.workspace.users and self.method == "chat.postMessage":
            return self.workspace.direct_channel(wanted, self.app.bot_user.id)
        channel = self.workspace.channels.get(wanted)
        if channel is None or (channel.kind == "im" and self.app.bot_user.id not in channel.members):
            raise ApiError("channel_not_found")
        return channel

    def channel_to_write(self) -> Channel:
        """The channel, where the bot may speak."""
        channel = self.channel()
        if self.app.bot_user.id not in channel.members and "chat:write.public" not in self.app.scopes:
            raise ApiError("channel_not_found" if channel.kind == "group" else "not_in_channel")
        if channel.is_archived:
            raise ApiError("is_archived")
        return channel

    def channel_to_read(self) -> Channel:
        """The channel, where the bot may read its history."""
        channel = self.channel()
        scope = {"channel": "channels:history", "group": "groups:history", "im": "im:history"}[channel.kind]
        if scope not in self.app.scopes:
            raise ApiError("missing_scope", needed=scope, provided=",".join(sorted(self.app.scopes)))
        if self.app.bot_user.id not in channel.members:
            raise ApiError("not_in_channel")
        return channel

    def own_message(self, channel: Channel, error: str) -> Message:
        """A message that the app itself posted, and that is no private one."""
        message = channel.message(self.needed("ts"))
        if message is None or message.visible_to:
            raise ApiError("message_not_found")
        if message.bot_id != self.app.bot_id:
            raise ApiError(error)
        return message

    def user(self, name: str = "user") -> User:
        """The person named."""
        user = self.workspace.users.get(self.needed(name))
        if user is None:
            raise ApiError("user_not_found")
        return user
