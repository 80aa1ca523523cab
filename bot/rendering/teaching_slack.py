"""Teaching as modals and direct messages: the forms, what a trial found, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from bot.answering.model import Candidate
from bot.rendering.budget import Block
from bot.rendering.slack import SlackMessage
from bot.rendering.slack_parts import actions, button, context, escape, header, one_line
from bot.rendering.views import View, choice, field, modal, mrkdwn
from bot.teaching.model import EntryForm, Lesson, Proposal
from bot.words.teaching import TeachingWords
from bot.words.writing import number

LINE_FORM, ENTRY_FORM, OFF_TOPIC_FORM, RESULT = "teach_line", "teach_entry", "teach_off_topic", "teach_result"
TO_LINE, TO_ENTRY, TO_OFF_TOPIC = "teach_to_line", "teach_to_entry", "teach_to_off_topic"
TEACH, ALTER, UNDO, CANCEL = "teach_it", "teach_alter", "teach_undo", "teach_cancel"

CHANGES_SHOWN = 12
LINE_CHARS = 300
SHOWN_CHARS = 120
TITLE_CHARS = 150
ID_CHARS = 60

Titles = Mapping[str, str]
"""Of Entries, by id."""


def render_line_form(
    words: TeachingWords,
    line: str,
    titles: Titles,
    suggested: Sequence[Candidate],
    *,
    chosen: str = "",
    metadata: str = "",
) -> View:
    """A wording, and the Entry that answers it; none is chosen where ``suggested`` has none that comes near."""
    groups = [
        (words.suggested, [(one.entry, one.title) for one in suggested]),
        (words.all_entries, list(titles.items())),
    ]
    first = chosen or (suggested[0].entry if suggested else "")
    blocks = [
        field(
            "line",
            words.line_label,
            one_line(line, LINE_CHARS) if line else "",
            hint=words.line_hint,
            most=LINE_CHARS,
        ),
        choice(
            "entry",
            words.entry_label,
            [group for group in groups if group[1]],
            first,
            hint="" if first else words.nothing_near,
            placeholder=words.entry_placeholder,
        ),
        actions([button(words.draft_instead, TO_ENTRY), button(words.not_ours_instead, TO_OFF_TOPIC)]),
    ]
    return _form(LINE_FORM, words.title, blocks, words, metadata)


def render_off_topic_form(words: TeachingWords, line: str, *, metadata: str = "") -> View:
    """A line that is to stay unanswered."""
    blocks = [
        mrkdwn(words.not_ours_says),
        field("line", words.line_label, one_line(line, LINE_CHARS) if line else "", most=LINE_CHARS),
        actions([button(words.line_instead, TO_LINE), button(words.draft_instead, TO_ENTRY)]),
    ]
    return _form(OFF_TOPIC_FORM, words.not_ours_title, blocks, words, metadata)


def render_entry_form(words: TeachingWords, form: EntryForm, *, metadata: str = "") -> View:
    """A new Entry."""

    def both(
        name: str, label: str, *, hint: str = "", several: bool = False, most: int = 3_000
    ) -> Iterator[Block]:
        for language in ("ko", "en"):
            key = f"{name}_{language}"
            named = label.format(language=words.language(language))
            yield field(key, named, getattr(form, key), hint=hint, several=several, most=most)

    blocks = [
        field("id", words.id_label, form.id, hint=words.id_hint, most=ID_CHARS),
        *both("title", words.title_label, most=TITLE_CHARS),
        *both("summary", words.summary_label, several=True, most=1_000),
        *both("utterances", words.utterances_label, hint=words.utterances_hint, several=True),
        field(
            "commands",
            words.commands_label,
            form.commands,
            hint=words.commands_hint,
            several=True,
            optional=True,
        ),
        field("url", words.url_label, form.url, optional=True, most=1_000),
        actions([button(words.line_instead, TO_LINE)]),
    ]
    return _form(ENTRY_FORM, words.draft_title, blocks, words, metadata)


def _form(callback: str, title: str, blocks: list[Block], words: TeachingWords, metadata: str) -> View:
    return modal(callback, title, blocks, close=words.cancel, submit=words.try_it, metadata=metadata)


def render_sentence(words: TeachingWords, says: str) -> View:
    """One sentence and nothing to do."""
    return modal("teach_told", words.title, [mrkdwn(says)], close=words.close)


def render_proposal(
    words: TeachingWords, proposal: Proposal, titles: Titles, faults: Sequence[str] = ()
) -> View:
    """Where a proposal stands, as a modal."""
    can_teach = proposal.state == "ready" and not faults
    blocks = list(_blocks(words, proposal, titles, faults))
    if buttons := _buttons(words, proposal, faults, in_message=False):
        blocks.append(actions(buttons))
    return modal(
        RESULT,
        words.title,
        blocks,
        close=words.cancel if can_teach else words.close,
        submit=words.teach if can_teach else "",
        metadata=str(proposal.id),
        tells_close=proposal.state in ("checking", "ready"),
    )


def render_proposal_message(words: TeachingWords, proposal: Proposal, titles: Titles) -> SlackMessage:
    """The same as a direct message."""
    blocks = [header(words.notice_title), *_blocks(words, proposal, titles, ())]
    if buttons := _buttons(words, proposal, (), in_message=True):
        blocks.append(actions(buttons))
    return SlackMessage(blocks, f"{words.notice_title}: {render_lesson(words, proposal, titles)}")


def render_lesson(words: TeachingWords, proposal: Proposal, titles: Titles) -> str:
    """What is to be learnt, in one line of mrkdwn."""
    lesson = proposal.lesson
    line = escape(one_line(lesson.line or "-", SHOWN_CHARS))
    if lesson.draft is not None:
        return words.lesson_entry.format(
            title=_title(lesson.draft.title.in_language(proposal.language), lesson, titles),
            entry=escape(lesson.entry),
        )
    if lesson.kind == "off_topic":
        return words.lesson_off_topic.format(line=line)
    return words.lesson_line.format(
        line=line, title=escape(one_line(titles.get(lesson.entry, lesson.entry), 150))
    )


def _title(otherwise: str, lesson: Lesson, titles: Titles) -> str:
    return escape(one_line(titles.get(lesson.entry, otherwise), TITLE_CHARS))


def _blocks(
    words: TeachingWords, proposal: Proposal, titles: Titles, faults: Sequence[str]
) -> Iterator[Block]:
    yield mrkdwn(render_lesson(words, proposal, titles))
    if faults:
        yield mrkdwn(f":warning: {words.unsound}")
        yield mrkdwn("\n".join(f"• {escape(fault)}" for fault in faults[:CHANGES_SHOWN]))
        return
    match proposal.state:
        case "checking" if proposal.trial is not None:
            yield mrkdwn(f":hourglass_flowing_sand: {words.tried_anew}")
        case "checking":
            yield mrkdwn(f":hourglass_flowing_sand: *{words.checking}*")
            yield context(words.checking_more)
        case "ready":
            yield from _trial(words, proposal, titles)
        case "unsound":
            yield mrkdwn(f":warning: {words.unsound}")
            said = [fault.partition(":") for fault in (proposal.trial.faults if proposal.trial else ())]
            if said:
                yield context(*(words.fault(code, about[:SHOWN_CHARS]) for code, _, about in said[:10]))
        case "taught":
            yield mrkdwn(f":white_check_mark: *{words.taught}*")
            yield context(words.taught_more)
        case "undone":
            yield mrkdwn(words.undone)
        case "cancelled":
            yield mrkdwn(words.cancelled)


def _trial(words: TeachingWords, proposal: Proposal, titles: Titles) -> Iterator[Block]:
    trial = proposal.trial
    if trial is None:
        return
    if not trial.changes:
        yield mrkdwn(f":white_check_mark: {words.no_change.format(tried=number(trial.tried))}")
    else:
        yield mrkdwn(
            f":eyes: *{words.changes.format(tried=number(trial.tried), count=number(len(trial.changes)))}*"
        )
        lines = [
            "• " + words.change.format(
                text=escape(one_line(change.text, SHOWN_CHARS)),
                before=_named(words, change.before, proposal, titles),
                after=_named(words, change.after, proposal, titles),
            )
            for change in trial.changes[:CHANGES_SHOWN]
        ]  # fmt: skip
        yield mrkdwn("\n".join(lines))
        if len(trial.changes) > CHANGES_SHOWN:
            yield context(words.more_changes.format(count=len(trial.changes) - CHANGES_SHOWN))
    if trial.opens:
        yield context(words.opens.format(count=trial.opens))


def _named(words: TeachingWords, entry: str | None, proposal: Proposal, titles: Titles) -> str:
    if entry is None:
        return f"_{words.no_answer}_"
    drafted = proposal.lesson.draft
    otherwise = drafted.title.in_language(proposal.language) if drafted and drafted.id == entry else entry
    return f"*{escape(one_line(titles.get(entry, otherwise), 60))}*"


def _buttons(
    words: TeachingWords, proposal: Proposal, faults: Sequence[str], *, in_message: bool
) -> list[dict[str, object]]:
    token = str(proposal.id)
    match proposal.state:
        case "ready" | "unsound":
            alter = button(words.alter, ALTER, token)
            if not in_message:
                return [alter]
            teach = [button(words.teach, TEACH, token, is_primary=True)] if proposal.state == "ready" else []
            return [*teach, alter, button(words.cancel, CANCEL, token)]
        case "taught":
            return [button(words.undo, UNDO, token)]
    return []


def proposal_of(metadata: str) -> UUID | None:
    """The proposal that a modal is about."""
    try:
        return UUID(metadata)
    except ValueError:
        return None
