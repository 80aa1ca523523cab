"""The Web API's door: tokens, scopes, ordered trouble, then the method; answers as Slack words them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.slackfake import api_chat, api_conversations, api_views
from bot.slackfake.call import ApiError, Call
from bot.slackfake.installation import Installation
from bot.slackfake.policy import Policy, Trouble
from bot.slackfake.state import Json, Workspace


@dataclass(frozen=True)
class Method:
    """What answers a method, and the scope (or the app-level token) that it needs."""

    answer: Callable[[Call], Json]
    scope: str = ""
    token: Literal["bot", "app"] = "bot"  # noqa: S105 -- a kind of token


def auth_test(call: Call) -> Json:
    """``auth.test``."""
    return {
        "url": f"https://{call.workspace.domain}.slack.com/",
        "team": call.workspace.domain,
        "team_id": call.workspace.team,
        "user": call.app.bot_user.name,
        "user_id": call.app.bot_user.id,
        "bot_id": call.app.bot_id,
        "is_enterprise_install": False,
    }


def open_connection(call: Call) -> Json:
    """``apps.connections.open``: where the next Socket Mode connection goes."""
    return {"url": f"{call.socket_url}?ticket={call.workspace.new_id('S')}&app_id={call.app.app_id}"}


METHODS = {
    "auth.test": Method(auth_test),
    "apps.connections.open": Method(open_connection, token="app"),  # noqa: S106 -- a kind of token
    "assistant.threads.setStatus": Method(api_views.set_status, "chat:write"),
    "assistant.threads.setSuggestedPrompts": Method(api_views.set_suggested_prompts, "assistant:write"),
    "chat.delete": Method(api_chat.delete, "chat:write"),
    "chat.getPermalink": Method(api_chat.get_permalink),
    "chat.postEphemeral": Method(api_chat.post_ephemeral, "chat:write"),
    "chat.postMessage": Method(api_chat.post_message, "chat:write"),
    "chat.update": Method(api_chat.update, "chat:write"),
    "conversations.history": Method(api_conversations.history),
    "conversations.info": Method(api_conversations.info, "channels:read"),
    "conversations.members": Method(api_conversations.members, "channels:read"),
    "conversations.open": Method(api_conversations.open_direct, "im:write"),
    "conversations.replies": Method(api_conversations.replies),
    "reactions.add": Method(api_conversations.add_reaction, "reactions:write"),
    "usergroups.users.list": Method(api_conversations.group_members, "usergroups:read"),
    "users.info": Method(api_conversations.user_info, "users:read"),
    "views.open": Method(api_views.open_view),
    "views.push": Method(api_views.push_view),
    "views.publish": Method(api_views.publish_view),
    "views.update": Method(api_views.update_view),
}


class WebApi:
    """Answers ``POST /api/<method>``; ``calls`` counts what was asked, for tests."""

    def __init__(
        self, workspace: Workspace, app: Installation, policy: Policy, socket_url: Callable[[], str]
    ) -> None:
        self._workspace, self._app, self._policy, self._socket_url = workspace, app, policy, socket_url
        self.calls: list[tuple[str, Json]] = []

    def count(self, method: str) -> int:
        """How often a method was called."""
        return sum(name == method for name, _ in self.calls)

    async def answer(self, request: Request) -> Response:
        """One call, from the wire to the wire."""
        name = str(request.path_params["method"])
        try:
            args, token = await _arguments(request)
        except ApiError as refused:
            return _refusal(refused)
        self.calls.append((name, args))
        self._workspace.changed()
        trouble = self._policy.trouble_for(name)
        if trouble and trouble.hold:
            await trouble.hold.wait()
        if trouble and not trouble.after and (trouble.error or trouble.status != 200):
            return _troubled(trouble)
        try:
            done = self._call(name, args, token)
        except ApiError as refused:
            return _refusal(refused)
        if trouble and trouble.after:
            return _troubled(trouble)
        return JSONResponse(
            {"ok": True, **done}, headers={"x-oauth-scopes": ",".join(sorted(self._app.scopes))}
        )

    def _call(self, name: str, args: Json, token: str) -> Json:
        method = METHODS.get(name)
        if method is None:
            raise ApiError("unknown_method", req_method=name)
        self._authorise(method, token)
        call = Call(name, args, self._workspace, self._app, self._policy, self._socket_url())
        return method.answer(call)

    def _authorise(self, method: Method, token: str) -> None:
        if not token:
            raise ApiError("not_authed")
        kinds = {self._app.bot_token: "bot", self._app.app_token: "app"}
        if token not in kinds:
            raise ApiError("invalid_auth")
        if kinds[token] != method.token:
            raise ApiError("not_allowed_token_type")
        if method.scope and method.scope not in self._app.scopes:
            raise ApiError("missing_scope", needed=method.scope, provided=",".join(sorted(self._app.scopes)))


async def _arguments(request: Request) -> tuple[Json, str]:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if request.headers.get("content-type", "").startswith("application/json"):
        try:
            body = json.loads(await request.body() or b"{}")
        except ValueError as bad:
            raise ApiError("invalid_json") from bad
        if not isinstance(body, dict):
            raise ApiError("json_not_object")
    else:
        body = {**request.query_params, **dict(parse_qsl((await request.body()).decode()))}
    args = {key: value for key, value in body.items() if key != "token"}
    return args, token if scheme.lower() == "bearer" else str(body.get("token", ""))


def _refusal(refused: ApiError) -> Response:
    more = dict(refused.more)
    retry_after_s = more.pop("retry_after_s", None)
    body = {"ok": False, "error": refused.error, **more}
    if retry_after_s is None:
        return JSONResponse(body)
    return JSONResponse(body, status_code=429, headers={"Retry-After": str(retry_after_s)})


def _troubled(trouble: Trouble) -> Response:
    headers = {} if trouble.retry_after_s is None else {"Retry-After": str(trouble.retry_after_s)}
    if trouble.status >= 500:
        return Response("upstream trouble", status_code=trouble.status, headers=headers)
    return JSONResponse({"ok": False, "error": trouble.error}, status_code=trouble.status, headers=headers)
