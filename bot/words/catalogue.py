"""All that the bot says itself, in one language: what it answers and judges stands in the knowledge.

The shapes are Structs, not dataclasses: those of so many fields took ten milliseconds of every start.
"""

from __future__ import annotations

from functools import cache

from msgspec import Struct

from bot.knowledge.model import Language
from bot.words.answers import AnswerWords
from bot.words.checking import CheckingWords
from bot.words.findings import FindingWords
from bot.words.gateway import GatewayWords
from bot.words.home import HomeWords
from bot.words.hosts import HostWords
from bot.words.installing import InstallingWords
from bot.words.leading import LeadingWords
from bot.words.listeners import ListenerWords
from bot.words.onboarding import OnboardingWords
from bot.words.overhearing import OverhearingWords
from bot.words.reports import ReportWords
from bot.words.teaching import TeachingWords
from bot.words.terminal import TerminalWords
from bot.words.worklist import WorklistWords


class Catalogue(Struct, frozen=True, kw_only=True):
    """The sentences by what they are about."""

    answers: AnswerWords
    checking: CheckingWords
    findings: FindingWords
    gateway: GatewayWords
    home: HomeWords
    hosts: HostWords
    installing: InstallingWords
    leading: LeadingWords
    listeners: ListenerWords
    onboarding: OnboardingWords
    overhearing: OverhearingWords
    reports: ReportWords
    teaching: TeachingWords
    terminal: TerminalWords
    worklist: WorklistWords


@cache
def words_in(language: Language) -> Catalogue:
    """Every sentence in a language; only those of the language that is spoken are loaded."""
    if language == "ko":
        from bot.words.ko import KO

        return KO
    from bot.words.en import EN

    return EN
