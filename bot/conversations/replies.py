"""What is said in reply to a kept question: the answer path, laid out for Slack.

Pure but for looking up the question that a pressed button belongs to; so it may be asked again
after a crash and says the same.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from bot.answering.answerer import Answerer
from bot.answering.language import language_of
from bot.answering.model import Abstention, Answer, Question, Reply
from bot.conversations.fitting import fitted_to, on_machine, uses
from bot.conversations.hosts.grounds import Machine
from bot.conversations.model import PRESSES_MAX, Press
from bot.conversations.questions import Load
from bot.conversations.talks import Machines, Talk
from bot.errors import BotError
from bot.knowledge.model import Language
from bot.live.edition import Editions
from bot.platforms.model import Known, Platform
from bot.rendering.slack import Place, render_slack
from bot.storage.model import Outcome, QuestionRow, ThreadState
from bot.words import words_in
from bot.work.ports import AnswerQuestion, RenderedReply


class Replies:
    """Implements ``bot.work.ports.AnswerQuestion``; ``notices`` are asked first what nobody asked is to say.

    ``talks`` are asked in their order, before the answer path; ``machines`` tells which machine an answer
    has to fit.
    """

    def __init__(
        self,
        editions: Editions,
        load: Load,
        pictures_url: str = "",
        talks: Sequence[Talk] = (),
        machines: Machines | None = None,
        notices: Sequence[AnswerQuestion] = (),
    ) -> None:
        self._editions, self._load, self._pictures_url = editions, load, pictures_url
        self._talks, self._machines, self._notices = tuple(talks), machines, tuple(notices)

    async def __call__(self, question: QuestionRow) -> RenderedReply | None:
        """The reply; None where a remark in a thread was no question for the bot.

        It is made of one Edition of the knowledge from beginning to end.
        """
        with self._editions.held():
            return await self._replied(question)

    @property
    def _answerer(self) -> Answerer:
        return self._editions.now().answerer

    async def _replied(self, question: QuestionRow) -> RenderedReply | None:
        if question.surface == "notice":
            for notice in self._notices:
                if told := await notice(question):
                    return told
        chain = [self._real(row) for row in await self._chain(question)]
        for talk in self._talks:
            if said := await talk(chain):
                return said
        if question.surface == "notice":
            return None  # of what is forgotten
        machine = await self._machines.machine(chain) if self._machines else None
        # Long text takes the matcher tens of milliseconds.
        return await asyncio.to_thread(self._rendered, question, chain, machine)

    async def _chain(self, question: QuestionRow) -> list[QuestionRow]:
        """The question, and behind a button what its reply was about, and so on to words."""
        chain = [question]
        while chain[-1].surface == "button" and len(chain) < PRESSES_MAX:
            before = await self._before(chain[-1])
            if before is None or before.team != question.team:
                break
            chain.append(before)
        return chain

    async def _before(self, pressed: QuestionRow) -> QuestionRow | None:
        before = await self._load(Press.read(pressed.text).token)
        return before if before and not before.withdrawn else None

    def _real(self, question: QuestionRow) -> QuestionRow:
        """Without an arch that there is not: what a button sends back is anybody's to make up."""
        arch = question.platform.arch
        if arch is None or self._answerer.knowledge.catalogue.arch(arch.value):
            return question
        return replace(question, platform=replace(question.platform, arch=None))

    def _rendered(
        self, question: QuestionRow, chain: list[QuestionRow], machine: Machine | None
    ) -> RenderedReply | None:
        reply = self._reply(on_machine(chain, machine) if machine else chain, Platform())
        if question.surface == "follow-up" and isinstance(reply, Abstention):
            return None
        is_private = question.response_url is not None
        pointer = ""
        if machine and isinstance(reply, Answer):
            reply = fitted_to(machine, reply, self._answerer.knowledge.catalogue)
            if machine.is_private and uses(machine, reply):
                is_private, pointer = True, words_in(reply.language).checking.pointer
        place = Place(token=str(question.id), is_private=is_private, pictures_url=self._pictures_url)
        message = render_slack(reply, place, _page(question))
        return RenderedReply(
            text=message.text,
            blocks=tuple(message.blocks),
            outcome=replace(_outcome(reply), settles=_chosen_from(chain)),
            private=is_private,
            keep=_kept(reply, question.about),
            pointer=pointer,
        )

    def _reply(self, chain: list[QuestionRow], platform: Platform) -> Reply:
        """``platform`` is what was chosen by buttons that were pressed later."""
        question, before = chain[0], chain[1:]
        known = platform.over(question.platform)
        if question.surface != "button":
            language = question.language if language_of(question.text) == "en" else None
            asked = Question(text=question.text, language=language, platform=known, about=question.about)
            return self._answerer.reply(asked)
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
            return self._answerer.show(entry or "", platform, language)
        except BotError:
            # The button is older than the knowledge base, which no longer has its Entry.
            return Abstention(reason="outside", language=language, platform=platform)


def _page(question: QuestionRow) -> int:
    press = Press.read(question.text) if question.surface == "button" else None
    is_page = press and press.action == "show_rest" and press.target.isascii() and press.target.isdigit()
    return int(press.target[:4]) if press and is_page else 0


def _chosen_from(chain: Sequence[QuestionRow]) -> UUID | None:
    """The question whose near misses had the button that was pressed."""
    is_choice = chain[0].surface == "button" and Press.read(chain[0].text).action == "choose_entry"
    return chain[1].id if is_choice and len(chain) > 1 else None


def _outcome(reply: Reply) -> Outcome:
    if isinstance(reply, Answer):
        return Outcome(kind="answer", entry=reply.entry, score=reply.match.score if reply.match else None)
    return Outcome(kind="suggest" if reply.reason == "close" else "abstain", score=reply.score)


def _kept(reply: Reply, about: str | None) -> ThreadState:
    entry = reply.entry if isinstance(reply, Answer) else about
    return ThreadState(entry=entry, platform=_heard(reply.platform), language=reply.language)


def _heard(platform: Platform) -> Platform:
    """What somebody said of the machine is, from then on, known from the thread."""
    facts = {name: _from_thread(getattr(platform, name)) for name in ("arch", "distro", "release")}
    return replace(platform, **facts)


def _from_thread(fact: Known | None) -> Known | None:
    return replace(fact, origin="thread") if fact and fact.origin == "question" else fact
