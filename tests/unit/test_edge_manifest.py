"""The manifest: within Slack's rules, and in step with what the bot listens to."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.conversations.model import ACTIONS
from handlers import phrases

ROOT = Path(__file__).parents[2]
MANIFEST: dict[str, Any] = json.loads((ROOT / "manifest.json").read_text())
FEATURES = MANIFEST["features"]
SCOPES = MANIFEST["oauth_config"]["scopes"]
EVENTS = MANIFEST["settings"]["event_subscriptions"]["bot_events"]


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        (MANIFEST["display_information"]["name"], 1, 35),
        (MANIFEST["display_information"]["description"], 1, 140),
        (MANIFEST["display_information"]["long_description"], 175, 4000),
        (FEATURES["bot_user"]["display_name"], 1, 80),
        (FEATURES["agent_view"]["agent_description"], 1, 300),
        *((command["command"], 2, 32) for command in FEATURES["slash_commands"]),
        *((command["description"], 1, 2000) for command in FEATURES["slash_commands"]),
        *((command["usage_hint"], 1, 1000) for command in FEATURES["slash_commands"]),
        *((shortcut["name"], 1, 24) for shortcut in FEATURES["shortcuts"]),
        *((shortcut["description"], 1, 150) for shortcut in FEATURES["shortcuts"]),
    ],
)
def test_every_text_has_the_length_that_slack_wants(text: str, least: int, most: int) -> None:
    assert least <= len(text) <= most


def test_it_has_no_key_that_slack_does_not_know() -> None:
    assert set(MANIFEST) == {"display_information", "features", "oauth_config", "settings"}
    assert set(FEATURES) == {"app_home", "bot_user", "agent_view", "slash_commands", "shortcuts"}
    assert set(SCOPES) == {"bot", "bot_optional"}


def test_it_asks_for_no_more_than_is_used() -> None:
    assert set(SCOPES["bot"]) == {
        "app_mentions:read",
        "assistant:write",
        "chat:write",
        "commands",
        "im:history",
    }


def test_reading_channels_is_for_the_workspace_to_decide() -> None:
    assert set(SCOPES["bot_optional"]) == {"channels:history", "groups:history", "usergroups:read"}


def test_each_event_has_its_scope() -> None:
    needed = {
        "app_mention": "app_mentions:read",
        "app_home_opened": "assistant:write",
        "message.im": "im:history",
        "message.channels": "channels:history",
        "message.groups": "groups:history",
    }
    assert {needed[event] for event in EVENTS} <= set(SCOPES["bot"]) | set(SCOPES["bot_optional"])
    assert set(EVENTS) == set(needed)


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
