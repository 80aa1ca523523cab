"""What owners do with their hosts, and what others may not; each attempt is in the log."""

from __future__ import annotations

from uuid import uuid4

import pytest

from bot.hosts.model import Asker, Declined, EnrollmentCode, Host, Subject
from bot.hosts.secrets import hash_of
from tests.unit.hosts.desk import BOB, OWNER, TERMINAL, Desk

EVERYONE = Subject(kind="everyone")


@pytest.fixture
def desk() -> Desk:
    return Desk()


async def test_adding_gives_a_code_that_only_its_hash_is_kept_of(desk: Desk) -> None:
    code = await desk.hosts.add(OWNER, " Web-1 ")
    assert isinstance(code, EnrollmentCode)
    assert (code.name, code.owner, [len(group) for group in code.code.split("-")]) == (
        "web-1",
        "U0OWNER",
        [4] * 6,
    )
    plain = code.code.replace("-", "")
    kept = await desk.store.code(plain[:8])
    assert kept is not None
    assert kept.secret_hash == hash_of(plain[8:])
    assert (code.expires_at - desk.now()).total_seconds() == pytest.approx(900, abs=5)
    assert desk.log() == [("U0OWNER", "add", True, "U0OWNER")]
    assert plain[8:] not in repr((code, desk.store.__dict__, desk.store.codes, desk.store.log))


@pytest.mark.parametrize("name", ["", "-web", "web 1", "웹-1", "web_1", "<!channel>", "a" * 64, "../etc"])
async def test_a_name_is_small_letters_digits_dots_and_dashes(desk: Desk, name: str) -> None:
    declined = await desk.hosts.add(OWNER, name)
    assert isinstance(declined, Declined)
    assert declined.why == "bad_name"
    assert desk.log() == [("U0OWNER", "add", False, "bad_name")]


async def test_a_taken_name_is_told_to_be_ones_own_only_to_its_owner(desk: Desk) -> None:
    host = await desk.joined()
    mine, others = await desk.hosts.add(OWNER, "WEB-1"), await desk.hosts.add(BOB, "web-1")
    assert isinstance(mine, Declined)
    assert isinstance(others, Declined)
    assert (mine.why, others.why) == ("name_taken", "name_taken")
    assert mine.host is not None
    assert (mine.host.id, others.host) == (host.id, None)


async def test_only_the_terminal_adds_for_others(desk: Desk) -> None:
    theirs = await desk.hosts.add(TERMINAL, "web-1", "U0BOB")
    own = await desk.hosts.add(OWNER, "web-2", "U0BOB")
    assert isinstance(theirs, EnrollmentCode)
    assert isinstance(own, EnrollmentCode)
    assert (theirs.owner, own.owner) == ("U0BOB", "U0OWNER")


async def test_a_list_has_ones_own_first_and_then_what_one_may_see(desk: Desk) -> None:
    await desk.joined("web-2")
    await desk.joined("web-1")
    await desk.joined("bobs", "U0BOB")
    hidden = await desk.joined("hidden", "U0BOB")
    for name in ("bobs", "hidden"):
        await desk.hosts.keep(BOB, name)
    await desk.hosts.allow(BOB, "bobs", EVERYONE)
    seen = await desk.hosts.listed(OWNER)
    assert [(view.host.name, view.is_mine) for view in seen] == [
        ("web-1", True),
        ("web-2", True),
        ("bobs", False),
    ]
    assert seen[-1].subjects == frozenset()
    assert hidden.id not in {view.host.id for view in seen}
    assert len(await desk.hosts.listed(TERMINAL)) == 4
    assert list(await desk.hosts.listed(Asker(team="T2", user="U0OWNER"))) == []


@pytest.mark.parametrize("action", ["keep", "revoke", "remove", "log"])
async def test_others_may_not_manage_a_host_and_the_attempt_is_in_the_log(desk: Desk, action: str) -> None:
    host = await desk.joined()
    await desk.hosts.allow(OWNER, "web-1", EVERYONE)
    for which in ("web-1", host.id):
        declined = await getattr(desk.hosts, action)(BOB, which)
        assert isinstance(declined, Declined)
        assert declined.why == "not_allowed"
    assert desk.log()[1:] == [("U0BOB", action, False, "not_allowed")] * 2
    found = await desk.hosts.host(host.id)
    assert found is not None
    assert found.host.state == "joined"


async def test_others_may_not_allow_anybody(desk: Desk) -> None:
    host = await desk.joined()
    refused = [
        await desk.hosts.allow(BOB, "web-1", EVERYONE),
        await desk.hosts.disallow(BOB, "web-1", EVERYONE),
    ]
    assert all(isinstance(one, Declined) and one.why == "not_allowed" for one in refused)
    assert desk.store.rows[host.id].subjects == set()


async def test_a_host_of_another_team_is_unknown(desk: Desk) -> None:
    host = await desk.joined()
    stranger = Asker(team="T2", user="U0OWNER")
    for which in ("web-1", host.id):
        declined = await desk.hosts.revoke(stranger, which)
        assert isinstance(declined, Declined)
        assert (declined.why, declined.suggestions) == ("unknown", ())


async def test_a_mistyped_name_is_mended_by_names_that_one_may_see(desk: Desk) -> None:
    await desk.joined("gpu-box-1")
    await desk.joined("gpu-box-2", "U0BOB")
    declined = await desk.hosts.revoke(OWNER, "gpu-bxo-1")
    assert isinstance(declined, Declined)
    assert (declined.why, declined.suggestions) == ("unknown", ("gpu-box-1",))


async def test_keeping_revoking_and_removing_change_the_state(desk: Desk) -> None:
    await desk.joined()
    states = []
    for action in (desk.hosts.keep, desk.hosts.keep, desk.hosts.revoke, desk.hosts.remove):
        host = await action(OWNER, "web-1")
        assert isinstance(host, Host)
        states.append((host.state, host.ended_by, host.is_removed))
    assert states == [
        ("kept", None, False), ("kept", None, False), ("revoked", "owner", False), ("revoked", "owner", True)
    ]  # fmt: skip
    gone = await desk.hosts.remove(OWNER, "web-1")
    assert isinstance(gone, Declined)
    assert gone.why == "unknown"


async def test_a_revoked_host_cannot_be_kept(desk: Desk) -> None:
    await desk.joined()
    await desk.hosts.revoke(OWNER, "web-1")
    declined = await desk.hosts.keep(OWNER, "web-1")
    assert isinstance(declined, Declined)
    assert declined.why == "ended"


async def test_who_is_no_subject_cannot_be_allowed_and_who_was_not_allowed_not_disallowed(desk: Desk) -> None:
    await desk.joined()
    bad = await desk.hosts.allow(OWNER, "web-1", Subject(kind="person", id="<!channel>"))
    absent = await desk.hosts.disallow(OWNER, "web-1", EVERYONE)
    assert isinstance(bad, Declined)
    assert isinstance(absent, Declined)
    assert (bad.why, absent.why) == ("bad_subject", "bad_subject")


async def test_the_log_shows_ones_own_hosts_and_the_operator_all(desk: Desk) -> None:
    await desk.joined()
    await desk.joined("bobs", "U0BOB")
    await desk.ask("bobs")
    await desk.hosts.keep(BOB, "bobs")
    mine, bobs, everything = [await desk.hosts.log(who) for who in (OWNER, BOB, TERMINAL)]
    assert not isinstance(mine, Declined)
    assert not isinstance(bobs, Declined)
    assert not isinstance(everything, Declined)
    assert [row.action for row in mine] == ["enroll"]
    assert [(row.asker, row.action, row.allowed) for row in bobs[:2]] == [
        ("U0BOB", "keep", True), ("U0OWNER", "check", False)
    ]  # fmt: skip
    assert len(everything) == len(desk.store.log)


async def test_an_unknown_id_is_unknown(desk: Desk) -> None:
    declined = await desk.hosts.keep(OWNER, uuid4())
    assert isinstance(declined, Declined)
    assert declined.why == "unknown"
