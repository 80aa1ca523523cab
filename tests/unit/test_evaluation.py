"""Scoring the answer path on labelled questions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.answering.model import Abstention, Answer, Candidate, Match, Question, Reply
from bot.errors import BotError
from bot.evaluation import LabelledQuestion, Score, evaluate, read_questions
from bot.platforms.model import Platform


class Scripted:
    """Answers "a ..." with the Entry a (with b as runner-up), "near ..." with a suggestion, else abstains."""

    def reply(self, question: Question) -> Reply:
        first = question.text.split()[0]
        if first in ("near", "off"):
            return Abstention(
                reason="close" if first == "near" else "outside",
                language="en",
                platform=Platform(),
                near=named("x", "a"),
                score=0.4,
                margin=0.1,
                gate=0.5,
            )
        match = Match(entry=first, score=0.9, margin=0.5, candidates=named(first, "b"), why=(), gate=0.95)
        return Answer(entry=first, language="en", platform=Platform(), match=match, title="", summary="")


def named(*entries: str) -> tuple[Candidate, ...]:
    return tuple(Candidate(entry=entry, title=entry, score=0.5) for entry in entries)


def row(q: str, label: str, *also: str, lang: str = "en", kind: str = "title") -> LabelledQuestion:
    return LabelledQuestion(q=q, label=label, also=also, lang=lang, kind=kind)


def strict(*rows: LabelledQuestion) -> Score:
    return evaluate(Scripted(), rows).scores[0]


def test_an_answer_with_the_label_is_right() -> None:
    score = strict(row("a it is", "a"))
    assert (score.on_topic, score.top1, score.top3, score.right, score.wrong) == (1, 1, 1, 1, 0)


def test_an_answer_with_another_acceptable_label_is_right_too() -> None:
    assert strict(row("a it is", "c", "a")).right == 1


def test_an_answer_with_another_entry_is_wrong() -> None:
    score = strict(row("a it is", "c"))
    assert (score.right, score.wrong, score.false) == (0, 1, 0)


def test_a_runner_up_counts_among_the_first_three() -> None:
    score = strict(row("a it is", "b"))
    assert (score.top1, score.top3) == (0, 1)


def test_silence_on_a_question_with_an_entry_is_neither_right_nor_wrong() -> None:
    score = strict(row("near it", "a"))
    assert (score.right, score.wrong, score.top3) == (0, 0, 1)


def test_an_answer_where_silence_was_due_is_false_and_not_wrong() -> None:
    score = strict(row("a it is", "none"))
    assert (score.on_topic, score.off_topic, score.false, score.wrong) == (0, 1, 1, 0)


def test_silence_where_it_was_due_is_not_false() -> None:
    assert strict(row("off it is", "none")).false == 0


def test_a_row_that_accepts_silence_and_an_entry_counts_only_among_all() -> None:
    evaluation = evaluate(Scripted(), [row("a it is", "a", "none"), row("a too", "a")])
    groups = {score.group: score.on_topic for score in evaluation.scores}
    assert (groups["strict"], groups["all"]) == (1, 2)


def test_an_acceptable_answer_to_a_soft_row_is_not_false() -> None:
    evaluation = evaluate(Scripted(), [row("a it is", "none", "a")])
    assert not evaluation.predictions[0].is_false


def test_there_is_a_group_for_each_language_and_kind() -> None:
    rows = [row("a", "a"), row("a", "a", lang="ko", kind="chatty"), row("a", "a", lang="ko")]
    groups = [score.group for score in evaluate(Scripted(), rows).scores]
    assert groups == ["strict", "all", "en", "en/title", "ko", "ko/chatty", "ko/title"]


def test_shares_are_of_their_own_rows_and_none_where_there_are_none() -> None:
    shares = strict(row("a", "a"), row("off", "b"), row("a", "c")).shares()
    assert shares["right"] == pytest.approx(1 / 3)
    assert shares["wrong"] == pytest.approx(1 / 3)
    assert shares["false"] is None


@pytest.mark.parametrize(("q", "outcome"), [("a", "answer"), ("near", "suggest"), ("off", "abstain")])
def test_a_prediction_names_its_outcome(q: str, outcome: str) -> None:
    assert evaluate(Scripted(), [row(q, "a")]).predictions[0].outcome == outcome


def test_a_prediction_is_written_with_the_keys_of_the_contract() -> None:
    written = json.loads(evaluate(Scripted(), [row("a 도커", "a")]).predictions[0].as_json())
    assert {key: written[key] for key in ("q", "label", "outcome", "entry", "candidates")} == {
        "q": "a 도커",
        "label": "a",
        "outcome": "answer",
        "entry": "a",
        "candidates": ["a", "b"],
    }


def test_the_printed_object_has_every_group() -> None:
    printed = evaluate(Scripted(), [row("a", "a"), row("off", "none")]).as_dict()
    assert printed["rows"] == 2
    assert printed["groups"]["strict"] == {
        "on_topic": 1,
        "off_topic": 1,
        "top1": 1.0,
        "top3": 1.0,
        "right": 1.0,
        "wrong": 0.0,
        "false": 0.0,
    }


def test_nothing_to_score_is_scored_all_the_same() -> None:
    evaluation = evaluate(Scripted(), [])
    assert (evaluation.predictions, evaluation.p50_ms, evaluation.p99_ms) == ((), 0.0, 0.0)


def test_rows_are_read_and_empty_lines_passed_over(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text('{"q": "도커", "label": "a", "also": ["b"], "lang": "ko", "kind": "x"}\n\n', "utf-8")
    assert read_questions(file) == [row("도커", "a", "b", lang="ko", kind="x")]


def test_a_line_separator_inside_a_question_ends_no_row(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text('{"q": "a\u2028b", "label": "a"}\r\n', "utf-8")
    assert [question.q for question in read_questions(file)] == ["a\u2028b"]


def test_a_row_needs_only_question_and_label(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text('{"q": "a", "label": "none"}', "utf-8")
    assert read_questions(file) == [LabelledQuestion(q="a", label="none")]


@pytest.mark.parametrize(
    "line", ["{", "[]", '"a"', "3", '{"q": "a"}', '{"label": "a"}', '{"q": "a", "label": "a", "also": "b"}']
)
def test_a_line_that_is_no_row_is_told_by_its_place(tmp_path: Path, line: str) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text('{"q": "a", "label": "a"}\n' + line, "utf-8")
    with pytest.raises(BotError) as told:
        read_questions(file)
    assert told.value.user_message.startswith(f"{file}:2: expected an object")


@pytest.mark.parametrize("raw", [None, b"\xff\xfe{"])
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, raw: bytes | None) -> None:
    file = tmp_path / "rows.jsonl"
    if raw is not None:
        file.write_bytes(raw)
    with pytest.raises(BotError) as told:
        read_questions(file)
    assert told.value.user_message.startswith(f"Cannot read {file}")
