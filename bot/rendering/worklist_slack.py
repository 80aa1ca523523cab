"""The work-list and the weekly digest as blocks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.rendering.budget import Block
from bot.rendering.slack import SlackMessage
from bot.rendering.slack_parts import Element, actions, button, context, escape, header, one_line
from bot.rendering.views import mrkdwn
from bot.words.worklist import WorklistWords
from bot.worklist.model import Served, Tally, WorklistGroup, WorklistPage

TEACH_ITEM, DISMISS_ITEM = "teach_item", "dismiss_item"
"""Buttons of a group, whose value is its oldest question's id."""

NO_DIGEST, DIGEST_AGAIN = "no_digest", "digest_again"
SHOWN_CHARS = 150
TITLE_CHARS = 60
FAULTS_SHOWN = 5
DIGEST_GROUPS = 5
RATINGS_SHOWN = 2

Titles = Mapping[str, str]


def render_group(group: WorklistGroup, words: WorklistWords) -> list[Block]:
    """One group with what can be done about it: two buttons whose action ids end with its ref."""
    why = ", ".join(words.why(why) for why, _ in group.tally())
    asker = group.items[-1].asker
    where = words.asked_by.format(user=f"<@{asker}>") if asker else words.in_private
    lines = [f"*“{escape(one_line(group.text, SHOWN_CHARS))}”* ({group.count})", f"{why} · {where}"]
    lines += _ratings(group, words)
    if served := said_of(group.last_served, words):
        lines.append(escape(served))
    nearest = ", ".join(escape(one_line(near.title, TITLE_CHARS)) for near in group.nearest)
    if not group.is_check:
        lines.append(f"{words.nearest}: {nearest}" if nearest else words.nothing_near)
    dismiss = button(words.not_ours, f"{DISMISS_ITEM}:{group.ref}", str(group.items[0].question_id))
    buttons = [dismiss] if group.is_check else [_teach(group, words), dismiss]
    return [mrkdwn("\n".join(lines)), actions(buttons)]


def said_of(served: Served, words: WorklistWords) -> str:
    """With which Entry a question was answered, for which machine, and how well it fitted: what is known of it."""
    said = []
    if served.title:
        said.append(words.answered.format(title=one_line(served.title, TITLE_CHARS)))
    if served.machine:
        said.append(words.machine.format(platform=served.machine))
    if served.score is not None:
        said.append(words.score.format(score=round(100 * served.score)))
    return " · ".join(said)


def _ratings(group: WorklistGroup, words: WorklistWords) -> list[str]:
    """What those said whom an answer did not help, the latest first."""
    notes = [note for item in group.items for note in item.notes if note.detail and note.settled is None]
    notes.sort(key=lambda note: note.at, reverse=True)
    said = []
    for note in notes[:RATINGS_SHOWN]:
        added = f": “{escape(one_line(note.words, SHOWN_CHARS))}”" if note.words else ""
        said.append(f"_{words.reason(note.detail)}_{added}")
    return said


def render_page(page: WorklistPage, words: WorklistWords) -> list[Block]:
    """The list with its faults first; two blocks a group."""
    blocks: list[Block] = []
    if page.faults:
        blocks += _faults(page.faults, words)
    if not page.groups:
        return [*blocks, mrkdwn(words.empty)]
    blocks.append(mrkdwn(words.total.format(total=page.total, groups=page.all_groups)))
    for group in page.groups:
        blocks += render_group(group, words)
    if page.all_groups > len(page.groups):
        blocks.append(context(words.more.format(count=page.all_groups - len(page.groups))))
    return blocks


def render_digest(
    page: WorklistPage, tally: Tally, titles: Titles, words: WorklistWords
) -> SlackMessage | None:
    """A week in a message; None where there is nothing to say."""
    if not (tally.asked or page.groups or page.faults):
        return None
    blocks = [header(words.digest_title), *_digest(page, tally, titles, words)]
    blocks.append(actions([button(words.no_digest, NO_DIGEST)]))
    counts = words.digest_counts.format(asked=tally.asked, answered=tally.answered)
    return SlackMessage(blocks, f"*{words.digest_title}* {counts}")


def render_digest_choice(words: WorklistWords, *, wanted: bool) -> list[Block]:
    """What was chosen, with the way back to who has just chosen none."""
    if wanted:
        return [mrkdwn(words.digest_again_done)]
    return [mrkdwn(words.no_digest_done), actions([button(words.digest_again, DIGEST_AGAIN)])]


def _digest(page: WorklistPage, tally: Tally, titles: Titles, words: WorklistWords) -> Iterator[Block]:
    if page.faults:
        yield from _faults(page.faults, words)
    if tally.asked:
        counts = [words.digest_counts.format(asked=tally.asked, answered=tally.answered)]
        if tally.abstained or tally.suggested:
            unanswered = words.digest_unanswered.format(abstained=tally.abstained, suggested=tally.suggested)
            counts.append(unanswered)
        yield mrkdwn("\n".join(counts))
    if worth := [group for group in page.groups if not group.is_check]:
        yield mrkdwn(f"*{words.digest_groups}*")
        for group in worth[:DIGEST_GROUPS]:
            text = escape(one_line(group.text, SHOWN_CHARS))
            yield {
                **mrkdwn(words.digest_group.format(text=text, count=group.count)),
                "accessory": _teach(group, words),
            }
    if tally.rated:
        rows = [
            "• " + words.digest_rated_row.format(
                title=escape(one_line(titles.get(one.entry, one.entry), 100)), count=one.count
            )
            for one in tally.rated
        ]  # fmt: skip
        yield mrkdwn("\n".join([f"*{words.digest_rated}*", *rows]))


def _teach(group: WorklistGroup, words: WorklistWords) -> Element:
    return button(words.teach, f"{TEACH_ITEM}:{group.ref}", str(group.items[0].question_id))


def _faults(faults: tuple[str, ...], words: WorklistWords) -> list[Block]:
    shown = "\n".join(
        f"• `{escape(one_line(fault, 200)).replace('`', '´')}`" for fault in faults[:FAULTS_SHOWN]
    )
    return [mrkdwn(f":warning: {words.knowledge_broken}\n{shown}")]
