"""Puts an Answer together: the Entry's sentences in one language, its commands for one Platform."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.answering.model import (
    Answer,
    Link,
    Match,
    ShownCommand,
    ShownPicture,
    ShownTable,
)
from bot.knowledge.base import Knowledge
from bot.knowledge.model import Command, Entry, Language, Refusal, Step, When
from bot.platforms.choosing import Verdict, choose, describe, distro_of, fits, support
from bot.platforms.model import Known, Platform
from bot.words import words_in
from bot.words.writing import day_in


def compose(
    knowledge: Knowledge,
    entry: Entry,
    platform: Platform,
    language: Language,
    match: Match | None = None,
    notices: Sequence[str] = (),
) -> Answer:
    """The Answer that ``entry`` gives on ``platform``; a pasted error's own cause and cure lead it."""
    signature = next((one for one in entry.signatures if match and one.id == match.signature), None)
    steps = knowledge.steps(signature.steps if signature and signature.steps else entry.steps)
    refusal, verdict = _refusal(knowledge, entry, platform)
    if signature:
        refusal = None  # somebody who got this error has the machine it happened on
    commands = [] if refusal else list(_commands(knowledge, steps, platform, language))
    lead = ""
    if signature:
        lead = f"**{signature.title.in_language(language)}.** {signature.cause.in_language(language)}"
    notices = (
        *notices,
        *_machine_notices(knowledge, steps, platform, language, bool(commands)),
        *_support_notices(verdict, refusal, language),
    )
    return Answer(
        entry=entry.id,
        language=language,
        platform=platform,
        match=match,
        title=entry.title.in_language(language),
        summary=entry.summary.in_language(language),
        lead=lead,
        notices=notices,
        refusal=(refusal.reason.in_language(language), refusal.alternative.in_language(language))
        if refusal
        else None,
        commands=tuple(commands),
        body=entry.answer.in_language(language).strip(),
        tables=tuple(
            ShownTable(
                title=table.title.in_language(language),
                columns=tuple(cell.in_language(language) for cell in table.columns),
                rows=tuple(tuple(cell.in_language(language) for cell in row) for row in table.rows),
                attribution=table.attribution.in_language(language),
            )
            for table in entry.tables
        ),
        pictures=tuple(
            ShownPicture(stem=f"{picture.name}.{language}", alt=picture.alt.in_language(language))
            for picture in entry.pictures
        ),
        warnings=tuple(warning.in_language(language) for warning in entry.warnings),
        changed=entry.changed.in_language(language) if entry.changed else "",
        next=_link(knowledge, entry.next, language) if entry.next else None,
        see_also=tuple(_see_also(knowledge, entry, refusal, verdict, language)),
        sources=entry.sources,
        reviewed=day_in(language, entry.reviewed),
        ask_arch=_ask_arch(knowledge, entry, steps, platform, bool(refusal)),
    )


def instead_of(knowledge: Knowledge, entry: Entry, platform: Platform) -> Entry:
    """The Entry that has commands for ``platform`` where ``entry`` would refuse and names it; else ``entry``."""
    refusal, _ = _refusal(knowledge, entry, platform)
    other = knowledge.entries.get(refusal.entry or "") if refusal else None
    if other is None or _refusal(knowledge, other, platform)[0]:
        return entry
    steps = knowledge.steps(other.steps)
    return other if any(choose(step, platform, knowledge.catalogue) for step in steps) else entry


def _commands(
    knowledge: Knowledge, steps: Iterable[Step], platform: Platform, language: Language
) -> Iterable[ShownCommand]:
    for step in steps:
        command = choose(step, platform, knowledge.catalogue)
        if command:
            yield ShownCommand(
                does=step.does.in_language(language),
                run=command.run.strip("\n"),
                shell=command.shell,
                needs_root=step.needs_root and _asks_for_root(command),
                grants_root=step.grants_root,
                expect=step.expect.strip("\n"),
                note=step.note.in_language(language) if step.note else "",
            )


def _asks_for_root(command: Command) -> bool:
    return command.shell == "powershell" or "sudo" in command.run


def _refusal(knowledge: Knowledge, entry: Entry, platform: Platform) -> tuple[Refusal | None, Verdict | None]:
    """Why there is no command here: the Entry's own refusal first, then what Docker publishes."""
    for refusal in entry.refusals:
        if fits(refusal.when, platform, knowledge.catalogue):
            return refusal, None
    if not (entry.needs_packages or entry.installs_engine):
        return None, None
    verdict = support(platform, knowledge.catalogue)
    is_possible = verdict.has_packages if entry.needs_packages else verdict.verdict != "no"
    if is_possible or verdict.reason is None or verdict.alternative is None:
        return None, verdict
    refused = Refusal(
        when=When(), reason=verdict.reason, alternative=verdict.alternative, entry=verdict.entry or None
    )
    return refused, verdict


def _machine_notices(
    knowledge: Knowledge, steps: Sequence[Step], platform: Platform, language: Language, has_commands: bool
) -> Iterable[str]:
    """For which machine the commands are, or that one was assumed, where it makes a difference."""
    if not has_commands or not any(command.when.distro for step in steps for command in step.commands):
        return
    catalogue, words = knowledge.catalogue, words_in(language).answers
    if platform.distro:
        yield words.fits.format(platform=describe(platform, catalogue))
    elif assumed := catalogue.distro(catalogue.assumed_distro):
        yield words.assumed_distro.format(title=assumed.title)


def _support_notices(verdict: Verdict | None, refusal: Refusal | None, language: Language) -> Iterable[str]:
    """What to know where an engine can be had but not as one would think (frozen, to be verified, by script)."""
    if verdict and refusal is None and verdict.verdict != "desktop":
        for text in (verdict.reason, verdict.alternative):
            if text:
                yield text.in_language(language)


def _see_also(
    knowledge: Knowledge, entry: Entry, refusal: Refusal | None, verdict: Verdict | None, language: Language
) -> Iterable[Link]:
    names = dict.fromkeys(
        name
        for name in (refusal.entry if refusal else None, verdict.entry if verdict else None, *entry.see_also)
        if name and name != entry.id and name in knowledge.entries
    )
    return [_link(knowledge, name, language) for name in names]


def _link(knowledge: Knowledge, name: str, language: Language) -> Link:
    return Link(entry=name, title=knowledge.entries[name].title.in_language(language))


def _ask_arch(
    knowledge: Knowledge, entry: Entry, steps: Sequence[Step], platform: Platform, is_refused: bool
) -> tuple[str, ...]:
    """The arches worth a button, where the arch is unknown and would matter: those people have."""
    matters = entry.needs_packages or any(command.when.arch for step in steps for command in step.commands)
    distro = knowledge.catalogue.distro(distro_of(platform, knowledge.catalogue))
    if platform.arch or is_refused or not matters or distro is None:
        return ()
    return tuple(arch for arch in distro.arches if _is_common(knowledge, platform, arch))


def _is_common(knowledge: Knowledge, platform: Platform, arch: str) -> bool:
    """Whether Docker publishes for it without ifs, or it is a board that many have."""
    with_arch = Platform(
        arch=Known(value=arch, origin="question"), distro=platform.distro, release=platform.release
    )
    return support(with_arch, knowledge.catalogue).verdict in ("yes", "desktop") or arch == "armv6"
