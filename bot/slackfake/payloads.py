"""What Slack sends for each thing that a person does, in the shapes of its documentation."""

from __future__ import annotations

from collections.abc import Sequence

from bot.slackfake.answers import Answers, Given, action_of, state_of
from bot.slackfake.installation import Installation
from bot.slackfake.state import Channel, Json, Message, User, Workspace
from bot.slackfake.views import View


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
        event = {
            "type": "app_home_opened",
            "user": user.id,
            "channel": channel.id,
            "tab": tab,
            "event_ts": ts,
        }
        home = self._workspace.home_of(user.id)
        return event | {"view": self._seen(home)} if home and tab == "home" else event

    def team_join(self, user: User) -> Json:
        """A ``team_join`` event; its ``user`` is an object."""
        return {
            "type": "team_join",
            "user": user.as_json(self._workspace.team),
            "event_ts": self._workspace.new_ts(),
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
        self,
        user: User,
        channel: Channel,
        message: Message,
        pressed: tuple[str, Json],
        response_url: str,
        given: Given | None = None,
        answers: Answers | None = None,
    ) -> Json:
        """Something used in a message (``given`` is what was picked); a private message is not shown in it."""
        container = {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": channel.id,
            "is_ephemeral": message.visible_to is not None,
        }
        if message.thread_ts:
            container["thread_ts"] = message.thread_ts
        payload = self._interaction("block_actions", user) | {
            **self._in_channel(channel, response_url),
            "container": container,
            "state": state_of(message.blocks, answers or {}),
            "actions": [self._action(pressed, given)],
        }
        if message.visible_to is None:
            payload["message"] = self._said(channel, message)
        return payload

    def view_actions(
        self, user: User, view: View, pressed: tuple[str, Json], given: Given | None, answers: Answers
    ) -> Json:
        """Something used in a modal or the Home tab."""
        return self._interaction("block_actions", user) | {
            "container": {"type": "view", "view_id": view.id},
            "view": self._seen(view, answers),
            "actions": [self._action(pressed, given)],
        }

    def view_submission(
        self, user: User, view: View, answers: Answers, response_urls: Sequence[Json] = ()
    ) -> Json:
        """A modal sent off."""
        return self._interaction("view_submission", user) | {
            "view": self._seen(view, answers),
            "response_urls": list(response_urls),
        }

    def view_closed(self, user: User, view: View, *, is_cleared: bool) -> Json:
        """A modal closed; ``is_cleared`` with all those under it."""
        return self._interaction("view_closed", user) | {
            "view": self._seen(view),
            "is_cleared": is_cleared,
        }

    def shortcut(self, user: User, callback_id: str) -> Json:
        """A global shortcut."""
        return self._interaction("shortcut", user) | {
            "callback_id": callback_id,
            "action_ts": self._workspace.new_ts(),
        }

    def message_action(
        self, user: User, channel: Channel, message: Message, callback_id: str, response_url: str
    ) -> Json:
        """A message shortcut."""
        return self._interaction("message_action", user) | {
            **self._in_channel(channel, response_url),
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

    def _interaction(self, kind: str, user: User) -> Json:
        return {
            "type": kind,
            "team": {"id": self._workspace.team, "domain": self._workspace.domain},
            "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": user.team},
            "api_app_id": self._app.app_id,
            "token": "fake-verification-token",
            "trigger_id": self.trigger(user),
            "enterprise": None,
            "is_enterprise_install": False,
        }

    def _in_channel(self, channel: Channel, response_url: str) -> Json:
        name = channel.name or "directmessage"
        return {"channel": {"id": channel.id, "name": name}, "response_url": response_url}

    def _action(self, pressed: tuple[str, Json], given: Given | None) -> Json:
        block_id, element = pressed
        return action_of(element, given) | {"block_id": block_id, "action_ts": self._workspace.new_ts()}

    def _seen(self, view: View, answers: Answers | None = None) -> Json:
        state = state_of(view.content["blocks"], answers or {})
        return view.as_json(self._workspace.team, self._app.app_id, self._app.bot_id, state)

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
