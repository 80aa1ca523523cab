"""Talk about one's own settings: shown, added to, forgotten."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.conversations.hosts.turns import Turn
from bot.conversations.model import Press
from bot.conversations.speaking import turn_of
from bot.platforms.choosing import describe
from bot.preferences.desk import PreferencesDesk
from bot.preferences.ports import Forgetting
from bot.reporting.model import Choice, Group, Notice
from bot.storage.model import QuestionRow
from bot.words import words_in
from bot.work.ports import RenderedReply

_SAID = re.compile(
    r"(?:my (?:settings|preferences)|내\s*설정(?:을|이)?(?: ?보여 ?줘(?:요)?)?)[?!. ]*", re.IGNORECASE
)
_COMMAND = re.compile(r"(?:settings|preferences|설정)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PreferencesTalk:
    """Private throughout: nobody else sees what is remembered of somebody."""

    desk: PreferencesDesk
    forgetting: Forgetting

    async def __call__(self, chain: Sequence[QuestionRow]) -> RenderedReply | None:
        """None where it is about something else. Called again, it says the same."""
        question, turn = chain[0], turn_of(chain, self.desk.default_language)
        if question.surface == "button":
            press = Press.read(question.text)
            if press.action == "remember_arch":
                return await self._remember(turn, press.target)
            return await self._forget(turn) if press.action == "forget_me" else None
        if question.surface in ("notice", "shortcut"):
            return None
        text = question.text.strip()
        is_command = question.surface == "command" and _COMMAND.fullmatch(text)
        return await self._show(turn) if is_command or _SAID.fullmatch(text) else None

    async def _show(self, turn: Turn) -> RenderedReply:
        words = words_in(turn.language).leading
        person = await self.desk.person(turn.question.team, turn.question.user_id)
        change = Choice(label=words.settings_change, action="open_settings", style="primary")
        forget = Choice(label=words.settings_forget, action="forget_me", style="danger")
        notice = Notice(
            language=turn.language,
            title=words.settings,
            groups=(Group(title="", rows=tuple((line,) for line in self.desk.lines(person, words))),),
            choices=(change, forget),
        )
        return turn.notice(notice)

    async def _remember(self, turn: Turn, arch: str) -> RenderedReply:
        words, question = words_in(turn.language).leading, turn.question
        person = await self.desk.remember_arch(question.team, question.user_id, arch)
        says = words.not_known_machine
        if person:
            machine = describe(person.platform, self.desk.knowledge().catalogue)
            says = words.remembered.format(machine=machine)
        return turn.notice(Notice(language=turn.language, says=(says,)))

    async def _forget(self, turn: Turn) -> RenderedReply:
        words, question = words_in(turn.language).leading, turn.question
        this = [one.id for one in turn.chain]
        await self.forgetting.forget_person(question.team, question.user_id, this)
        kept = Group(title=words.forgotten_stays, rows=tuple((line,) for line in words.forgotten_kept))
        return turn.notice(Notice(language=turn.language, says=(words.forgotten,), groups=(kept,)))
