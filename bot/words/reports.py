"""The sentences around a Report."""

from __future__ import annotations

from msgspec import Struct

from bot.words.named import Named


class ReportWords(Struct, frozen=True, kw_only=True):
    """Everything that is said about a Report; what stands in braces is put in by ``str.format``."""

    healthy: str
    warned: str
    one_to_mend: str
    some_to_mend: str
    blind: str
    lead_healthy: str
    lead_remarks: str
    lead_warned: str
    lead_blind: str
    seen_now: str
    seen_minutes: str
    seen_hours: str
    seen_a_day: str
    seen_days: str
    for_user: str
    cause: str
    seen_in: str
    or_else: str
    mend: str
    mend_nothing: str
    more_steps: str
    also: str
    remarks: str
    unseen: str
    and_more: str
    since: str
    mended: str
    broken: str
    remaining: str
    unchanged: str
    passed: str
    check_again: str
    all_checks: str
    next_page: str
    share: str
    all_title: str
    blocked_by: str
    tally: str
    statuses: Named
    reasons: Named
    areas: Named

    def status(self, status: str) -> str:
        """A Status in a word."""
        return dict(self.statuses)[status]

    def reason(self, because: str) -> str:
        """Why something could not be looked at; empty for a reason without words."""
        return dict(self.reasons).get(because, "")

    def area(self, check: str) -> str:
        """What a Check is about, by the first part of its id; that part itself where it has no words."""
        head = check.partition(".")[0]
        return dict(self.areas).get(head, head)

    def age(self, seconds: float) -> str:
        """How long ago something was seen."""
        minutes = max(0, int(seconds // 60))
        if minutes < 1:
            return self.seen_now
        if minutes < 60:
            return self.seen_minutes.format(count=minutes)
        if minutes < 24 * 60:
            return self.seen_hours.format(count=minutes // 60)
        days = minutes // (24 * 60)
        return self.seen_a_day if days == 1 else self.seen_days.format(count=days)
