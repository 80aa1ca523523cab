"""Modals and the Home tab as people use them, against an app that answers as it is told."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qs

import pytest
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.slackfake.answers import NotOfferedError
from bot.slackfake.call import ApiError
from bot.slackfake.fake import SlackFake
from bot.slackfake.loopback import LoopbackServer
from bot.slackfake.modals import STACK_MAX, stack
from bot.slackfake.people import REQUIRED, Person
from tests.slackfake_calls import SECTION, error_of


def words(text: str) -> dict[str, str]:
    return {"type": "plain_text", "text": text}


def option(value: str) -> dict[str, Any]:
    return {"text": words(value.upper()), "value": value}


MENU = {"type": "static_select", "action_id": "menu", "options": [option("a"), option("b")]}
NAME = {
    "type": "input",
    "block_id": "name",
    "label": words("Name"),
    "element": {"type": "plain_text_input", "action_id": "typed"},
}
FORM = {
    "type": "modal",
    "callback_id": "form",
    "title": words("Form"),
    "submit": words("Send"),
    "notify_on_close": True,
    "blocks": [NAME, {"type": "actions", "block_id": "pick", "elements": [MENU]}],
}


class App:
    """Keeps what it was sent; answers ``answer``."""

    def __init__(self) -> None:
        self.got: list[dict[str, Any]] = []
        self.answer: dict[str, Any] | None = None

    async def take(self, request: Request) -> Response:
        form = parse_qs((await request.body()).decode())
        self.got.append(json.loads(form["payload"][0]))
        return JSONResponse(self.answer) if self.answer else Response()


@pytest.fixture
async def app(slack: SlackFake) -> AsyncIterator[App]:
    app = App()
    server = LoopbackServer(Starlette(routes=[Route("/slack/events", app.take, methods=["POST"])]))
    await server.start()
    slack.app.request_url = f"{server.url}/slack/events"
    yield app
    await slack.http.close()
    await server.stop()


@pytest.fixture
async def ann(slack: SlackFake, client: AsyncWebClient, app: App) -> Person:
    """With the form open."""
    ann = slack.add_person("ann")
    await client.views_open(trigger_id=slack.payloads.trigger(ann.user), view=FORM)
    return ann


async def test_what_was_filled_in_is_sent_with_the_view_and_closes_it(ann: Person, app: App) -> None:
    assert await ann.submits({"typed": "web-1", "menu": "b"}) == {}
    sent = app.got[-1]
    assert (sent["type"], sent["view"]["callback_id"]) == ("view_submission", "form")
    assert sent["view"]["state"]["values"] == {
        "name": {"typed": {"type": "plain_text_input", "value": "web-1"}},
        "pick": {"menu": {"type": "static_select", "selected_option": option("b")}},
    }
    assert ann.modal is None


async def test_an_empty_input_is_asked_for_before_the_app_is(ann: Person, app: App) -> None:
    assert await ann.submits({"typed": "  "}) == {"name": REQUIRED}
    assert app.got == []


async def test_errors_of_the_app_keep_the_modal_open(ann: Person, app: App) -> None:
    app.answer = {"response_action": "errors", "errors": {"name": "taken"}}
    assert await ann.submits({"typed": "web-1"}) == {"name": "taken"}
    assert ann.modal is not None


async def test_errors_for_a_block_that_is_no_input_are_refused(ann: Person, app: App) -> None:
    app.answer = {"response_action": "errors", "errors": {"pick": "wrong"}}
    with pytest.raises(ApiError):
        await ann.submits({"typed": "web-1"})


async def test_an_answer_can_change_push_and_clear(slack: SlackFake, ann: Person, app: App) -> None:
    changed = {**FORM, "title": words("Again")}
    app.answer = {"response_action": "update", "view": changed}
    await ann.submits({"typed": "web-1"})
    assert ann.modal is not None
    assert ann.modal.content["title"]["text"] == "Again"
    app.answer = {"response_action": "push", "view": FORM}
    await ann.submits({"typed": "web-1"})
    assert len(stack(slack.workspace, ann.id)) == 2
    app.answer = {"response_action": "clear"}
    await ann.submits({"typed": "web-1"})
    assert ann.modal is None


async def test_closing_tells_an_app_that_asked_for_it(ann: Person, app: App) -> None:
    await ann.closes()
    assert [(sent["type"], sent["is_cleared"]) for sent in app.got] == [("view_closed", False)]
    assert ann.modal is None


async def test_what_is_picked_in_a_view_comes_with_its_state(ann: Person, app: App) -> None:
    assert ann.modal is not None
    await ann.clicks_in(ann.modal, "menu", "a", {"typed": "half"})
    sent = app.got[-1]
    assert sent["actions"][0]["selected_option"] == option("a")
    assert sent["view"]["state"]["values"]["name"]["typed"]["value"] == "half"
    assert sent["container"] == {"type": "view", "view_id": ann.modal.id}
    with pytest.raises(NotOfferedError):
        await ann.clicks_in(ann.modal, "menu", "c")


async def test_no_more_than_three_modals_stand_on_each_other(
    slack: SlackFake, client: AsyncWebClient, ann: Person
) -> None:
    for _ in range(STACK_MAX - 1):
        await client.views_push(trigger_id=slack.payloads.trigger(ann.user), view=FORM)
    one_more = client.views_push(trigger_id=slack.payloads.trigger(ann.user), view=FORM)
    assert await error_of(one_more) == "push_limit_reached"
    top = stack(slack.workspace, ann.id)[-1]
    assert (top.previous, top.root) == tuple(view.id for view in reversed(stack(slack.workspace, ann.id)[:2]))


async def test_a_view_is_changed_by_its_external_id(
    client: AsyncWebClient, slack: SlackFake, app: App
) -> None:
    ben = slack.add_person("ben")
    view = {"type": "home", "external_id": "home-of-ben", "blocks": [SECTION]}
    await client.views_publish(user_id=ben.id, view=view)
    await client.views_update(external_id="home-of-ben", view={**view, "private_metadata": "x"})
    assert ben.home is not None
    assert ben.home.content["private_metadata"] == "x"
    other = slack.add_person("carl")
    assert await error_of(client.views_publish(user_id=other.id, view=view)) == "duplicate_external_id"


async def test_a_teammate_who_joins_is_told_of_as_an_object(slack: SlackFake, app: App) -> None:
    events: list[dict[str, Any]] = []

    async def send(kind: str, payload: dict[str, Any]) -> None:
        events.append(payload["event"])

    slack.send = send  # type: ignore[method-assign,assignment] # only what is sent matters here
    await slack.joins("ben", is_guest=True)
    assert events == []
    slack.app.events.add("team_join")
    ann = await slack.joins("ann", real_name="Ann Lee", is_guest=True)
    assert [(event["type"], event["user"]["id"], event["user"]["is_restricted"]) for event in events] == [
        ("team_join", ann.id, True)
    ]
