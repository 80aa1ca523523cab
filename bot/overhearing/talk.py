"""Talk about whether the bot answers in a channel without being called."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.conversations.hosts.turns import Turn, is_direct
from bot.conversations.speaking import turn_of
from bot.knowledge.model import Language
from bot.overhearing.ports import OpenChannels
from bot.rendering.notice_slack import render_notice
from bot.reporting.model import Notice
from bot.storage.model import QuestionRow
from bot.teaching.maintainers import Maintainers
from bot.words import words_in
from bot.work.ports import RenderedReply

_COMMAND = re.compile(r"(?:here|여기)(?:\s+(?P<on>on|켜기|켜)|\s+(?P<off>off|끄기|꺼))?$", re.IGNORECASE)
_ON = re.compile(
    r"(?:please )?answer (?:everything |questions )?here (?:unasked|without being (?:called|asked))[.!]?$"
    r"|(?:여기|이 채널)(?:서|에서)?(?:는)? (?:안 불러도|부르지 않아도) (?:다 )?(?:답|대답)해 ?(?:줘|주세요)[.!]?$",
    re.IGNORECASE,
)
_OFF = re.compile(
    r"(?:please )?(?:only )?answer here only when (?:you are )?(?:called|asked)[.!]?$"
    r"|(?:여기|이 채널)(?:서|에서)?(?:는)? 부를 때만 (?:답|대답)해 ?(?:줘|주세요)[.!]?$",
    re.IGNORECASE,
)


class OverhearingTalk:
    """``/ask here``, ``/ask here on`` and ``/ask here off``, and the same in words."""

    def __init__(
        self, kept: OpenChannels, maintainers: Maintainers, default_language: Language | None = None
    ) -> None:
        self._kept, self._maintainers, self._default_language = kept, maintainers, default_language

    async def __call__(self, chain: Sequence[QuestionRow]) -> RenderedReply | None:
        """The reply; None where it is about something else. Called again, it says the same."""
        question = chain[0]
        if question.surface in ("button", "notice", "shortcut"):
            return None
        text = " ".join(question.text.split())
        command = _COMMAND.match(text) if question.surface == "command" else None
        wanted = _wanted(text, command)
        if command is None and wanted is None:
            return None
        turn = turn_of(chain, self._default_language)
        words = words_in(turn.language).overhearing
        if is_direct(question):
            return _says(turn, words.in_private)
        if wanted is None:
            is_open = await self._kept.is_open(question.team, question.channel)
            return _says(turn, words.is_open if is_open else words.is_closed)
        if not await self._maintainers.are(question.user_id):
            return _says(turn, words.refused)
        await self._kept.set_open(
            question.team, question.channel, is_open=wanted, by=question.user_id, at=question.asked_at
        )
        # Said openly: whoever is in a channel should know that it is listened to.
        told = _says(turn, words.opened if wanted else words.closed, is_private=False)
        away = _says(turn, words.away)
        return replace(told, otherwise=(away.text, away.blocks))


def _wanted(text: str, command: re.Match[str] | None) -> bool | None:
    if (command and command["on"]) or _ON.match(text):
        return True
    if (command and command["off"]) or _OFF.match(text):
        return False
    return None


def _says(turn: Turn, *says: str, is_private: bool = True) -> RenderedReply:
    message = render_notice(Notice(language=turn.language, says=says), str(turn.question.id))
    return turn.reply(message, is_private=is_private and not turn.is_alone)
