"""What Slack sends for each thing that a person does, in the shapes of its documentation."""

from __future__ import annotations

from bot.slackfake.installation import Installation
from bot.slackfake.state import Channel, Json, Message, User, Workspace


class Payloads:
    """Builds payloads for one app in one workspace."""

    def __init__(self, workspace: Workspace, app: Installation) -> None:
        self._workspace, self._app = workspace, app

    def wrapped(self, event: Json, *, is_external: bool = False) -> Json:
        """The Events API's wrapper with a fresh event id."""
        team = self._workspace.team
        return {
            "token": "fake-verification-token",
            "team_id": team,
            "context_team_id": team,
            "api_app_id": self._app.app_id,
            "event": event,
            "type": "event_callback",
            "event_id": self._workspace.new_id("Ev"),
            "event_time": int(self._workspace.clock().timestamp()),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": team,
                    "user_id": self._app.bot_user.id,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": is_external,
            "event_context": self._workspace.new_id("4-"),
        }

    def message(self, channel: Channel, message: Message) -> Json:
        """A ``message`` event."""
        return self._said(channel, message) | {"type": "message", "channel_type": channel.kind}

    def app_mention(self, channel: Channel, message: Message) -> Json:
        """An ``app_mention`` event: the same message, under another type."""
        return self._said(channel, message) | {"type": "app_mention"}

    def message_changed(self, channel: Channel, message: Message, before: Json) -> Json:
        """A ``message`` event of subtype ``message_changed``, for edits and unfurls."""
        ts = self._workspace.new_ts()
        return {
            "type": "message",
            "subtype": "message_changed",
            "message": self._said(channel, message) | {"type": "message"},
            "previous_message": before,
            "channel": channel.id,
            "hidden": True,
            "ts": ts,
            "event_ts": ts,
            "channel_type": channel.kind,
        }

    def message_deleted(self, channel: Channel, message: Message) -> Json:
        """A ``message`` event of subtype ``message_deleted``."""
        ts = self._workspace.new_ts()
        return {
            "type": "message",
            "subtype": "message_deleted",
            "deleted_ts": message.ts,
            "previous_message": self._said(channel, message) | {"type": "message"},
            "channel": channel.id,
            "hidden": True,
            "ts": ts,
            "event_ts": ts,
            "channel_type": channel.kind,
        }

    def app_home_opened(self, user: User, channel: Channel, tab: str) -> Json:
        """An ``app_home_opened`` event; ``tab`` is ``messages`` or ``home``."""
        ts = self._workspace.new_ts()
        return {
            "type": "app_home_opened",
            "user": user.id,
            "channel": channel.id,
            "tab": tab,
            "event_ts": ts,
        }

    def command(self, user: User, channel: Channel, command: str, text: str, response_url: str) -> Json:
        """A slash command's form fields."""
        return {
            "token": "fake-verification-token",
            "team_id": self._workspace.team,
            "team_domain": self._workspace.domain,
            "channel_id": channel.id,
            "channel_name": "directmessage" if channel.kind == "im" else channel.name,
            "user_id": user.id,
            "user_name": user.name,
            "command": command,
            "text": text,
            "api_app_id": self._app.app_id,
            "is_enterprise_install": "false",
            "response_url": response_url,
            "trigger_id": self.trigger(user),
        }

    def block_actions(
        self, user: User, channel: Channel, message: Message, pressed: tuple[str, Json], response_url: str
    ) -> Json:
        """A pressed button; a private message is not shown in the payload."""
        block_id, element = pressed
        container = {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": channel.id,
            "is_ephemeral": message.visible_to is not None,
        }
        if message.thread_ts:
            container["thread_ts"] = message.thread_ts
        action = {key: element[key] for key in ("type", "action_id", "text", "value") if key in element}
        payload = self._interaction("block_actions", user, channel, response_url) | {
            "container": container,
            "state": {"values": {}},
            "actions": [action | {"block_id": block_id, "action_ts": self._workspace.new_ts()}],
        }
        if message.visible_to is None:
            payload["message"] = self._said(channel, message)
        return payload

    def message_action(
        self, user: User, channel: Channel, message: Message, callback_id: str, response_url: str
    ) -> Json:
        """A message shortcut."""
        return self._interaction("message_action", user, channel, response_url) | {
            "callback_id": callback_id,
            "message_ts": message.ts,
            "message": self._said(channel, message) | {"type": "message"},
            "action_ts": self._workspace.new_ts(),
        }

    def trigger(self, user: User) -> str:
        """A fresh ``trigger_id``, good for one view."""
        token = f"{self._workspace.new_id('')}.{user.id}.fake"
        self._workspace.triggers[token] = self._workspace.clock()
        return token

    def _interaction(self, kind: str, user: User, channel: Channel, response_url: str) -> Json:
        return {
            "type": kind,
            "team": {"id": self._workspace.team, "domain": self._workspace.domain},
            "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": user.team},
            "api_app_id": self._app.app_id,
            "token": "fake-verification-token",
            "trigger_id": self.trigger(user),
            "enterprise": None,
            "is_enterprise_install": False,
            "channel": {"id": channel.id, "name": channel.name or "directmessage"},
            "response_url": response_url,
        }

    def _said(self, channel: Channel, message: Message) -> Json:
        said = message.as_json() | {
            "channel": channel.id,
            "event_ts": message.ts,
            "team": self._team_of(message.user),
            "user_team": self._team_of(message.user),
            "source_team": self._team_of(message.user),
        }
        if not message.bot_id:
            said["client_msg_id"] = f"00000000-0000-4000-8000-{message.ts.replace('.', '')[-12:]}"
            said.setdefault("blocks", _rich_text(message.text))
        return said

    def _team_of(self, user: str) -> str:
        known = self._workspace.users.get(user)
        return known.team if known else self._workspace.team


def _rich_text(text: str) -> list[Json]:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return [{"type": "rich_text", "block_id": "typed", "elements": [section]}]
