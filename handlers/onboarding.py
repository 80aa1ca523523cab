"""A teammate joins, asks for the checklist, or presses its buttons; and the parts of onboarding put together."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Protocol, cast, get_args

from procrastinate import App
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.knowledge.base import Knowledge
from bot.knowledge.model import Language
from bot.onboarding.checklists import Checklists
from bot.onboarding.judging import Judging
from bot.onboarding.model import Act, Profile, Tap
from bot.onboarding.ports import Onboardings, Profiles
from bot.onboarding.showing import Inbox as Asking
from bot.onboarding.showing import Taps
from bot.onboarding.talk import Maintainers, OnboardingTalk
from bot.onboarding.watching import Watched
from bot.preferences.desk import PreferencesDesk
from bot.preferences.ports import People
from bot.rendering.onboarding_slack import PREFIX
from bot.work.onboarding_jobs import onboarding_jobs
from bot.work.ports import AnswerQuestion
from handlers.payloads import Json, is_stranger, said_in_command
from handlers.ports import Inbox
from handlers.profiles import profile_of

_BUTTON = re.compile(rf"^{PREFIX}(?:{'|'.join(get_args(Act))})(?::.*)?$")


class Keeps(Asking, People, Protocol):
    """What of the Store this needs."""


class Welcomes(Protocol):
    """Takes those who join."""

    async def __call__(self, profile: Profile) -> None:
        """Once for each, whatever is sent twice."""
        ...


class TakesTaps(Protocol):
    """Takes the checklist's buttons (``bot.onboarding.showing.Taps``)."""

    async def tap(self, tap: Tap) -> None:
        """Returns when it is kept for good."""
        ...


class OnboardingListeners:
    """``welcome`` is None where nobody wants newcomers to be written to."""

    def __init__(self, taps: TakesTaps, welcome: Welcomes | None) -> None:
        self._taps, self._welcome = taps, welcome

    def register(self, app: AsyncApp) -> None:
        """The event, the command of the manifest, and ``onboard_<act>:<target>``."""
        app.event("team_join")(self.handle_team_join)
        app.command("/onboard")(handle_onboard)
        app.action(_BUTTON)(self.handle_button)

    async def handle_team_join(self, body: Json, event: Json, me: AuthorizeResult) -> None:
        """Writes to a new teammate, if that is wanted here."""
        if self._welcome is not None:
            await self._welcome(
                profile_of(event["user"], body["team_id"], is_enterprise=bool(me.enterprise_id))
            )

    async def handle_button(self, body: Json, ack: AsyncAck, me: AuthorizeResult) -> None:
        """Takes the press, in the message or in App Home."""
        if not is_stranger(body, me):
            await self._taps.tap(tap_in_action(body))
        await ack()


async def handle_onboard(body: Json, ack: AsyncAck, inbox: Inbox) -> None:
    """Takes it as a question; what it says is answered like every other."""
    await inbox.receive(said_in_command(body, named=True))
    await ack()


def tap_in_action(body: Json) -> Tap:
    """A button of the checklist; ``channel`` and ``message_ts`` only where it stands in a message."""
    button, container = body["actions"][0], body.get("container", {})
    act, _, target = button["action_id"].removeprefix(PREFIX).partition(":")
    return Tap(
        team=body["team"]["id"],
        user=body["user"]["id"],
        act=cast(Act, act),
        target=target.replace("\x00", ""),
        token=str(button.get("value", "")),
        channel=container.get("channel_id"),
        message_ts=container.get("message_ts"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class OnboardingSide:
    """The parts that others take: ``talk`` for Replies, ``jobs`` for the worker, ``checklists`` for App Home.

    ``preferences`` are everybody's settings; the checklists hear of them.
    """

    checklists: Checklists
    preferences: PreferencesDesk
    talk: OnboardingTalk
    judging: Judging
    listeners: tuple[Callable[[AsyncApp], None], ...]
    jobs: Callable[[App], None]

    def watched(self, answer: AnswerQuestion) -> AnswerQuestion:
        """The same answers, from which steps tick themselves."""
        return Watched(answer, self.checklists)


def make_onboarding_side(
    kept: Onboardings,
    *,
    greets: str,
    asking: Keeps,
    profiles: Profiles,
    maintainers: Maintainers,
    knowledge: Callable[[], Knowledge],
    default_language: Language | None = None,
    zone: tzinfo | None = None,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> OnboardingSide:
    """``greets`` is SETUPBOT_ONBOARDING: whether newcomers are written to, and perhaps who looks after them."""
    checklists = Checklists(
        kept,
        steps=lambda: knowledge().onboarding,
        clock=clock,
        zone=zone or datetime.now().astimezone().tzinfo or UTC,  # the machine's own
        default_language=default_language,
        profiles=profiles,
    )
    preferences = PreferencesDesk(asking, knowledge, default_language, checklists.hear)
    judging = Judging(kept, checklists, knowledge, clock)

    async def welcome(profile: Profile) -> None:
        await checklists.welcome(profile, lead=None if greets == "on" else greets)

    talk = OnboardingTalk(
        checklists,
        judging,
        profiles=profiles,
        maintainers=maintainers,
        preferences=preferences,
        knowledge=knowledge,
        clock=clock,
        default_language=default_language,
    )
    listeners = OnboardingListeners(Taps(checklists, asking, preferences, clock), welcome if greets else None)
    return OnboardingSide(
        checklists=checklists,
        preferences=preferences,
        talk=talk,
        judging=judging,
        listeners=(listeners.register,),
        jobs=onboarding_jobs(judging, checklists),
    )
