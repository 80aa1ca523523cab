"""The bot's own sentences: one catalogue a language, ``words_in(language).reports.cause``."""

from bot.words.answers import AnswerWords
from bot.words.catalogue import Catalogue, words_in
from bot.words.checking import CheckingWords
from bot.words.findings import FindingWords
from bot.words.gateway import GatewayWords
from bot.words.hosts import HostWords
from bot.words.installing import InstallingWords
from bot.words.listeners import ListenerWords
from bot.words.named import Named
from bot.words.onboarding import OnboardingWords
from bot.words.particles import Name, with_particle
from bot.words.reports import ReportWords
from bot.words.terminal import TerminalWords

__all__ = [
    "AnswerWords",
    "Catalogue",
    "CheckingWords",
    "FindingWords",
    "GatewayWords",
    "HostWords",
    "InstallingWords",
    "ListenerWords",
    "Name",
    "Named",
    "OnboardingWords",
    "ReportWords",
    "TerminalWords",
    "with_particle",
    "words_in",
]
