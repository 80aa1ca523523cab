"""What is said to owners about their hosts: how one is added, what happened to it, what is kept of it, what was wrong."""

from __future__ import annotations

from dataclasses import replace

from bot.answering.model import ShownCommand
from bot.conversations.hosts.checking import as_code, quoted, unknown
from bot.conversations.hosts.turns import Turn
from bot.hosts.model import Declined, EnrollmentCode, Host, HostView, Subject
from bot.reporting.model import Choice, Group, Mention, Notice, Row
from bot.words import HostWords, Name, words_in

AGENT = "setupbot-agent.pyz"


def why_not(declined: Declined, turn: Turn, owner: str = "") -> Notice:
    """Why it was not done, in a sentence, with what would help; ``owner`` is whose Host it is."""
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
    whom = (Mention(kind="person", id=owner),) if owner and declined.why == "not_allowed" else ()
    says = says.format(host=name, code=as_code(declined.name), wrong=name)
    return Notice(language=turn.language, says=(says,), whom=whom)


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
    whom = tuple(named(subject, words) for subject in sorted(view.subjects, key=lambda one: one.kind))
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
                choices=(replace(revoke, label=words.revoke_now),) if host.is_live else (),
            )
        case "removed":
            says = words.notice_removed
        case _:
            says = words.notice_revoked_terminal if host.ended_by == "terminal" else words.notice_revoked
    return Notice(language=turn.language, says=(says.format(host=name),), choices=(add,))


def named(subject: Subject, words: HostWords) -> str | Mention:
    """Somebody who is allowed, as they are shown."""
    match subject.kind:
        case "person" | "group" | "channel" as kind:
            return Mention(kind=kind, id=subject.id)
        case other:
            return words.named(words.subjects, other)
