"""A visitor lets the bot look at this machine: asked first, really enrolled, checked, and ended."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from agent.bundling.build import NAME, ROOT
from tests.integration.playground import (
    Visitor,
    browser,  # noqa: F401 # a fixture
    chromium,  # noqa: F401 # a fixture
    needs_chromium,
    playground,  # noqa: F401 # a fixture
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
    await expect(visitor.thread.locator(".edited")).to_have_count(1)  # "looking" became the Report
    await page.click('[data-do="close-thread"]')
    await page.click("[data-do=leave]")
    await expect(page.locator(".machine")).to_have_attribute("data-state", "away")
