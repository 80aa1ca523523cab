"""Owners and their hosts in conversation: listing, adding, allowing, ending, and the log."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from bot.answering.model import ShownCommand
from bot.conversations.hosts.checking import quoted, unknown
from bot.conversations.hosts.intents import Intent
from bot.conversations.hosts.model import Looked
from bot.conversations.hosts.reports import Reports
from bot.conversations.hosts.turns import Turn
from bot.hosts.model import TERMINAL, AuditRow, Declined, EnrollmentCode, Host, HostView, Subject
from bot.hosts.owning import Hosts
from bot.rendering.report_slack import SIGNS
from bot.reporting.model import Choice, Group, Mention, Notice, Row
from bot.words import HostWords, Name, words_in
from bot.work.ports import RenderedReply

BUTTONS = 5
LOG_ROWS = 20
AGENT = "setupbot-agent.pyz"


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
            choices=tuple(
                Choice(label=f"{name} {words.check}", action=f"check_host:{name}") for name in live
            ),
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
        else:
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
            return self._declined(made, turn)
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
                return self._declined(done, turn)
            name = Name(done.host.name if isinstance(done, Declined) and done.host else done.name)
        template = words.allowed if intent.verb == "allow" else words.disallowed
        whom = tuple(_named(subject, words) for subject in intent.subjects)
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
                return self._declined(done, turn)
            name = str(which)
        else:
            name = done.name
        again = Choice(label=f"{name} {words.check}", action=f"check_host:{name}", style="primary")
        choices = (again,) if verb == "keep" else ()
        return Notice(language=turn.language, says=(says.format(host=Name(name)),), choices=choices)

    async def log(self, turn: Turn, name: str, limit: int = LOG_ROWS) -> Notice:
        """Who asked what, when, and whether they might."""
        words = words_in(turn.language).hosts
        rows = await self._hosts.log(turn.asker, name or None, limit=limit)
        if isinstance(rows, Declined):
            return self._declined(rows, turn)
        title = words.log_title.format(host=Name(name)) if name else words.list_title
        groups = (Group(title="", rows=tuple(_logged(row, words) for row in rows)),) if rows else ()
        says = () if rows else (words.log_empty,)
        return Notice(language=turn.language, title=title, says=says, groups=groups)

    async def notice(self, turn: Turn, kind: str, host_id: UUID) -> RenderedReply | None:
        """What an owner is told unasked; None for a Host that is forgotten."""
        granted = await self._hosts.host(host_id)
        if granted is None:
            return None
        return turn.notice(told_owner(kind, granted.host, words_in(turn.language).hosts, turn))

    def _declined(self, declined: Declined, turn: Turn) -> Notice:
        return replace(why_not(declined, turn), is_done=False)


def why_not(declined: Declined, turn: Turn) -> Notice:
    """Why it was not done, in a sentence, with what would help."""
    words, checks = words_in(turn.language).hosts, words_in(turn.language).checking
    name = Name(quoted(declined.name))
    match declined.why:
        case "unknown":
            return unknown(name, declined.suggestions, turn)
        case "not_allowed":
            says = checks.owner_only
        case "bad_name":
            says = checks.bad_name
        case "name_taken":
            says = words.name_taken if declined.host else words.name_taken_other
        case "too_many":
            says = words.too_many
        case "bad_subject":
            says = words.not_allowed_before if declined.host else words.bad_subject
        case _:
            says = words.ended
    return Notice(language=turn.language, says=(says.format(host=name, wrong=name),))


def described(view: HostView, turn: Turn) -> Notice:
    """Everything that is kept of a Host, for the operator."""
    words, host = words_in(turn.language).hosts, view.host
    facts: list[Row] = [
        (f"{words.field_owner}: `{quoted(host.owner)}`",),
        (f"{words.field_state}: {host.state}", words.online if host.is_online else words.away),
        (f"{words.field_machine}: `{quoted(host.hostname)}`", f"`{quoted(host.agent_version)}`"),
        (words.field_enrolled, host.enrolled_at),
    ]
    if host.seen_at:
        facts.append((words.field_seen, host.seen_at))
    if view.observed_at:
        facts.append((words.field_checked, view.observed_at))
    whom = tuple(_named(subject, words) for subject in sorted(view.subjects, key=lambda one: one.kind))
    if whom:
        facts.append((words.field_allowed, *whom))
    return Notice(language=turn.language, title=host.name, groups=(Group(title="", rows=tuple(facts)),))


def enrolment(made: EnrollmentCode, public_url: str, digest: str, words: HostWords, turn: Turn) -> Notice:
    """The code and the commands to paste on the host, in their order."""
    name = Name(made.name)
    commands = [_command(words.add_download, f"curl -fsSL -o {AGENT} {public_url}/agent.pyz")]
    if digest:
        check = f"echo '{digest}  {AGENT}' | sha256sum -c -"
        commands.append(_command(words.add_verify, check, expect=f"{AGENT}: OK"))
    enroll = f"sudo python3 {AGENT} enroll {public_url} --service"
    commands.append(_command(words.add_enroll, enroll, needs_root=True, note=words.add_enroll_note))
    return Notice(
        language=turn.language,
        title=words.add_title.format(host=name),
        says=(words.add_says.format(host=name),),
        secret=made.code,
        commands=tuple(commands),
        after=(words.add_private, words.add_after),
    )


def _command(
    does: str, run: str, *, expect: str = "", needs_root: bool = False, note: str = ""
) -> ShownCommand:
    return ShownCommand(  # noqa: S604 # names a shell to the reader, starts none
        does=does,
        run=run,
        shell="sh",
        needs_root=needs_root,
        grants_root=False,
        expect=expect,
        note=note,
    )


def told_owner(kind: str, host: Host, words: HostWords, turn: Turn) -> Notice:
    """A message that nobody asked for: what happened, and what can be done."""
    name = Name(host.name)
    keep = Choice(label=words.keep, action=f"keep_host:{host.id}", style="primary")
    revoke = Choice(label=words.revoke, action=f"revoke_host:{host.id}", style="danger")
    add = Choice(label=words.add_again, action=f"add_host:{host.name}")
    match kind:
        case "joined":
            machine = words.joined_machine.format(
                hostname=quoted(host.hostname), version=quoted(host.agent_version)
            )
            return Notice(
                language=turn.language,
                title=words.joined_title.format(host=name),
                says=(words.joined.format(host=name), machine),
                choices=(keep, revoke) if host.state == "joined" else (),
            )
        case "quarantined":
            return Notice(
                language=turn.language,
                says=(words.notice_quarantined.format(host=name),),
                choices=(revoke,) if host.is_live else (),
            )
        case "removed":
            says = words.notice_removed
        case _:
            says = words.notice_revoked_terminal if host.ended_by == "terminal" else words.notice_revoked
    return Notice(language=turn.language, says=(says.format(host=name),), choices=(add,))


def _named(subject: Subject, words: HostWords) -> str | Mention:
    match subject.kind:
        case "person" | "group" | "channel" as kind:
            return Mention(kind=kind, id=subject.id)
        case other:
            return words.named(words.subjects, other)


def _logged(row: AuditRow, words: HostWords) -> Row:
    did = words.named(words.actions, row.action)
    what = f"{did} **{quoted(row.host_name)}**" if row.host_name else did
    told = (_who(row.asker, words), what, words.log_yes if row.allowed else words.log_no)
    return (row.at, *told) if row.at else told


def _who(asker: str, words: HostWords) -> str | Mention:
    if asker[:1] in ("U", "W") and asker.isalnum():
        return Mention(kind="person", id=asker)
    if asker.startswith(TERMINAL):
        return words.log_terminal.format(user=f"`{quoted(asker.removeprefix(TERMINAL))}`")
    return words.log_bot if asker == "bot" else words.log_host
