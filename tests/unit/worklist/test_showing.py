"""What maintainers read of a question on the work-list."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from bot.answering.answerer import Answerer
from bot.feedback.ports import Rating
from bot.live.edition import standing
from bot.platforms.model import Known, Platform
from bot.rendering.worklist_slack import render_group
from bot.storage.leading_memory import MemoryRatings
from bot.storage.memory import MemoryStore
from bot.storage.model import Outcome
from bot.storage.worklist_memory import MemoryWorklist
from bot.words import words_in
from bot.worklist.desk import WorklistDesk, make_page
from bot.worklist.model import Item, Note
from tests.contract.store.subject import a_claim, asked
from tests.small_knowledge import OFF_TOPIC_LINES, SMALL, small_matcher

ENTRY, NOW = "list", datetime(2026, 11, 22, tzinfo=UTC)


async def test_maintainers_see_question_entry_machine_and_score_of_what_was_rated_badly() -> None:
    store = MemoryStore()
    worklist, ratings = MemoryWorklist(store), MemoryRatings(store)
    question = asked(text="docker on debian 12?")
    await store.take_question(a_claim(), question)
    await store.record_outcome(question.id, Outcome(kind="answer", entry="types", score=0.5))
    seen = Platform(arch=Known(value="arm64", origin="question"))
    shown = {"question_id": question.id, "root_id": question.id, "entry": ENTRY, "score": 0.87}
    await ratings.rate(Rating(user="U2", is_good=False, reason="wrong", platform=seen, **shown))  # type: ignore[arg-type]
    await ratings.rate(Rating(user="U3", is_good=True, **shown))  # type: ignore[arg-type]
    await worklist.note_bad_rating(question.id, by="U2", reason="wrong")
    desk = WorklistDesk(worklist, standing(Answerer(SMALL, small_matcher())), ratings)
    (group,) = (await desk.page("T1", "en")).groups
    read = str(render_group(group, words_in("en").worklist))
    assert question.text in read
    assert SMALL.entries[ENTRY].title.en in read
    assert "Debian 12" in read
    assert "arm64" in read
    assert "87%" in read


def test_what_lies_outside_of_all_that_is_known_has_nothing_near() -> None:
    edition = standing(Answerer(SMALL, small_matcher())).now()
    item = Item(
        question_id=UUID(int=1),
        team="T1",
        text=OFF_TOPIC_LINES.en[0],
        asked_at=NOW,
        notes=(Note(why="abstain", at=NOW),),
    )
    (group,) = make_page([item], edition, "en", 9).groups
    assert group.nearest == ()
    assert words_in("en").worklist.nothing_near in str(render_group(group, words_in("en").worklist))
