"""Reads Slack's payloads into the values of ``bot.conversations.model``; knows nothing of what they cause."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt.authorization import AuthorizeResult

from bot.conversations.model import ACTIONS, Deleted, Edited, Manner, Pressed, Said

Json = dict[str, Any]

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
"""What PostgreSQL's text cannot hold: NUL, and halves of surrogate pairs that JSON may smuggle in."""

_USER = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")


def said_in_event(body: Json, me: AuthorizeResult, manner: Manner) -> Said:
    """A message (``message`` or ``app_mention`` event) that is, or may be, for the bot."""
    return _said(body, body["event"], me, manner)


def edited_in_event(body: Json, me: AuthorizeResult) -> Edited:
    """A ``message_changed`` event."""
    event = body["event"]
    message = event["message"] | {"channel": event["channel"]}
    is_direct = event.get("channel_type") == "im"
    said = _said(body, message, me, "dm" if is_direct else "mention")
    edited_ts = message["edited"]["ts"]
    return Edited(
        said=said,
        channel=event["channel"],
        ts=message["ts"],
        text=said.text,
        event=f"edit:{event['channel']}:{message['ts']}:{edited_ts}",
        is_for_bot=is_direct or names_bot(message, me),
    )


def deleted_in_event(body: Json) -> Deleted:
    """A ``message_deleted`` event."""
    event = body["event"]
    ts = event["deleted_ts"]
    name = f"deletion:{event['channel']}:{ts}"
    return Deleted(team=body["team_id"], channel=event["channel"], ts=ts, event=name)


def said_in_command(body: Json, *, named: bool = False) -> Said:
    """A slash command's text, with ``named`` after its name; the answer is private."""
    return Said(
        team=body["team_id"],
        channel=body["channel_id"],
        user=body["user_id"],
        manner="command",
        text=clean(f"{body['command']} {body.get('text', '')}" if named else body.get("text", "")),
        event=f"command:{body['trigger_id']}",
        response_url=body["response_url"],
    )


def said_in_shortcut(body: Json, me: AuthorizeResult) -> Said:
    """The message that somebody wants answered; the answer is private to them until they share it."""
    message = body["message"]
    return Said(
        team=body["team"]["id"],
        channel=body["channel"]["id"],
        user=body["user"]["id"],
        manner="shortcut",
        text=_without_bot(message, me),
        event=f"shortcut:{body['trigger_id']}",
        thread=message.get("thread_ts") or message["ts"],
        response_url=body["response_url"],
        is_external=is_stranger(body, me),
    )


def pressed_in_action(body: Json, me: AuthorizeResult) -> Pressed:
    """A button of a reply; its ``action_id`` is ``<what>`` or ``<what>:<which>``."""
    button, container = body["actions"][0], body["container"]
    what, _, which = button["action_id"].partition(":")
    message = body.get("message", {})
    return Pressed(
        team=body["team"]["id"],
        channel=container["channel_id"],
        user=body["user"]["id"],
        action=next(action for action in ACTIONS if action == what),
        target=clean(which),
        token=clean(button.get("value", "")),
        message_ts=container["message_ts"],
        clicked=str(button["action_ts"]),
        thread=container.get("thread_ts") or message.get("thread_ts"),
        response_url=body["response_url"],
        is_private=bool(container.get("is_ephemeral")),
        is_external=is_stranger(body, me),
    )


def is_stranger(body: Json, me: AuthorizeResult) -> bool:
    """Whether an interaction comes from a person of another workspace."""
    user = body["user"]
    return bool(not me.enterprise_id and user.get("team_id") and user["team_id"] != me.team_id)


def names_bot(message: Json, me: AuthorizeResult) -> bool:
    """Whether the message calls the bot by name."""
    return me.bot_user_id in _USER.findall(message.get("text") or "")


def names_others(message: Json, me: AuthorizeResult) -> bool:
    """Whether the message calls somebody, but not the bot."""
    named = _USER.findall(message.get("text") or "")
    return bool(named) and me.bot_user_id not in named


def _said(body: Json, message: Json, me: AuthorizeResult, manner: Manner) -> Said:
    return Said(
        team=body["team_id"],
        channel=message["channel"],
        user=message["user"],
        manner=manner,
        text=_without_bot(message, me),
        event=body["event_id"],
        ts=message["ts"],
        thread=message.get("thread_ts") or message["ts"],
        is_external=_is_external(body, message, me),
    )


def _is_external(body: Json, message: Json, me: AuthorizeResult) -> bool:
    if body.get("is_ext_shared_channel"):
        return True
    # Within an organisation people have teams of their own and are no strangers.
    teams = {message.get("user_team"), message.get("source_team")} - {None, me.team_id}
    return bool(teams) and not me.enterprise_id


def _without_bot(message: Json, me: AuthorizeResult) -> str:
    def keep(mention: re.Match[str]) -> str:
        return "" if mention[1] == me.bot_user_id else mention[0]

    return clean(_USER.sub(keep, message.get("text") or "").strip())


def clean(text: str) -> str:
    """Without what cannot be kept."""
    return _UNSTORABLE.sub("", text)
