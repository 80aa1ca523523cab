"""What every store of workspaces promises."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.installing.model import GONE
from tests.contract.installations.subject import Subject, installation
from tests.contract.store.subject import a_claim, asked

LIFE = timedelta(minutes=10)


async def test_a_workspace_is_found_as_it_was_kept(subject: Subject) -> None:
    await subject.installations.keep(installation())
    assert await subject.installations.find("T1") == installation()
    assert await subject.installations.find("T2") is None


async def test_installing_again_replaces_what_was_known(subject: Subject) -> None:
    await subject.installations.keep(installation())
    await subject.installations.keep(installation(token="xoxb-2", scopes=("chat:write",)))
    found = await subject.installations.find("T1")
    assert found == installation(token="xoxb-2", scopes=("chat:write",))


async def test_the_workspaces_are_listed_in_order(subject: Subject) -> None:
    for team in ("T2", "T1"):
        await subject.installations.keep(installation(team=team))
    assert await subject.installations.teams() == ["T1", "T2"]


async def test_it_is_known_when_a_workspace_installed_it(subject: Subject) -> None:
    assert await subject.installations.installed_at("T1") is None
    await subject.installations.keep(installation())
    at = await subject.installations.installed_at("T1")
    assert at is not None
    assert abs(datetime.now(UTC) - at) < timedelta(minutes=1)


async def test_a_state_is_good_once(subject: Subject) -> None:
    await subject.installations.begin(b"state", b"browser", LIFE)
    assert await subject.installations.spend(b"state") == b"browser"
    assert await subject.installations.spend(b"state") is None


async def test_a_state_that_was_never_given_is_not_good(subject: Subject) -> None:
    await subject.installations.begin(b"state", b"browser", LIFE)
    assert await subject.installations.spend(b"other") is None


async def test_a_state_expires(subject: Subject) -> None:
    await subject.installations.begin(b"state", b"browser", -timedelta(seconds=1))
    assert await subject.installations.spend(b"state") is None


async def test_a_removed_workspace_is_gone_with_its_token(subject: Subject) -> None:
    await subject.installations.keep(installation())
    assert await subject.installations.remove("T1", "xoxb-1") == 0
    assert await subject.installations.find("T1") is None
    assert await subject.installations.remove("T1", "xoxb-1") is None


async def test_a_workspace_that_installed_it_anew_is_not_removed_for_its_old_token(subject: Subject) -> None:
    await subject.installations.keep(installation(token="xoxb-2"))
    assert await subject.installations.remove("T1", "xoxb-1") is None
    assert await subject.installations.find("T1") == installation(token="xoxb-2")


async def test_what_a_removed_workspace_waited_for_is_given_up_by_name_and_nobody_elses(
    subject: Subject,
) -> None:
    mine = asked("1.1", response_url="https://hooks.test/1")
    others = asked("2.2", team="T2")
    for question in (mine, others):
        await subject.store.take_question(a_claim(str(question.ts)), question)
    await subject.installations.keep(installation())

    assert await subject.installations.remove("T1", "xoxb-1") == 1

    given_up, waiting = await subject.store.load(mine.id), await subject.store.load(others.id)
    assert given_up is not None
    assert waiting is not None
    assert (given_up[1].state, given_up[1].fault, given_up[0].response_url) == ("failed", GONE, None)
    assert waiting[1].state == "pending"


async def test_an_answer_that_stands_is_left_as_it_is(subject: Subject) -> None:
    question = asked()
    await subject.store.take_question(a_claim(), question)
    place = {"channel": "C1", "thread": "1.1", "ts": "9.9"}
    await subject.store.record_posted(question.id, revision=1, **place)
    await subject.installations.keep(installation())
    assert await subject.installations.remove("T1", "xoxb-1") == 0
    loaded = await subject.store.load(question.id)
    assert loaded is not None
    assert loaded[1].state == "posted"
