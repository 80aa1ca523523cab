"""What changed between two Reports."""

from __future__ import annotations

from bot.checks import facts as f
from bot.checks.comparing import compare
from bot.checks.model import Change
from tests.unit.checks.hosts import UBUNTU
from tests.unit.checks.judged import report
from tests.unit.checks.parts import unit, units

WELL = report(UBUNTU)
OUTSIDE = report(UBUNTU, user=f.User(name="alice", exists=True, uid=1000))
STALE = report(UBUNTU, sessions=f.Sessions(visible=True, without_group=2, stale=("bash",)))
STOPPED = report(UBUNTU, units=units(docker_service=unit(), docker_socket=unit()), processes=f.Processes())
BLIND = report(UBUNTU, user="denied", group="denied")


def names(changes: tuple[Change, ...]) -> list[str]:
    return [change.check for change in changes]


def test_what_failed_and_passes_was_mended() -> None:
    found = compare(OUTSIDE, WELL)
    assert names(found.mended) == ["grp.member"]
    assert (found.broken, found.remaining) == ((), ())
    assert found.mended[0].before.code == "not_member"
    assert found.mended[0].after.code == "member"


def test_what_passed_and_fails_broke() -> None:
    assert names(compare(WELL, STOPPED).broken) == ["svc.docker"]


def test_what_fails_still_remains() -> None:
    found = compare(STOPPED, STOPPED)
    assert names(found.remaining) == ["svc.docker"]
    assert (found.mended, found.broken) == ((), ())


def test_a_fault_that_showed_itself_only_now_remains_and_did_not_break() -> None:
    assert names(compare(OUTSIDE, STALE).remaining) == ["grp.session"]
    assert names(compare(OUTSIDE, STALE).mended) == ["grp.member"]


def test_a_warning_that_became_a_failure_broke() -> None:
    slow = report(UBUNTU, clock=f.Clock(ahead_s=120.0))
    slower = report(UBUNTU, clock=f.Clock(ahead_s=1200.0))
    assert names(compare(slow, slower).broken) == ["os.clock"]
    assert names(compare(slower, slow).remaining) == ["os.clock"]


def test_what_cannot_be_seen_any_more_is_not_called_mended() -> None:
    found = compare(OUTSIDE, BLIND)
    assert (found.mended, found.broken, found.remaining) == ((), (), ())
