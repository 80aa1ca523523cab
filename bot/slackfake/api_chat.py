"""The ``chat.*`` methods: posting, editing and deleting, with what Slack refuses."""

from __future__ import annotations

import json
import re

from bot.slackfake.blocks import MESSAGE_CHARS_MAX, characters, message_faults
from bot.slackfake.call import ApiError, Call
from bot.slackfake.state import Channel, Json, Message

TEXT_CUT_AFTER = 40_000
UPDATE_TEXT_MAX = 4_000
METADATA_BYTES_MAX = 16_000

_TS = re.compile(r"\d+\.\d{6}")


def post_message(call: Call) -> Json:
    """``chat.postMessage``."""
    channel = call.channel_to_write()
    message = _message(call, channel)
    _refuse_speed(call, channel)
    call.workspace.add_message(message)
    return {"channel": channel.id, "ts": message.ts, "message": message.as_json(with_metadata=True)}


def post_ephemeral(call: Call) -> Json:
    """``chat.postEphemeral``."""
    channel = call.channel_to_write()
    user = call.user()
    if user.id not in channel.members:
        raise ApiError("user_not_in_channel")
    message = _message(call, channel)
    message.visible_to = user.id
    call.workspace.add_message(message)
    return {"message_ts": message.ts}


def update(call: Call) -> Json:
    """``chat.update``: ``text`` alone removes the blocks."""
    channel = call.channel()
    message = call.own_message(channel, "cant_update_message")
    text, blocks = _content(call)
    if len(text) > UPDATE_TEXT_MAX:
        raise ApiError("msg_too_long")
    if "metadata" in call.args:
        message.metadata = _metadata(call)
    call.workspace.edit_message(message, text, blocks)
    return {"channel": channel.id, "ts": message.ts, "text": text, "message": message.as_json()}


def delete(call: Call) -> Json:
    """``chat.delete``."""
    channel = call.channel()
    message = call.own_message(channel, "cant_delete_message")
    message.is_deleted = True
    call.workspace.changed()
    return {"channel": channel.id, "ts": message.ts}


def get_permalink(call: Call) -> Json:
    """``chat.getPermalink``."""
    channel = call.channel()
    ts = call.needed("message_ts")
    if channel.message(ts) is None:
        raise ApiError("message_not_found")
    path = f"archives/{channel.id}/p{ts.replace('.', '')}"
    return {"channel": channel.id, "permalink": f"https://{call.workspace.domain}.slack.com/{path}"}


def content_of(text: str, blocks: object) -> tuple[str, list[Json]]:
    """A message's text and blocks as Slack would keep them; raises ApiError where it refuses."""
    if blocks:
        faults = message_faults(blocks)
        if faults:
            raise ApiError("invalid_blocks", response_metadata={"messages": faults})
        if characters(blocks) > MESSAGE_CHARS_MAX:
            raise ApiError("msg_blocks_too_long")
    elif not text:
        raise ApiError("no_text")
    kept = list(blocks) if isinstance(blocks, list) else []
    return text[:TEXT_CUT_AFTER], [{"block_id": f"b{index}", **block} for index, block in enumerate(kept)]


def _content(call: Call) -> tuple[str, list[Json]]:
    return content_of(call.text("text"), call.structure("blocks", "invalid_blocks_format"))


def _message(call: Call, channel: Channel) -> Message:
    text, blocks = _content(call)
    return Message(
        channel=channel.id,
        ts=call.workspace.new_ts(),
        user=call.app.bot_user.id,
        text=text,
        blocks=blocks,
        thread_ts=_thread(call),
        metadata=_metadata(call),
        bot_id=call.app.bot_id,
        options={name: call.flag(name) for name in ("unfurl_links", "unfurl_media") if name in call.args},
    )


def _thread(call: Call) -> str | None:
    thread_ts = call.text("thread_ts")
    if thread_ts and not _TS.fullmatch(thread_ts):
        raise ApiError("invalid_thread_ts")
    return thread_ts or None


def _metadata(call: Call) -> Json | None:
    metadata = call.structure("metadata", "invalid_metadata_format")
    if metadata is None:
        return None
    if not isinstance(metadata, dict) or not {"event_type", "event_payload"} <= metadata.keys():
        raise ApiError("invalid_metadata_format")
    if len(json.dumps(metadata, ensure_ascii=False).encode()) > METADATA_BYTES_MAX:
        raise ApiError("metadata_too_large")
    return metadata


def _refuse_speed(call: Call, channel: Channel) -> None:
    if call.policy.posts_too_fast(channel.id):
        raise ApiError("ratelimited", retry_after_s=1)
