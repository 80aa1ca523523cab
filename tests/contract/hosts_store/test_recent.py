"""What every store of hosts must know of what was said just before."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from bot.hosts.recent import Checked
from bot.storage.model import Asked, Claim
from tests.contract.hosts_store.subject import OWNER, Subjected, a_request, online, started


async def said(subject: Subjected, text: str = "check web-1", **more: Any) -> UUID:
    question: dict[str, Any] = {
        "channel": "C1",
        "user_id": OWNER,
        "surface": "mention",
        "thread": "1.1",
        **more,
    }
    asked = Asked(id=uuid4(), team="T1", text=text, **question)
    assert await subject.store.take_question(Claim(team="T1", surface="mention", event=uuid4().hex), asked)
    return asked.id


async def test_the_last_check_of_a_thread_is_found(subject: Subjected) -> None:
    for name, thread in (("web-1", "1.1"), ("web-2", "1.1"), ("web-3", "2.2")):
        host = await online(subject, name)
        await started(subject, host, a_request(await said(subject, thread=thread), name=name))
    found = [await subject.hosts.last_checked("T1", OWNER, "C1", thread) for thread in ("1.1", "9.9", None)]
    assert found == [Checked(host_name="web-2"), None, Checked(host_name="web-3")]
    assert await subject.hosts.last_checked("T2", OWNER, "C1", "1.1") is None


async def test_a_check_counts_where_its_reply_stands(subject: Subjected) -> None:
    question_id = await said(subject)
    await started(subject, await online(subject), a_request(question_id))
    await subject.store.record_posted(
        question_id, channel="D1", thread=None, ts="5.5", revision=1, private=True
    )
    for thread in ("5.5", None):
        assert await subject.hosts.last_checked("T1", OWNER, "D1", thread) == Checked(host_name="web-1")
    assert await subject.hosts.last_checked("T1", "U0OTHER", "D1", None) is None


async def test_what_somebody_else_asked_counts_once_it_stands_for_all(subject: Subjected) -> None:
    question_id = await said(subject)
    await started(subject, await online(subject), a_request(question_id))
    assert await subject.hosts.last_checked("T1", "U0OTHER", "C1", "1.1") is None
    await subject.store.record_posted(question_id, channel="C1", thread="1.1", ts="5.5", revision=1)
    assert await subject.hosts.last_checked("T1", "U0OTHER", "C1", "1.1") == Checked(host_name="web-1")


async def test_a_name_that_is_no_host_is_not_stood_on(subject: Subjected) -> None:
    question_id = await said(subject)
    assert await subject.hosts.settle_check(a_request(question_id), None, "unknown")
    assert await subject.hosts.last_checked("T1", OWNER, "C1", "1.1") is None
    assert await subject.hosts.checked_by(question_id) == Checked(host_name="web-1")
    assert await subject.hosts.checked_by(uuid4()) is None


async def test_what_somebody_last_said_comes_the_newest_first(subject: Subjected) -> None:
    await said(subject, "도커 설치")
    await said(subject, "choose_entry:docker-ps t", surface="button")
    await said(subject, "hello", user_id="U0OTHER")
    await said(subject, "/docker-check web-1", surface="command")
    assert list(await subject.hosts.last_words("T1", OWNER)) == ["/docker-check web-1", "도커 설치"]
    assert list(await subject.hosts.last_words("T2", OWNER)) == []
