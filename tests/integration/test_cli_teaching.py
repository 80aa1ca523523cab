"""``setupbot inbox`` and ``setupbot kb taught|forget|export``: the real program on a real database."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from uuid import uuid4

import pytest

from bot.storage.database import Database
from bot.storage.model import Outcome
from bot.storage.sql_store import SqlStore
from bot.storage.teaching import SqlTeaching
from bot.teaching.model import Lesson, Trial
from bot.teaching.overlay import digest_of_lessons
from bot.work.learning_jobs import trial_deferrer
from bot.work.queue import answer_deferrer
from tests.contract.store.subject import a_claim, asked
from tests.contract.teaching.subject import a_proposal, nothing_wrong
from tests.program import SOUND, Program


async def teach(database: Database, lesson: Lesson) -> str:
    kept = SqlTeaching(database.engine, answer_deferrer(), trial_deferrer())
    proposal = await kept.propose(a_proposal(lesson))
    base = digest_of_lessons([one.lesson for one in await kept.standing()])
    await kept.record_trial(proposal.id, base, Trial(tried=1))
    await kept.teach(proposal.id, digest_of_lessons, nothing_wrong)
    return proposal.id.hex[:8]


@pytest.fixture
def team(tmp_path: Path) -> Path:
    folder = tmp_path / "team"
    (folder / "entries").mkdir(parents=True)
    (folder / "entries" / "web.yaml").write_text(SOUND, encoding="utf-8")
    return folder


async def run(program: Program, *arguments: str, code: int = 0, **environ: str) -> str:
    done = await asyncio.to_thread(lambda: program.run(*arguments, **environ))
    assert done.returncode == code, done.stderr
    return done.stdout


async def test_what_was_taught_is_listed_exported_once_and_sound(
    database: Database, database_url: str, team: Path, tmp_path: Path
) -> None:
    program = Program(tmp_path / "home")
    given = {"DATABASE_URL": database_url, "SETUPBOT_KNOWLEDGE": str(team)}
    await teach(database, Lesson(kind="utterance", entry="vpn", line="tunnel: to the office", language="en"))
    rows = json.loads(await run(program, "kb", "taught", "--json", **given))
    assert [(row["entry"], row["line"], row["taught_by"]) for row in rows] == [
        ("vpn", "tunnel: to the office", "U1")
    ]
    before = (team / "entries" / "web.yaml").read_text("utf-8")
    diff = await run(program, "kb", "export", "--dry-run", **given)
    assert (team / "entries" / "web.yaml").read_text("utf-8") == before
    assert (
        "+  utterances: {ko: [회사 브이피엔 어떻게 켜요], en: [how do I switch our vpn on, 'tunnel: to the office']}"
        in diff
    )
    assert await run(program, "kb", "export", **given) == diff
    assert await run(program, "kb", "export", **given) == ""
    assert "no fault" in await run(program, "kb", "check", **given)


async def test_what_was_taught_is_forgotten_by_its_id(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    program = Program(tmp_path / "home")
    ref = await teach(database, Lesson(kind="off_topic", line="lunch?", language="en"))
    assert "lunch?" in await run(program, "kb", "forget", ref, DATABASE_URL=database_url)
    assert await run(program, "kb", "taught", DATABASE_URL=database_url) == ""
    await run(program, "kb", "forget", ref, code=1, DATABASE_URL=database_url)


async def test_the_work_list_is_shown_grouped_and_dismissed(
    database: Database, database_url: str, trained_home: Path
) -> None:
    store, program = SqlStore(database.engine, answer_deferrer()), Program(trained_home)
    for number, (text, channel) in enumerate(
        [("how do I water plants", "C1"), ("how to water the plants", "D1"), ("회의실 예약 안돼요", "C1")]
    ):
        question = asked(f"1.{number}", id=uuid4(), text=text, channel=channel)
        await store.take_question(a_claim(f"1.{number}"), question)
        await store.record_outcome(question.id, Outcome(kind="abstain"))
    told = json.loads(await run(program, "inbox", "--json", DATABASE_URL=database_url))
    assert [group["count"] for group in told["groups"]] == [2, 1]
    assert [one["asker"] for one in told["groups"][0]["questions"]] == ["U1", None]
    ref = told["groups"][0]["id"]
    assert "water" in await run(program, "inbox", "show", ref, DATABASE_URL=database_url)
    assert await run(program, "inbox", "dismiss", ref, DATABASE_URL=database_url) == "Dismissed: 2\n"
    left = await run(program, "inbox", DATABASE_URL=database_url)
    assert "회의실" in left
    assert "plants" not in left
    assert "plants" in await run(program, "inbox", "--all", DATABASE_URL=database_url)
