"""The playground as a process, and a visitor with a real Chromium in front of it.

Import the fixtures by name; ``playground`` is one process for a whole file.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, async_playwright, expect

from tests.database import ROOT, temporary_home

CHROMIUM = shutil.which("chromium") or ""
OPTIONS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--hide-scrollbars"),
)
LIMIT_MS = 30_000
needs_chromium = pytest.mark.skipif(not CHROMIUM, reason="there is no chromium here")
expect.set_options(timeout=LIMIT_MS)


class Visitor:
    """Somebody at the page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.faults: list[str] = []
        page.on("pageerror", lambda fault: self.faults.append(str(fault)))
        page.on("console", lambda said: self.faults.append(said.text) if said.type == "error" else None)
        page.set_default_timeout(LIMIT_MS)

    @property
    def messages(self) -> Locator:
        return self.page.locator("#messages .message")

    @property
    def replies(self) -> Locator:
        return self.page.locator("#replies .message")

    @property
    def thread(self) -> Locator:
        return self.page.locator("#replies")

    @property
    def answer(self) -> Locator:
        """The last thing in the open thread."""
        return self.replies.last

    async def opens(self, url: str, **query: str) -> None:
        words = "&".join(f"{name}={value}" for name, value in query.items())
        await self.page.goto(f"{url}/?{words}")
        await self.page.wait_for_selector("body[data-ready]")

    async def goes_to(self, place: str) -> None:
        await self.page.locator("#places a", has_text=place).first.click()
        await expect(self.page.locator("#title")).to_have_text(f"#{place}")

    async def says(self, text: str) -> None:
        await self.page.fill("#say", text)
        await self.page.press("#say", "Enter")

    async def replies_with(self, text: str) -> None:
        await self.page.fill("#reply", text)
        await self.page.press("#reply", "Enter")

    async def asks(self, text: str) -> None:
        """Asks and waits until the thread has opened with an answer in it."""
        await self.says(text)
        first = re.compile(re.escape(text.split("\n")[0].removeprefix("@setupbot ")))
        await expect(self.replies.first).to_contain_text(first)
        await expect(self.replies.nth(1)).to_be_visible()

    async def becomes(self, name: str) -> None:
        await self.page.select_option("#you", label=name)
        await expect(self.page.locator("#you option:checked")).to_have_text(name)
        theirs = re.compile(rf"you={await self.page.input_value('#you')}\b")
        await expect(self.page.locator("#places a").first).to_have_attribute("href", theirs)


@pytest.fixture(scope="module")
def playground(trained_home: Path) -> Iterator[str]:
    """Its address."""
    with temporary_home() as home:
        bring_what_was_learnt(trained_home, home)
        with started(home) as url:
            yield url


def bring_what_was_learnt(trained_home: Path, home: Path) -> None:
    """Spares the first start learning the knowledge, which other tests are about."""
    shutil.copytree(trained_home / "cache", home / "playground" / "cache")


class NotServedError(Exception):
    """It ended before it served; with what it said."""


class started:  # noqa: N801 # reads as what it does
    """``setupbot playground``, by default on a free port; ends it as Ctrl-C does."""

    def __init__(self, home: Path, port: str = "0", **settings: str) -> None:
        environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "SETUPBOT_HOME": str(home), **settings}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot", "playground", "--port", port, "--no-browser"],
            cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        self.said: list[str] = []

    def __enter__(self) -> str:
        assert self.process.stdout
        for line in self.process.stdout:
            self.said.append(line)
            if found := re.search(r"Open (http://\S+)", line):
                return found[1]
        self.process.communicate()
        raise NotServedError("".join(self.said))

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        out, _ = self.process.communicate(timeout=40)
        assert self.process.returncode == 0, out
        assert "Traceback" not in out
        assert '"level": "error"' not in out


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address by which one Chromium is driven, for a whole file: its start takes seconds."""
    profile = f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"
    process = subprocess.Popen(
        [CHROMIUM, "--headless", "--remote-debugging-port=0", profile, *OPTIONS, "about:blank"],
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stderr
    for line in process.stderr:
        if found := re.search(r"listening on (ws://\S+)", line):
            yield found[1]
            break
    process.terminate()
    process.communicate(timeout=20)


@asynccontextmanager
async def visitor_in(browser: Browser, **options: Any) -> AsyncIterator[Visitor]:
    context = await browser.new_context(**{"locale": "en-US", **options})
    yield Visitor(await context.new_page())
    await context.close()


@pytest_asyncio.fixture
async def browser(chromium: str) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.connect_over_cdp(chromium)
        yield browser
        await browser.close()


@pytest_asyncio.fixture
async def visitor(browser: Browser, playground: str) -> AsyncIterator[Visitor]:
    """An English reader at the page, who meets no fault of its script."""
    async with visitor_in(browser) as made:
        await made.opens(playground)
        yield made
        assert made.faults == [], made.faults
