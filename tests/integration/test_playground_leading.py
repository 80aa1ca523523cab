"""What follows an answer, as a visitor of the playground meets it: on PostgreSQL, with the real jobs, in Chromium."""

from __future__ import annotations

from playwright.async_api import expect

from tests.integration.playground import (
    Visitor,
    browser,  # noqa: F401 # a fixture
    chromium,  # noqa: F401 # a fixture
    needs_chromium,
    playground,  # noqa: F401 # a fixture
    visitor,  # noqa: F401 # a fixture
)

pytestmark = needs_chromium


async def test_a_guide_is_gone_step_by_step_in_one_message(visitor: Visitor) -> None:  # noqa: F811
    await visitor.goes_to("ml-setup")
    await visitor.asks("@setupbot how do I install docker on ubuntu 24.04 amd64?")
    await visitor.answer.locator('[data-action="start_guide"]').click()
    guide = visitor.replies.filter(has_text="(1/")
    await expect(guide).to_be_visible()
    await visitor.answer.locator('[data-action^="move_guide:done"]').click()
    await expect(visitor.replies.filter(has_text="(2/")).to_be_visible()
    # A longer step does not push its buttons out of sight.
    await expect(visitor.answer.locator('[data-action^="move_guide:done"]')).to_be_in_viewport(ratio=1)
    await visitor.answer.locator('[data-action^="guide_failed"]').click()
    dialog = visitor.page.get_by_role("dialog")
    await dialog.locator("textarea").fill(
        "permission denied while trying to connect to the Docker daemon socket"
    )
    await dialog.get_by_role("button", name="Send").click()
    await expect(visitor.answer.locator('[data-action="move_guide:back"]')).to_be_visible()


async def test_a_thumb_down_asks_why_and_is_thanked_for(visitor: Visitor) -> None:  # noqa: F811
    await visitor.goes_to("ml-setup")
    await visitor.asks("@setupbot how do I list running containers?")
    await visitor.answer.locator('[data-action="rate"]').last.click()
    dialog = visitor.page.get_by_role("dialog")
    await dialog.get_by_text("It is out of date").click()
    await dialog.get_by_role("button", name="Send").click()
    await expect(visitor.page.get_by_text("Thank you for telling me")).to_be_visible()
    asked = visitor.messages.filter(has_text="list running containers")
    await expect(asked.locator(".replies")).to_have_text("1 reply")  # what only one sees is not counted


async def test_settings_are_changed_and_told(visitor: Visitor) -> None:  # noqa: F811
    await visitor.goes_to("general")
    await visitor.says("/ask settings")
    await visitor.page.locator('[data-action="open_settings"]').last.click()
    dialog = visitor.page.get_by_role("dialog")
    await dialog.locator("select").nth(2).select_option("arm64")
    await dialog.get_by_role("button", name="Save").click()
    await expect(dialog).to_contain_text("arm64")
    await dialog.get_by_role("button", name="Close").last.click()
    await expect(dialog).to_have_count(0)
