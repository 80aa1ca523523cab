"""Whether a question is about hosts, and the reply that it gets then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from rapidfuzz import fuzz

from bot.conversations.hosts.again import Again, read_again
from bot.conversations.hosts.checking import Checking
from bot.conversations.hosts.command import COMMAND
from bot.conversations.hosts.grounds import Grounds, Machine
from bot.conversations.hosts.intents import Intent
from bot.conversations.hosts.managing import Managing
from bot.conversations.hosts.model import Looked
from bot.conversations.hosts.turns import Turn, language_said
from bot.conversations.hosts.words import read_words
from bot.conversations.languages import PersonLanguages
from bot.conversations.model import Press
from bot.hosts.model import folded_name, read_notice
from bot.hosts.owning import Hosts
from bot.platforms.model import Platform
from bot.storage.model import QuestionRow
from bot.work.ports import RenderedReply

ALIKE = 80
"""How much an unknown name must be like a known one for the sentence to be about hosts, of 100."""


class HostTalk:
    """Asked before the answer path; what it does not recognise goes there."""

    def __init__(
        self,
        *,
        checking: Checking,
        managing: Managing,
        hosts: Hosts,
        looked: Looked,
        grounds: Grounds,
        languages: PersonLanguages,
    ) -> None:
        self._checking, self._managing = checking, managing
        self._hosts, self._looked = hosts, looked
        self._grounds, self._languages = grounds, languages

    async def __call__(self, chain: Sequence[QuestionRow]) -> RenderedReply | None:
        """The reply to ``chain[0]``; None where it is not about hosts. Called again, it says the same."""
        question = chain[0]
        if question.surface == "notice":
            told = read_notice(question.text)
            return await self._managing.notice(await self._turn(chain), *told) if told else None
        if question.surface == "button":
            return await self._press(await self._turn(chain), Press.read(question.text))
        if question.surface == "shortcut":
            return None  # somebody else said it, and is not the one to answer
        again, intent = _again(question.text), read_words(question.text)
        if again is None and intent is None:
            return None
        turn = await self._turn(chain)
        if again:
            return await self._once_more(turn, again)
        if intent is None or not await self._is_meant(turn, intent):
            return None
        if intent.verb == "check":
            return await self._checking.check(turn, intent)
        return await self._managing.do(turn, intent)

    async def machine(self, chain: Sequence[QuestionRow]) -> Machine | None:
        """The Host's machine that an answer has to fit: its Report's button was pressed, or the question names it."""
        turn = Turn(chain=chain, language=language_said(chain) or "en")
        machine = await self._grounds.machine(turn)
        if machine is None or machine.from_words:  # words are answered in the language that they are in
            return machine
        return replace(machine, language=(await self._turn(chain)).language)

    async def note_fitted(self, chain: Sequence[QuestionRow], platform: Platform) -> None:
        """Tells the log of each Host that an answer was fitted to what was seen of it."""
        await self._grounds.note_fitted(Turn(chain=chain, language="en"), platform)

    async def _turn(self, chain: Sequence[QuestionRow]) -> Turn:
        language = language_said(chain) or await self._languages.of(chain[0].team, chain[0].user_id)
        return Turn(chain=chain, language=language)

    async def _once_more(self, turn: Turn, again: Again) -> RenderedReply | None:
        """Checks the Host that the conversation stands on; where it stands on none, asks which, if it was asked."""
        if asked := await self._grounds.meant_again(turn):
            intent = Intent(verb="check", name=asked.host_name, user=asked.user)
            return await self._checking.check(turn, intent)
        if again == "plain" and turn.question.surface != "follow-up":
            return turn.notice(await self._managing.which(turn))
        return None

    async def _press(self, turn: Turn, press: Press) -> RenderedReply | None:
        match press.action:
            case "check_again" | "check_host":
                user = await self._grounds.user_of(turn, press.target)
                return await self._checking.check(turn, Intent(verb="check", name=press.target, user=user))
            case "all_checks":
                is_page = press.target.isascii() and press.target.isdigit()
                return await self._checking.every(turn, int(press.target[:4]) if is_page else 0)
            case "share_answer" if await self._grounds.of(turn):
                return await self._checking.share(turn)
            case "add_host":
                return turn.notice(await self._managing.add(turn, press.target))
            case "keep_host" | "revoke_host":
                verb = press.action.removesuffix("_host")
                return await self._managing.end(turn, verb, _host_id(press.target) or press.target)
        return None

    async def _is_meant(self, turn: Turn, intent: Intent) -> bool:
        """Whether a sentence that need not be about hosts is: there is one of that name, or nearly."""
        if intent.is_plain:
            return True
        name = folded_name(intent.name)
        if name is None or (intent.is_bare and turn.question.surface == "follow-up"):
            return False
        if await self._looked.named(turn.question.team, name):
            return True
        if intent.is_bare or intent.verb != "check":
            return False
        near = await self._hosts.suggestions(turn.asker, name)
        return any(fuzz.ratio(name, other) >= ALIKE for other in near)


def _again(text: str) -> Again | None:
    said = text.removeprefix(COMMAND).strip()
    return "plain" if said in ("again", "다시") else read_again(said)


def _host_id(target: str) -> UUID | None:
    try:
        return UUID(target)
    except ValueError:
        return None
