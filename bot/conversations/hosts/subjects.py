"""Whom an owner names: Slack's markup of people, user groups and channels, and two words."""

from __future__ import annotations

import re

from bot.hosts.model import Subject

_MENTION = re.compile(
    r"<(?:@(?P<person>[UW][A-Z0-9]+)|#(?P<channel>[CG][A-Z0-9]+)|!subteam\^(?P<group>S[A-Z0-9]+)"
    r"|!(?P<broadcast>everyone|channel|here))(?:\|[^<>]*)?>"
)
_WORDS: dict[str, Subject] = {
    **dict.fromkeys(
        ("everyone", "everybody", "@everyone", "모두", "누구나", "전체"), Subject(kind="everyone")
    ),
    **dict.fromkeys(
        ("maintainers", "maintainer", "@maintainers", "관리자", "담당자"), Subject(kind="maintainers")
    ),
}


def take_mentions(text: str) -> tuple[tuple[Subject, ...], str]:
    """The people, groups and channels that Slack's markup names, and the text without them."""
    subjects = []
    for found in _MENTION.finditer(text):
        if found["broadcast"]:
            subjects.append(Subject(kind="everyone"))
        elif found["person"]:
            subjects.append(Subject(kind="person", id=found["person"]))
        elif found["group"]:
            subjects.append(Subject(kind="group", id=found["group"]))
        else:
            subjects.append(Subject(kind="channel", id=found["channel"]))
    return tuple(dict.fromkeys(subjects)), _MENTION.sub(" ", text)


def subject_of_word(word: str) -> Subject | None:
    """``everyone`` and ``maintainers``, in both languages; None for any other word."""
    return _WORDS.get(word.lower())
