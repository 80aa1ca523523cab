"""The modals that stand before a person: one on another, at most three; what an app answers moves them."""

from __future__ import annotations

from typing import Any

from bot.slackfake.blocks import view_faults
from bot.slackfake.call import ApiError
from bot.slackfake.state import Json, Workspace
from bot.slackfake.views import View

STACK_MAX = 3


def stack(workspace: Workspace, user: str) -> list[View]:
    """The person's open modals, the one in front last."""
    return [workspace.views[view_id] for view_id in workspace.stacks.get(user, [])]


def top(workspace: Workspace, user: str) -> View | None:
    """The modal in front."""
    open_ones = stack(workspace, user)
    return open_ones[-1] if open_ones else None


def show(workspace: Workspace, user: str, content: Json) -> View:
    """A modal in place of whatever is open."""
    clear(workspace, user)
    return _place(workspace, user, content)


def push(workspace: Workspace, user: str, content: Json) -> View:
    """A modal in front of the one that is open."""
    if len(workspace.stacks.get(user, [])) >= STACK_MAX:
        raise ApiError("push_limit_reached")
    return _place(workspace, user, content)


def replace(workspace: Workspace, view: View, content: Json) -> View:
    """New content for a view that is open; its hash changes."""
    refuse_double(workspace, content, view)
    view.content, view.hash = numbered(content), workspace.new_ts()
    workspace.changed()
    return view


def close(workspace: Workspace, user: str, *, every: bool = False) -> list[View]:
    """Takes the modal in front away, or all; returns those that went, the front one first."""
    ids = workspace.stacks.get(user, [])
    gone = list(reversed(ids)) if every else ids[-1:]
    workspace.stacks[user] = [] if every else ids[:-1]
    workspace.changed()
    return [workspace.views.pop(view_id) for view_id in gone]


def clear(workspace: Workspace, user: str) -> None:
    """No modal is left."""
    close(workspace, user, every=True)


def obey(workspace: Workspace, view: View, answer: Json | None) -> dict[str, str]:
    """Does what the app answered to a submission; returns the errors to show, by ``block_id``.

    Raises ApiError where Slack would show its own "We had some trouble connecting".
    """
    action = (answer or {}).get("response_action")
    if action == "errors":
        return _errors(view, (answer or {}).get("errors"))
    if action == "clear":
        clear(workspace, view.user)
    elif action in ("update", "push"):
        content = (answer or {}).get("view")
        if not isinstance(content, dict) or view_faults(content):
            raise ApiError("invalid_arguments", response_metadata={"messages": view_faults(content)})
        if action == "update":
            replace(workspace, view, content)
        else:
            push(workspace, view.user, content)
    elif action is None:
        close(workspace, view.user)
    else:
        raise ApiError("unknown_response_action")
    return {}


def numbered(content: Json) -> Json:
    """The content with an id for every block, as Slack gives to those that have none."""
    blocks = [{"block_id": f"b{index}", **block} for index, block in enumerate(content.get("blocks", []))]
    return {**content, "blocks": blocks}


def refuse_double(workspace: Workspace, content: Json, own: View | None = None) -> None:
    """An ``external_id`` names one view."""
    wanted = content.get("external_id")
    others = (view for view in workspace.views.values() if view is not own)
    if wanted and any(view.content.get("external_id") == wanted for view in others):
        raise ApiError("duplicate_external_id")


def _place(workspace: Workspace, user: str, content: Json) -> View:
    refuse_double(workspace, content)
    below = top(workspace, user)
    view = View(workspace.new_id("V"), user, "modal", numbered(content), workspace.new_ts())
    view.previous, view.root = (below.id, below.root) if below else (None, view.id)
    workspace.views[view.id] = view
    workspace.stacks.setdefault(user, []).append(view.id)
    workspace.changed()
    return view


def _errors(view: View, errors: Any) -> dict[str, str]:
    inputs = {block.get("block_id") for block in view.content["blocks"] if block.get("type") == "input"}
    if not isinstance(errors, dict) or not errors or not errors.keys() <= inputs:
        raise ApiError("invalid_errors", inputs=sorted(map(str, inputs)))
    return {str(block): str(message) for block, message in errors.items()}
