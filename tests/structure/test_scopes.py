"""The scopes are those that what we call and listen to needs: none is missing, none is more."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from inspect import iscoroutinefunction
from pathlib import Path

from slack_sdk.web.async_client import AsyncWebClient

from bot.installing.manifest import read_manifest
from bot.installing.scopes import ALL, OPTIONAL, REQUIRED, in_words

ROOT = Path(__file__).parents[2]
NOTHING: set[str] = set()
# What each method needs, by https://docs.slack.dev/reference/methods; a new one is added here when it is used.
METHODS = {
    "apps.connections.open": NOTHING,  # of the app-level token
    "assistant.threads.setStatus": {"chat:write"},
    "assistant.threads.setSuggestedPrompts": {"assistant:write"},
    "auth.revoke": NOTHING,
    "auth.test": NOTHING,
    "chat.delete": {"chat:write"},
    "chat.getPermalink": NOTHING,
    "chat.postEphemeral": {"chat:write"},
    "chat.postMessage": {"chat:write"},
    "chat.update": {"chat:write"},
    "conversations.history": {"channels:history", "groups:history", "im:history"},
    "conversations.info": {"channels:read", "groups:read"},
    "conversations.open": {"im:write"},
    "conversations.replies": {"channels:history", "groups:history", "im:history"},
    "oauth.v2.access": NOTHING,
    "reactions.add": {"reactions:write"},
    "usergroups.users.list": {"usergroups:read"},
    "users.info": {"users:read"},
    "views.open": NOTHING,
    "views.publish": NOTHING,
    "views.push": NOTHING,
    "views.update": NOTHING,
}
# https://docs.slack.dev/reference/events
EVENTS = {
    "app_home_opened": NOTHING,
    "app_mention": {"app_mentions:read"},
    "app_uninstalled": NOTHING,
    "message.channels": {"channels:history"},
    "message.groups": {"groups:history"},
    "message.im": {"im:history"},
    "team_join": {"users:read"},
    "tokens_revoked": NOTHING,
}
_METHOD = re.compile(r"[a-z]+(?:\.[a-z0-9A-Z]+)+")
_SDK = {
    name.replace("_", ".").lower()
    for name, value in vars(AsyncWebClient).items()
    if iscoroutinefunction(value) and not name.startswith("_")
}


def sources() -> Iterator[Path]:
    """What runs against Slack; not the fake of it."""
    for folder in ("handlers", "bot"):
        yield from (path for path in (ROOT / folder).rglob("*.py") if "slackfake" not in path.parts)


@cache
def called() -> set[str]:
    """Every method of Slack that is named in a string or called by the SDK's name for it."""
    known = {name.lower(): name for name in METHODS}
    found = set()
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                if _METHOD.fullmatch(node.value) and node.value.lower() in _SDK:
                    found.add(known.get(node.value.lower(), node.value))
            elif isinstance(node, ast.Attribute) and node.attr.replace("_", ".").lower() in _SDK:
                name = node.attr.replace("_", ".").lower()
                if name.count("."):
                    found.add(known.get(name, name))
    return found


def test_every_method_that_is_called_is_known_with_what_it_needs() -> None:
    assert {"chat.postMessage", "usergroups.users.list", "auth.test"} <= called()
    assert called() - set(METHODS) == set()


def test_what_is_called_and_listened_to_needs_the_scopes_and_no_other() -> None:
    by_calls = {scope for method in called() for scope in METHODS[method]}
    by_events = {scope for event in subscribed() for scope in EVENTS[event]}
    # A slash command or a shortcut is neither called nor subscribed to.
    assert by_calls | by_events | {"commands"} == set(ALL)


def subscribed() -> list[str]:
    events: list[str] = read_manifest()["settings"]["event_subscriptions"]["bot_events"]
    return events


def test_every_event_is_known_with_what_it_needs() -> None:
    assert set(subscribed()) == set(EVENTS)


def test_the_manifest_asks_for_them_the_optional_ones_among_all() -> None:
    """https://docs.slack.dev/authentication/installing-with-oauth#optional-scopes."""
    scopes = read_manifest()["oauth_config"]["scopes"]
    assert scopes == {"bot": list(ALL), "bot_optional": list(OPTIONAL)}
    assert not set(REQUIRED) & set(OPTIONAL)


def test_the_documentation_gives_the_reason_of_each() -> None:
    written = (ROOT / "docs" / "installing.md").read_text("utf-8")
    shown = written.partition("<!-- scopes: begin -->")[2].partition("<!-- scopes: end -->")[0].strip()
    assert shown == in_words()
