"""The composition root: the only file that names concrete adapters and puts the parts together."""

from __future__ import annotations

from collections.abc import Callable

from bot.answering.answerer import Answerer
from bot.compiled import load
from bot.known import kept_knowledge, knowledge_folders
from bot.matching.limits import Limits
from bot.matching.matcher import Matcher
from bot.matching.vocabulary import Vocabulary
from bot.settings import Settings

LIMITS = Limits()


def make_answerer(
    settings: Settings, limits: Limits = LIMITS, on_learning: Callable[[], None] = lambda: None
) -> Answerer:
    """The answer path over the shipped knowledge and the folders of SETUPBOT_KNOWLEDGE.

    ``on_learning`` is called where the knowledge has changed and must be learnt first.

    Raises:
        KnowledgeError: with every fault of every knowledge file.
    """
    knowledge, trained = load(knowledge_folders(settings), kept_knowledge(settings.home), on_learning)
    matcher = Matcher(knowledge, Vocabulary(knowledge.concepts), trained, limits)
    return Answerer(knowledge, matcher)
