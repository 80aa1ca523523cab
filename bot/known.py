"""The checked knowledge base alone, for what judges and shows: without what the matcher learnt, which takes seconds to make."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path

from bot.kept_files import code_digest, keep, read_kept
from bot.knowledge.base import Knowledge
from bot.knowledge.folders import digest_of, own_folder
from bot.settings import Settings

CODE = ("knowledge", "platforms")


def knowledge_folders(settings: Settings) -> tuple[Path, ...]:
    """The shipped knowledge first, then the folders that may replace parts of it."""
    return (own_folder(), *settings.knowledge)


def kept_knowledge(home: Path) -> Path:
    """Where the compiled knowledge is kept between starts."""
    return home / "cache"


def load_knowledge(settings: Settings) -> Knowledge:
    """The shipped knowledge and the folders of SETUPBOT_KNOWLEDGE, from the kept file if there is one for just this.

    Raises:
        KnowledgeError: with every fault of every file.
    """
    return checked_knowledge(knowledge_folders(settings), kept_knowledge(settings.home))


def checked_knowledge(folders: Sequence[Path], kept_in: Path | None) -> Knowledge:
    """What the folders hold, from the kept file if there is one for just this.

    Raises:
        KnowledgeError: with every fault of every file.
    """
    path = known_path(kept_in, digest_of(folders)) if kept_in else None
    known = read_kept(path, Knowledge)
    if known is None:
        # Imported only here: validating needs much that a start from the kept file does not.
        from bot.knowledge.source import read_knowledge

        known = read_knowledge(folders)
        if path:
            # Not being able to keep it costs the next start a second and nothing else.
            with contextlib.suppress(OSError):
                keep(path, known)
    return known


def known_path(kept_in: Path, digest: str) -> Path:
    """Where the knowledge of this digest is kept."""
    return kept_in / f"{digest[:24]}-{code_digest(CODE)}.known"
