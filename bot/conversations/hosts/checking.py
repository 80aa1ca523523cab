"""Checks in conversation: "looking…", then the Report in its place, or why there is none."""

from __future__ import annotations

from dataclasses import replace

from bot.conversations.hosts.again import read_again
from bot.conversations.hosts.grounds import Grounds, is_open, may_show
from bot.conversations.hosts.intents import Intent
from bot.conversations.hosts.model import Looked, People
from bot.conversations.hosts.reports import Reports
from bot.conversations.hosts.turns import Turn, is_direct
from bot.conversations.model import Press
from bot.hosts.checking import Checks
from bot.hosts.model import CheckRequest, CheckState, Granted, Host, Shown, folded_name
from bot.hosts.permissions import Permissions
from bot.knowledge.model import Language
from bot.platforms.choosing import describe
from bot.rendering.report_slack import ReportPlace, render_checks, render_report
from bot.reporting.model import Choice, Mention, Notice, ShownReport
from bot.storage.model import NOWHERE, Person, ThreadState
from bot.words import CheckingWords, Name, words_in
from bot.work.ports import RenderedReply

NAME_CHARS = 64
EXAMPLE_URL = "https://your.host"


class Checking:
    """Asks for checks and shows what came of them. A Report is seen by those whom the owner lets, and nobody else."""

    def __init__(
        self,
        *,
        checks: Checks,
        looked: Looked,
        people: People,
        permissions: Permissions,
        reports: Reports,
        grounds: Grounds,
        public_url: str = "",
    ) -> None:
        self._checks, self._looked, self._people = checks, looked, people
        self._permissions, self._reports, self._grounds = permissions, reports, grounds
        self._public_url = public_url

    async def check(self, turn: Turn, intent: Intent) -> RenderedReply:
        """Asks the Host (once for this question), and says how far it is."""
        name = folded_name(intent.name)
        if name is None:
            says = words_in(turn.language).checking.bad_name.format(code=as_code(intent.name))
            return turn.notice(Notice(language=turn.language, says=(says,)))
        request = CheckRequest(
            question_id=turn.question.id, asker=turn.asker, host_name=name, user=intent.user
        )
        state = await self._checks.request(request)
        granted = await self._looked.host(state.host.id) if state.host else None
        if granted and state.observation and not await self._permissions.may_check(granted, turn.asker):
            return replace(turn.notice(self._not_yours(granted, turn)), replaces=_replaces(turn))
        words = words_in(turn.language).checking
        is_private = self._is_private(turn, granted)
        if state.status == "waiting":
            says = words.looking.format(host=Name(name))
            looking = turn.notice(Notice(language=turn.language, says=(says,)))
            return replace(
                looking,
                private=is_private or (looking.private and turn.is_alone),
                is_interim=True,
                replaces=_replaces(turn),
            )
        if state.observation is None or state.status == "not_allowed":
            return replace(turn.notice(self._nothing(state, words, turn)), replaces=_replaces(turn))
        return await self._report(turn, state, granted, is_private)

    async def every(self, turn: Turn, page: int) -> RenderedReply | None:
        """The list of all Checks, for whoever pressed, if they may see it."""
        state = await self._grounds.of(turn)
        granted = await self._looked.host(state.host.id) if state and state.host else None
        if state is None or state.observation is None or granted is None:
            says = words_in(turn.language).checking.nothing_to_share
            return turn.notice(Notice(language=turn.language, says=(says,)))
        is_theirs = await self._permissions.may_check(granted, turn.asker)
        await self._noted(turn, granted, "all_checks", allowed=is_theirs)
        if not is_theirs:
            return turn.notice(self._not_yours(granted, turn))
        report = await self._reports.shown(state.observation, turn.language, granted.host.name)
        message = render_checks(report, str(turn.question.id), page)
        return turn.reply(message, is_private=not turn.is_alone)

    async def share(self, turn: Turn) -> RenderedReply:
        """The Report for all in the conversation, where it is the asker's to share."""
        state = await self._grounds.of(turn)
        granted = await self._looked.host(state.host.id) if state and state.host else None
        words = words_in(turn.language).checking
        if state is None or state.observation is None or granted is None:
            return turn.notice(Notice(language=turn.language, says=(words.nothing_to_share,)))
        is_theirs = await self._permissions.may_check(granted, turn.asker)
        is_theirs = is_theirs and may_show(granted, turn, self._permissions)
        await self._noted(turn, granted, "share", allowed=is_theirs)
        if not is_theirs:
            whom = (Mention(kind="person", id=granted.host.owner),)
            return turn.notice(Notice(language=turn.language, says=(words.not_to_share,), whom=whom))
        report = await self._reports.shown(state.observation, turn.language, granted.host.name)
        message = render_report(report, ReportPlace(token=str(turn.question.id), offers_feedback=True))
        reply = turn.reply(message, is_private=False, keep=_kept(report, granted.host, turn))
        shared = replace(report, notices=(*report.notices, words.shared))
        own = ReportPlace(token=Press.read(turn.question.text).token, offers_feedback=True)
        pressed = render_report(shared, own)
        sorry = turn.notice(Notice(language=turn.language, says=(words.not_shared,)))
        return replace(
            reply, pressed=(pressed.text, tuple(pressed.blocks)), otherwise=(sorry.text, sorry.blocks)
        )

    async def _report(
        self, turn: Turn, state: CheckState, granted: Granted | None, is_private: bool
    ) -> RenderedReply:
        words = words_in(turn.language).checking
        if state.observation is None or state.host is None:
            raise ValueError("a Report needs an Observation, and that a Host")
        is_new = state.status == "done"
        before = state.before if is_new else None
        report = await self._reports.shown(state.observation, turn.language, state.host_name, before)
        if not is_new:
            problem = problem_with(state, turn.language, self._public_url)
            lead = "\n\n".join(part for part in (*problem, words.last_seen, report.lead) if part)
            report = replace(report, lead=lead)
        elif report.changes and not _is_again(turn) and not (report.changes.mended or report.changes.broken):
            report = replace(report, changes=None)
        owns = granted is not None and self._permissions.owns(granted.host, turn.asker)
        learn = await self._learnt(turn, report) if owns and is_new else None
        if learn:
            platform = describe(learn.platform, self._reports.knowledge.catalogue)
            report = replace(report, notices=(*report.notices, words.learnt.format(platform=platform)))
        is_shareable = owns or (granted is not None and is_open(granted, turn.chain[-1].channel))
        place = ReportPlace(
            token=str(turn.question.id),
            can_check=state.status not in ("revoked", "quarantined"),  # another would find it no better
            can_share=is_shareable and (is_private or turn.is_alone) and not is_direct(turn.chain[-1]),
            offers_feedback=True,
        )
        return turn.reply(
            render_report(report, place),
            is_private=is_private,
            keep=_kept(report, state.host, turn),
            learn=learn,
            replaces=_replaces(turn),
        )

    async def _learnt(self, turn: Turn, report: ShownReport) -> Person | None:
        """The machine of somebody of whose machines nothing is known yet, from a Host of theirs."""
        if report.platform.arch is None or report.platform.distro is None:
            return None
        person = await self._people.person(turn.question.team, turn.question.user_id) or Person()
        if person.platform != NOWHERE:
            return None
        return replace(person, platform=report.platform.as_saved())

    async def _noted(self, turn: Turn, granted: Granted, how: Shown, *, allowed: bool) -> None:
        """Who read what of a Host is in its log, however often the answer is given."""
        await self._checks.record_shown(turn.question.id, turn.asker, granted.host, how, allowed=allowed)

    def _is_private(self, turn: Turn, granted: Granted | None) -> bool:
        """Everything about a Host is, but where its owner allowed the whole channel."""
        question = turn.question
        if turn.is_alone:
            return False
        if question.surface == "command":
            return True
        if question.surface == "button" and Press.read(question.text).is_private:
            return True
        return granted is None or not is_open(granted, question.channel)

    def _nothing(self, state: CheckState, words: CheckingWords, turn: Turn) -> Notice:
        """There is no Report to show: why, and what to do."""
        name = Name(state.host_name)
        if state.status == "unknown":
            return unknown(name, state.suggestions, turn)
        if state.status == "not_allowed" and state.host:
            return self._not_yours(Granted(host=state.host), turn)
        says = [*problem_with(state, turn.language, self._public_url)]
        if state.status == "offline":
            says += [words.never_seen, words.offline_help]
        return Notice(language=turn.language, says=tuple(says), choices=(self._next(state, turn),))

    def _next(self, state: CheckState, turn: Turn) -> Choice:
        """What helps: an owner ends what another check would find no better."""
        words, host = words_in(turn.language).hosts, state.host
        if host and self._permissions.owns(host, turn.asker):
            if state.status == "quarantined":
                return Choice(label=words.revoke_now, action=f"revoke_host:{host.id}", style="danger")
            if state.status == "revoked":
                return Choice(label=words.add_again, action=f"add_host:{host.name}")
        return Choice(label=words.check_again, action=f"check_again:{state.host_name}")

    def _not_yours(self, granted: Granted, turn: Turn) -> Notice:
        words, name = words_in(turn.language).checking, Name(granted.host.name)
        return Notice(
            language=turn.language,
            says=(words.not_yours.format(host=name), words.not_yours_help.format(host=name)),
            whom=(Mention(kind="person", id=granted.host.owner),),
        )


def problem_with(state: CheckState, language: Language, public_url: str = "") -> tuple[str, ...]:
    """Why there is no fresh Report, in a sentence or two; ``public_url`` is where agents reach the bot."""
    words = words_in(language).checking
    sentences = {
        "offline": (words.offline,),
        "quarantined": (words.quarantined, words.quarantined_help),
        "revoked": (words.revoked, words.revoked_help),
        "busy": (words.busy,),
        "expired": (words.expired,),
        "refused": (words.refusal(state.refusal),),
        "unknown": (words.unknown, words.unknown_help),
    }
    name = Name(quoted(state.host_name))
    code, url = as_code(state.host_name), public_url or EXAMPLE_URL
    return tuple(
        sentence.format(host=name, code=code, url=url)
        for sentence in sentences.get(state.status, (words.expired,))
    )


def unknown(name: str, suggestions: tuple[str, ...], turn: Turn) -> Notice:
    """No Host of that name: those that may be meant, as buttons, and how to add one."""
    words, host = words_in(turn.language).checking, words_in(turn.language).hosts
    says = [words.unknown.format(code=as_code(name))]
    if suggestions:
        says.append(words.unknown_other)
    buttons = tuple(
        Choice(label=host.check.format(host=other), action=f"check_host:{other}") for other in suggestions
    )
    after = (words.unknown_help.format(host=name),)
    return Notice(language=turn.language, says=tuple(says), choices=buttons, after=after)


def as_code(typed: str) -> Name:
    """The same in backticks, with a particle behind them."""
    return Name(f"`{quoted(typed)}`")


def quoted(typed: str) -> str:
    """What somebody typed as a name, so that it can stand in backticks."""
    return " ".join(typed.replace("`", "'").split())[:NAME_CHARS] or "?"


def _is_again(turn: Turn) -> bool:
    question = turn.question
    if question.surface == "button":
        return Press.read(question.text).action == "check_again"
    return read_again(question.text) is not None


def _replaces(turn: Turn) -> bool:
    """Whether the pressed private message becomes the reply."""
    return turn.question.surface == "button" and _is_again(turn) and Press.read(turn.question.text).is_private


def _kept(report: ShownReport, host: Host, turn: Turn) -> ThreadState:
    """From then on the thread is about the machine that the Host is."""
    platform = report.platform.as_seen_on(host.id)
    return ThreadState(entry=turn.question.about, platform=platform, language=turn.language)
