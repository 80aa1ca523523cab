"""The answer path in one place: Question in, Answer or Abstention out. Pure."""

from __future__ import annotations

from dataclasses import replace

from bot.answering.compose import compose, instead_of
from bot.answering.language import language_of
from bot.answering.model import Abstention, Answer, Match, Question, Reason, Reply
from bot.errors import BotError
from bot.knowledge.base import Knowledge
from bot.knowledge.faults import did_you_mean
from bot.knowledge.model import Language
from bot.matching.matcher import Matcher, NearMisses
from bot.matching.words import words_of
from bot.platforms.model import Platform
from bot.platforms.reading import read_platform
from bot.text.normalise import normalise
from bot.words import words_in

FOLLOW_UP_WORDS = 8
"""A remark of up to this many words that names a machine goes on about the thread's Entry."""

ABOUT_MACHINES = frozenset({"docker-arch", "docker-install-other-os"})
"""Entries that a bare mention of a machine points to; in a thread the thread's Entry is meant instead."""


class Answerer:
    """Answers Questions from one knowledge base."""

    def __init__(self, knowledge: Knowledge, matcher: Matcher) -> None:
        self.knowledge = knowledge
        self.matcher = matcher

    def reply(self, question: Question) -> Reply:
        """The Answer that the question deserves, or why there is none."""
        text = normalise(question.text)
        language = question.language or language_of(text)
        found = self.matcher.match(text, language)
        notices = []
        if isinstance(found, Match) and found.layout:
            text = found.why[0].what  # as it reads on the other keyboard layout
            if question.language is None and language_of(text) != language:
                language = language_of(text)
                found = replace(found, candidates=self.matcher.titled(found.candidates, language))
            notices.append(words_in(language).answers.other_layout.format(text=text))
        named = read_platform(text, self.knowledge.catalogue, "question")
        platform = named.over(question.platform)
        if self._goes_on(question, text, named, found):
            found = self._follow_up(question.about or "", text)
        if isinstance(found, NearMisses):
            return Abstention(
                reason=found.reason,
                language=language,
                platform=platform,
                near=found.near,
                score=found.score,
                margin=found.margin,
                gate=found.gate,
                why=found.why,
            )
        entry = self.knowledge.entries[found.entry]
        if found.signature is None:  # somebody with a pasted error has the machine it happened on
            entry = instead_of(self.knowledge, entry, platform)
        return compose(self.knowledge, entry, platform, language, found, notices)

    def show(self, entry: str, platform: Platform, language: Language) -> Answer:
        """An Entry by its id, as a button or ``kb show`` asks for it. Raises BotError if there is none."""
        if entry not in self.knowledge.entries:
            raise BotError(f"No Entry '{entry}'{did_you_mean(entry, self.knowledge.entries)}.")
        return compose(self.knowledge, self.knowledge.entries[entry], platform, language)

    def _goes_on(self, question: Question, text: str, named: Platform, found: Match | NearMisses) -> bool:
        """Whether this is "and on arm?" after an Answer rather than a question of its own."""
        if question.about not in self.knowledge.entries or named == Platform():
            return False
        if len(words_of(text.lower())) > FOLLOW_UP_WORDS:
            return False
        return isinstance(found, NearMisses) or found.entry in ABOUT_MACHINES or found.entry == question.about

    def _follow_up(self, entry: str, text: str) -> Match:
        return Match(
            entry=entry,
            score=1.0,
            margin=1.0,
            candidates=(),
            why=(Reason(kind="context", what=text, weight=1.0),),
        )
