"""The app as it is installed in the fake workspace: its tokens, scopes, events and where it listens."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.slackfake.state import Json, User

# Handed to the loopback fake alone; they open nothing anywhere.
BOT_TOKEN = "xoxb-fake"  # noqa: S105 -- a token of the fake is no secret
APP_TOKEN = "xapp-fake"  # noqa: S105 -- as above
SIGNING_SECRET = "fake-signing-secret"  # noqa: S105 -- as above


@dataclass
class Installation:
    """One installed app; ``request_url`` is empty where it listens by Socket Mode.

    ``offered`` are its commands and shortcuts with their names, as the manifest has them.
    """

    bot_user: User
    app_id: str = "A0000001"
    bot_id: str = "B0000001"
    bot_token: str = BOT_TOKEN
    app_token: str = APP_TOKEN
    signing_secret: str = SIGNING_SECRET
    scopes: set[str] = field(default_factory=set)
    events: set[str] = field(default_factory=set)
    commands: set[str] = field(default_factory=set)
    shortcuts: set[str] = field(default_factory=set)
    offered: list[Json] = field(default_factory=list)
    is_agent: bool = False
    request_url: str = ""

    def has_escaped(self, command: str) -> bool:
        """Whether Slack names people and channels to it by their ids, as the manifest wants it."""
        described = next((one for one in self.offered if one.get("command") == command), {})
        return bool(described.get("should_escape"))


def install(manifest: Json, bot_user: User, *, with_optional: bool = True) -> Installation:
    """Installs the app that ``manifest`` describes; a workspace may refuse its optional scopes.

    Those are listed among the bot's scopes too, as Slack wants it.
    """
    features, settings = manifest["features"], manifest["settings"]
    scopes = manifest["oauth_config"]["scopes"]
    granted = set(scopes["bot"]) - (set() if with_optional else set(scopes.get("bot_optional", [])))
    return Installation(
        bot_user=bot_user,
        scopes=granted,
        events=set(settings["event_subscriptions"]["bot_events"]),
        commands={command["command"] for command in features.get("slash_commands", [])},
        shortcuts={shortcut["callback_id"] for shortcut in features.get("shortcuts", [])},
        offered=[*features.get("slash_commands", []), *features.get("shortcuts", [])],
        is_agent="agent_view" in features,
    )
