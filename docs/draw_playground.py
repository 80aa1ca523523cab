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

from playwright.async_api import FloatRect, Page, async_playwright

FOLDER = Path(__file__).parent
MIDDLE: FloatRect = {"x": 300, "y": 170, "width": 640, "height": 460}
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars"]
OPTIONS += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]


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
        await wide.click("[data-do=consent]")
        await wide.screenshot(path=FOLDER / "playground-consent.png", clip=MIDDLE)
        phone = await browser.new_page(
            locale="ko-KR", color_scheme="dark", viewport={"width": 390, "height": 760}
        )
        await _open(phone, url)
        await _ask(phone, "라즈베리 파이에 도커 설치하려면?", ".code")
        await phone.screenshot(path=FOLDER / "playground-phone.png")
        await browser.close()


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
