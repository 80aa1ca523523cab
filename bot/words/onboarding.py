"""The sentences of onboarding: Markdown, but for titles, labels and what is named plain."""

from __future__ import annotations

from msgspec import Struct


class OnboardingWords(Struct, frozen=True, kw_only=True):
    """The checklist, what is said around it, and what ``/onboard`` says; braces as in ``str.format``."""

    title: str
    welcome: str
    progress: str
    optional: str
    came_back: str
    now: str
    optionally: str
    show: str
    show_next: str
    in_thread: str
    done: str
    skip: str
    undo: str
    stop: str
    other_language: str
    restart: str
    resume: str
    quiet: str
    finished_title: str
    finished: str
    stopped: str
    all_done_title: str
    all_done: str
    nudge_title: str
    nudge: str
    nudge_more: str
    sent: str
    shown: str
    started: str
    started_already: str
    lead_named: str
    nobody: str
    unknown_person: str
    not_allowed: str
    ask_maintainers: str
    no_maintainers: str
    no_steps: str
    machine_noted: str
    machine_before: str
    status_title: str
    status_none: str
    status_where: str
    status_done: str
    status_today: str
    status_yesterday: str
    status_days: str
    usage: str
