"""``conversations.*``, ``users.info``, ``usergroups.*`` and ``reactions.add``: what a bot can look up."""

from __future__ import annotations

from bot.slackfake.call import ApiError, Call
from bot.slackfake.state import Json, Message

PAGE_MAX = 999


def history(call: Call) -> Json:
    """``conversations.history``: newest first, replies in threads left out."""
    channel = call.channel_to_read()
    roots = [m for m in channel.visible() if m.thread_ts in (None, m.ts)]
    return _page(call, list(reversed(roots)))


def replies(call: Call) -> Json:
    """``conversations.replies``: the thread's first message and its replies, oldest first."""
    channel = call.channel_to_read()
    root = channel.message(call.needed("ts"))
    if root is None or root.visible_to:
        raise ApiError("thread_not_found")
    return _page(call, [root, *channel.thread(root.ts)])


def info(call: Call) -> Json:
    """``conversations.info``."""
    channel = call.channel()
    return {
        "channel": {
            "id": channel.id,
            "name": channel.name,
            "is_im": channel.kind == "im",
            "is_private": channel.kind == "group",
            "is_archived": channel.is_archived,
            "is_ext_shared": channel.is_external,
            "is_member": call.app.bot_user.id in channel.members,
        }
    }


def members(call: Call) -> Json:
    """``conversations.members``."""
    return {"members": sorted(call.channel().members), "response_metadata": {"next_cursor": ""}}


def open_direct(call: Call) -> Json:
    """``conversations.open`` with one person."""
    user = call.user("users")
    return {"channel": {"id": call.workspace.direct_channel(user.id, call.app.bot_user.id).id}}


def user_info(call: Call) -> Json:
    """``users.info``."""
    return {"user": call.user().as_json(call.workspace.team)}


def group_members(call: Call) -> Json:
    """``usergroups.users.list``."""
    members = call.workspace.groups.get(call.needed("usergroup"))
    if members is None:
        raise ApiError("no_such_subteam")
    return {"users": members}


def add_reaction(call: Call) -> Json:
    """``reactions.add``."""
    message = call.channel().message(call.needed("timestamp"))
    if message is None:
        raise ApiError("message_not_found")
    users = message.reactions.setdefault(call.needed("name"), set())
    if call.app.bot_user.id in users:
        raise ApiError("already_reacted")
    users.add(call.app.bot_user.id)
    call.workspace.changed()
    return {}


def _page(call: Call, found: list[Message]) -> Json:
    limit = min(int(call.text("limit", "100")), PAGE_MAX)
    oldest, latest = call.text("oldest"), call.text("latest")
    inclusive = call.flag("inclusive")
    within = [m for m in found if _after(m.ts, oldest, inclusive) and _before(m.ts, latest, inclusive)]
    start = int(call.text("cursor") or 0)
    end = start + limit
    more = end < len(within)
    with_metadata = call.flag("include_all_metadata")
    return {
        "messages": [m.as_json(with_metadata=with_metadata) for m in within[start:end]],
        "has_more": more,
        "response_metadata": {"next_cursor": str(end) if more else ""},
    }


def _after(ts: str, oldest: str, inclusive: bool) -> bool:
    return not oldest or _key(ts) > _key(oldest) or (inclusive and ts == oldest)


def _before(ts: str, latest: str, inclusive: bool) -> bool:
    return not latest or _key(ts) < _key(latest) or (inclusive and ts == latest)


def _key(ts: str) -> tuple[int, int]:
    whole, _, part = ts.partition(".")
    return int(whole), int((part or "0").ljust(6, "0"))
