"""The app's manifest as Slack is given it: manifest.json for Socket Mode, and what changes for events over HTTP."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import bot
from bot.errors import BotError

NAME = "manifest.json"
EVENTS_PATH = "/slack/events"
INSTALL_PATH = "/slack/install"
REDIRECT_PATH = "/slack/oauth_redirect"
Manifest = dict[str, Any]


def manifest_folder() -> Path:
    """Where the file lies in a checkout."""
    return Path(bot.__file__).parents[1]


def read_manifest(folder: Path | None = None) -> Manifest:
    """The file as it is. Raises BotError where there is none."""
    file = (folder or manifest_folder()) / NAME
    try:
        content: Manifest = json.loads(file.read_text("utf-8"))
    except OSError as fault:
        raise BotError(f"There is no {file}. Run this in a checkout of setupbot.") from fault
    return content


def over_http(manifest: Manifest, public_url: str, *, is_for_several: bool = False) -> Manifest:
    """The same app with Socket Mode off and each address filled in; ``is_for_several`` adds where installing ends."""
    address = f"{public_url}{EVENTS_PATH}"
    features, settings = manifest["features"], manifest["settings"]
    commands = [{**command, "url": address} for command in features["slash_commands"]]
    redirects = {"redirect_urls": [f"{public_url}{REDIRECT_PATH}"]} if is_for_several else {}
    return {
        **manifest,
        "features": {**features, "slash_commands": commands},
        "oauth_config": {**redirects, **manifest["oauth_config"]},
        "settings": {
            **settings,
            "event_subscriptions": {"request_url": address, **settings["event_subscriptions"]},
            "interactivity": {"is_enabled": True, "request_url": address},
            "socket_mode_enabled": False,
        },
    }
