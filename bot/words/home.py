"""The sentences of App Home."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from bot.words.writing import number


class HomeWords(Struct, frozen=True, kw_only=True):
    """Plain text, but ``ask_hint``; braces as in ``str.format``."""

    welcome_title: str
    welcome: str
    welcome_try: str
    ask: str
    ask_placeholder: str
    ask_button: str
    ask_hint: str
    machine: str
    machine_unknown: str
    more_settings: str
    hosts: str
    hosts_none: str
    hosts_add: str
    host_check: str
    host_owner: str
    hosts_more: str
    hosts_all: str
    answered: str
    answered_none: str
    answered_again: str
    work: str
    figures: str
    figures_none: str
    figures_week: str
    figures_alt: str
    figures_legend: str
    figures_colours: str
    asked_most: str
    fails_most: str
    fails_note: str
    times: str
    hosts_count: str
    more: str
    day_form: str
    ago_now: str
    ago_minutes: str
    ago_hours: str
    ago_a_day: str
    ago_days: str

    def day(self, day: date) -> str:
        """A day without its year, as short as it gets."""
        return self.day_form.format(day=day)

    def ago(self, seconds: float) -> str:
        """How long ago something was."""
        minutes = max(0, int(seconds // 60))
        if minutes < 1:
            return self.ago_now
        if minutes < 60:
            return self.ago_minutes.format(count=minutes)
        if minutes < 24 * 60:
            return self.ago_hours.format(count=minutes // 60)
        days = minutes // (24 * 60)
        return self.ago_a_day if days == 1 else self.ago_days.format(count=number(days))
