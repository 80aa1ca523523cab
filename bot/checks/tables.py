"""The dated tables that judges compare with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.knowledge.base import Knowledge
from bot.knowledge.engines import EngineTables
from bot.platforms.catalogue import Catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """``catalogue`` is what Docker publishes for which Platform, ``engines`` its releases; ``today`` decides ends of life."""

    catalogue: Catalogue
    engines: EngineTables
    today: date


def tables_of(knowledge: Knowledge, today: date) -> Tables:
    """The tables of the knowledge base.

    Raises:
        LookupError: it was read without an ``engines.yaml``.
    """
    if knowledge.engines is None:
        raise LookupError("engines.yaml is missing")
    return Tables(catalogue=knowledge.catalogue, engines=knowledge.engines, today=today)
