"""The manifest is in step with what the bot offers; test_manifest.py holds it against Slack's rules."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bot.conversations.model import ACTIONS
from handlers import phrases

ROOT = Path(__file__).parents[2]
MANIFEST: dict[str, Any] = json.loads((ROOT / "manifest.json").read_text())
FEATURES = MANIFEST["features"]


def test_it_offers_the_same_questions_as_the_bot_does() -> None:
    assert FEATURES["agent_view"]["suggested_prompts"] == list(phrases.PROMPTS)
    assert len(phrases.PROMPTS) <= 4


def test_the_buttons_have_no_name_that_begins_another() -> None:
    assert not [(a, b) for a in ACTIONS for b in ACTIONS if a != b and b.startswith(a)]


def test_the_processes_are_the_programs_own_commands() -> None:
    lines = [line.split(": ") for line in (ROOT / "Procfile").read_text().splitlines()]
    assert {name: command.split()[:2] for name, command in lines} == {
        "web": ["setupbot", "serve"],
        "worker": ["setupbot", "worker"],
        "release": ["setupbot", "migrate"],
    }
