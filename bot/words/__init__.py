"""The bot's own sentences, once in each language, by what they are about."""

from bot.words.answers import EN, KO, Words, words_for
from bot.words.checking import CheckingWords, checking_words
from bot.words.hosts import HostWords, host_words
from bot.words.particles import Name, with_particle
from bot.words.reports import ReportWords, report_words

__all__ = [
    "EN",
    "KO",
    "CheckingWords",
    "HostWords",
    "Name",
    "ReportWords",
    "Words",
    "checking_words",
    "host_words",
    "report_words",
    "with_particle",
    "words_for",
]
