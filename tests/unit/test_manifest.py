"""The manifest against Slack's schema for it, as far as it concerns an app like this.

The rules are those of slackapi/manifest-schema, schemas/manifest.schema.2.0.0.json (MIT), read on 2026-11-22 and
written down here in our own form: name, type, lengths, and which keys there are at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from bot.installing.manifest import over_http, read_manifest

MANIFEST = read_manifest()
OVER_HTTP = over_http(MANIFEST, "https://bot.example.org", is_for_several=True)


@dataclass(frozen=True)
class Text:
    """Of ``least`` to ``most`` characters, of a form."""

    least: int = 1
    most: int = 10_000
    form: str = r"[\s\S]*"


@dataclass(frozen=True)
class Many:
    """At most ``most`` of them, and without ``may_repeat`` no two the same."""

    each: Any
    least: int = 0
    most: int = 255
    may_repeat: bool = True


@dataclass(frozen=True)
class Keys:
    """An object with these keys and no other."""

    rules: dict[str, Any]
    needed: tuple[str, ...] = ()


ADDRESS = Text(most=3500, form=r"https?://.*")
SCOPES = Many(Text(most=50))
PROMPTS = Many(Keys({"title": Text(), "message": Text()}, ("title", "message")), most=4)
EVENTS = Many(Text(most=50), most=100, may_repeat=False)
COMMAND = Keys(
    {
        "command": Text(2, 32, r"/.*"),
        "url": Text(most=3000, form=r"https?://.*"),
        "description": Text(most=2000),
        "usage_hint": Text(most=1000),
        "should_escape": bool,
    },
    ("command", "description"),
)
SHORTCUT = Keys(
    {
        "name": Text(most=24),
        "type": Text(form="message|global"),
        "callback_id": Text(most=255),
        "description": Text(most=150),
    },
    ("name", "type", "callback_id", "description"),
)
SCHEMA = Keys(
    {
        "display_information": Keys(
            {
                "name": Text(most=35),
                "description": Text(most=140),
                "background_color": Text(4, 7, r"#[0-9a-fA-F]{3}([0-9a-fA-F]{3})?"),
                "long_description": Text(175, 4000),
            },
            ("name",),
        ),
        "features": Keys(
            {
                "app_home": Keys(
                    {
                        "home_tab_enabled": bool,
                        "messages_tab_enabled": bool,
                        "messages_tab_read_only_enabled": bool,
                    }
                ),
                "bot_user": Keys({"display_name": Text(most=80), "always_online": bool}, ("display_name",)),
                "agent_view": Keys({"agent_description": Text(0, 300), "suggested_prompts": PROMPTS}),
                "slash_commands": Many(COMMAND, 1, 50),
                "shortcuts": Many(SHORTCUT, 1, 10),
            }
        ),
        "oauth_config": Keys(
            {
                "redirect_urls": Many(Text(most=2500), most=1000, may_repeat=False),
                "scopes": Keys({"bot": SCOPES, "bot_optional": SCOPES}),
            }
        ),
        "settings": Keys(
            {
                "event_subscriptions": Keys({"request_url": ADDRESS, "bot_events": EVENTS}),
                "interactivity": Keys({"is_enabled": bool, "request_url": ADDRESS}, ("is_enabled",)),
                "org_deploy_enabled": bool,
                "socket_mode_enabled": bool,
                "token_rotation_enabled": bool,
            }
        ),
    },
    ("display_information",),
)


def faults(rule: Any, value: Any, path: str = "") -> Iterator[str]:
    match rule:
        case Text():
            fits = isinstance(value, str) and rule.least <= len(value) <= rule.most
            if not (fits and re.fullmatch(rule.form, value)):
                yield f"{path}: {value!r}"
        case Many():
            if not isinstance(value, list) or not rule.least <= len(value) <= rule.most:
                yield f"{path}: not {rule.least} to {rule.most} of them"
                return
            if not rule.may_repeat and len(set(value)) < len(value):
                yield f"{path}: the same twice"
            for number, item in enumerate(value):
                yield from faults(rule.each, item, f"{path}/{number}")
        case Keys():
            yield from (f"{path}/{key}: missing" for key in rule.needed if key not in value)
            for key, item in value.items():
                if key in rule.rules:
                    yield from faults(rule.rules[key], item, f"{path}/{key}")
                else:
                    yield f"{path}/{key}: Slack knows no such key"
        case _:
            if not isinstance(value, rule):
                yield f"{path}: {value!r}"


@pytest.mark.parametrize("manifest", [MANIFEST, OVER_HTTP], ids=["socket mode", "http"])
def test_slack_would_take_it(manifest: dict[str, Any]) -> None:
    assert list(faults(SCHEMA, manifest)) == []


@pytest.mark.parametrize(
    ("spoil", "path"),
    [
        (
            lambda m: m["features"]["slash_commands"][0].update(command="ask"),
            "/features/slash_commands/0/command",
        ),
        (lambda m: m["features"].update(tabs=[]), "/features/tabs"),
        (lambda m: m["display_information"].pop("name"), "/display_information/name"),
        (lambda m: m["settings"].update(socket_mode_enabled="yes"), "/settings/socket_mode_enabled"),
        (lambda m: m["features"].update(shortcuts=[]), "/features/shortcuts"),
        (lambda m: m["settings"]["event_subscriptions"]["bot_events"].append("team_join"), "/settings/event"),
    ],
)
def test_a_fault_in_it_would_be_seen(spoil: Callable[[dict[str, Any]], object], path: str) -> None:
    spoiled = read_manifest()
    spoil(spoiled)
    found = list(faults(SCHEMA, spoiled))
    assert len(found) == 1
    assert found[0].startswith(path)


def test_socket_mode_needs_no_address() -> None:
    assert MANIFEST["settings"]["socket_mode_enabled"] is True
    assert "http" not in str(MANIFEST)


def test_over_http_every_place_that_wants_an_address_has_it() -> None:
    address = "https://bot.example.org/slack/events"
    settings = OVER_HTTP["settings"]
    assert settings["socket_mode_enabled"] is False
    assert settings["event_subscriptions"]["request_url"] == address
    assert settings["interactivity"]["request_url"] == address
    assert {command["url"] for command in OVER_HTTP["features"]["slash_commands"]} == {address}
    assert OVER_HTTP["oauth_config"]["redirect_urls"] == ["https://bot.example.org/slack/oauth_redirect"]


def test_over_http_it_is_the_same_app_otherwise() -> None:
    plain = over_http(MANIFEST, "https://bot.example.org")
    assert "redirect_urls" not in plain["oauth_config"]
    assert plain["oauth_config"]["scopes"] == MANIFEST["oauth_config"]["scopes"]
    assert [c["command"] for c in plain["features"]["slash_commands"]] == [
        c["command"] for c in MANIFEST["features"]["slash_commands"]
    ]
    assert (
        plain["settings"]["event_subscriptions"]["bot_events"]
        == (MANIFEST["settings"]["event_subscriptions"]["bot_events"])
    )


def test_it_is_an_agent_with_a_home_tab_and_one_message_tab() -> None:
    """New apps get the agent view only; ``assistant_view`` is on its way out."""
    assert MANIFEST["features"]["app_home"] == {
        "home_tab_enabled": True,
        "messages_tab_enabled": True,
        "messages_tab_read_only_enabled": False,
    }
    assert "assistant_view" not in MANIFEST["features"]
    assert MANIFEST["settings"]["token_rotation_enabled"] is False
    assert MANIFEST["settings"]["org_deploy_enabled"] is False


def test_every_command_brings_those_whom_it_names_by_their_ids() -> None:
    """``/ask helpers @name``, ``/onboard @name``: not escaped, Slack would send a name that means nobody."""
    commands = MANIFEST["features"]["slash_commands"]
    assert [command["command"] for command in commands if not command["should_escape"]] == []
