"""``views.*`` and ``assistant.threads.*``: modals, the Home tab, suggested prompts and status."""

from __future__ import annotations

from datetime import timedelta

from bot.slackfake import modals
from bot.slackfake.blocks import view_faults
from bot.slackfake.call import ApiError, Call
from bot.slackfake.state import Json
from bot.slackfake.views import View

TRIGGER_LIFE = timedelta(seconds=3)
PROMPTS_MAX = 4


def open_view(call: Call) -> Json:
    """``views.open``: a trigger serves once and for three seconds."""
    content = _content(call, "modal")
    return _told(call, modals.show(call.workspace, _spend_trigger(call), content))


def push_view(call: Call) -> Json:
    """``views.push``: another modal in front of the one in which the trigger was pulled."""
    content = _content(call, "modal")
    return _told(call, modals.push(call.workspace, _spend_trigger(call), content))


def update_view(call: Call) -> Json:
    """``views.update``: refused as stale where the hash is no longer the view's."""
    view = _named(call)
    _refuse_stale(call, view)
    return _told(call, modals.replace(call.workspace, view, _content(call, view.kind)))


def publish_view(call: Call) -> Json:
    """``views.publish``: a person's Home tab."""
    user, workspace = call.user("user_id"), call.workspace
    content = _content(call, "home")
    view = workspace.home_of(user.id)
    if view:
        _refuse_stale(call, view)
        return _told(call, modals.replace(workspace, view, content))
    modals.refuse_double(workspace, content)
    view = View(workspace.new_id("V"), user.id, "home", modals.numbered(content), workspace.new_ts())
    view.root = view.id
    workspace.views[view.id] = view
    workspace.changed()
    return _told(call, view)


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


def _content(call: Call, kind: str) -> Json:
    view = call.structure("view", "invalid_arguments")
    faults = view_faults(view)
    if not faults and view["type"] != kind:
        faults = [f"[ERROR] must be a {kind} [json-pointer:/view/type]"]
    if any("view_too_large" in fault for fault in faults):
        raise ApiError("view_too_large")
    if faults:
        raise ApiError("invalid_arguments", response_metadata={"messages": faults})
    content: Json = view
    return content


def _named(call: Call) -> View:
    if external := call.text("external_id"):
        found = [v for v in call.workspace.views.values() if v.content.get("external_id") == external]
        view = found[0] if found else None
    else:
        view = call.workspace.views.get(call.needed("view_id"))
    if view is None:
        raise ApiError("not_found")
    return view


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


def _told(call: Call, view: View) -> Json:
    return {"view": view.as_json(call.workspace.team, call.app.app_id, call.app.bot_id)}
