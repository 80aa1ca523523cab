"""Talk through a guide: one message that shows one step, and changes with the buttons under it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answering.model import Answer
from bot.conversations.answer_path import AnswerPath
from bot.conversations.hosts.turns import Turn, is_direct
from bot.conversations.model import Press
from bot.conversations.questions import Load
from bot.conversations.speaking import turn_of
from bot.conversations.talks import NOTHING, Nothing
from bot.guides.model import Move, read_move
from bot.guides.ports import Walk, Walks
from bot.knowledge.model import Language
from bot.rendering.slack import More
from bot.reporting.model import Choice, Mention, Notice
from bot.storage.model import QuestionRow, ThreadState
from bot.words import words_in
from bot.words.leading import LeadingWords
from bot.work.ports import RenderedReply

OPENLY = ("mention", "follow-up")


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
        """Under the answer to an error of a step: the way back."""
        walk = await self._walks.failed_in(question.id)
        if walk is None:
            return ()
        label = words_in(language).leading.step_back.format(step=walk.step + 1)
        return (More(label=label, action="move_guide:back", token=str(walk.question_id)),)

    async def _show(self, turn: Turn) -> RenderedReply:
        question, root = turn.question, turn.chain[-1]
        told = await self._path.told(turn.chain)
        reply = told.reply
        words = words_in(reply.language).leading
        if not (isinstance(reply, Answer) and reply.commands):
            return turn.notice(Notice(language=reply.language, says=(words.guide_none,)))
        walk = await self._walks.begin(question.id)
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
        if press.target == "back":
            move: Move | None = Move("back", walk.moves)
        else:
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
