"""Onboarding in conversation: what ``/onboard`` says, and the messages that nobody asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from bot.answering.language import language_of
from bot.knowledge.base import Knowledge
from bot.knowledge.model import Language
from bot.onboarding.checklists import Checklists
from bot.onboarding.judging import Judging
from bot.onboarding.model import Onboarding, Profile, read_notice
from bot.onboarding.ports import Profiles
from bot.onboarding.reading import COMMAND, Wish, read_wish
from bot.platforms.choosing import describe
from bot.platforms.reading import read_platform
from bot.preferences.desk import PreferencesDesk
from bot.rendering.notice_slack import render_notice
from bot.rendering.onboarding_slack import render_all_done, render_checklist, render_led, render_nudge
from bot.rendering.slack import SlackMessage
from bot.reporting.model import Mention, Notice
from bot.storage.model import Outcome, QuestionRow, ThreadState
from bot.words import OnboardingWords, words_in
from bot.work.ports import Refused, RenderedReply

OUTCOME = "onboarding"
MACHINE_CHARS = 80


class Maintainers(Protocol):
    """Who keeps the bot (``bot.teaching.maintainers.Maintainers``)."""

    async def are(self, user: str) -> bool:
        """Whether this person does."""
        ...

    async def everyone(self) -> Sequence[str]:
        """All of them."""
        ...


class OnboardingTalk:
    """Asked before the answer path. What it begins or changes counts once for its question, however often it is asked."""

    def __init__(
        self,
        checklists: Checklists,
        judging: Judging,
        *,
        profiles: Profiles,
        maintainers: Maintainers,
        preferences: PreferencesDesk,
        knowledge: Callable[[], Knowledge],
        clock: Callable[[], datetime],
        default_language: Language | None = None,
    ) -> None:
        self._checklists, self._judging = checklists, judging
        self._profiles, self._maintainers, self._preferences = profiles, maintainers, preferences
        self._knowledge, self._clock, self._default_language = knowledge, clock, default_language

    async def __call__(self, chain: Sequence[QuestionRow]) -> RenderedReply | None:
        """The reply to ``chain[0]``; None where it is not about onboarding."""
        question = chain[0]
        if question.surface == "notice":
            told = read_notice(question.text)
            return await self._told(*told) if told else None
        if question.surface in ("button", "shortcut"):
            return None
        wish = read_wish(question.text)
        if wish is None:
            return await self._machine(question)
        if question.surface == "follow-up" and wish.verb != "person":
            return None  # a word between people in a thread
        now = await self._checklists.of(question.team, question.user_id)
        language = self._language(question, now)
        return await self._does(wish, question, now, language)

    async def _told(self, what: str, onboarding_id: UUID) -> RenderedReply | None:
        """A message as it should read now; None where it should not be there (any more)."""
        now = await self._checklists.find(onboarding_id)
        if now is None:
            return None
        page = self._checklists.page(now)
        if what == "list":
            return _reply(render_checklist(page, self._knowledge()))
        if what == "done":
            return _reply(render_all_done(page))
        is_wanted = now.state == "active" and now.wants_nudges
        return _reply(render_nudge(page, page.next)) if is_wanted and page.next else None

    async def _does(
        self, wish: Wish, question: QuestionRow, now: Onboarding | None, language: Language
    ) -> RenderedReply:
        words = words_in(language).onboarding
        match wish.verb:
            case "help":
                return self._says(question, language, words.usage)
            case "status":
                return await self._status(question, language)
            case "person" if wish.person != question.user_id:
                return await self._begin_for(wish, question, language)
            case "stop" if now:
                await self._checklists.stop(now.id)
                return self._says(question, language, words.stopped)
            case "stop":
                return self._says(question, language, words.stopped)
            case _:
                return await self._own(wish, question, now, language)

    async def _own(
        self, wish: Wish, question: QuestionRow, now: Onboarding | None, language: Language
    ) -> RenderedReply:
        """One's own list: begun, or brought to the end of the conversation."""
        words = words_in(language).onboarding
        if not self._checklists.has_steps:
            return self._says(question, language, words.no_steps)
        if now is not None:
            if wish.verb == "restart":
                await self._checklists.restart(now.id, question.id)
            else:
                await self._checklists.want(now.id, question.id)
            await self._catch_up(question.team, question.user_id)
            return self._says(question, language, words.shown)
        profile = await self._profile(question.team, question.user_id, is_own=True)
        begun = profile and await self._checklists.welcome(
            profile, by=question.user_id, language=self._heard(question), request=question.id
        )
        if not begun:
            return self._says(question, language, words.unknown_person)
        await self._catch_up(question.team, question.user_id)
        return self._says(question, language, words.sent)

    async def _begin_for(self, wish: Wish, question: QuestionRow, language: Language) -> RenderedReply:
        words, team = words_in(language).onboarding, question.team
        asker = question.user_id
        is_maintainer = await self._maintainers.are(asker)
        if not is_maintainer and not await self._checklists.is_lead(team, asker):
            return await self._denied(question, language, words)
        profile = await self._profile(team, wish.person or "", is_own=False)
        lead = wish.lead or asker
        known = await self._preferences.person(team, wish.person or "")
        begun = profile and await self._checklists.welcome(
            profile, by=asker, lead=lead, language=known.language, request=question.id
        )
        if not begun:
            return self._says(question, language, words.unknown_person)
        now, is_new = begun
        if is_new or now.request == question.id:
            await self._catch_up(team, now.user)
            return self._says(question, language, words.started)
        if wish.lead and (is_maintainer or now.lead == asker):
            await self._checklists.name_lead(now.id, wish.lead)
            return self._says(question, language, words.lead_named, wish.lead)
        return self._says(question, language, words.started_already)

    async def _profile(self, team: str, user: str, *, is_own: bool) -> Profile | None:
        """Who asks for themselves is written to also where Slack does not tell who they are."""
        try:
            return await self._profiles.find(team, user)
        except Refused:
            return Profile(team=team, user=user, is_teammate=True) if is_own else None

    async def _denied(
        self, question: QuestionRow, language: Language, words: OnboardingWords
    ) -> RenderedReply:
        whom = await self._maintainers.everyone()
        if not whom:
            return self._says(question, language, f"{words.not_allowed}\n\n{words.no_maintainers}")
        return self._says(question, language, f"{words.not_allowed}\n\n{words.ask_maintainers}", *whom[:5])

    async def _status(self, question: QuestionRow, language: Language) -> RenderedReply:
        """Those whom the asker looks after; for a maintainer everybody."""
        lead = None if await self._maintainers.are(question.user_id) else question.user_id
        led = await self._checklists.led(question.team, lead)
        return _reply(render_led(led, language, self._clock()), question)

    async def _machine(self, question: QuestionRow) -> RenderedReply | None:
        """Somebody says which machine they have, and nothing else, when that is the next thing to do."""
        is_plain = question.surface == "dm" and "\n" not in question.text and "?" not in question.text
        if not is_plain or len(question.text) > MACHINE_CHARS:
            return None
        now = await self._checklists.of(question.team, question.user_id)
        if now is None or now.state != "active":
            return None
        following, steps = self._checklists.page(now).next, self._checklists.machine_steps
        is_told = any(mark.at >= question.asked_at for name, mark in now.marks.items() if name in steps)
        if not is_told and (following is None or following.id not in steps):
            return None
        catalogue = self._knowledge().catalogue
        said = read_platform(question.text, catalogue)
        if said.arch is None or said.distro is None:
            return None
        saved = said.as_saved()
        words = words_in(now.language).onboarding
        says = [words.machine_noted.format(machine=describe(said, catalogue))]
        before = question.platform  # as it was when they said it, however often this is asked
        if (was := describe(before, catalogue)) and was != describe(said, catalogue):
            says.append(words.machine_before.format(machine=was))
        await self._preferences.keep_machine(question.team, question.user_id, saved)
        notice = render_notice(Notice(language=now.language, says=tuple(says)), str(question.id))
        return RenderedReply(
            text=notice.text,
            blocks=tuple(notice.blocks),
            outcome=Outcome(kind=OUTCOME),
            keep=ThreadState(entry=question.about, platform=saved, language=now.language),
        )

    async def _catch_up(self, team: str, user: str) -> None:
        """Ticks what is known of them already."""
        await self._checklists.hear(team, user, await self._preferences.person(team, user))
        await self._judging.catch_up(team, user)

    def _heard(self, question: QuestionRow) -> Language | None:
        """The language that they were heard in; a bare command is typed in either."""
        if language_of(question.text) == "ko":
            return "ko"
        is_command = question.text.startswith(COMMAND)
        return question.language or (None if is_command else "en")

    def _language(self, question: QuestionRow, now: Onboarding | None) -> Language:
        own = now.language if now else None
        return self._heard(question) or own or self._default_language or "en"

    def _says(self, question: QuestionRow, language: Language, says: str, *whom: str) -> RenderedReply:
        people = tuple(Mention(kind="person", id=user) for user in whom)
        notice = Notice(language=language, says=tuple(says.split("\n\n")) if whom else (says,), whom=people)
        return _reply(render_notice(notice, str(question.id)), question)


def _reply(message: SlackMessage, question: QuestionRow | None = None) -> RenderedReply:
    """For the asker alone, wherever they asked."""
    is_private = question is not None and (
        question.response_url is not None or not question.channel.startswith(("D", "U", "W"))
    )
    return RenderedReply(
        text=message.text,
        blocks=tuple(message.blocks),
        outcome=Outcome(kind=OUTCOME),
        private=is_private,
    )
