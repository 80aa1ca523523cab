"""Reads the text of ``/docker-check``."""

from __future__ import annotations

import re

from bot.conversations.hosts.intents import Intent, Verb
from bot.conversations.hosts.subjects import subject_of_word, take_mentions
from bot.text.normalise import normalise

COMMAND = "/docker-check"
USER = re.compile(r"[a-z_][a-z0-9_.-]{0,31}\$?", re.IGNORECASE)
_VERBS: dict[str, Verb] = {
    **dict.fromkeys(("check", "확인", "점검"), "check"),
    **dict.fromkeys(("add", "enroll", "enrol", "register", "추가", "등록"), "add"),
    **dict.fromkeys(("remove", "delete", "rm", "제거", "삭제"), "remove"),
    **dict.fromkeys(("revoke", "철회", "해지"), "revoke"),
    **dict.fromkeys(("keep", "유지"), "keep"),
    **dict.fromkeys(("allow", "허용", "허락"), "allow"),
    **dict.fromkeys(("disallow", "deny", "금지", "취소"), "disallow"),
    **dict.fromkeys(("log", "logs", "기록", "로그"), "log"),
    **dict.fromkeys(("list", "hosts", "목록"), "list"),
    **dict.fromkeys(("help", "?", "-h", "--help", "도움말"), "help"),
}
_FOR = frozenset(("for", "as", "user", "사용자"))


def read_command(text: str) -> Intent:
    """What the command asks for; text that is no command of ours names a Host."""
    subjects, rest = take_mentions(text.removeprefix(COMMAND))
    words = normalise(rest).split()
    if not words:
        return Intent(verb="list")
    verb = _VERBS.get(words[0].lower())
    if verb is None:
        return _check(words)
    words = words[1:]
    if verb in ("list", "help"):
        return Intent(verb=verb)
    if verb == "check":
        return _check(words) if words else Intent(verb="list")
    if verb == "log":
        return Intent(verb="log", name=" ".join(words))
    if not words:
        return Intent(verb="help")
    if verb not in ("allow", "disallow"):
        return Intent(verb=verb, name=" ".join(words))
    named = tuple(subject for word in words[1:] if (subject := subject_of_word(word)))
    wrong = " ".join(word for word in words[1:] if not subject_of_word(word))
    return Intent(verb=verb, name=words[0], subjects=(*subjects, *named), wrong=wrong)


def _check(words: list[str]) -> Intent:
    """``HOST``, ``HOST USER`` or ``HOST for USER``; more than that is no name that we know."""
    name, rest = words[0], [word for word in words[1:] if word.lower() not in _FOR]
    if len(rest) == 1 and USER.fullmatch(rest[0]):
        return Intent(verb="check", name=name, user=rest[0])
    return Intent(verb="check", name=" ".join(words) if rest else name)
