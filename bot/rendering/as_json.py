"""A Reply as the object that ``ask --json`` prints; its keys are part of the contract and only grow."""

from __future__ import annotations

from typing import Any

from bot.answering.model import Abstention, Answer, Candidate, Reply
from bot.platforms.model import Platform
from bot.rendering.markdown import render_markdown

MAX_CANDIDATES = 3


def reply_as_dict(reply: Reply) -> dict[str, Any]:
    """``outcome``, ``entry``, ``score``, ``margin``, ``candidates``, ``language``, ``platform``, ``text``,
    ``commands`` and ``why``; ``platform`` has each fact or null, and in ``from`` who said it.
    """
    match = reply.match if isinstance(reply, Answer) else None
    weighed = reply if isinstance(reply, Abstention) else match
    candidates = reply.near if isinstance(reply, Abstention) else match.candidates if match else ()
    return {
        "outcome": _outcome(reply),
        "entry": reply.entry if isinstance(reply, Answer) else None,
        "score": weighed.score if weighed else 1.0,
        "margin": weighed.margin if weighed else 1.0,
        "candidates": [_candidate(candidate) for candidate in candidates[:MAX_CANDIDATES]],
        "language": reply.language,
        "platform": _platform(reply.platform),
        "text": render_markdown(reply),
        "commands": _commands(reply),
        "why": [
            {"kind": reason.kind, "what": reason.what, "weight": reason.weight}
            for reason in (weighed.why if weighed else ())
        ],
    }


def _outcome(reply: Reply) -> str:
    if isinstance(reply, Answer):
        return "answer"
    return "suggest" if reply.reason == "close" and reply.near else "abstain"


def _candidate(candidate: Candidate) -> dict[str, Any]:
    return {"entry": candidate.entry, "title": candidate.title, "score": candidate.score}


def _platform(platform: Platform) -> dict[str, Any]:
    facts = {"arch": platform.arch, "distro": platform.distro, "release": platform.release}
    return {
        **{name: fact.value if fact else None for name, fact in facts.items()},
        "from": {name: fact.origin if fact else None for name, fact in facts.items()},
    }


def _commands(reply: Reply) -> list[dict[str, Any]]:
    if isinstance(reply, Abstention):
        return []
    return [
        {
            "does": command.does,
            "run": command.run,
            "shell": command.shell,
            "needs_root": command.needs_root,
            "grants_root": command.grants_root,
            "expect": command.expect,
            "note": command.note,
        }
        for command in reply.commands
    ]
