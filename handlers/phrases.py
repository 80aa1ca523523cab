"""The few sentences that the listeners say themselves, in both languages: Slack does not tell whose is whose."""

from __future__ import annotations

from typing import Final

from bot.words import words_in

_KO, _EN = words_in("ko").listeners, words_in("en").listeners

ASK_USAGE: Final = f"{_KO.ask_usage}\n{_EN.ask_usage}"
NOT_KNOWN: Final = f"{_KO.not_known}\n{_EN.not_known}"
OUTSIDE: Final = f"{_KO.outside}\n{_EN.outside}"
SLACK_AWAY: Final = f"{_KO.slack_away}\n{_EN.slack_away}"
FAULT: Final = f"{_KO.fault}\n{_EN.fault}"
NOT_INSTALLED: Final = f"{words_in('ko').installing.not_installed}\n{words_in('en').installing.not_installed}"

PROMPTS: Final = tuple({"title": title, "message": asks} for title, asks in (*_KO.prompts, *_EN.prompts))
