"""``views.*`` and ``assistant.threads.*``: modals, the Home tab, suggested prompts and status."""

from __future__ import annotations

from datetime import timedelta

from bot.slackfake.blocks import view_faults
from bot.slackfake.call import ApiError, Call
from bot.slackfake.state import Json, View

TRIGGER_LIFE = timedelta(seconds=3)
PROMPTS_MAX = 4


def open_view(call: Call) -> Json:
    """``views.open``: a trigger serves once and for three seconds."""
    user = _spend_trigger(call)
    return _store(call, user, "modal", _content(call))


def update_view(call: Call) -> Json:
    """``views.update``: refused as stale where the hash is no longer the view's."""
    view = call.workspace.views.get(call.needed("view_id"))
    if view is None:
        raise ApiError("not_found")
    _refuse_stale(call, view)
    return _store(call, view.user, view.kind, _content(call), view.id)


def publish_view(call: Call) -> Json:
    """``views.publish``: a person's Home tab."""
    user = call.user("user_id")
    view = next((v for v in call.workspace.views.values() if v.kind == "home" and v.user == user.id), None)
    if view:
        _refuse_stale(call, view)
    return _store(call, user.id, "home", _content(call), view.id if view else None)


def set_suggested_prompts(call: Call) -> Json:
    """``assistant.threads.setSuggestedPrompts``: with a thread an agent app's call silently does nothing."""
    channel = call.channel("channel_id")
    prompts = call.structure("prompts", "invalid_arguments")
    if not isinstance(prompts, list) or not 1 <= len(prompts) <= PROMPTS_MAX:
        raise ApiError("invalid_arguments")
    if any(not isinstance(p, dict) or not p.get("title") or not p.get("message") for p in prompts):
        raise ApiError("invalid_arguments")
    if not (call.app.is_agent and call.text("thread_ts")):
        channel.prompts = prompts
        call.workspace.changed()
    return {}


def set_status(call: Call) -> Json:
    """``assistant.threads.setStatus``."""
    channel = call.channel("channel_id")
    call.workspace.statuses[channel.id, call.needed("thread_ts")] = call.text("status")
    call.workspace.changed()
    return {}


def _content(call: Call) -> Json:
    view = call.structure("view", "invalid_arguments")
    faults = view_faults(view)
    if any("view_too_large" in fault for fault in faults):
        raise ApiError("view_too_large")
    if faults:
        raise ApiError("invalid_arguments", response_metadata={"messages": faults})
    content: Json = view
    return content


def _spend_trigger(call: Call) -> str:
    token = call.needed("trigger_id")
    issued = call.workspace.triggers.get(token)
    if issued is None:
        raise ApiError("exchanged_trigger_id" if token.count(".") else "invalid_trigger_id")
    if call.workspace.clock() - issued > TRIGGER_LIFE:
        raise ApiError("expired_trigger_id")
    del call.workspace.triggers[token]
    return token.split(".")[1]


def _refuse_stale(call: Call, view: View) -> None:
    if call.text("hash") and call.text("hash") != view.hash:
        raise ApiError("hash_conflict")


def _store(call: Call, user: str, kind: str, content: Json, view_id: str | None = None) -> Json:
    workspace = call.workspace
    view = View(view_id or workspace.new_id("V"), user, "home" if kind == "home" else "modal", content, "")
    view.hash = workspace.new_ts()
    workspace.views[view.id] = view
    workspace.changed()
    return {"view": {**content, "id": view.id, "hash": view.hash}}
