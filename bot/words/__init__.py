"""The bot's own sentences, once in each language, by what they are about."""

from bot.words.answers import EN, KO, Words, words_for
from bot.words.particles import with_particle
from bot.words.reports import ReportWords, report_words

__all__ = ["EN", "KO", "ReportWords", "Words", "report_words", "with_particle", "words_for"]
