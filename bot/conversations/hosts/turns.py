"""One turn of talk about hosts: the question with what led to it, and the reply that it gets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.answering.language import language_of
from bot.conversations.hosts.words import read_words
from bot.hosts.model import Asker
from bot.knowledge.model import Language
from bot.rendering.notice_slack import render_notice
from bot.rendering.slack import SlackMessage
from bot.reporting.model import Notice
from bot.storage.model import OPENLY, Outcome, Person, QuestionRow, ThreadState
from bot.words import words_in
from bot.work.ports import RenderedReply

OUTCOME = "host"


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """``chain`` is the question, and behind a button what its reply was about, and so on to words."""

    chain: Sequence[QuestionRow]
    language: Language

    @property
    def question(self) -> QuestionRow:
        """What is answered now."""
        return self.chain[0]

    @property
    def asker(self) -> Asker:
        """Who asks, and where: what they asked in a channel and read in private still counts as asked there."""
        question, origin = self.question, self.chain[-1]
        channel = origin.channel if origin.user_id == question.user_id else question.channel
        return Asker(team=question.team, user=question.user_id, channel=channel)

    @property
    def is_alone(self) -> bool:
        """Whether nobody but the asker can see the conversation."""
        return is_direct(self.question)

    def notice(self, notice: Notice, done: str = "", *, keep: ThreadState | None = None) -> RenderedReply:
        """A Notice as a reply, for the asker alone. ``done`` is noted with the question."""
        message = render_notice(notice, str(self.question.id))
        return self.reply(message, is_private=not self.is_alone, done=done, keep=keep)

    def reply(
        self,
        message: SlackMessage,
        *,
        is_private: bool,
        done: str = "",
        keep: ThreadState | None = None,
        learn: Person | None = None,
        is_interim: bool = False,
        replaces: bool = False,
    ) -> RenderedReply:
        """A message as a reply; one by an address that Slack gave for it is always private."""
        return RenderedReply(
            text=message.text,
            blocks=tuple(message.blocks),
            outcome=Outcome(kind=OUTCOME, entry=done or None),
            private=is_private or (self.is_alone and self.question.response_url is not None),
            keep=keep,
            learn=learn,
            is_interim=is_interim,
            replaces=replaces,
            pointer=words_in(self.language).checking.pointer if self._asked_openly else "",
        )

    @property
    def _asked_openly(self) -> bool:
        return not self.is_alone and self.question.surface in OPENLY


def is_direct(question: QuestionRow) -> bool:
    """Whether it was asked where only the asker and the bot (or another person) are: ``D...``, or a person's id."""
    return question.channel[:1] in ("D", "U", "W")


def language_said(chain: Sequence[QuestionRow]) -> Language | None:
    """The language of what was said, else of the thread or the person; None where neither tells.

    "/docker-check web-1" and "check web-1" are typed in either.
    """
    for question in chain:
        if question.surface not in ("button", "notice") and language_of(question.text) == "ko":
            return "ko"
        if question.language:
            return question.language
    return None


def languages_of_person(said: Sequence[str]) -> set[Language]:
    """Those that any of these words tell; a bare "check web-1" is typed in either."""
    return {language_of(text) for text in said if language_of(text) == "ko" or read_words(text) is None}
