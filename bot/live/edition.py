"""One state of the knowledge, whole, and the way to the one that stands now.

Everything that answers asks for the Edition when it begins, and keeps to it to its end: ``held``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Protocol

from bot.answering.answerer import Answerer
from bot.knowledge.base import Knowledge
from bot.knowledge.faults import Fault
from bot.matching.limits import Limits
from bot.matching.matcher import Matcher
from bot.matching.trained import Trained
from bot.matching.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """The knowledge and all that was made of it; never changed, only replaced.

    ``name`` tells what it is made of: the files, and what was taught. ``is_learnt`` is false for a while
    after something was taught: then it is answered word for word, and what is like it not yet.
    """

    name: str
    answerer: Answerer
    is_learnt: bool = True

    @property
    def knowledge(self) -> Knowledge:
        """What it answers from."""
        return self.answerer.knowledge

    @property
    def matcher(self) -> Matcher:
        """What finds the Entry of a text."""
        return self.answerer.matcher

    @property
    def vocabulary(self) -> Vocabulary:
        """The words that count as the same."""
        return self.matcher.vocabulary


def make_edition(
    name: str, knowledge: Knowledge, trained: Trained, limits: Limits, *, is_learnt: bool = True
) -> Edition:
    """All that is made of a knowledge base and what was learnt from it, or from one much like it."""
    matcher = Matcher(knowledge, Vocabulary(knowledge.concepts), trained, limits)
    return Edition(name=name, answerer=Answerer(knowledge, matcher), is_learnt=is_learnt)


class Editions(Protocol):
    """The one way to the knowledge."""

    def now(self) -> Edition:
        """The Edition that stands now; inside ``held``, the one that stood at its beginning."""
        ...

    def held(self) -> AbstractContextManager[Edition]:
        """The same Edition for all that this task does inside the block, threads included."""
        ...

    def faults(self) -> Sequence[Fault]:
        """What is wrong with the files as they are; empty when the Edition is made of them."""
        ...


_held: ContextVar[Edition | None] = ContextVar("edition", default=None)


class Standing:
    """The Edition that stands; swapped whole, under whatever is being answered."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._faults: tuple[Fault, ...] = ()

    def now(self) -> Edition:
        """The Edition that stands now; inside ``held``, the one that stood at its beginning."""
        return _held.get() or self._edition

    @contextmanager
    def held(self) -> Iterator[Edition]:
        """The same Edition for all that this task does inside the block, threads included."""
        mark = _held.set(self.now())
        try:
            yield self.now()
        finally:
            _held.reset(mark)

    def faults(self) -> Sequence[Fault]:
        """What is wrong with the files as they are; empty when the Edition is made of them."""
        return self._faults

    def swap(self, edition: Edition) -> None:
        """From now on this one stands; what is being answered ends with the one that it began with."""
        self._edition = edition

    def blame(self, faults: Sequence[Fault]) -> None:
        """The files have these faults, and are not what stands."""
        self._faults = tuple(faults)


def standing(answerer: Answerer) -> Standing:
    """An Answerer that stands for good, for the terminal and for tests."""
    return Standing(Edition(name=answerer.knowledge.digest, answerer=answerer))
