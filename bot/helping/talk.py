"""Talk about people: who helps a channel, a question given to them, and its end."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import timedelta

from bot.answering.model import Answer
from bot.conversations.answer_path import AnswerPath
from bot.conversations.hosts.subjects import take_mentions
from bot.conversations.hosts.turns import Turn, is_direct
from bot.conversations.model import Press
from bot.conversations.speaking import turn_of
from bot.helping.ports import Handover, Help, Helpers
from bot.knowledge.model import Language
from bot.platforms.choosing import describe
from bot.platforms.model import Platform
from bot.rendering.leading_slack import Called, render_called
from bot.rendering.notice_slack import render_notice
from bot.reporting.model import Choice, Mention, Notice
from bot.storage.model import OPENLY, QuestionRow
from bot.teaching.maintainers import Groups, Maintainers
from bot.text.normalise import normalise
from bot.words import words_in
from bot.words.leading import LeadingWords
from bot.work.ports import RenderedReply
from bot.worklist.ports import WorklistNotes

MOST_AN_HOUR = 5
MOST_OFFERED = 20
"""Channels; a message has at most 50 blocks."""
_COMMAND = re.compile(r"(?:helpers|도우미|도와주는 사람)\b", re.IGNORECASE)
_SAID = re.compile(
    r"(?:(?:the )?helpers (?:here|of this channel|for this channel) (?:are|is)\b"
    r"|(?:여기|이 채널)\s*도우미(?:는|를|:))",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"(?:who helps here|who are the helpers(?: here)?|(?:여기|이 채널) 도우미(?:는|가)? 누구.*)\??$",
    re.IGNORECASE,
)
_NOBODY = re.compile(r"\b(?:none|nobody|없음|삭제)\s*$", re.IGNORECASE)


class HelpTalk:
    """``ids`` and ``maintainers`` are those of SETUPBOT_MAINTAINERS; ``channels`` SETUPBOT_HELP_CHANNELS."""

    def __init__(
        self,
        *,
        kept: Help,
        notes: WorklistNotes,
        path: AnswerPath,
        maintainers: Maintainers,
        groups: Groups,
        ids: Collection[str] = (),
        channels: Collection[str] = (),
        default_language: Language | None = None,
    ) -> None:
        self._kept, self._notes, self._path = kept, notes, path
        self._maintainers, self._ids, self._channels = maintainers, tuple(ids), tuple(channels)
        self._groups, self._default_language = groups, default_language

    async def __call__(self, chain: Sequence[QuestionRow]) -> RenderedReply | None:
        """The reply; None where it is about something else. Called again, it says the same."""
        question = chain[0]
        turn = turn_of(chain, self._default_language)
        if question.surface == "button":
            press = Press.read(question.text)
            match press.action:
                case "ask_person":
                    return await self._ask(turn)
                case "hand_to":
                    return await self._hand_to(turn, press.target)
                case "resolve":
                    return await self._resolve(turn)
            return None
        if question.surface in ("notice", "shortcut"):
            return None
        return await self._helpers(turn)

    # Who helps

    async def _helpers(self, turn: Turn) -> RenderedReply | None:
        text = turn.question.text.strip()
        is_command = turn.question.surface == "command" and _COMMAND.match(text)
        if not (is_command or _SAID.match(text) or _ASKED.match(text)):
            return None
        question, words = turn.question, words_in(turn.language).leading
        subjects, rest = take_mentions(text)
        named = Helpers(
            people=tuple(one.id for one in subjects if one.kind == "person"),
            groups=tuple(one.id for one in subjects if one.kind == "group"),
        )
        if is_direct(question):
            return self._says(turn, words.helpers_channel)
        if not named and not _NOBODY.search(rest):
            return await self._who(turn, words)
        if not await self._maintainers.are(question.user_id):
            return self._says(turn, words.helpers_refused)
        await self._kept.keep_helpers(
            question.team, question.channel, named, by=question.user_id, at=question.asked_at
        )
        if not named:
            return self._says(turn, words.helpers_gone)
        return turn.notice(Notice(language=turn.language, says=(words.helpers_set,), whom=_tags(named)))

    async def _who(self, turn: Turn, words: LeadingWords) -> RenderedReply:
        helpers = await self._helpers_of(turn.question.team, turn.question.channel)
        if not helpers:
            return self._nobody(turn, words)
        notice = Notice(
            language=turn.language,
            says=(words.helpers_are,),
            whom=_tags(helpers),
            after=(words.helpers_how,),
        )
        return turn.notice(notice)

    async def _helpers_of(self, team: str, channel: str, but: str = "") -> Helpers:
        """Those of the channel, else of a help channel, else the maintainers; ``but`` one."""
        for place in (channel, *self._channels):
            if found := (await self._kept.helpers(team, place)).without(but):
                return found
        maintainers = Helpers(
            people=tuple(one for one in self._ids if not one.startswith("S")),
            groups=tuple(one for one in self._ids if one.startswith("S")),
        )
        return maintainers.without(but)

    def _nobody(self, turn: Turn, words: LeadingWords) -> RenderedReply:
        return self._says(turn, words.nobody, words.nobody_at_all)

    # Giving a question to people

    async def _ask(self, turn: Turn) -> RenderedReply | None:
        """Where everybody saw the question, there and then; from elsewhere it is asked where first."""
        root = turn.chain[-1]
        if root.surface in OPENLY and not is_direct(root) and turn.question.channel == root.channel:
            return await self._hand(turn)
        words = words_in(turn.language).leading
        if await self._kept.handed(root.id):
            return self._says(turn, words.asked_already)
        here = [] if is_direct(root) else [root.channel]
        offered = list(dict.fromkeys([*here, *self._channels]))[:MOST_OFFERED]
        if not offered:
            return self._says(turn, words.no_channel)
        choices = tuple(
            Choice(
                label=words.here if one in here else words.ask_there,
                action=f"hand_to:{one}",
                beside=Mention(kind="channel", id=one),
            )
            for one in offered
        )
        notice = Notice(language=turn.language, says=(words.which_channel,), choices=choices)
        return turn.notice(notice)

    async def _hand_to(self, turn: Turn, channel: str) -> RenderedReply | None:
        root = turn.chain[-1]
        is_offered = channel in self._channels or (channel == root.channel and not is_direct(root))
        if not is_offered or turn.question.channel != channel:
            return self._says(turn, words_in(turn.language).leading.no_channel)
        return await self._hand(turn)

    async def _hand(self, turn: Turn) -> RenderedReply | None:
        question, root = turn.question, turn.chain[-1]
        words = words_in(turn.language).leading
        if root.surface == "button" or root.withdrawn:
            return self._says(turn, words.gone)
        helpers = await self._helpers_of(question.team, question.channel, but=question.user_id)
        if not helpers:
            return self._nobody(turn, words)
        handed = await self._kept.hand(
            Handover(root_id=root.id, question_id=question.id, team=question.team, user=question.user_id),
            most=MOST_AN_HOUR,
            within=timedelta(hours=1),
        )
        if handed == "too_many":
            return self._says(turn, words.asked_often)
        if handed.question_id != question.id:
            return self._says(turn, words.asked_already)
        await self._notes.note_handed(root.id, by=question.user_id)
        offers = handed.resolved_by is not None and await self._offers_teaching(handed, helpers)
        called = Called(
            asker=question.user_id,
            people=helpers.people,
            groups=helpers.groups,
            question=normalise(root.text),
            tried=await self._tried(turn),
            root=str(root.id),
            resolved_by=handed.resolved_by,
            offers_teaching=offers,
        )
        sorry = self._says(turn, words.asked_nobody)
        reply = turn.reply(render_called(called, words, str(question.id)), is_private=False)
        return replace(reply, otherwise=(sorry.text, sorry.blocks))

    async def _tried(self, turn: Turn) -> tuple[str, ...]:
        told = await self._path.told(turn.chain)
        words, reply = words_in(turn.language).leading, told.reply
        lines = [words.person_no_answer]
        if isinstance(reply, Answer):
            lines = [words.person_shown.format(title=reply.title)]
        if told.is_secret:
            return tuple(lines)
        if reply.platform != Platform():
            seen = describe(reply.platform, self._path.answerer.knowledge.catalogue)
            lines.append(words.person_platform.format(platform=seen))
        if told.machine and not told.machine.is_private:
            lines.append(words.person_host.format(host=told.machine.host))
        return tuple(lines)

    async def _offers_teaching(self, handed: Handover, helpers: Helpers) -> bool:
        """To the maintainers among the helpers, where another closed it."""
        if handed.resolved_by and await self._maintainers.are(handed.resolved_by):
            return False
        if any(group in self._ids for group in helpers.groups):
            return True
        return any([await self._maintainers.are(one) for one in helpers.people])

    # Its end

    async def _resolve(self, turn: Turn) -> RenderedReply | None:
        question, root = turn.question, turn.chain[-1]
        words = words_in(turn.language).leading
        handed = await self._kept.handed(root.id)
        if handed is None:
            return self._says(turn, words.gone)
        may_teach = await self._maintainers.are(question.user_id)
        if handed.resolved_by not in (None, question.user_id):
            return self._says(turn, words.closed_before)
        if not (may_teach or await self._may_resolve(question, root, handed)):
            return self._says(turn, words.may_not_resolve)
        await self._kept.resolve(root.id, question.user_id)
        await self._notes.note_resolved(root.id, by=question.user_id)
        if not may_teach:
            return self._says(turn, words.closed)
        notice = Notice(
            language=turn.language,
            says=(words.closed, words.teach_solution),
            choices=(Choice(label=words.teach, action="teach_item"),),
        )
        return turn.reply(render_notice(notice, str(root.id)), is_private=True)

    async def _may_resolve(self, question: QuestionRow, root: QuestionRow, handed: Handover) -> bool:
        user = question.user_id
        if user in (root.user_id, handed.user):
            return True
        helpers = await self._helpers_of(question.team, question.channel, but=handed.user)
        return user in helpers.people or await self._is_in(helpers.groups, user)

    async def _is_in(self, groups: Sequence[str], user: str) -> bool:
        return any([await self._groups.is_member(group, user) for group in groups])

    @staticmethod
    def _says(turn: Turn, *sentences: str) -> RenderedReply:
        return turn.notice(Notice(language=turn.language, says=sentences))


def _tags(helpers: Helpers) -> tuple[Mention, ...]:
    people = (Mention(kind="person", id=one) for one in helpers.people)
    groups = (Mention(kind="group", id=one) for one in helpers.groups)
    return (*people, *groups)
