"""What a team lives through with the bot, in one workspace of the playground and in a real Chromium."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.async_api import Locator, expect

from bot.storage.database import Database
from bot.storage.teaching import SqlTeaching
from bot.storage.worklist import SqlWorklist
from bot.teaching.digest import Digests
from bot.teaching.maintainers import Maintainers
from bot.words import words_in
from bot.work.learning_jobs import trial_deferrer
from bot.work.queue import answer_deferrer
from tests.conversations.hosts import Groups
from tests.database import temporary_home
from tests.integration.described_agent import described_agent
from tests.integration.playground import (
    Visitor,
    bring_what_was_learnt,
    browser,  # noqa: F401 # a fixture
    chromium,  # noqa: F401 # a fixture
    needs_chromium,
    started,
    visitor,  # noqa: F401 # a fixture
)
from tests.profiles import KnownProfiles

pytestmark = needs_chromium
MAINTAINER, TEAMMATE = "김미나 Mina Kim", "Joon Lee 이준"
CODE = re.compile(r"(?:[0-9A-Z]{4}-){5}[0-9A-Z]{4}")
TRIAL_LIMIT_MS = 300_000  # it learns the whole knowledge anew, beside whatever else the machine does
WORDS = words_in("en")
HELD = WORDS.teaching.fault("is_utterance", "List containers (docker ps)")
UNKNOWN = "who is awake in the harbour"


@pytest.fixture(scope="module")
def workspace(trained_home: Path) -> Iterator[Path]:
    """Where the playground of this file keeps everything."""
    with temporary_home() as home:
        bring_what_was_learnt(trained_home, home)
        yield home


@pytest.fixture(scope="module")
def playground(workspace: Path) -> Iterator[str]:
    """Its address."""
    with started(workspace) as url:
        yield url


async def opens_home(visitor: Visitor) -> Locator:  # noqa: F811 # the fixture
    await visitor.page.click('#places [data-place="home"]')
    home = visitor.page.locator(".home")
    await home.locator('[data-action="home_language"]').select_option(label="English")
    await expect(home).to_contain_text("What would you like to know?")
    return home


async def opens_messages(visitor: Visitor, name: str) -> None:  # noqa: F811
    """As this person, the conversation with the bot."""
    await visitor.becomes(name)
    await visitor.page.locator("#places a", has_text="setupbot").first.click()
    await expect(visitor.page.locator("#composer")).to_be_visible()


@pytest.mark.parametrize(
    ("asked", "language", "command"),
    [
        ("how do I install docker on debian 12?", "en", "docker-ce"),
        ("도커 권한 거부 오류는 어떻게 고쳐요?", "ko", "usermod -aG docker"),
    ],
)
async def test_a_question_is_answered_in_its_language_with_commands_to_copy(
    visitor: Visitor,  # noqa: F811
    asked: str,
    language: str,
    command: str,
) -> None:
    await visitor.page.click("[data-do=teammate]")
    await visitor.page.fill("#teammate input", f"Sora {language}")
    await visitor.page.click("#teammate .primary")
    await opens_messages(visitor, f"Sora {language}")
    await visitor.asks(asked)
    await expect(visitor.answer.locator(".body")).to_have_attribute("lang", language)
    await expect(visitor.answer.locator(".code", has_text=command).first).to_be_visible()


@pytest.mark.timeout(600)  # learning takes most of a minute, and longer on a busy machine
async def test_what_nobody_could_answer_is_taught_and_answered_from_then_on(visitor: Visitor) -> None:  # noqa: F811
    await opens_messages(visitor, TEAMMATE)
    await visitor.asks(UNKNOWN)
    await expect(visitor.answer.locator('[data-action="ask_person"]')).to_be_visible()
    await visitor.page.click('[data-do="close-thread"]')

    await visitor.becomes(MAINTAINER)
    home = await opens_home(visitor)
    await expect(home).to_contain_text(f"“{UNKNOWN}”")
    group = home.locator(".section", has_text=f"“{UNKNOWN}”")
    await group.locator("xpath=following-sibling::*[1]").locator('[data-action^="teach_item"]').click()
    modal, line = visitor.page.locator("#modal"), visitor.page.locator('#modal [data-action="line"]')
    await expect(line).to_have_value(UNKNOWN)
    send = modal.locator("[type=submit]")
    await modal.locator('[data-action="entry"]').select_option(label="Uninstall Docker")
    await line.fill("docker ps")
    await send.click()
    await expect(modal.locator(".error:visible")).to_contain_text(HELD)
    await line.fill(UNKNOWN)
    await modal.locator('[data-action="entry"]').select_option(label="List containers (docker ps)")
    await send.click()
    await expect(modal).to_contain_text(WORDS.teaching.checking)
    await expect(modal).to_contain_text(WORDS.teaching.alter, timeout=TRIAL_LIMIT_MS)
    await expect(send).to_contain_text(WORDS.teaching.teach)
    await send.click()
    await expect(modal).to_contain_text(WORDS.teaching.taught)
    await modal.get_by_role("button", name="Close").last.click()
    await expect(home).not_to_contain_text(f"“{UNKNOWN}”")

    await opens_messages(visitor, TEAMMATE)
    await visitor.asks(f"{UNKNOWN}?")
    await expect(visitor.answer.locator(".code", has_text="docker ps").first).to_be_visible()


async def test_a_failed_check_is_mended_checked_again_and_ticked_in_the_checklist(
    visitor: Visitor,  # noqa: F811
    playground: str,
    tmp_path: Path,
) -> None:
    page, step = visitor.page, "See your containers with docker ps"
    await opens_messages(visitor, TEAMMATE)
    await visitor.says("/onboard")
    await expect(visitor.messages.filter(has_text="Welcome!").last).to_contain_text(f"⚪ {step}")
    await visitor.says("/docker-check add web-1")
    told = visitor.messages.filter(has_text=CODE).last
    code = CODE.search(await told.inner_text())
    assert code
    async with described_agent(playground, code[0], tmp_path, "daemon-stopped") as host:
        await page.locator('#messages [data-action^="keep_host"]').click()
        await expect(page.locator('#messages [data-action="check_host:web-1"]')).to_be_visible()
        await visitor.says("check web-1")
        again = visitor.thread.locator('[data-action="check_again:web-1"]')
        await expect(visitor.answer).to_contain_text("The docker service is stopped")
        await expect(visitor.answer).to_contain_text("sudo systemctl enable --now docker")
        assert step in await visitor.messages.filter(has_text="Welcome!").last.inner_text()
        await expect(visitor.messages.filter(has_text="Welcome!").last).to_contain_text(f"⚪ {step}")

        host.becomes("healthy-ubuntu")
        await again.last.click()
        await expect(visitor.answer).to_contain_text("Since the last check")
        await expect(visitor.answer).to_contain_text("fixed: The docker service")
        await expect(visitor.messages.filter(has_text="Welcome!").last).to_contain_text(f"✅ {step}")
        await visitor.answer.locator('[data-action="rate"][data-given^="down"]').click()
        await page.locator("#modal").get_by_label("It is wrong").check()
        await page.locator('#modal [data-action="words"]').fill("the socket is still closed")
        await page.locator("#modal [type=submit]").click()
        await expect(visitor.thread).to_contain_text(WORDS.leading.thanks_down)
        home = await opens_home(visitor)
        await expect(home).to_contain_text(f"✅ {step}")
        await expect(home).to_contain_text("all good")
    await visitor.becomes(MAINTAINER)
    home = await opens_home(visitor)
    rated = home.locator(".section", has_text="“/docker-check”")
    await expect(rated).to_contain_text("“the socket is still closed”")
    await expect(rated).not_to_contain_text("web-1")


async def test_a_thumb_down_and_its_reason_reach_the_work_list(visitor: Visitor) -> None:  # noqa: F811
    asked = "how do I uninstall docker for good?"
    await opens_messages(visitor, TEAMMATE)
    await visitor.asks(asked)
    await visitor.answer.locator('[data-action="rate"][data-given^="down"]').click()
    modal = visitor.page.locator("#modal")
    await modal.locator("[type=submit]").click()
    await expect(modal.locator(".error:visible")).to_have_text("Please fill this in.")
    await modal.get_by_label("It did not work on my machine").check()
    await modal.locator('[data-action="words"]').fill("apt said it was held")
    await modal.locator("[type=submit]").click()
    await expect(modal).to_be_hidden()
    await expect(visitor.thread).to_contain_text(WORDS.leading.thanks_down)

    await visitor.page.click('[data-do="close-thread"]')
    await visitor.becomes(MAINTAINER)
    home = await opens_home(visitor)
    await expect(home).to_contain_text(f"“{asked}”")
    await expect(home).to_contain_text(f"{WORDS.worklist.reason('failed')}: “apt said it was held”")
    await expect(home).to_contain_text(WORDS.worklist.answered.format(title="Uninstall Docker"))


async def test_a_maintainers_digest_arrives_as_a_direct_message(visitor: Visitor, workspace: Path) -> None:  # noqa: F811
    unanswered = "wifi on the jetson drops every ten minutes"
    await visitor.asks(unanswered)
    await expect(visitor.answer.locator('[data-action="ask_person"]')).to_be_visible()
    await visitor.page.click('[data-do="close-thread"]')
    maintainer = await visitor.page.get_attribute("body", "data-you")
    assert maintainer
    async with Database(home=workspace / "playground", url=None) as database:
        kept = SqlTeaching(database.engine, answer_deferrer(), trial_deferrer())
        digests = Digests(
            kept, SqlWorklist(database.engine), Maintainers(Groups(), [maintainer]), KnownProfiles()
        )
        assert await digests.send(monday()) == 1
        assert await digests.send(monday()) == 0
    digest = visitor.messages.filter(has_text="Last week")
    await expect(digest).to_contain_text(f"“{unanswered}”")
    await digest.get_by_role("button", name="Stop these").click()
    await expect(visitor.page.locator("#messages")).to_contain_text("I won't send you the weekly digest")
    assert await digest.count() == 1


def monday() -> datetime:
    """The next one at noon, when the hourly job would send it."""
    noon = datetime.now().astimezone().replace(hour=12, minute=0, second=0)
    return noon + timedelta(days=-noon.weekday() % 7)
