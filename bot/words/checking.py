"""The sentences about a check that is asked for: Markdown."""

from __future__ import annotations

from msgspec import Struct

from bot.words.named import Named


class CheckingWords(Struct, frozen=True, kw_only=True):
    """What is said where there is no Report yet, or none at all; braces as in ``str.format``, Korean
    particles as ``Name`` takes them.
    """

    looking: str
    pointer: str
    learnt: str
    unknown: str
    unknown_other: str
    unknown_help: str
    bad_name: str
    not_yours: str
    not_yours_help: str
    owner_only: str
    offline: str
    never_seen: str
    offline_help: str
    quarantined: str
    quarantined_help: str
    revoked: str
    revoked_help: str
    busy: str
    expired: str
    last_seen: str
    nothing_granted: str
    more_granted: str
    fitted: str
    unfitted: str
    not_to_share: str
    nothing_to_share: str
    shared: str
    not_shared: str
    refusals: Named

    def refusal(self, code: str) -> str:
        """Why a Host would not, in a sentence."""
        known = dict(self.refusals)
        return known.get(code, known["other"])
