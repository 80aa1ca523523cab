"""What is said of one Finding beside its own sentence: why there is none, and how long a span is."""

from __future__ import annotations

from msgspec import Struct

from bot.words.named import Named


class FindingWords(Struct, frozen=True, kw_only=True):
    """``reasons``: why a fact was not seen, with ``{level}``, ``{fact}`` and ``{detail}`` to be put in.

    ``no_systemd`` stands below commands that call systemctl where systemd does not run dockerd.
    ``spans``: the units of time with their length in seconds, the largest first, as behind one and behind many.
    """

    reasons: Named
    left_out: str
    no_systemd: str
    spans: tuple[tuple[int, str, str], ...]
