"""The page itself: by keyboard, on a phone, dark, with hostile words, and closed to other pages."""

from __future__ import annotations

import re

import httpx
from playwright.async_api import Browser, expect

from tests.integration.playground import (
    Visitor,
    browser,  # noqa: F401 # a fixture
    chromium,  # noqa: F401 # a fixture
    needs_chromium,
    playground,  # noqa: F401 # a fixture
    visitor,  # noqa: F401 # a fixture
    visitor_in,
)

pytestmark = needs_chromium
HOSTILE = (
    '<script>window.hacked = 1</script> <img src=x onerror=\'window.hacked=1\'> " onmouseover="window.hacked=1" '
    "javascript:window.hacked=1 [click](javascript:window.hacked=1) <javascript:window.hacked=1|here> "
    "\u202eevil\u202c `<b>` *bold*\n```\n</code></pre><script>window.hacked=1</script>\n```"
)


async def test_by_keyboard_alone_one_asks_follows_up_and_comes_back(visitor: Visitor) -> None:  # noqa: F811
    keyboard = visitor.page.keyboard
    await expect(visitor.page.locator("#say")).to_be_focused()
    await keyboard.type("What is MLOps?")
    await keyboard.press("Shift+Enter")
    await keyboard.type("thanks!")
    assert await visitor.page.input_value("#say") == "What is MLOps?\nthanks!"
    await keyboard.press("Enter")
    await expect(visitor.replies.nth(1)).to_be_visible()
    await keyboard.press("Escape")
    await expect(visitor.page.locator("#thread")).to_be_hidden()
    await expect(visitor.page.locator(":focus")).to_have_class("replies")
    await keyboard.press("Enter")
    await expect(visitor.page.locator("#reply")).to_be_focused()


async def test_commands_and_people_are_completed_by_keyboard(visitor: Visitor) -> None:  # noqa: F811
    keyboard, box = visitor.page.keyboard, visitor.page.locator("#say")
    await keyboard.type("/do")
    offers = visitor.page.locator("#say-offers li")
    await expect(offers.first).to_contain_text("/docker-check")
    await keyboard.press("Tab")
    await expect(box).to_have_value("/docker-check ")
    await box.fill("hello @set")
    await keyboard.press("End")
    await keyboard.type("u")
    await keyboard.press("Enter")
    await expect(box).to_have_value("hello @setupbot ")


async def test_what_is_half_written_outlives_a_reload_and_not_its_sending(visitor: Visitor) -> None:  # noqa: F811
    await visitor.page.fill("#say", "how do I list")
    await visitor.page.reload()
    await expect(visitor.page.locator("#say")).to_have_value("how do I list")
    await visitor.asks("how do I list containers?")
    await visitor.page.reload()
    await visitor.page.wait_for_selector("body[data-ready]")
    await expect(visitor.page.locator("#say")).to_have_value("")


async def test_every_control_can_be_reached_by_tab_and_has_a_name(visitor: Visitor) -> None:  # noqa: F811
    nameless = await visitor.page.evaluate(
        """() => [...document.querySelectorAll("button, a, select, textarea, input")]
        .filter((e) => e.checkVisibility() && !e.innerText?.trim() && !e.ariaLabel && !e.title && !e.labels?.length)
        .map((e) => e.outerHTML)"""
    )
    assert nameless == []
    await visitor.page.locator(".skip").focus()
    seen = set()
    for _ in range(30):
        await visitor.page.keyboard.press("Tab")
        seen.add(
            await visitor.page.evaluate("document.activeElement.id || document.activeElement.dataset.do")
        )
    assert {"theme", "language", "go", "you", "teammate", "ask", "consent", "say"} <= seen


async def test_hostile_words_are_shown_and_do_nothing(visitor: Visitor) -> None:  # noqa: F811
    before = await visitor.page.locator("script").count()
    await visitor.says(HOSTILE)
    said = visitor.messages.filter(has_text="window.hacked")
    await expect(said).to_contain_text("<script>window.hacked = 1</script>")
    await expect(said.locator(".code code")).to_have_text("</code></pre><script>window.hacked=1</script>")
    await expect(said.locator("strong")).to_have_text("bold")
    links = await visitor.page.eval_on_selector_all("a", "all => all.map(a => a.protocol)")
    assert set(links) <= {"http:", "https:", "mailto:"}
    assert await visitor.page.locator("script").count() == before
    assert await visitor.page.locator("#messages [onmouseover], #messages [onerror]").count() == 0
    assert await visitor.page.evaluate("window.hacked") is None


async def test_on_a_phone_nothing_sticks_out_and_the_sidebar_is_a_drawer(
    browser: Browser,  # noqa: F811
    playground: str,  # noqa: F811
) -> None:
    async with visitor_in(browser, viewport={"width": 375, "height": 740}, has_touch=True) as mina:
        await mina.opens(playground)
        await expect(mina.page.locator("#places a").first).not_to_be_in_viewport()
        await mina.page.locator(".drawer").click()
        await mina.page.locator("#places a", has_text="ml-setup").click()
        await expect(mina.page.locator("#title")).to_have_text("#ml-setup")
        await expect(mina.page.locator("#sidebar")).to_be_hidden()
        await mina.asks("@setupbot How do I install Docker on Debian?")
        assert await mina.page.evaluate("document.documentElement.scrollWidth") <= 375
        wide = "e => e.scrollWidth <= e.clientWidth + 1"
        assert await mina.page.locator("#replies").evaluate(wide)
        assert mina.faults == []


async def test_what_was_just_asked_stays_in_sight_beside_its_thread(visitor: Visitor) -> None:  # noqa: F811
    await visitor.goes_to("ml-setup")
    for number in range(8):
        await visitor.says(f"a line of talk, number {number}")
    await visitor.asks("@setupbot What is MLOps, by the way?")
    await expect(visitor.messages.last).to_contain_text("by the way?")
    await expect(visitor.messages.last.locator(".replies")).to_be_in_viewport(ratio=1)


async def test_it_is_dark_where_the_system_is_and_where_it_is_chosen(
    browser: Browser,  # noqa: F811
    playground: str,  # noqa: F811
) -> None:
    async with visitor_in(browser, color_scheme="dark") as mina:
        await mina.opens(playground)
        assert await brightness(mina) < 60
        await mina.page.click("[data-do=theme]")
        assert await brightness(mina) > 200
        await mina.page.reload()
        assert await brightness(mina) > 200


async def test_its_words_are_korean_for_a_korean_reader_and_can_be_switched(
    browser: Browser,  # noqa: F811
    playground: str,  # noqa: F811
) -> None:
    async with visitor_in(browser, locale="ko-KR") as mina:
        await mina.opens(playground)
        await expect(mina.page.locator("html")).to_have_attribute("lang", "ko")
        await expect(mina.page.locator(".welcome h2")).to_contain_text("안녕하세요")
        await mina.page.click("[data-do=language]")
        await expect(mina.page.locator("html")).to_have_attribute("lang", "en")


async def test_a_new_teammate_can_be_added_and_be_oneself(visitor: Visitor) -> None:  # noqa: F811
    await visitor.page.click("[data-do=teammate]")
    await visitor.page.fill("#teammate input", "박하늘")
    await visitor.page.click("#teammate .primary")
    await expect(visitor.page.locator("#you")).to_contain_text("박하늘")
    await visitor.becomes("박하늘")
    await visitor.page.click('#places [data-place^="D"]')
    await expect(visitor.messages.first).to_contain_text("Welcome")  # the bot shows newcomers around
    await visitor.goes_to("general")
    await visitor.says("hello from the new one")
    await expect(visitor.messages.filter(has_text="hello from the new one")).to_contain_text("박하늘")


async def test_other_hosts_other_pages_and_requests_without_the_token_are_refused(playground: str) -> None:  # noqa: F811
    async with httpx.AsyncClient(base_url=playground) as client:
        page = await client.get("/")
        policy = page.headers["content-security-policy"]
        assert (page.status_code, "unsafe" in policy, "script-src 'self'" in policy) == (200, False, True)
        for path in ("/", "/metrics"):
            assert (await client.get(path, headers={"host": "evil.example"})).status_code == 403
        evil = {"origin": "https://evil.example"}
        assert (await client.get("/playground/state", headers=evil)).status_code == 403
        body = {"place": "", "text": "hi", "you": re.findall('data-you="([^"]+)"', page.text)[0]}
        send = "/playground/do/say"
        assert (await client.post(send, json=body)).status_code == 403
        assert (await client.post(send, json=body, headers=evil)).status_code == 403
        own = {"origin": playground}
        assert (await client.post(send, json=body, headers=own)).status_code == 403
        token = re.findall('data-token="([^"]+)"', page.text)[0]
        assert (await client.post(send, json={**body, "token": token}, headers=own)).status_code == 200


async def brightness(visitor: Visitor) -> float:  # noqa: F811
    """Of the paper, 0 to 255."""
    colour: str = await visitor.page.evaluate("getComputedStyle(document.body).backgroundColor")
    parts = [float(part) for part in re.findall(r"[\d.]+", colour)][:3]
    return sum(parts) / 3
