"""The composition root: the only file that names concrete adapters and puts the parts together."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from bot.answering.answerer import Answerer
from bot.compiled import load
from bot.known import kept_knowledge, knowledge_folders
from bot.matching.limits import Limits
from bot.matching.matcher import Matcher
from bot.matching.vocabulary import Vocabulary
from bot.settings import Settings

if TYPE_CHECKING:  # asking from the terminal should not wait for what only a server needs
    from bot.live.keeping import Keeper, Lessons

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


def make_keeper(settings: Settings, lessons: Lessons | None = None) -> Keeper:
    """What keeps the answer path fresh while the bot runs, over the same folders and ``lessons``."""
    from bot.live.keeping import Keeper, NoLessons
    from bot.live.learner import ProcessLearner

    folders, kept_in = knowledge_folders(settings), kept_knowledge(settings.home)
    return Keeper(
        folders=folders,
        kept_in=kept_in,
        learner=ProcessLearner(folders, kept_in),
        lessons=lessons or NoLessons(),
        limits=LIMITS,
    )
