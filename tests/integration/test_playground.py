"""The whole bot as a visitor of the playground meets it, in a real Chromium."""

from __future__ import annotations

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


async def test_each_question_of_the_welcome_is_answered(visitor: Visitor) -> None:  # noqa: F811 # the fixture
    examples = visitor.page.locator(".welcome .example")
    await expect(examples).to_have_count(3)
    for index in range(3):
        asked = (await examples.nth(index).inner_text()).split("\n")[0]
        await examples.nth(index).click()
        await expect(visitor.replies.first).to_contain_text(asked)
        await expect(visitor.answer.locator(".header, .code").first).to_be_visible()


async def test_a_question_in_korean_is_answered_in_korean_and_followed_up(visitor: Visitor) -> None:  # noqa: F811
    await visitor.asks("라즈베리 파이에 도커를 어떻게 설치해요?")
    await expect(visitor.answer.locator(".body")).to_have_attribute("lang", "ko")
    count = await visitor.replies.count()
    await visitor.replies_with("데비안 12에서는요?")
    await expect(visitor.replies).to_have_count(count + 2)


async def test_a_button_for_an_arch_gives_the_commands_for_it(visitor: Visitor) -> None:  # noqa: F811
    await visitor.asks("Which steps install docker on Ubuntu?")
    count = await visitor.replies.count()
    await visitor.answer.locator('[data-action="choose_arch:arm64"]').click()
    await expect(visitor.replies).to_have_count(count + 1)
    await expect(visitor.answer.locator(".context").first).to_contain_text("arm64")


async def test_a_mention_in_a_channel_is_answered_and_other_words_are_not(visitor: Visitor) -> None:  # noqa: F811
    await visitor.goes_to("ml-setup")
    await visitor.says("lunch at noon?")
    await visitor.asks("@setupbot What is MLOps?")
    await expect(visitor.answer).to_contain_text("MLOps")
    lunch = visitor.messages.filter(has_text="lunch at noon?")
    await expect(lunch.locator(".replies")).to_have_count(0)


async def test_ask_answers_privately_and_nobody_else_sees_it(visitor: Visitor) -> None:  # noqa: F811
    await visitor.goes_to("general")
    await visitor.says("/ask what is supervised learning?")
    private = visitor.page.locator("#messages .private").filter(has_text="upervised")
    await expect(private).to_contain_text("Only visible to you")
    await visitor.becomes("Joon Lee 이준")
    await expect(visitor.page.locator("#title")).to_have_text("#general")
    await expect(private).to_have_count(0)


async def test_a_private_answer_can_be_shared_and_dismissed(visitor: Visitor) -> None:  # noqa: F811
    await visitor.goes_to("ml-setup")
    await visitor.says("/ask what is reinforcement learning?")
    private = visitor.page.locator("#messages .private").filter(has_text="einforcement")
    await private.locator('[data-action="share_answer"]').click()
    shared = visitor.page.locator("#messages .message:not(.private)").filter(has_text="einforcement")
    await expect(shared).to_be_visible()
    await private.hover()
    await private.locator("summary").first.click()
    await private.get_by_role("button", name="Dismiss message").click()
    await expect(private).to_have_count(0)


async def test_docker_check_lists_hosts_or_says_how_to_add_one(visitor: Visitor) -> None:  # noqa: F811
    await visitor.says("/docker-check")
    await expect(visitor.page.locator("#messages .private").last).to_contain_text("/docker-check add")


async def test_an_unknown_command_and_one_in_a_thread_are_refused_in_words(visitor: Visitor) -> None:  # noqa: F811
    await visitor.says("/teleport home")
    await expect(visitor.page.locator("#toasts")).to_contain_text("/teleport")
    visitor.faults.clear()  # the browser notes every refusal
    await visitor.asks("What is deep learning?")
    await visitor.replies_with("/ask what is MLOps?")
    await expect(visitor.page.locator("#toasts")).to_contain_text("does not work in threads")
    visitor.faults.clear()


async def test_an_edited_question_is_answered_anew_and_a_deleted_one_goes(visitor: Visitor) -> None:  # noqa: F811
    await visitor.asks("What is unsupervised learning, please?")
    await visitor.page.locator('[data-do="close-thread"]').click()
    asked = visitor.messages.filter(has_text="unsupervised learning, please")
    await asked.hover()
    await asked.locator("summary").first.click()
    await asked.get_by_role("button", name="Edit message").click()
    await visitor.page.fill("#editing textarea", "How do I uninstall Docker now?")
    await visitor.page.click("#editing .primary")
    edited = visitor.messages.filter(has_text="How do I uninstall Docker now?")
    await expect(edited.locator(".edited")).to_have_text("(edited)")
    await edited.locator(".replies").click()
    await expect(visitor.thread).to_contain_text("ninstall")
    await visitor.page.locator('[data-do="close-thread"]').click()
    await edited.hover()
    await edited.locator("summary").first.click()
    await edited.get_by_role("button", name="Delete message").click()
    await expect(edited).to_have_count(0)


async def test_a_message_shortcut_answers_somebody_elses_message(visitor: Visitor) -> None:  # noqa: F811
    await visitor.becomes("Joon Lee 이준")
    await visitor.goes_to("general")
    await visitor.says("my docker says permission denied on the socket")
    await visitor.becomes("김미나 Mina Kim")
    said = visitor.messages.filter(has_text="my docker says permission denied")
    await said.hover()
    await said.locator("summary").first.click()
    await said.get_by_role("button", name="Answer this").click()
    private = visitor.page.locator("#messages .private").last
    await expect(private).to_contain_text("docker group")


async def test_the_copy_button_copies_the_command_and_nothing_else(browser: Browser, playground: str) -> None:  # noqa: F811
    async with visitor_in(browser, permissions=["clipboard-read", "clipboard-write"]) as mina:
        await mina.opens(playground)
        await mina.asks("docker ps gives permission denied, what now?")
        code = mina.answer.locator(".code").first
        await code.locator(".copy").click()
        await expect(code.locator(".copy")).to_have_text("Copied")
        copied = await mina.page.evaluate("navigator.clipboard.readText()")
        assert copied == await code.locator("code").inner_text()
        assert "sudo" in copied
