"""Teaching: the message shortcut, its modals, and the buttons under what is told of it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from uuid import NAMESPACE_URL, UUID, uuid5

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.knowledge.model import Language
from bot.rendering import teaching_slack as render
from bot.rendering.views import View, values_of
from bot.rendering.worklist_slack import TEACH_ITEM
from bot.teaching.desk import TeachingDesk
from bot.teaching.form import form_of
from bot.teaching.model import Lesson, Proposal
from bot.teaching.soundness import LessonFault
from bot.text.normalise import normalise
from bot.text.redact import redact
from bot.words import words_in
from bot.words.teaching import TeachingWords
from handlers.payloads import Json, said_in_shortcut
from handlers.teaching_forms import empty_form, lesson_in, meta_of
from handlers.views import open_modal, show


class TeachingListeners:
    """Everything by which a maintainer teaches; who is none is told so, at every step."""

    def __init__(self, desk: TeachingDesk) -> None:
        self._desk = desk

    def register(self, app: AsyncApp) -> None:
        """Adds the listeners."""
        app.message_shortcut("teach_this")(self.handle_teach_this)
        app.action(re.compile(rf"^{TEACH_ITEM}(?::.*)?$"))(self.handle_teach_item)
        for action in (render.TO_LINE, render.TO_ENTRY, render.TO_OFF_TOPIC):
            app.action(action)(self.handle_other_form)
        for callback in (render.LINE_FORM, render.ENTRY_FORM, render.OFF_TOPIC_FORM):
            app.view(callback)(self.handle_form)
        app.view(render.RESULT)(self.handle_teach)
        app.view_closed(render.RESULT)(self.handle_closed)
        app.action(render.TEACH)(self.handle_teach_pressed)
        app.action(render.ALTER)(self.handle_alter)
        app.action(render.UNDO)(self.handle_undo)
        app.action(render.CANCEL)(self.handle_cancel)

    async def handle_teach_this(
        self, body: Json, ack: AsyncAck, client: AsyncWebClient, me: AuthorizeResult
    ) -> None:
        """Opens the form with somebody's message in it, as people read it; what we said ourselves asks nothing."""
        await ack()
        is_ours = body["message"].get("user") == me.bot_user_id
        line = "" if is_ours else normalise(redact(said_in_shortcut(body, me).text))
        await self._open(body, client, line, None)

    async def handle_teach_item(self, body: Json, ack: AsyncAck, client: AsyncWebClient) -> None:
        """Opens the form with a question of the work-list in it."""
        await ack()
        about = render.proposal_of(str(body["actions"][0].get("value", "")))
        item = await self._desk.worklist.item(about) if about else None
        await self._open(body, client, item.text if item else "", item.question_id if item else None)

    async def handle_other_form(self, body: Json, ack: AsyncAck, client: AsyncWebClient) -> None:
        """Puts another form into the modal, with the line kept."""
        await ack()
        view, values = body["view"], values_of(body["view"])
        meta = meta_of(view)
        line = (
            values.get("line")
            or values.get("utterances_ko")
            or values.get("utterances_en")
            or meta.get("line", "")
        )
        words, language = await self._words(body, line)
        wanted = body["actions"][0]["action_id"]
        shown = self._form(words, language, wanted, line.strip(), meta | {"line": line[:300]})
        await show(client.views_update(view_id=view["id"], hash=view["hash"], view=shown))

    async def handle_form(self, body: Json, ack: AsyncAck) -> None:
        """Checks what was filled in; if it is sound, keeps it and has it tried."""
        view, values = body["view"], values_of(body["view"])
        words, language = await self._words(body, values.get("line", ""))
        if not await self._desk.may_teach(body["user"]["id"]):
            await ack(response_action="update", view=render.render_sentence(words, self._denial(words)))
            return
        lesson, faults = lesson_in(view["callback_id"], values)
        done: Proposal | list[LessonFault] = faults
        if not faults:
            done = await self._propose(body, lesson, language)
        if isinstance(done, list):
            await ack(response_action="errors", errors=self._errors(done, words, view))
        else:
            await ack(response_action="update", view=self._shown(done))

    async def handle_teach(self, body: Json, ack: AsyncAck) -> None:
        """*Teach it* in the modal."""
        shown = await self._taught(body, render.proposal_of(body["view"].get("private_metadata", "")))
        await ack(response_action="update", view=shown)

    async def handle_teach_pressed(self, body: Json, ack: AsyncAck) -> None:
        """*Teach it* in the direct message, which then tells what became of it."""
        proposal_id = render.proposal_of(body["actions"][0].get("value", ""))
        await self._taught(body, proposal_id)
        if proposal_id:
            await self._desk.kept.tell(proposal_id)
        await ack()

    async def handle_closed(self, body: Json, ack: AsyncAck) -> None:
        """Closed while it is tried: the result comes as a direct message. Closed at the result: given up."""
        proposal_id = render.proposal_of(body["view"].get("private_metadata", ""))
        if proposal_id and (proposal := await self._own(body, proposal_id)):
            await self._desk.kept.close_view(proposal_id)
            if proposal.state == "ready":
                await self._desk.kept.cancel(proposal_id)
        await ack()

    async def handle_alter(self, body: Json, ack: AsyncAck, client: AsyncWebClient) -> None:
        """*Change*: the form again, as it was filled in."""
        await ack()
        proposal = await self._own(body, render.proposal_of(body["actions"][0].get("value", "")))
        words, language = await self._words(body, proposal.lesson.line if proposal else "")
        if proposal is None:
            shown = render.render_sentence(words, words.gone)
        else:
            wanted = {"entry": render.TO_ENTRY, "off_topic": render.TO_OFF_TOPIC}.get(
                proposal.lesson.kind, render.TO_LINE
            )
            shown = self._form(
                words, language, wanted, proposal.lesson.line, {"instead": str(proposal.id)}, proposal.lesson
            )
        if "view" in body:
            await show(client.views_update(view_id=body["view"]["id"], view=shown))
        else:
            await open_modal(body, client, shown, language)

    async def handle_undo(self, body: Json, ack: AsyncAck, client: AsyncWebClient) -> None:
        """*Undo*, in the modal or in the direct message."""
        await ack()
        proposal_id = render.proposal_of(body["actions"][0].get("value", ""))
        if proposal_id is None or not await self._desk.may_teach(body["user"]["id"]):
            return
        await self._desk.undo(proposal_id, body["user"]["id"])
        await self._after(body, client, proposal_id)

    async def handle_cancel(self, body: Json, ack: AsyncAck, client: AsyncWebClient) -> None:
        """*Cancel* in the direct message."""
        await ack()
        proposal = await self._own(body, render.proposal_of(body["actions"][0].get("value", "")))
        if proposal:
            await self._desk.kept.cancel(proposal.id)
            await self._after(body, client, proposal.id)

    async def _open(self, body: Json, client: AsyncWebClient, line: str, about: UUID | None) -> None:
        words, language = await self._words(body, line)
        if not await self._desk.may_teach(body["user"]["id"]):
            shown = render.render_sentence(words, self._denial(words))
        else:
            meta = {"about": str(about)} if about else {}
            shown = self._form(words, language, render.TO_LINE, line, meta)
        await open_modal(body, client, shown, language)

    def _form(
        self,
        words: TeachingWords,
        language: Language,
        wanted: str,
        line: str,
        meta: Mapping[str, str],
        before: Lesson | None = None,
    ) -> View:
        metadata = json.dumps(meta, ensure_ascii=False)
        if wanted == render.TO_OFF_TOPIC:
            return render.render_off_topic_form(words, line, metadata=metadata)
        if wanted == render.TO_ENTRY:
            form = form_of(before.draft) if before and before.draft else empty_form(line)
            return render.render_entry_form(words, form, metadata=metadata)
        suggested = self._desk.suggestions(line, language)
        chosen = before.entry if before else ""
        titles = self._desk.titles(language)
        return render.render_line_form(words, line, titles, suggested, chosen=chosen, metadata=metadata)

    async def _propose(self, body: Json, lesson: Lesson, language: Language) -> Proposal | list[LessonFault]:
        view, meta = body["view"], meta_of(body["view"])
        team = body["team"]["id"]
        proposal = Proposal(
            # The same for the same modal as it was sent off: however often it comes, it is one.
            id=uuid5(NAMESPACE_URL, f"setupbot:teach:{team}:{view['id']}:{view['hash']}"),
            team=team,
            by=body["user"]["id"],
            language=language,
            lesson=lesson,
            view_id=view["id"],
            settles=await self._desk.settles(team, lesson, render.proposal_of(meta.get("about", ""))),
        )
        return await self._desk.propose(proposal, render.proposal_of(meta.get("instead", "")))

    async def _taught(self, body: Json, proposal_id: UUID | None) -> View:
        proposal = await self._own(body, proposal_id)
        words, language = await self._words(body, proposal.lesson.line if proposal else "")
        if not await self._desk.may_teach(body["user"]["id"]):
            return render.render_sentence(words, self._denial(words))
        done = await self._desk.teach(proposal.id) if proposal else None
        if proposal is None or done is None:
            return render.render_sentence(words, words.gone)
        if isinstance(done, Proposal):
            return self._shown(done)
        said = [words.fault(fault.code, self._about(fault, language)) for fault in done]
        return render.render_proposal(words, proposal, self._desk.titles(language), said)

    async def _own(self, body: Json, proposal_id: UUID | None) -> Proposal | None:
        """The proposal, for who made it."""
        proposal = await self._desk.kept.proposal(proposal_id) if proposal_id else None
        return proposal if proposal and proposal.by == body["user"]["id"] else None

    async def _after(self, body: Json, client: AsyncWebClient, proposal_id: UUID) -> None:
        """Shows what became of it where the button stood."""
        proposal = await self._desk.kept.proposal(proposal_id)
        if proposal is None:
            return
        if "view" in body:
            await show(client.views_update(view_id=body["view"]["id"], view=self._shown(proposal)))
        else:
            await self._desk.kept.tell(proposal_id)

    def _shown(self, proposal: Proposal) -> View:
        words = words_in(proposal.language).teaching
        return render.render_proposal(words, proposal, self._desk.titles(proposal.language))

    def _errors(self, faults: list[LessonFault], words: TeachingWords, view: View) -> dict[str, str]:
        """By field; Slack takes errors of inputs only, and one for each."""
        fields = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
        language: Language = "ko" if words is words_in("ko").teaching else "en"
        told: dict[str, str] = {}
        for fault in faults:
            name = fault.field if fault.field in fields else fields[0]
            told.setdefault(name, words.fault(fault.code, self._about(fault, language)))
        return told

    def _about(self, fault: LessonFault, language: Language) -> str:
        if fault.code in ("is_utterance", "entry_gone"):
            return self._desk.titles(language).get(fault.about, fault.about)
        return fault.about

    def _denial(self, words: TeachingWords) -> str:
        return words.denied if self._desk.maintainers.are_there() else words.not_set

    async def _words(self, body: Json, text: str) -> tuple[TeachingWords, Language]:
        language = await self._desk.language(body["team"]["id"], body["user"]["id"], text)
        return words_in(language).teaching, language
