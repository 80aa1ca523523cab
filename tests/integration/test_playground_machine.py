"""A visitor lets the bot look at this machine: asked first, really enrolled, checked, and ended."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest
from playwright.async_api import expect

from agent.bundling.build import NAME, ROOT
from tests.database import home, until  # noqa: F401 # a fixture
from tests.integration.playground import (
    NotServedError,
    Visitor,
    bring_what_was_learnt,
    browser,  # noqa: F401 # a fixture
    chromium,  # noqa: F401 # a fixture
    needs_chromium,
    playground,  # noqa: F401 # a fixture
    started,
    visitor,  # noqa: F401 # a fixture
)

pytestmark = [
    needs_chromium,
    pytest.mark.skipif(not (ROOT / "build" / NAME).exists(), reason="`make agent` has built nothing here"),
]


async def test_consent_then_a_report_then_no_more_looking(visitor: Visitor) -> None:  # noqa: F811 # the fixture
    page = visitor.page
    await page.click("[data-do=consent]")
    await expect(page.locator("#consent input:checked")).to_have_value("files")
    await page.locator("#consent button", has_text="Cancel").click()
    await expect(page.locator(".machine")).to_have_attribute("data-state", "away")
    await page.click("[data-do=consent]")
    await page.click("#consent .primary")
    await expect(page.locator(".machine")).to_have_attribute("data-state", "joined")
    await page.locator('#messages [data-action^="keep_host"]').click()
    await expect(page.locator('#messages [data-action="check_host:this-machine"]')).to_be_visible()
    await page.click("[data-do=check-machine]")
    await expect(visitor.thread.locator('[data-action="check_again:this-machine"]')).to_be_visible()
    # What was said first, if the host took its time, became the Report.
    await expect(visitor.replies).to_have_count(2)
    await page.click('[data-do="close-thread"]')
    await page.click("[data-do=leave]")
    await expect(page.locator(".machine")).to_have_attribute("data-state", "away")


async def machine_state(url: str) -> str:
    async with httpx.AsyncClient(base_url=url) as client:
        pieces = (await client.get("/playground/state")).json()["lists"]["messages"]
    return re.findall(r'data-state="(\w+)"', pieces[0]["html"])[0]


@pytest.mark.timeout(240)  # four starts
async def test_a_restart_goes_on_looking_and_a_second_playground_keeps_out(
    home: Path,  # noqa: F811
    trained_home: Path,
) -> None:
    bring_what_was_learnt(trained_home, home)
    with started(home) as url:
        with pytest.raises(NotServedError, match="running already"), started(home):
            pass
        async with httpx.AsyncClient(base_url=url, headers={"origin": url}) as client:
            page = (await client.get("/")).text
            body = {name: re.findall(f'data-{name}="([^"]+)"', page)[0] for name in ("token", "you")}
            await client.post("/playground/do/enroll", json={**body, "level": "files"})

        async def is_joined() -> bool:
            return await machine_state(url) == "joined"

        await until(is_joined, limit_s=60)
    with started(home, url.rpartition(":")[2]) as again:
        assert again == url
        assert await machine_state(again) == "joined"
    with started(home) as elsewhere:
        assert await machine_state(elsewhere) == "away"
