"""Delivers one message for one question, whatever dies in between.

The intent is kept before the post and the ts by compare-and-set after it. Whoever comes back to an
intent without a ts looks the message up by our id in its metadata and posts only if it is absent.
Where it cannot be looked up (a private reply, a scope not granted) it posts again: twice is better
than never. An edit and a withdrawal are the same work: make the reply what the question now asks.

A reply may be interim ("looking…"): the result raises the question's revision, and the same message
changes. One that answers a command privately cannot change, so its interim reply is held back for a
moment and mostly never needed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from uuid import UUID, uuid4

import structlog

from bot.storage.faults import StorageError
from bot.storage.model import NOWHERE, Outcome, Person, QuestionRow, ReplyRow
from bot.work.later import MAX_ATTEMPTS, Later, pause_s
from bot.work.ports import (
    AnswerQuestion,
    Block,
    Outgoing,
    Passing,
    Posted,
    RateLimited,
    Refused,
    RenderedReply,
    SlackPoster,
    reply_metadata,
)

CHANNEL_GAP_S = 1.0  # Slack allows one message a second a channel; this gap met no 429
SETTLE_S = 0.5  # until a message that was on its way when its sender died can be seen
HOLD_BACK_S = 1.0  # most results are there by then
MAX_WAITS = 200  # calls that only found the channel busy or Slack asking to wait
_GONE = frozenset({"message_not_found", "thread_not_found", "cant_update_message", "cant_delete_message"})
_log = structlog.get_logger(__name__)


class _Busy(Exception):  # noqa: N818  # no error: a reason to come back
    """Another message went to the channel less than a second ago."""

    def __init__(self, wait_s: float) -> None:
        self.wait_s = wait_s


class Delivery:
    """The work behind the job ``answer_question``; safe to run twice, also at the same time.

    ``poster_of`` gives what speaks to a workspace, by its id.
    """

    def __init__(
        self,
        *,
        store: Outgoing,
        poster_of: Callable[[str], SlackPoster],
        answer: AnswerQuestion,
        gap_s: float = CHANNEL_GAP_S,
        settle_s: float = SETTLE_S,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._store = store
        self._poster_of = poster_of
        self._answer = answer
        self.gap_s = gap_s  #: seconds between two messages of a channel
        self._settle_s = settle_s
        self._sleep = sleep

    async def deliver(self, question_id: UUID, waits: int = 0) -> None:
        """Makes the reply what the question's present revision asks for; raises Later to come back.

        ``waits`` is how often it came back already, for whatever reason.
        """
        loaded = await self._store.load(question_id)
        if loaded is None or _is_settled(*loaded):
            return
        question, reply = loaded
        reserved = reply.ts is None and question.response_url is None and not question.withdrawn
        if reserved and (wait_s := await self._reserve(question)):
            raise Later(wait_s)
        attempt = await self._store.count_attempt(question_id)
        if attempt > MAX_ATTEMPTS or waits > MAX_WAITS:
            await self._give_up(question, "too_many_attempts")
            return
        rendered: RenderedReply | None = None
        try:
            rendered = await self._rendered(question)
            if rendered and attempt == 1 and _is_better_held_back(question, reply, rendered):
                raise Later(HOLD_BACK_S)
            await self._settle(question, reply, rendered, reserved=reserved)
        except Later:
            raise
        except _Busy as busy:
            await self._store.uncount_attempt(question_id)
            raise Later(busy.wait_s) from None
        except RateLimited as limit:
            await self._store.uncount_attempt(question_id)
            await self._store.hold_channel(question.team, question.channel, limit.retry_after_s)
            _log.info("reply_rate_limited", question=str(question_id), retry_after_s=limit.retry_after_s)
            raise Later(limit.retry_after_s) from limit
        except Refused as refusal:
            await self._give_up(question, refusal.code)
            if rendered and rendered.otherwise:
                await self._respond(question, rendered.otherwise)
        except (Passing, StorageError) as fault:
            _log.warning(
                "reply_postponed", question=str(question_id), attempt=attempt, fault=type(fault).__name__
            )
            raise Later(pause_s(attempt - 1), let_others_pass=True) from fault
        except Exception as fault:
            # Our bug: logged with its own number, tried again, and in the end given up like any fault.
            _log.exception(
                "reply_broke", question=str(question_id), attempt=attempt, incident=uuid4().hex[:12]
            )
            raise Later(pause_s(attempt - 1), let_others_pass=True) from fault

    async def _rendered(self, question: QuestionRow) -> RenderedReply | None:
        if question.withdrawn:
            return None
        rendered = await self._answer(question)
        await self._store.record_outcome(
            question.id, rendered.outcome if rendered else Outcome(kind="silent")
        )
        return rendered

    async def _settle(
        self, question: QuestionRow, reply: ReplyRow, rendered: RenderedReply | None, *, reserved: bool
    ) -> None:
        if rendered is None:
            await self._withdraw(question, reply)
        elif reply.ts is not None:
            await self._update(question, reply, reply.ts, rendered)
        elif rendered.private:
            await self._whisper(question, reply, rendered)
        else:
            if not reserved and (wait_s := await self._reserve(question)):
                raise _Busy(wait_s)
            await self._post(question, reply, rendered, question.channel, question.thread)
            await self._replace_pressed(question, rendered)
        if rendered and rendered.learn:
            await self._learn(question, rendered.learn)

    async def _post(
        self,
        question: QuestionRow,
        reply: ReplyRow,
        rendered: RenderedReply,
        channel: str,
        thread: str | None,
    ) -> None:
        found = await self._find(question, reply, channel, thread)
        posted = Posted(channel=channel, ts=found) if found else None
        if posted is None:
            await self._store.begin_post(question.id)
            try:
                posted = await self._poster_of(question.team).post(
                    channel, thread, rendered.text, rendered.blocks, reply_metadata(question.id)
                )
            except (RateLimited, Refused):
                await self._store.cancel_post(question.id)
                raise
        stands = await self._store.record_posted(
            question.id,
            channel=posted.channel,
            thread=thread,
            ts=posted.ts,
            revision=question.revision,
            private=rendered.private,
            keep=rendered.keep,
        )
        await self._store.hold_channel(question.team, channel, self.gap_s)
        if stands != posted.ts:
            await self._delete(question, posted.channel, posted.ts)
            _log.info("reply_withdrawn_as_second", question=str(question.id))
            return
        _log.info("reply_posted", question=str(question.id), revision=question.revision)

    async def _whisper(self, question: QuestionRow, reply: ReplyRow, rendered: RenderedReply) -> None:
        """By ``response_url``, which cannot be looked up; as a direct message where that has expired."""
        if question.response_url is not None:
            await self._store.begin_post(question.id)
            try:
                await self._poster_of(question.team).respond(
                    question.response_url, rendered.text, rendered.blocks, replaces=rendered.replaces
                )
            except RateLimited:
                await self._store.cancel_post(question.id)
                raise
            except Refused as refusal:
                await self._store.cancel_post(question.id)
                _log.info("response_url_refused", question=str(question.id), code=refusal.code)
            else:
                if rendered.is_interim:
                    # Not recorded: the address is still needed, and a second "looking…" would do no harm.
                    await self._store.cancel_post(question.id)
                    return
                await self._store.record_posted(
                    question.id,
                    channel=question.channel,
                    thread=None,
                    ts=None,
                    revision=question.revision,
                    private=True,
                )
                _log.info("reply_whispered", question=str(question.id))
                return
        await self._post(question, reply, rendered, question.user_id, None)
        if rendered.pointer and question.channel != question.user_id:
            with suppress(RateLimited, Passing, Refused):
                await self._poster_of(question.team).point(
                    question.channel, question.thread, question.user_id, rendered.pointer
                )

    async def _replace_pressed(self, question: QuestionRow, rendered: RenderedReply) -> None:
        """A button that stays is no harm, as a second press is not taken."""
        if rendered.pressed:
            await self._respond(question, rendered.pressed, replaces=True)

    async def _respond(
        self, question: QuestionRow, message: tuple[str, tuple[Block, ...]], *, replaces: bool = False
    ) -> None:
        """Without promise."""
        if question.response_url:
            with suppress(RateLimited, Passing, Refused):
                await self._poster_of(question.team).respond(
                    question.response_url, *message, replaces=replaces
                )

    async def _update(self, question: QuestionRow, reply: ReplyRow, ts: str, rendered: RenderedReply) -> None:
        channel = reply.channel or question.channel
        try:
            await self._poster_of(question.team).update(channel, ts, rendered.text, rendered.blocks)
        except Refused as refusal:
            if refusal.code not in _GONE:
                raise
            await self._store.record_withdrawn(question.id, question.revision)
            return
        await self._store.record_updated(question.id, question.revision, rendered.keep)
        _log.info("reply_updated", question=str(question.id), revision=question.revision)

    async def _learn(self, question: QuestionRow, learnt: Person) -> None:
        def with_machine(known: Person) -> Person:
            return replace(known, platform=learnt.platform) if known.platform == NOWHERE else known

        known = await self._store.person(question.team, question.user_id)
        if known is None or known.platform == NOWHERE:
            await self._store.change_person(question.team, question.user_id, with_machine)

    async def _withdraw(self, question: QuestionRow, reply: ReplyRow) -> None:
        channel = reply.channel or question.channel
        ts = reply.ts or await self._find(question, reply, channel, question.thread)
        if ts is not None:
            await self._delete(question, channel, ts)
            _log.info("reply_withdrawn", question=str(question.id))
        await self._store.record_withdrawn(question.id, question.revision)

    async def _find(
        self, question: QuestionRow, reply: ReplyRow, channel: str, thread: str | None
    ) -> str | None:
        if not reply.in_doubt:
            return None
        await self._sleep(self._settle_s)
        try:
            return await self._poster_of(question.team).find_posted(channel, thread, str(question.id))
        except Refused as refusal:
            _log.warning("reply_not_to_be_looked_up", question=str(question.id), code=refusal.code)
            return None

    async def _delete(self, question: QuestionRow, channel: str, ts: str) -> None:
        try:
            await self._poster_of(question.team).delete(channel, ts)
        except Refused as refusal:
            if refusal.code not in _GONE:
                raise

    async def _reserve(self, question: QuestionRow) -> float:
        return await self._store.reserve_channel(question.team, question.channel, self.gap_s)

    async def _give_up(self, question: QuestionRow, code: str) -> None:
        await self._store.record_failed(question.id, code)
        _log.error("reply_given_up", question=str(question.id), surface=question.surface, code=code)


def _is_settled(question: QuestionRow, reply: ReplyRow) -> bool:
    if reply.state == "posted":
        return reply.revision >= question.revision
    return reply.state != "pending"


def _is_better_held_back(question: QuestionRow, reply: ReplyRow, rendered: RenderedReply) -> bool:
    whispers = rendered.private and question.response_url is not None and reply.ts is None
    return rendered.is_interim and whispers and not rendered.replaces
