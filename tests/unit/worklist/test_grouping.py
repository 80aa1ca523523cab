"""Questions that ask much the same are one group, whoever words them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from bot.answering.answerer import Answerer
from bot.live.edition import standing
from bot.worklist.desk import make_page
from bot.worklist.grouping import group_items
from bot.worklist.model import Item, Note
from tests.small_knowledge import SMALL, VOCABULARY, small_matcher

START = datetime(2026, 11, 22, tzinfo=UTC)


def items(*texts: str) -> list[Item]:
    return [
        Item(
            question_id=UUID(int=number + 1),
            team="T1",
            text=text,
            asked_at=START + timedelta(minutes=number),
            notes=(Note(why="abstain", at=START),),
        )
        for number, text in enumerate(texts)
    ]


def grouped(*texts: str) -> list[list[str]]:
    return [[item.text for item in group] for group in group_items(items(*texts), VOCABULARY)]


def test_the_same_words_in_another_order_are_one_group() -> None:
    assert grouped("water the plants", "the plants: water?", "book a room") == [
        ["water the plants", "the plants: water?"],
        ["book a room"],
    ]


def test_typos_and_missing_blanks_do_not_part_a_group() -> None:
    assert grouped("회의실 예약 안돼요", "회의실예약 안되요") == [["회의실 예약 안돼요", "회의실예약 안되요"]]


def test_two_languages_meet_in_their_concepts() -> None:
    assert grouped("install a container of docker", "도커 컨테이너 설치") == [
        ["install a container of docker", "도커 컨테이너 설치"]
    ]


def test_the_largest_group_comes_first_and_then_the_oldest() -> None:
    assert [group[0] for group in grouped("a lamp", "a chair", "sofa bed", "bed sofa")] == [
        "sofa bed",
        "a lamp",
        "a chair",
    ]


def test_it_depends_on_nothing_but_the_items() -> None:
    texts = ("water the plants", "book a room", "plants water the", "room book a")
    forwards = group_items(items(*texts), VOCABULARY)
    assert group_items(list(reversed(items(*texts))), VOCABULARY) == forwards


def test_what_asks_nothing_is_left_out() -> None:
    assert grouped("???", " ") == []


def test_a_page_shows_the_nearest_entries_in_the_readers_language_and_what_is_left_out() -> None:
    edition = standing(Answerer(SMALL, small_matcher())).now()
    page = make_page(items("docker docker", "book a room", "lamp"), edition, "ko", 2)
    assert (page.total, page.all_groups, len(page.groups)) == (3, 3, 2)
    assert page.groups[0].nearest[0].title in {entry.title.ko for entry in SMALL.entries.values()}
    assert page.groups[0].ref == UUID(int=1).hex[:8]
