"""The bot's own sentences, once in each language, by what they are about."""

from bot.words.answers import EN, KO, Words, words_for
from bot.words.particles import with_particle

__all__ = ["EN", "KO", "Words", "with_particle", "words_for"]
