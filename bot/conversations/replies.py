"""What is said in reply to a kept question: the answer path, laid out for Slack.

Pure but for looking up the question that a pressed button belongs to; so it may be asked again
after a crash and says the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from bot.answering.model import Abstention, Answer, Reply
from bot.conversations.answer_path import AnswerPath, Told
from bot.conversations.languages import PersonLanguages, is_bare
from bot.conversations.model import Press
from bot.conversations.questions import Load, chain_of
from bot.conversations.talks import Foot, Machines, Talk
from bot.guides.model import is_guide
from bot.live.edition import Editions
from bot.rendering.notice_slack import render_notice
from bot.rendering.slack import More, Place, render_slack
from bot.reporting.model import Notice
from bot.storage.model import Outcome, QuestionRow, ThreadState
from bot.words import words_in
from bot.work.ports import AnswerQuestion, Block, RenderedReply


class Replies:
    """Implements ``bot.work.ports.AnswerQuestion``; ``notices`` are asked first what nobody asked is to say.

    ``talks`` are asked in their order, before the answer path; ``machines`` tells which machine an answer
    has to fit. ``leads``: under an answer stands what leads further (feedback, why, a person, a guide), for
    which there must be talks. ``feet`` may add buttons. ``languages``: in which to answer a bare command.
    """

    def __init__(
        self,
        editions: Editions,
        load: Load,
        pictures_url: str = "",
        talks: Sequence[Talk] = (),
        machines: Machines | None = None,
        notices: Sequence[AnswerQuestion] = (),
        feet: Sequence[Foot] = (),
        *,
        leads: bool = False,
        languages: PersonLanguages | None = None,
    ) -> None:
        self._editions, self._load, self._pictures_url = editions, load, pictures_url
        self._talks, self._notices, self._feet = tuple(talks), tuple(notices), tuple(feet)
        self._path, self._leads, self._languages = AnswerPath(editions, machines), leads, languages

    async def __call__(self, question: QuestionRow) -> RenderedReply | None:
        """The reply; None where a remark in a thread was no question for the bot.

        It is made of one Edition of the knowledge from beginning to end.
        """
        with self._editions.held():
            return await self._replied(question)

    async def _replied(self, question: QuestionRow) -> RenderedReply | None:
        if question.surface == "notice":
            for notice in self._notices:
                if noticed := await notice(question):
                    return noticed
        chain = [self._path.real(row) for row in await chain_of(question, self._load)]
        chain[-1] = await self._with_language(chain[-1])
        for talk in () if question.surface == "overheard" else self._talks:
            if said := await talk(chain):
                return said if isinstance(said, RenderedReply) else None
        if question.surface == "notice":
            return None  # of what is forgotten
        told = await self._path.told(chain)
        more = [button for foot in self._feet for button in await foot(question, told.reply.language)]
        return self._rendered(question, chain, told, more)

    async def _with_language(self, root: QuestionRow) -> QuestionRow:
        is_open = root.surface == "command" and root.language is None and is_bare(root.text)
        if not (self._languages and is_open):
            return root
        return replace(root, language=await self._languages.of(root.team, root.user_id))

    def _rendered(
        self, question: QuestionRow, chain: list[QuestionRow], told: Told, more: Sequence[More]
    ) -> RenderedReply | None:
        reply = told.reply
        if question.surface in ("follow-up", "overheard") and isinstance(reply, Abstention):
            return None
        if question.surface == "overheard" and isinstance(reply, Answer):
            reply = replace(reply, notices=(*reply.notices, words_in(reply.language).overhearing.unasked))
        is_shared = question.surface == "button" and Press.read(question.text).action == "share_answer"
        is_private = told.is_secret or (question.response_url is not None and not is_shared)
        pointer = words_in(reply.language).checking.pointer if told.is_secret else ""
        place = self._place(question, reply, is_private=is_private, more=more)
        message = render_slack(reply, place, _page(question))
        return RenderedReply(
            text=message.text,
            blocks=tuple(message.blocks),
            outcome=replace(_outcome(reply), settles=_chosen_from(chain)),
            private=is_private,
            keep=_kept(reply, question.about),
            pointer=pointer,
            pressed=self._shared(chain[1], reply, more) if is_shared and len(chain) > 1 else None,
            otherwise=_not_shared(reply) if is_shared else None,
        )

    def _shared(
        self, question: QuestionRow, reply: Reply, more: Sequence[More]
    ) -> tuple[str, tuple[Block, ...]] | None:
        """What the private answer to ``question`` reads like once it is shared."""
        if not isinstance(reply, Answer):
            return None
        says = words_in(reply.language).checking.shared
        shared = replace(reply, notices=(*reply.notices, says))
        message = render_slack(
            shared, self._place(question, reply, is_private=False, more=more), _page(question)
        )
        return message.text, tuple(message.blocks)

    def _place(self, question: QuestionRow, reply: Reply, *, is_private: bool, more: Sequence[More]) -> Place:
        place = Place(
            token=str(question.id), is_private=is_private, pictures_url=self._pictures_url, more=tuple(more)
        )
        if not self._leads:
            return place
        press = Press.read(question.text) if question.surface == "button" else None
        chosen = press.target if press and press.action == "choose_arch" and question.platform.arch else ""
        return replace(
            place,
            offers_person=True,
            offers_why=True,
            offers_feedback=isinstance(reply, Answer) and _page(question) == 0,
            offers_guide=isinstance(reply, Answer) and is_guide(reply, self._path.answerer.knowledge),
            offers_saving=chosen,
        )


def _page(question: QuestionRow) -> int:
    press = Press.read(question.text) if question.surface == "button" else None
    is_page = press and press.action == "show_rest" and press.target.isascii() and press.target.isdigit()
    return int(press.target[:4]) if press and is_page else 0


def _chosen_from(chain: Sequence[QuestionRow]) -> UUID | None:
    """The question whose near misses had the button that was pressed."""
    is_choice = chain[0].surface == "button" and Press.read(chain[0].text).action == "choose_entry"
    return chain[1].id if is_choice and len(chain) > 1 else None


def _not_shared(reply: Reply) -> tuple[str, tuple[Block, ...]]:
    says = words_in(reply.language).checking.not_shared
    sorry = render_notice(Notice(language=reply.language, says=(says,)))
    return sorry.text, tuple(sorry.blocks)


def _outcome(reply: Reply) -> Outcome:
    if isinstance(reply, Answer):
        return Outcome(kind="answer", entry=reply.entry, score=reply.match.score if reply.match else None)
    return Outcome(kind="suggest" if reply.reason == "close" else "abstain", score=reply.score)


def _kept(reply: Reply, about: str | None) -> ThreadState:
    entry = reply.entry if isinstance(reply, Answer) else about
    return ThreadState(entry=entry, platform=reply.platform.as_heard(), language=reply.language)
