"""An answer that is too long for one message, which only a team's own Entries are, and the button for its rest."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from playwright.async_api import Browser, expect

from tests.database import home  # noqa: F401 # a fixture
from tests.integration.playground import (
    browser,  # noqa: F401 # a fixture
    chromium,  # noqa: F401 # a fixture
    needs_chromium,
    started,
    visitor_in,
)

pytestmark = [needs_chromium, pytest.mark.timeout(180)]  # learns a knowledge of its own
STEPS = 60


@pytest.fixture
def team(tmp_path: Path) -> Path:
    """A folder with one Entry of many steps."""
    entry = {
        "id": "printer",
        "title": {"ko": "프린터 연결", "en": "Connect the printer"},
        "summary": {"ko": "차례대로 하면 돼요.", "en": "Go through the steps."},
        "steps": [
            {
                "id": f"printer-{number}",
                "does": {"ko": f"{number}번 서랍을 열어요.", "en": f"Open drawer {number}."},
                "commands": [{"run": f"echo drawer {number}"}],
            }
            for number in range(1, STEPS + 1)
        ],
        "sources": [{"title": "Team wiki", "seen": "2026-11-22"}],
        "reviewed": "2026-11-22",
        "answer": {"ko": "그러면 인쇄돼요.", "en": "Then it prints."},
        "utterances": {
            "ko": ["프린터 어떻게 연결해요", "프린터 연결 방법", "프린터가 안 붙어요"],
            "en": ["connect the office printer", "how do I set up the printer", "printer setup"],
        },
    }
    (tmp_path / "printer.yaml").write_text(yaml.safe_dump([entry], allow_unicode=True), "utf-8")
    return tmp_path


async def test_the_rest_of_a_long_answer_is_shown_to_whoever_wants_it(
    home: Path,  # noqa: F811
    team: Path,
    browser: Browser,  # noqa: F811
) -> None:
    with started(home, SETUPBOT_KNOWLEDGE=str(team)) as url:
        async with visitor_in(browser) as mina:
            await mina.opens(url)
            await mina.goes_to("ml-setup")
            await mina.asks("@setupbot how do I set up the printer?")
            await expect(mina.answer).to_contain_text("It is long, so I stop here for now.")
            await expect(mina.thread).not_to_contain_text(f"echo drawer {STEPS}")
            await mina.answer.get_by_role("button", name="Show the rest").click()
            await expect(mina.answer).to_contain_text("Connect the printer (2/2)")
            await expect(mina.answer).to_contain_text("Only visible to you")
            await expect(mina.answer).to_contain_text(f"echo drawer {STEPS}")
            await expect(mina.answer).to_contain_text("Then it prints.")
            assert mina.faults == []
