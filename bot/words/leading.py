"""The sentences around what follows an answer: thumbs, why, a person, a guide, settings."""

from __future__ import annotations

from msgspec import Struct

from bot.words.named import Named


class LeadingWords(Struct, frozen=True, kw_only=True):
    """What stands in braces is put in by ``str.format``."""

    thumbs_up: str
    thumbs_down: str
    thanks_up: str
    thanks_down: str
    gone: str
    feedback_title: str
    feedback_reason: str
    feedback_words: str
    feedback_may_ask: str
    reasons: Named
    ask_label: str
    send: str
    cancel: str
    close: str
    why: str
    why_not: str
    why_title: str
    why_not_title: str
    why_signature: str
    why_words: str
    why_utterance: str
    why_context: str
    why_layout: str
    why_chosen: str
    why_machine: str
    origins: Named
    why_score: str
    why_gate: str
    why_outside: str
    why_close: str
    person_wanted: str
    person_question: str
    person_tried: str
    person_shown: str
    person_no_answer: str
    person_platform: str
    person_host: str
    resolve: str
    resolved: str
    closed: str
    closed_before: str
    may_not_resolve: str
    teach_solution: str
    teach: str
    teach_maintainers: str
    asked_already: str
    asked_often: str
    asked_nobody: str
    which_channel: str
    here: str
    ask_there: str
    no_channel: str
    nobody: str
    nobody_at_all: str
    helpers_are: str
    helpers_set: str
    helpers_gone: str
    helpers_how: str
    helpers_refused: str
    helpers_channel: str
    step_by_step: str
    step_title: str
    step_done: str
    step_failed: str
    step_stop: str
    step_all: str
    step_again: str
    step_back: str
    step_told: str
    step_stopped: str
    step_go_on: str
    guide_done: str
    guide_of: str
    guide_own: str
    guide_sent: str
    guide_none: str
    failure_title: str
    failure_text: str
    failure_hint: str
    remember: str
    remembered: str
    not_known_machine: str
    saved_machine: str
    settings: str
    settings_language: str
    settings_machine: str
    settings_unknown: str
    settings_follow: str
    settings_change: str
    settings_forget: str
    settings_saved: str
    settings_field_language: str
    settings_field_arch: str
    settings_field_system: str
    settings_save: str
    languages: Named
    forgotten: str
    forgotten_stays: str
    forgotten_kept: tuple[str, ...]
