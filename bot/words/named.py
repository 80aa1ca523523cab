"""Tables of words: pairs of a key of the program and what is said for it."""

from __future__ import annotations

Named = tuple[tuple[str, str], ...]
