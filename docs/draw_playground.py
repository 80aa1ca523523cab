"""Takes README's pictures of the playground, in Chromium, with the real bot behind them. Run: make pictures."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))  # for the host that is described there
from tests.integration.described_agent import described_agent

FOLDER = Path(__file__).parent
CODE = re.compile(r"(?:[0-9A-Z]{4}-){5}[0-9A-Z]{4}")
UNKNOWN = "is the whale awake?"
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars"]
OPTIONS += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
# As with a mouse: what is there to point at stays hidden until it is pointed at.
OPTIONS += ["--blink-settings=primaryHoverType=2,availableHoverTypes=2"]


def main() -> None:
    """Writes ``playground*.png`` beside this file."""
    with tempfile.TemporaryDirectory(prefix="setupbot-pictures-") as home, _playground(Path(home)) as url:
        asyncio.run(_take(url))


async def _take(url: str) -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=OPTIONS)
        wide = await browser.new_page(locale="en-US", viewport={"width": 1240, "height": 800})
        await _open(wide, url)
        await _ask(wide, "docker ps says permission denied, what now?", ".code")
        await wide.locator("#messages").evaluate("list => list.scrollTop = 0")
        await wide.screenshot(path=FOLDER / "playground.png")
        phone = await browser.new_page(
            locale="ko-KR", color_scheme="dark", viewport={"width": 390, "height": 760}
        )
        await _open(phone, url)
        await _ask(phone, "도커가 디스크를 다 썼대요. 어떻게 비워요?", ".code")
        await phone.screenshot(path=FOLDER / "playground-phone.png")
        await _team(browser, url)
        await browser.close()


async def _team(browser: Browser, url: str) -> None:
    """A newcomer with a host that fails, and what a maintainer makes of a question without an answer."""
    page = await browser.new_page(locale="en-US", viewport={"width": 1240, "height": 800})
    await _open(page, f"{url}/?you={await _newcomer(page, url)}")
    await _ask(page, UNKNOWN, ".message >> nth=1")
    with tempfile.TemporaryDirectory(prefix="setupbot-host-") as folder:
        await _report(page, url, Path(folder))
    await page.click('#places [data-place="home"]')
    await page.wait_for_selector(".home >> text=gpu-1")
    await page.screenshot(path=FOLDER / "playground-home.png")
    await _teach(page, url)


async def _newcomer(page: Page, url: str) -> str:
    """Joins, and is shown around; their id."""
    await _open(page, url)
    await page.click("[data-do=teammate]")
    await page.fill("#teammate input", "Sora Han")
    await page.click("#teammate .primary")
    await page.wait_for_selector('#you option:has-text("Sora")', state="attached")
    options = await page.eval_on_selector_all("#you option", "all => all.map(one => one.value)")
    return str(options[-1])


async def _report(page: Page, url: str, folder: Path) -> None:
    await page.click('[data-do="close-thread"]')
    await page.fill("#say", "/docker-check add gpu-1")
    await page.press("#say", "Enter")
    told = page.locator("#messages .message", has_text=CODE).last
    code = CODE.findall(await told.inner_text())[0]
    async with described_agent(url, code, folder, "daemon-stopped", name="gpu-1"):
        await page.click('#messages [data-action^="keep_host"]')
        await page.wait_for_selector('#messages [data-action="check_host:gpu-1"]')
        await _ask(page, "check gpu-1", '[data-action="check_again:gpu-1"]')
        await page.locator("#thread").screenshot(path=FOLDER / "playground-report.png")
    await page.click('[data-do="close-thread"]')


async def _teach(page: Page, url: str) -> None:
    """As the maintainer, who is the first of the people."""
    await _open(page, url)
    await page.click('#places [data-place="home"]')
    await page.wait_for_selector('.home [data-action^="teach_item"]')
    await page.click('[data-action^="teach_item"]')
    await page.locator('#modal [data-action="entry"]').select_option(label="List containers (docker ps)")
    await page.click("#modal [type=submit]")
    await page.wait_for_selector("#modal >> text=questions again", timeout=180_000)
    await page.locator("#modal").screenshot(path=FOLDER / "playground-teach.png")


async def _open(page: Page, url: str) -> None:
    await page.goto(url)
    await page.wait_for_selector("body[data-ready]")


async def _ask(page: Page, text: str, then: str) -> None:
    await page.fill("#say", text)
    await page.press("#say", "Enter")
    await page.wait_for_selector(f"#replies {then}")
    await page.locator("#replies").evaluate("list => list.scrollTop = 0")
    await page.mouse.move(0, 0)


@contextmanager
def _playground(home: Path) -> Iterator[str]:
    command = [sys.executable, "-m", "bot", "playground", "--port", "0", "--no-browser"]
    environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "SETUPBOT_HOME": str(home)}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)  # noqa: S603 # ourselves
    if process.stdout is None:
        raise RuntimeError("the playground has no output")
    found = next(filter(None, (re.search(r"Open (http://\S+)", line) for line in process.stdout)))
    try:
        yield found[1]
    finally:
        process.terminate()
        process.communicate(timeout=40)


if __name__ == "__main__":
    main()
