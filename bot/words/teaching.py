"""The sentences of teaching: the modals, the result of a trial, and why something cannot be taught."""

from __future__ import annotations

from msgspec import Struct

from bot.words.named import Named


class TeachingWords(Struct, frozen=True, kw_only=True):
    """Plain text unless said otherwise; braces as in ``str.format``, particles as ``Name`` takes them."""

    title: str
    drafted_step: str
    drafted_answer: str
    drafted_more: str
    drafted_source: str
    denied: str
    not_set: str
    line_label: str
    line_hint: str
    entry_label: str
    entry_placeholder: str
    nothing_near: str
    suggested: str
    all_entries: str
    draft_instead: str
    not_ours_instead: str
    line_instead: str
    try_it: str
    cancel: str
    close: str
    draft_title: str
    not_ours_title: str
    not_ours_says: str
    id_label: str
    id_hint: str
    title_label: str
    summary_label: str
    utterances_label: str
    utterances_hint: str
    commands_label: str
    commands_hint: str
    url_label: str
    languages: Named
    checking: str
    checking_more: str
    lesson_line: str
    lesson_entry: str
    lesson_off_topic: str
    no_change: str
    changes: str
    more_changes: str
    change: str
    no_answer: str
    opens: str
    teach: str
    alter: str
    taught: str
    taught_more: str
    undo: str
    undone: str
    cancelled: str
    unsound: str
    tried_anew: str
    gone: str
    notice_title: str
    faults: Named
    command_faults: Named

    def fault(self, code: str, about: str = "") -> str:
        """Why a field cannot be taught, for the person who filled it in."""
        if code == "command":
            about = dict(self.command_faults).get(about, about)
        return dict(self.faults).get(code, dict(self.faults)["unsound"]).format(about=about)

    def language(self, language: str) -> str:
        """A language's name."""
        return dict(self.languages)[language]
