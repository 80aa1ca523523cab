"""Talk through a guide: one message that shows one step, and changes with the buttons under it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.answering.model import Answer
from bot.conversations.answer_path import AnswerPath
from bot.conversations.hosts.turns import Turn, is_direct
from bot.conversations.model import Press
from bot.conversations.questions import Load
from bot.conversations.speaking import turn_of
from bot.conversations.talks import NOTHING, Nothing
from bot.guides.model import BELOW, Move, read_move
from bot.guides.ports import Spot, Walk, Walks
from bot.knowledge.model import Language
from bot.rendering.slack import More
from bot.reporting.model import Choice, Mention, Notice
from bot.storage.model import OPENLY, QuestionRow, ThreadState
from bot.words import words_in
from bot.words.leading import LeadingWords
from bot.work.ports import RenderedReply

WORDED = (*OPENLY, "dm")
UNFINISHED = timedelta(hours=12)
"""For so long after its last move a guide is what somebody is busy with."""


class GuideTalk:
    """The asker's guide stands in their thread; everybody else gets one of their own, in private."""

    def __init__(self, walks: Walks, path: AnswerPath, load: Load) -> None:
        self._walks, self._path, self._load = walks, path, load

    async def __call__(self, chain: Sequence[QuestionRow]) -> RenderedReply | Nothing | None:
        """None where it is about something else. Called again, it says the same."""
        question = chain[0]
        if question.surface != "button":
            return None
        press = Press.read(question.text)
        if press.action == "start_guide":
            return await self._show(turn_of(chain))
        if press.action == "move_guide":
            return await self._move(turn_of(chain), press)
        return None

    async def foot(self, question: QuestionRow, language: Language) -> Sequence[More]:
        """Under the answer to an error of a step, or to whatever else came up meanwhile: the way back."""
        walk = await self._walks.failed_in(question.id) or await self._going_on(question)
        if walk is None:
            return ()
        label = words_in(language).leading.step_back.format(step=walk.step + 1)
        return (More(label=label, action=f"move_guide:{BELOW}", token=str(walk.question_id)),)

    async def _going_on(self, question: QuestionRow) -> Walk | None:
        """The asker's unfinished guide where they asked in words; buttons lead further from there."""
        if question.surface not in WORDED:
            return None
        spot = Spot(
            team=question.team,
            user=question.user_id,
            channel=question.channel,
            thread=None if is_direct(question) else question.thread,
            at=question.asked_at,
        )
        return await self._walks.going_on(spot, UNFINISHED)

    async def _show(self, turn: Turn) -> RenderedReply | Nothing:
        question, root = turn.question, turn.chain[-1]
        told = await self._path.told(turn.chain)
        reply = told.reply
        words = words_in(reply.language).leading
        if not (isinstance(reply, Answer) and reply.commands):
            return turn.notice(Notice(language=reply.language, says=(words.guide_none,)))
        walk = await self._walks.begin(question.id)
        if walk.moved_to:
            return NOTHING  # the step stands further down
        is_own = root.user_id == question.user_id and root.surface in OPENLY
        is_open = is_direct(question) or (is_own and not told.is_secret)
        notice = _at(walk, reply, words)
        keep = ThreadState(entry=reply.entry, platform=reply.platform, language=reply.language)
        made = turn.notice(notice, keep=keep)
        return RenderedReply(
            text=made.text,
            blocks=made.blocks,
            outcome=made.outcome,
            private=not is_open,
            keep=keep,
            pointer="" if is_open else words.guide_sent,
        )

    async def _move(self, turn: Turn, press: Press) -> RenderedReply | Nothing:
        guide = await self._load(press.token)
        walk = await self._walks.walk(guide.id) if guide else None
        words = words_in(turn.language).leading
        if guide is None or walk is None or guide.team != turn.question.team:
            return turn.notice(Notice(language=turn.language, says=(words.gone,)))
        if guide.user_id != turn.question.user_id:
            notice = Notice(
                language=turn.language,
                says=(words.guide_of,),
                whom=(Mention(kind="person", id=guide.user_id),),
                choices=(Choice(label=words.guide_own, action="start_guide"),),
            )
            return turn.notice(notice)
        if press.target == BELOW:
            await self._walks.bring(walk.question_id, turn.question.id)
            return await self._show(turn)
        move = read_move(press.target)
        if move is None:
            return NOTHING
        await self._step(walk, move, await self._steps(turn))
        return NOTHING

    async def _step(self, walk: Walk, move: Move, steps: int) -> None:
        step, state = min(walk.step, max(steps - 1, 0)), walk.state
        match move.way:
            case "done" if step + 1 >= steps:
                state = "done"
            case "done":
                step, state = step + 1, "walking"
            case "back":
                state = "walking"
            case "stop":
                state = "stopped"
        await self._walks.move(walk.question_id, move.moves, step=step, state=state)

    async def _steps(self, turn: Turn) -> int:
        told = await self._path.told(turn.chain)
        return len(told.reply.commands) if isinstance(told.reply, Answer) else 0


def _at(walk: Walk, answer: Answer, words: LeadingWords) -> Notice:
    """The step that is shown, or how it ended. Pure."""
    steps = len(answer.commands)
    step = min(walk.step, steps - 1)
    if walk.state == "done":
        following = answer.next
        further = (
            (Choice(label=following.title, action=f"choose_entry:{following.entry}"),) if following else ()
        )
        return Notice(
            language=answer.language,
            title=answer.title,
            says=(words.guide_done.format(steps=steps),),
            choices=further,
        )
    on = Choice(label=words.step_go_on, action=f"move_guide:back.{walk.moves}", style="primary")
    whole = Choice(label=words.step_all, action="show_rest:0")
    if walk.state == "stopped":
        says = words.step_stopped.format(step=step + 1, steps=steps)
        return Notice(language=answer.language, title=answer.title, says=(says,), choices=(on, whole))
    title = words.step_title.format(title=answer.title, step=step + 1, steps=steps)
    stop = Choice(label=words.step_stop, action=f"move_guide:stop.{walk.moves}")
    if walk.state == "failed":
        again = Choice(label=words.step_again, action=f"move_guide:back.{walk.moves}", style="primary")
        return Notice(
            language=answer.language, title=title, says=(words.step_told,), choices=(again, stop, whole)
        )
    failed = Choice(label=words.step_failed, action=f"guide_failed:{walk.moves}", style="danger")
    done = Choice(label=words.step_done, action=f"move_guide:done.{walk.moves}", style="primary")
    return Notice(
        language=answer.language,
        title=title,
        says=answer.notices if step == 0 else (),
        commands=(answer.commands[step],),
        choices=(done, failed, stop, whole),
    )
