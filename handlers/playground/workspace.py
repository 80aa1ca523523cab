"""The workspace that a visitor finds: two people, two channels, and tokens that only this process knows."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from pathlib import Path

from bot.errors import BotError
from bot.slackfake.fake import SlackFake
from bot.slackfake.people import Person
from bot.slackfake.state import Channel, Json

PEOPLE = (("mina", "김미나 Mina Kim", "ko-KR"), ("joon", "Joon Lee 이준", "en-US"))
CHANNELS = ("general", "ml-setup")


@dataclass(frozen=True, slots=True)
class Team:
    """Who and what is there from the beginning; the first person keeps the knowledge."""

    people: tuple[Person, ...]
    channels: tuple[Channel, ...]


def read_manifest() -> Json:
    """The app's own manifest. Raises BotError where the program was installed without it."""
    path = Path(__file__).parents[2] / "manifest.json"
    try:
        manifest: Json = json.loads(path.read_text("utf-8"))
    except OSError as fault:
        raise BotError("The playground needs manifest.json; run it from a checkout of setupbot.") from fault
    return manifest


def make_slack(manifest: Json, bot_url: str) -> SlackFake:
    """An empty workspace whose app listens at ``bot_url``."""
    slack = SlackFake(manifest)
    slack.workspace.domain = "playground"
    # Others on this machine can reach the loopback; they must not be able to speak as Slack or as the bot.
    slack.app.bot_token = f"xoxb-{secrets.token_urlsafe(24)}"
    slack.app.app_token = f"xapp-{secrets.token_urlsafe(24)}"
    slack.app.signing_secret = secrets.token_urlsafe(24)
    slack.app.request_url = f"{bot_url}/slack/events"
    return slack


def settle_in(slack: SlackFake) -> Team:
    """People and channels; they have the same ids every time, so that the store knows them again.

    Everything later is numbered from the clock: the store remembers events of earlier workspaces.
    """
    channels = tuple(slack.add_channel(name) for name in CHANNELS)
    people = []
    for name, real_name, locale in PEOPLE:
        person = slack.add_person(name, *channels)
        person.user.real_name, person.user.locale = real_name, locale
        slack.workspace.direct_channel(person.id, slack.app.bot_user.id)
        people.append(person)
    slack.workspace.number_from_clock()
    return Team(tuple(people), channels)
