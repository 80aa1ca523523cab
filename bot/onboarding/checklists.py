"""The use cases of onboarding: begin, tick, show, remind, and tell a lead who is where."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, tzinfo
from uuid import UUID, uuid4

from bot.knowledge.model import Language
from bot.onboarding.checklist import (
    ChecklistPage,
    Led,
    Steps,
    led_of,
    page_of,
    restarted,
    resumed,
    seen,
    stopped,
    ticked,
    undone,
    wanted,
)
from bot.onboarding.model import Evidence, Onboarding, Profile, Tap
from bot.onboarding.nudging import AFTER, FOLLOWED, is_due, is_followed_up, nudged
from bot.onboarding.ports import Onboardings, Profiles
from bot.storage.model import Person
from bot.work.ports import Passing, RateLimited, Refused


class Checklists:
    """Everything here may be repeated. ``steps`` are those that stand now; ``zone`` is for people whose own is not known."""

    def __init__(
        self,
        kept: Onboardings,
        *,
        steps: Callable[[], Steps],
        clock: Callable[[], datetime],
        zone: tzinfo,
        default_language: Language | None = None,
        profiles: Profiles | None = None,
    ) -> None:
        self._profiles = profiles
        self._kept, self._steps, self._clock = kept, steps, clock
        self._zone, self._default_language = zone, default_language

    @property
    def has_steps(self) -> bool:
        """Whether there is a checklist at all."""
        return bool(self._steps())

    @property
    def machine_steps(self) -> frozenset[str]:
        """The steps that tick once a machine is known."""
        return frozenset(step.id for step in self._steps() if step.ticks.platform)

    # Beginning

    async def welcome(
        self,
        profile: Profile,
        *,
        by: str | None = None,
        lead: str | None = None,
        language: Language | None = None,
        request: UUID | None = None,
    ) -> tuple[Onboarding, bool] | None:
        """Begins it, once for each teammate, and tells whether it was now; None for whoever is none.

        ``language`` is what they have been heard to speak; ``request`` the question that asked for it.
        """
        if not profile.is_teammate or not self._steps():
            return None
        at = self._clock()
        return await self._kept.begin(
            Onboarding(
                id=uuid4(),
                team=profile.team,
                user=profile.user,
                language=language or profile.language or self._default_language or "en",
                started_at=at,
                progressed_at=at,
                lead=lead,
                started_by=by,
                zone=profile.zone,
                request=request,
            )
        )

    async def of(self, team: str, user: str) -> Onboarding | None:
        """Somebody's, whatever became of it."""
        return await self._kept.of(team, user)

    async def find(self, onboarding_id: UUID) -> Onboarding | None:
        """By id."""
        return await self._kept.find(onboarding_id)

    async def want(self, onboarding_id: UUID, request: UUID) -> Onboarding | None:
        """Brings the checklist to the end of the conversation; who had none of it any more has it again."""
        at, steps = self._clock(), self._steps()
        return await self._kept.change(onboarding_id, lambda now: wanted(now, request, at, steps))

    async def restart(self, onboarding_id: UUID, request: UUID) -> Onboarding | None:
        """From the beginning."""
        at = self._clock()
        return await self._kept.change(onboarding_id, lambda now: restarted(now, request, at))

    async def stop(self, onboarding_id: UUID) -> Onboarding | None:
        """Not for them."""
        return await self._kept.change(onboarding_id, stopped)

    async def name_lead(self, onboarding_id: UUID, lead: str) -> Onboarding | None:
        """From now on this one sees how far they are."""
        return await self._kept.change(onboarding_id, lambda now: replace(now, lead=lead))

    # Ticking

    async def tap(self, tap: Tap) -> Onboarding | None:
        """What a button of the checklist does; None where it is not theirs. *Show me* changes nothing here."""
        now = await self._owned(tap)
        return await self._kept.change(now.id, lambda kept: self._tapped(kept, tap)) if now else None

    async def _owned(self, tap: Tap) -> Onboarding | None:
        try:
            now = await self._kept.find(UUID(tap.token))
        except ValueError:
            return None
        return now if now and (now.team, now.user) == (tap.team, tap.user) else None

    def _tapped(self, now: Onboarding, tap: Tap) -> Onboarding:
        at, steps = self._clock(), self._steps()
        match tap.act:
            case "done":
                return ticked(now, tap.target, "said", at, steps)
            case "skip":
                return ticked(now, tap.target, "skipped", at, steps)
            case "undo":
                return undone(now, tap.target, steps)
            case "stop":
                return stopped(now)
            case "resume":
                return resumed(now, at, steps)
            case "restart":
                # A second click finds nothing to begin anew.
                is_begun = now.marks or now.read or now.state != "active"
                return restarted(now, uuid4(), at) if is_begun else now
            case "quiet":
                return replace(now, wants_nudges=False)
            case "language":
                return replace(now, language="ko" if tap.target == "ko" else "en")
            case "show":
                return now

    async def saw(self, team: str, user: str, evidence: Evidence) -> None:
        """Ticks what the evidence shows, also for who is done; for who wants none of it nothing is noted."""
        now = await self._kept.of(team, user)
        if now is None or now.state == "stopped":
            return
        at, steps = self._clock(), self._steps()
        if seen(now, evidence, at, steps) != now:
            await self._kept.change(now.id, lambda kept: seen(kept, evidence, at, steps))

    async def hear(self, team: str, user: str, person: Person) -> None:
        """What they have remembered from now on: their list speaks their language, and may tick."""
        now, language = await self._kept.of(team, user), person.language
        if now is None:
            return
        if language and now.language != language:
            await self._kept.change(now.id, lambda kept: replace(kept, language=language))
        if person.platform.arch and person.platform.distro:
            await self.saw(team, user, Evidence(is_machine_known=True))

    # Showing

    def page(self, now: Onboarding) -> ChecklistPage:
        """The checklist as it is shown in the message."""
        return page_of(now, self._steps())

    async def page_for(self, team: str, user: str) -> ChecklistPage | None:
        """The same for App Home; None for who has none, or wants none."""
        now = await self._kept.of(team, user)
        return self.page(now) if now and now.state != "stopped" else None

    async def led(self, team: str, lead: str | None = None) -> Sequence[Led]:
        """Whom ``lead`` looks after (None: everybody who is on the way), those who have stood still longest first.

        Who wants none of it is nobody's business, and not among them.
        """
        mine = [one for one in await self._kept.everyone(team) if lead is None or one.lead == lead]
        return [led_of(one, self._steps()) for one in mine if one.state != "stopped"]

    async def is_lead(self, team: str, user: str) -> bool:
        """Whether somebody was named to look after anybody."""
        return any(one.lead == user for one in await self._kept.everyone(team))

    # Reminding

    async def nudge(self) -> int:
        """Reminds whoever is due, once each, however often it is called; returns how many. Who left is let go."""
        at, count = self._clock(), 0
        for one in await self._kept.idle(at - AFTER[0], at - FOLLOWED):
            if not (is_due(one, at, self._zone) or is_followed_up(one, at)):
                continue
            if await self._has_left(one):
                await self._kept.change(one.id, stopped)
                continue
            after = await self._kept.change(one.id, lambda now: nudged(now, at, self._zone))
            count += after is not None and after.nudges > one.nudges
        return count

    async def _has_left(self, now: Onboarding) -> bool:
        """Whether Slack says so; where it does not tell, they are taken to be there."""
        if self._profiles is None:
            return False
        try:
            profile = await self._profiles.find(now.team, now.user)
        except (RateLimited, Passing, Refused):
            return False
        return profile is None or profile.has_left
