"""The page with an app that sends what ours may send some day: modals, a Home tab, every input, feedback."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest_asyncio
from playwright.async_api import Browser, expect
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from bot.slackfake.loopback import LoopbackServer
from handlers.playground.machine import Machine
from handlers.playground.routes import Playground
from handlers.playground.workspace import make_slack, read_manifest, settle_in
from tests.integration.playground import (
    Visitor,
    browser,  # noqa: F401 # a fixture
    chromium,  # noqa: F401 # a fixture
    needs_chromium,
    visitor_in,
)

pytestmark = needs_chromium


def words(text: str) -> dict[str, str]:
    return {"type": "plain_text", "text": text}


def options(*values: str) -> list[dict[str, Any]]:
    return [{"text": words(value.title()), "value": value} for value in values]


def field(name: str, kind: str, **more: Any) -> dict[str, Any]:
    element = {"type": kind, "action_id": name, **more}
    return {"type": "input", "block_id": name, "label": words(name.title()), "element": element}


FORM = {
    "type": "modal",
    "callback_id": "form",
    "title": words("A form"),
    "submit": words("Send it"),
    "notify_on_close": True,
    "blocks": [
        field("name", "plain_text_input"),
        field("story", "plain_text_input", multiline=True, initial_value="once"),
        field("arch", "static_select", options=options("arm64", "amd64")),
        field("why", "radio_buttons", options=options("wrong", "outdated")),
        field("parts", "checkboxes", options=options("cpu", "gpu"), initial_options=options("gpu")),
        field("day", "datepicker", initial_date="2026-11-22"),
        {"type": "alert", "text": words("Careful"), "level": "warning"},
    ],
}
SURE = {
    "type": "modal",
    "callback_id": "sure",
    "title": words("Sure?"),
    "submit": words("Yes"),
    "blocks": [{"type": "section", "text": words("Really?")}],
}
FEEDBACK = {
    "type": "context_actions",
    "elements": [
        {
            "type": "feedback_buttons",
            "action_id": "feedback",
            "positive_button": {"text": words("Good"), "value": "good"},
            "negative_button": {"text": words("Bad"), "value": "bad"},
        }
    ],
}


def home(ticked: list[str]) -> dict[str, Any]:
    ticks = {"type": "checkboxes", "action_id": "tick", "options": options("read", "install")}
    if ticked:
        ticks["initial_options"] = options(*ticked)
    button = {"type": "button", "action_id": "open", "text": words("Open the form")}
    return {
        "type": "home",
        "blocks": [
            {"type": "header", "text": words(f"Done: {len(ticked)}")},
            {"type": "actions", "block_id": "do", "elements": [button, ticks]},
        ],
    }


class App:
    """Answers as an app with views would; keeps what it got."""

    def __init__(self) -> None:
        self.got: list[dict[str, Any]] = []
        self.client: AsyncWebClient

    async def take(self, request: Request) -> Response:
        raw = (await request.body()).decode()
        if raw.startswith("{"):
            return await self.event(json.loads(raw)["event"])
        payload = json.loads(parse_qs(raw)["payload"][0])
        self.got.append(payload)
        if payload["type"] == "block_actions":
            await self.action(payload["actions"][0], payload)
        return self.answer(payload) if payload["type"] == "view_submission" else Response()

    async def event(self, event: dict[str, Any]) -> Response:
        if event["type"] == "app_home_opened" and event["tab"] == "home":
            await self.client.views_publish(user_id=event["user"], view=home([]))
        if event["type"] == "message" and "bot_id" not in event:
            await self.client.chat_postMessage(channel=event["channel"], text="rate me", blocks=[FEEDBACK])
        return Response()

    async def action(self, action: dict[str, Any], payload: dict[str, Any]) -> None:
        if action["action_id"] == "open":
            await self.client.views_open(trigger_id=payload["trigger_id"], view=FORM)
        if action["action_id"] == "tick":
            ticked = [option["value"] for option in action["selected_options"]]
            await self.client.views_publish(
                user_id=payload["user"]["id"], view=home(ticked), hash=payload["view"]["hash"]
            )

    def answer(self, payload: dict[str, Any]) -> Response:
        if payload["view"]["callback_id"] == "sure":
            return JSONResponse({"response_action": "clear"})
        if payload["view"]["state"]["values"]["name"]["name"]["value"] == "taken":
            return JSONResponse({"response_action": "errors", "errors": {"name": "That name is taken."}})
        return JSONResponse({"response_action": "push", "view": SURE})


@pytest_asyncio.fixture
async def app() -> App:
    return App()


@pytest_asyncio.fixture
async def mina(browser: Browser, app: App, tmp_path: Path) -> AsyncIterator[Visitor]:  # noqa: F811
    """At the page of a workspace with that app; the page is on a port of its own here."""
    stub = LoopbackServer(Starlette(routes=[Route("/slack/events", app.take, methods=["POST"])]))
    await stub.start()
    stop = asyncio.Event()
    async with make_slack(read_manifest(), stub.url) as slack:
        slack.app.events |= {"app_home_opened", "message.im"}
        app.client = AsyncWebClient(token=slack.app.bot_token, base_url=slack.api_url)
        made: list[Playground] = []

        async def front(scope: Scope, receive: Receive, send: Send) -> None:
            await made[0].before(stub._app)(scope, receive, send)

        server = LoopbackServer(front)
        await server.start()
        machine = Machine(
            folder=tmp_path, archive=tmp_path / "none", server=server.url, workspace=slack.workspace
        )
        first = settle_in(slack).people[0]
        made.append(Playground(slack=slack, first=first, machine=machine, url=server.url))
        running = asyncio.create_task(made[0].run(stop))
        async with visitor_in(browser) as visitor:
            await visitor.opens(server.url)
            yield visitor
            assert visitor.faults == []
        stop.set()
        await running
        await server.stop()
    await stub.stop()


async def open_home(mina: Visitor) -> None:
    await mina.page.click('#places [data-place="home"]')
    await expect(mina.page.locator(".home .header")).to_have_text("Done: 0")


async def test_a_form_is_filled_in_corrected_pushed_and_cleared(mina: Visitor, app: App) -> None:
    page = mina.page
    await open_home(mina)
    await page.click('[data-action="open"]')
    modal = page.locator("#modal")
    await expect(modal.locator("h2")).to_have_text("A form")
    await expect(modal.locator('[data-action="name"]')).to_be_focused()
    await modal.locator("[type=submit]").click()
    await expect(modal.locator('[data-input="name"] .error')).to_have_text("Please fill this in.")
    await page.fill('#modal [data-action="name"]', "taken")
    await page.select_option('#modal [data-action="arch"]', "arm64")
    await modal.get_by_label("Outdated").check()
    await modal.get_by_label("Cpu").check()
    await modal.locator("[type=submit]").click()
    await expect(modal.locator('[data-input="name"] .error')).to_have_text("That name is taken.")
    await page.fill('#modal [data-action="name"]', "web-1")
    await modal.locator("[type=submit]").click()
    await expect(modal.locator("h2")).to_have_text("Sure?")
    state = {
        key: value for part in app.got[-1]["view"]["state"]["values"].values() for key, value in part.items()
    }
    assert state["name"]["value"] == "web-1"
    assert state["story"]["value"] == "once"
    assert state["arch"]["selected_option"]["value"] == "arm64"
    assert state["why"]["selected_option"]["value"] == "outdated"
    assert [option["value"] for option in state["parts"]["selected_options"]] == ["cpu", "gpu"]
    assert state["day"]["selected_date"] == "2026-11-22"
    await modal.locator("[type=submit]").click()
    await expect(modal).to_be_hidden()
    await expect(page.locator('[data-action="open"]')).to_be_focused()


async def test_escape_closes_a_modal_and_the_app_is_told(mina: Visitor, app: App) -> None:
    await open_home(mina)
    await mina.page.click('[data-action="open"]')
    await expect(mina.page.locator("#modal h2")).to_be_visible()
    await mina.page.keyboard.press("Escape")
    await expect(mina.page.locator("#modal")).to_be_hidden()
    await expect(mina.page.locator('[data-action="open"]')).to_be_focused()
    await open_home(mina)
    assert [got["type"] for got in app.got] == ["block_actions", "view_closed"]


async def test_a_modal_does_not_outlive_its_page_and_the_app_is_told(mina: Visitor, app: App) -> None:
    await open_home(mina)
    await mina.page.click('[data-action="open"]')
    await expect(mina.page.locator("#modal h2")).to_be_visible()
    await mina.page.reload()
    await mina.page.wait_for_selector("body[data-ready]")
    await open_home(mina)
    await expect(mina.page.locator("#modal")).to_be_hidden()
    assert [got["type"] for got in app.got] == ["block_actions", "view_closed"]


async def test_ones_slack_is_in_the_language_of_the_page(mina: Visitor, app: App) -> None:
    you = await mina.page.input_value("#you")
    in_english = await app.client.users_info(user=you, include_locale=True)
    await mina.page.click("[data-do=language]")
    await expect(mina.page.locator("html")).to_have_attribute("lang", "ko")
    await open_home(mina)
    in_korean = await app.client.users_info(user=you, include_locale=True)
    assert (in_english["user"]["locale"], in_korean["user"]["locale"]) == ("en-US", "ko-KR")


async def test_a_tick_in_the_home_tab_changes_it(mina: Visitor) -> None:
    await open_home(mina)
    await mina.page.get_by_role("checkbox", name="Install").check()
    await expect(mina.page.locator(".home .header")).to_have_text("Done: 1")
    await mina.page.get_by_role("checkbox", name="Read").check()
    await expect(mina.page.locator(".home .header")).to_have_text("Done: 2")
    await expect(mina.page.get_by_role("checkbox", name="Install")).to_be_checked()


async def test_feedback_tells_the_app_which_it_was(mina: Visitor, app: App) -> None:
    await mina.says("hello")
    await mina.page.get_by_role("button", name="Bad").click()
    await expect(mina.page.locator("#toasts p")).to_have_count(0)
    action = app.got[-1]["actions"][0]
    assert (action["type"], action["value"]) == ("feedback_buttons", "bad")
