"""Owners and their hosts in conversation: listing, adding, allowing, ending, and the log."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from uuid import UUID

from bot.conversations.hosts.checking import quoted
from bot.conversations.hosts.intents import Intent
from bot.conversations.hosts.model import Looked
from bot.conversations.hosts.reports import Reports
from bot.conversations.hosts.telling import enrolment, named, told_owner, why_not
from bot.conversations.hosts.turns import Turn
from bot.hosts.model import TERMINAL, AuditRow, Declined, HostView
from bot.hosts.owning import Hosts
from bot.rendering.report_slack import SIGNS
from bot.reporting.model import Choice, Group, Mention, Notice, Row
from bot.words import HostWords, Name, words_in
from bot.work.ports import RenderedReply

BUTTONS = 5
LOG_ROWS = 20


class Managing:
    """``public_url`` is where agents reach the bot, or empty; ``digest`` the SHA-256 of the agent it serves, or empty."""

    def __init__(
        self,
        *,
        hosts: Hosts,
        looked: Looked,
        reports: Reports,
        public_url: str,
        digest: Callable[[], str],
    ) -> None:
        self._hosts, self._looked, self._reports = hosts, looked, reports
        self._public_url, self._digest = public_url, digest

    async def do(self, turn: Turn, intent: Intent) -> RenderedReply:
        """Whatever is wanted but a check."""
        match intent.verb:
            case "list":
                return turn.notice(await self.listed(turn))
            case "add":
                return turn.notice(await self.add(turn, intent.name))
            case "allow" | "disallow":
                return turn.notice(await self.allow(turn, intent))
            case "remove" | "revoke" | "keep":
                return await self.end(turn, intent.verb, intent.name)
            case "log":
                return turn.notice(await self.log(turn, intent.name))
            case _:
                words = words_in(turn.language).hosts
                return turn.notice(Notice(language=turn.language, title=words.help_title, says=(words.help,)))

    async def listed(self, turn: Turn) -> Notice:
        """Their hosts, how each was last seen, and how to add one."""
        words = words_in(turn.language).hosts
        views = await self._hosts.listed(turn.asker)
        mine = [await self._row(view, turn, words) for view in views if view.is_mine]
        others = [await self._row(view, turn, words) for view in views if not view.is_mine]
        groups = [Group(title=words.mine, rows=tuple(mine))] if mine else []
        if others:
            groups.append(Group(title=words.others, rows=tuple(others)))
        live = [view.host.name for view in views if view.host.is_live][:BUTTONS]
        return Notice(
            language=turn.language,
            title=words.list_title,
            says=() if views else (words.none_yet,),
            groups=tuple(groups),
            after=(words.opt_in, *(() if views else (words.opt_in_more,))),
            choices=_checks_of(live, words),
        )

    async def which(self, turn: Turn) -> Notice:
        """Asks which of the hosts that they may check they mean."""
        words = words_in(turn.language).hosts
        live = [view.host.name for view in await self._hosts.listed(turn.asker) if view.host.is_live]
        if not live:
            return await self.listed(turn)
        return Notice(
            language=turn.language, says=(words.which_again,), choices=_checks_of(live[:BUTTONS], words)
        )

    async def _row(self, view: HostView, turn: Turn, words: HostWords) -> Row:
        host = view.host
        seen = await self._looked.last_observations(host.id, limit=1)
        parts: list[str | Mention] = [f"**{host.name}**"]
        state = words.named(words.states, host.state)
        if state:
            parts.append(state)
        if seen:
            mood = await self._reports.mood(seen[0])
            age = (self._reports.clock() - seen[0].received_at).total_seconds()
            parts.append(f"{SIGNS[mood]} {words.named(words.moods, mood)}")
            parts.append(words_in(turn.language).reports.age(age))
        elif host.is_live:
            parts.append(words.never_checked)
        if host.is_live:
            parts.append(words.online if host.is_online else words.away)
        if not view.is_mine:
            parts.append(Mention(kind="person", id=host.owner))
        return tuple(parts)

    async def add(self, turn: Turn, name: str, owner: str | None = None) -> Notice:
        """A one-time code, and what to run on the host with it."""
        words = words_in(turn.language).hosts
        if not self._public_url:
            return Notice(language=turn.language, says=(words.no_public_url,), is_done=False)
        made = await self._hosts.add(turn.asker, name, owner)
        if isinstance(made, Declined):
            return await self._declined(made, turn)
        return enrolment(made, self._public_url, self._digest(), words, turn)

    async def allow(self, turn: Turn, intent: Intent) -> Notice:
        """Lets others check it, or takes that back; one subject after the other."""
        words, name = words_in(turn.language).hosts, Name(intent.name)
        if intent.wrong:
            says = words.bad_subject.format(wrong=quoted(intent.wrong))
            return Notice(language=turn.language, says=(says,), is_done=False)
        if not intent.subjects:
            says = words.whom.format(host=quoted(name))
            return Notice(language=turn.language, says=(says,), is_done=False)
        use = self._hosts.allow if intent.verb == "allow" else self._hosts.disallow
        for subject in intent.subjects:
            done = await use(turn.asker, intent.name, subject)
            if isinstance(done, Declined) and not (done.host and intent.verb == "disallow"):
                return await self._declined(done, turn)
            name = Name(done.host.name if isinstance(done, Declined) and done.host else done.name)
        template = words.allowed if intent.verb == "allow" else words.disallowed
        whom = tuple(named(subject, words) for subject in intent.subjects)
        return Notice(language=turn.language, says=(template.format(host=name),), whom=whom)

    async def end(self, turn: Turn, verb: str, which: str | UUID) -> RenderedReply:
        """Keeps, revokes or removes; a second run of the same question finds it done and says the same."""
        told = await self.ended(turn, verb, which)
        return turn.notice(told, done=f"{verb}:{which}" if told.is_done else "")

    async def ended(self, turn: Turn, verb: str, which: str | UUID) -> Notice:
        """The same as a Notice."""
        words = words_in(turn.language).hosts
        use = {"keep": self._hosts.keep, "revoke": self._hosts.revoke, "remove": self._hosts.remove}[verb]
        done = await use(turn.asker, which)
        says = {"keep": words.kept, "revoke": words.revoked_done, "remove": words.removed}[verb]
        if isinstance(done, Declined):
            if not (done.why == "unknown" and turn.question.entry == f"{verb}:{which}"):
                return await self._declined(done, turn)
            name = str(which)
        else:
            name = done.name
        check = Choice(label=words.check.format(host=name), action=f"check_host:{name}", style="primary")
        add = Choice(label=words.add_again, action=f"add_host:{name}")
        choices = {"keep": (check,), "revoke": (add,)}.get(verb, ())
        return Notice(language=turn.language, says=(says.format(host=Name(name)),), choices=choices)

    async def log(self, turn: Turn, name: str, limit: int = LOG_ROWS) -> Notice:
        """Who asked what, when, and whether they might."""
        words = words_in(turn.language).hosts
        rows = await self._hosts.log(turn.asker, name or None, limit=limit)
        if isinstance(rows, Declined):
            return await self._declined(rows, turn)
        title = words.log_title.format(host=Name(name)) if name else words.list_title
        groups = (Group(title="", rows=tuple(_logged(row, words, name) for row in rows)),) if rows else ()
        says = () if rows else (words.log_empty,)
        return Notice(language=turn.language, title=title, says=says, groups=groups)

    async def notice(self, turn: Turn, kind: str, host_id: UUID) -> RenderedReply | None:
        """What an owner is told unasked; None for a Host that is forgotten."""
        granted = await self._hosts.host(host_id)
        if granted is None:
            return None
        return turn.notice(told_owner(kind, granted.host, words_in(turn.language).hosts, turn))

    async def _declined(self, declined: Declined, turn: Turn) -> Notice:
        found = await self._looked.named(turn.question.team, declined.name)
        return replace(why_not(declined, turn, found.host.owner if found else ""), is_done=False)


def _checks_of(names: Sequence[str], words: HostWords) -> tuple[Choice, ...]:
    return tuple(Choice(label=words.check.format(host=name), action=f"check_host:{name}") for name in names)


def _logged(row: AuditRow, words: HostWords, title: str) -> Row:
    """``title`` names the Host that all rows are about, if they are about one."""
    did = words.named(words.actions, row.action)
    what = f"**{quoted(row.host_name)}**: {did}" if row.host_name and not title else did
    told: Row = (_who(row.asker, words), what, words.log_yes if row.allowed else words.log_no)
    if row.action in ("allow", "disallow") and (whom := _whom(row.detail, words)):
        told = (*told, whom)
    return (row.at, *told) if row.at else told


def _whom(detail: str, words: HostWords) -> str | Mention:
    """Whom a row of the log allowed: ``person U123``, ``everyone``."""
    kind, _, subject_id = detail.partition(" ")
    match kind:
        case "person" | "group" | "channel" as mentioned if subject_id.isalnum():
            return Mention(kind=mentioned, id=subject_id)
        case _:
            return dict(words.subjects).get(kind, "")


def _who(asker: str, words: HostWords) -> str | Mention:
    if asker[:1] in ("U", "W") and asker.isalnum():
        return Mention(kind="person", id=asker)
    if asker.startswith(TERMINAL):
        return words.log_terminal.format(user=f"`{quoted(asker.removeprefix(TERMINAL))}`")
    return words.log_bot if asker == "bot" else words.log_host
