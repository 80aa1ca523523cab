"""What is answered to a question and the buttons that were pressed since: the answer path, before it is laid out."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.answering.answerer import Answerer
from bot.answering.language import language_of
from bot.answering.model import Abstention, Answer, Question, Reply
from bot.conversations.fitting import fitted_to, on_machine, uses
from bot.conversations.hosts.grounds import Machine
from bot.conversations.model import Press
from bot.conversations.remembered import with_saved
from bot.conversations.talks import Machines
from bot.errors import BotError
from bot.knowledge.model import Language
from bot.live.edition import Editions
from bot.platforms.model import Platform
from bot.storage.model import QuestionRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A reply, and the Host's machine that it was fitted to. ``is_secret``: not all who read may know of it."""

    reply: Reply
    machine: Machine | None = None
    is_secret: bool = False


class AnswerPath:
    """Pure but for what ``machines`` look up: asked again, it says the same."""

    def __init__(self, editions: Editions, machines: Machines | None = None) -> None:
        self._editions, self._machines = editions, machines

    @property
    def answerer(self) -> Answerer:
        """Of the knowledge as it is now."""
        return self._editions.now().answerer

    async def told(self, chain: Sequence[QuestionRow]) -> Told:
        """What is answered to ``chain[0]``, behind which is what led to it."""
        machine = await self._machines.machine(chain) if self._machines else None
        # Long text takes the matcher tens of milliseconds.
        told = await asyncio.to_thread(self._told, list(chain), machine)
        if self._machines and isinstance(told.reply, Answer):
            await self._machines.note_fitted(chain, told.reply.platform)
        return told

    def _told(self, chain: list[QuestionRow], machine: Machine | None) -> Told:
        reply = self._reply(on_machine(chain, machine) if machine else chain, Platform())
        if isinstance(reply, Answer):
            reply = with_saved(reply, self.answerer)
        if machine is None or isinstance(reply, Abstention):
            return Told(reply=reply, machine=machine)
        fitted = fitted_to(machine, reply, self.answerer.knowledge.catalogue)
        return Told(reply=fitted, machine=machine, is_secret=machine.is_private and uses(machine, fitted))

    def _reply(self, chain: list[QuestionRow], platform: Platform) -> Reply:
        """``platform`` is what was chosen by buttons that were pressed later."""
        question, before = chain[0], chain[1:]
        known = platform.over(question.platform)
        if question.surface != "button":
            language = question.language if language_of(question.text) == "en" else None
            asked = Question(text=question.text, language=language, platform=known, about=question.about)
            return self.answerer.reply(asked)
        press = Press.read(question.text)
        if press.action != "choose_entry" and before:
            return self._reply(before, known)
        if before:
            earlier = self._reply(before, Platform())
            return self._shown(press.target, known.over(earlier.platform), earlier.language)
        entry = press.target if press.action == "choose_entry" else question.about
        return self._shown(entry, known, question.language or "en")

    def _shown(self, entry: str | None, platform: Platform, language: Language) -> Reply:
        try:
            return self.answerer.show(entry or "", platform, language)
        except BotError:
            # The button is older than the knowledge base, which no longer has its Entry.
            return Abstention(reason="outside", language=language, platform=platform)

    def real(self, question: QuestionRow) -> QuestionRow:
        """Without an arch that there is not: what a button sends back is anybody's to make up."""
        arch = question.platform.arch
        if arch is None or self.answerer.knowledge.catalogue.arch(arch.value):
            return question
        return replace(question, platform=replace(question.platform, arch=None))
