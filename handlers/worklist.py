"""The buttons of the work-list and of the weekly digest that teach nothing."""

from __future__ import annotations

import re

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond

from bot.rendering.teaching_slack import proposal_of as id_in
from bot.rendering.worklist_slack import DIGEST_AGAIN, DISMISS_ITEM, NO_DIGEST, render_digest_choice
from bot.teaching.desk import TeachingDesk
from bot.words import words_in
from bot.worklist.desk import WorklistDesk
from handlers.payloads import Json


class WorklistListeners:
    """Taking questions off the list, and the digest's opt-out."""

    def __init__(self, desk: TeachingDesk, worklist: WorklistDesk) -> None:
        self._desk, self._worklist = desk, worklist

    def register(self, app: AsyncApp) -> None:
        """Adds the listeners."""
        app.action(re.compile(rf"^{DISMISS_ITEM}(?::.*)?$"))(self.handle_dismiss)
        app.action(NO_DIGEST)(self.handle_no_digest)
        app.action(DIGEST_AGAIN)(self.handle_digest_again)

    async def handle_dismiss(self, body: Json, ack: AsyncAck) -> None:
        """*Not ours*: the question and its like leave the list."""
        question_id = id_in(str(body["actions"][0].get("value", "")))
        user, team = body["user"]["id"], body["team"]["id"]
        if question_id and await self._desk.may_teach(user):
            await self._worklist.dismiss_like(team, question_id, user)
        await ack()

    async def handle_no_digest(self, body: Json, ack: AsyncAck, respond: AsyncRespond) -> None:
        """No more digests for them."""
        await self._set(body, respond, wanted=False)
        await ack()

    async def handle_digest_again(self, body: Json, ack: AsyncAck, respond: AsyncRespond) -> None:
        """Digests again."""
        await self._set(body, respond, wanted=True)
        await ack()

    async def _set(self, body: Json, respond: AsyncRespond, *, wanted: bool) -> None:
        team, user = body["team"]["id"], body["user"]["id"]
        await self._desk.kept.set_digest(team, user, wanted=wanted)
        words = words_in(await self._desk.language(team, user)).worklist
        says = words.digest_again_done if wanted else words.no_digest_done
        blocks = render_digest_choice(words, wanted=wanted)
        await respond(text=says, blocks=blocks, response_type="ephemeral", replace_original=False)
