"""The sentences about hosts and who owns them. Markdown, but for labels and titles."""

from __future__ import annotations

from msgspec import Struct

from bot.words.named import Named


class HostWords(Struct, frozen=True, kw_only=True):
    """Listing, adding, allowing, ending; braces as in ``str.format``, Korean particles as ``Name`` takes them."""

    list_title: str
    mine: str
    others: str
    none_yet: str
    opt_in: str
    opt_in_more: str
    never_checked: str
    online: str
    away: str
    states: Named
    moods: Named
    check: str
    check_again: str
    which_again: str
    add_title: str
    add_says: str
    add_code: str
    add_download: str
    add_verify: str
    add_enroll: str
    add_enroll_note: str
    add_after: str
    add_private: str
    no_public_url: str
    name_taken: str
    name_taken_other: str
    too_many: str
    removed: str
    revoked_done: str
    kept: str
    ended: str
    allowed: str
    disallowed: str
    not_allowed_before: str
    whom: str
    bad_subject: str
    subjects: Named
    field_owner: str
    field_state: str
    field_machine: str
    field_enrolled: str
    field_seen: str
    field_checked: str
    field_allowed: str
    log_title: str
    log_empty: str
    log_yes: str
    log_no: str
    log_host: str
    log_bot: str
    log_terminal: str
    actions: Named
    joined_title: str
    joined: str
    joined_machine: str
    keep: str
    revoke: str
    revoke_now: str
    add_again: str
    notice_quarantined: str
    notice_removed: str
    notice_revoked: str
    notice_revoked_terminal: str
    help_title: str
    help: str

    def named(self, words: Named, key: str) -> str:
        """A word by its key; the key itself where there is none."""
        return dict(words).get(key, key)
