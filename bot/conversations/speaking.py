"""In which language to speak to somebody who pressed a button or gave a command."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answering.language import language_of
from bot.conversations.hosts.turns import Turn, language_said
from bot.knowledge.model import Language
from bot.storage.model import QuestionRow


def turn_of(chain: Sequence[QuestionRow], default: Language | None = None) -> Turn:
    """The conversation's language, else that of its words; ``default`` where they are in no language."""
    said = language_said(chain)
    root = chain[-1]
    if said is None and root.surface == "command":
        said = default
    return Turn(chain=chain, language=said or language_of(root.text))
