"""The sentences of the work-list and of the weekly digest."""

from __future__ import annotations

from msgspec import Struct

from bot.words.named import Named


class WorklistWords(Struct, frozen=True, kw_only=True):
    """Plain text; braces as in ``str.format``."""

    title: str
    empty: str
    total: str
    more: str
    asked_by: str
    in_private: str
    nearest: str
    nothing_near: str
    answered: str
    machine: str
    score: str
    teach: str
    not_ours: str
    knowledge_broken: str
    whys: Named
    reasons: Named
    digest_title: str
    digest_counts: str
    digest_unanswered: str
    digest_groups: str
    digest_group: str
    digest_rated: str
    digest_rated_row: str
    no_digest: str
    no_digest_done: str
    digest_again: str
    digest_again_done: str

    def why(self, why: str) -> str:
        """Why a question is on the list."""
        return dict(self.whys)[why]

    def reason(self, reason: str) -> str:
        """The reason of a bad rating; itself where it has no words."""
        return dict(self.reasons).get(reason, reason)
