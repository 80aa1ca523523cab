"""The doctor at Slack: tokens, scopes, the clock, and whom the settings name."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.installing.scopes import missing
from bot.settings import Settings
from handlers.doctor.model import Finding, fault, ok, warning
from handlers.slack_faults import CALL_FAULTS, OF_TOKEN, translated

CLOCK_WARNING, CLOCK_FAULT = timedelta(seconds=60), timedelta(seconds=290)
"""Slack's signatures are good for five minutes."""
REINSTALL = "in the app's settings, Install App, install it again and set the new SLACK_BOT_TOKEN"
Clock = Callable[[], datetime]


async def examine_token(
    client: AsyncWebClient, clock: Clock = lambda: datetime.now(UTC), team: str = ""
) -> list[Finding]:
    """Whether Slack takes the token of the one workspace, or of ``team``; its scopes, and Slack's clock."""
    about = f"token of {team}" if team else "bot token"
    try:
        told = await client.auth_test()
    except SlackApiError as refused:
        code = str(refused.response.get("error", ""))
        if code not in OF_TOKEN:
            return [
                warning(about, f"Slack answered {code or translated(refused)}.", "Try again in a minute.")
            ]
        again = "have that workspace install it again" if team else REINSTALL
        return [fault(about, f"Slack does not take it: {code}.", f"To mend it: {again}.")]
    except CALL_FAULTS as away:
        return [_unreachable(about, away)]
    name, bot = told.get("team", "?"), told.get("user", "?")
    return [
        ok(about, f"Good: {bot} in {name} ({told.get('team_id')})."),
        _scopes(told, f"scopes of {team}" if team else "scopes"),
        *([] if team else [_clock(told, clock())]),
    ]


def _scopes(told: AsyncSlackResponse, about: str) -> Finding:
    granted = {scope.strip() for scope in _header(told.headers, "x-oauth-scopes").split(",") if scope.strip()}
    needed, optional = missing(granted)
    if needed:
        mend = "Take the manifest as it is now (setupbot manifest), then install the app again."
        return fault(about, f"Missing: {', '.join(needed)}.", mend)
    if optional:
        without = f"All that is needed; not granted: {', '.join(optional)}."
        return ok(about, without, "docs/installing.md says what each is for.")
    return ok(about, "All are granted.")


def _clock(told: AsyncSlackResponse, now: datetime) -> Finding:
    try:
        apart = now - parsedate_to_datetime(_header(told.headers, "date"))
    except (TypeError, ValueError):
        return warning(
            "clock", "Slack's answer has no date.", "Check by hand that this machine's clock is right."
        )
    behind = "ahead of" if apart > timedelta() else "behind"
    says = f"{abs(int(apart.total_seconds()))} s {behind} Slack's."
    mend = "Have the clock set by NTP: timedatectl set-ntp true"
    if abs(apart) >= CLOCK_FAULT:
        return fault("clock", f"{says} What Slack signs is refused.", mend)
    return warning("clock", says, mend) if abs(apart) >= CLOCK_WARNING else ok("clock", says)


async def examine_app_token(client: AsyncWebClient, token: str) -> Finding:
    """Whether Slack opens a connection for Socket Mode; none is made."""
    make = "make one under Basic Information, App-Level Tokens, with the scope connections:write"
    try:
        await client.apps_connections_open(app_token=token)
    except SlackApiError as refused:
        code = str(refused.response.get("error", ""))
        if code == "missing_scope":
            return fault("app token", "It lacks the scope connections:write.", f"To mend it: {make}.")
        if code in OF_TOKEN or code == "not_allowed_token_type":
            return fault("app token", f"Slack does not take it: {code}.", f"To mend it: {make}.")
        if code == "socket_mode_disabled":
            return fault("app token", "Socket Mode is off.", "Turn it on in the app's settings, Socket Mode.")
        return warning(
            "app token", f"Slack answered {code or translated(refused)}.", "Try again in a minute."
        )
    except CALL_FAULTS as away:
        return _unreachable("app token", away)
    return ok("app token", "Good: Socket Mode can connect.")


async def examine_named(settings: Settings, clients: list[AsyncWebClient]) -> list[Finding]:
    """Whether those whom the settings name are there; with several workspaces, in one of them."""
    findings = []
    for name in settings.maintainers:
        about = f"maintainer {name}"
        findings.append(await _first(about, clients, _group if name.startswith("S") else _person, name))
    for channel in settings.help_channels:
        findings.append(await _first(f"channel {channel}", clients, _channel, channel))
    if not settings.maintainers:
        without = "Nobody is named: nobody is told what could not be answered."
        findings.append(ok("maintainers", without, "Name them in SETUPBOT_MAINTAINERS."))
    return findings


Look = Callable[[str, AsyncWebClient, str], Awaitable[Finding]]


async def _first(about: str, clients: list[AsyncWebClient], look: Look, name: str) -> Finding:
    found = warning(about, "There is no workspace to look in.", "Install the bot first.")
    for client in clients:
        found = await look(about, client, name)
        if found.status == "ok":
            break
    return found


async def _person(about: str, client: AsyncWebClient, name: str) -> Finding:
    try:
        user = (await client.users_info(user=name))["user"]
    except CALL_FAULTS as refused:
        return _not_found(about, refused, "SETUPBOT_MAINTAINERS", "user_not_found", "No such person")
    if user.get("deleted") or user.get("is_bot"):
        kind = "a bot" if user.get("is_bot") else "deactivated"
        return fault(about, f"The account is {kind}.", "Name a person in SETUPBOT_MAINTAINERS.")
    return ok(about, "Is there.")


async def _group(about: str, client: AsyncWebClient, name: str) -> Finding:
    try:
        members: list[str] = (await client.usergroups_users_list(usergroup=name)).get("users", [])
    except CALL_FAULTS as refused:
        return _not_found(about, refused, "SETUPBOT_MAINTAINERS", "no_such_subteam", "No such user group")
    if not members:
        return warning(about, "The group is empty.", "Add somebody to it in Slack.")
    return ok(about, f"A group of {len(members)}.")


async def _channel(about: str, client: AsyncWebClient, name: str) -> Finding:
    # The history, and not the channel's description: that would need a scope that nothing else does.
    try:
        await client.conversations_history(channel=name, limit=1)
    except SlackApiError as refused:
        if refused.response.get("error") == "not_in_channel":
            return fault(about, "The bot is not in it.", "Invite it there: /invite @setupbot")
        unseen = "No such channel, or a private one that the bot is not in"
        return _not_found(about, refused, "SETUPBOT_HELP_CHANNELS", "channel_not_found", unseen)
    except CALL_FAULTS as away:
        return _unreachable(about, away)
    return ok(about, "The bot is in it.")


def _not_found(about: str, refused: Exception, setting: str, code: str, unknown: str) -> Finding:
    said = refused.response.get("error") if isinstance(refused, SlackApiError) else ""
    if said == code:
        return fault(
            about, f"{unknown}.", f"Correct {setting}: Slack shows ids under Copy link, or Copy member ID."
        )
    if said == "missing_scope":
        return warning(about, "It may not be looked at.", "Grant the optional scopes, or check by hand.")
    return warning(about, f"Slack answered {translated(refused)}.", "Try again in a minute.")


def _unreachable(about: str, away: Exception) -> Finding:
    mend = "Check the way out: DNS, a firewall, HTTPS_PROXY, and SLACK_API_URL if it is set."
    return fault(about, f"Slack cannot be reached: {type(away).__name__}.", mend)


def _header(headers: Mapping[str, str], name: str) -> str:
    return next((str(value) for key, value in headers.items() if key.lower() == name), "")
