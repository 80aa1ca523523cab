"""Findings become a Report: needs, causes, what is explained, what could not be seen."""

from __future__ import annotations

import pytest

from bot.checks import facts as f
from bot.checks.judging import in_order
from bot.checks.model import MOST_CAUSES, Status
from bot.knowledge.checks import Check
from tests.small_knowledge import both
from tests.unit.checks.hosts import BARE, READY, UBUNTU
from tests.unit.checks.judged import ALL_FACTS, causes, finding, knowledge, observe, report
from tests.unit.checks.other_hosts import HEALTHY
from tests.unit.checks.parts import source, sources, unit, units


@pytest.mark.parametrize("host", HEALTHY)
def test_a_healthy_host_of_any_kind_has_no_cause(host: str) -> None:
    found = report(HEALTHY[host])
    assert found.causes == ()
    assert found.is_healthy


def test_findings_follow_the_catalogue() -> None:
    assert [one.check for one in report(UBUNTU).findings] == list(knowledge().checks)


def test_a_skip_names_the_check_at_the_root_and_not_the_one_before_it() -> None:
    found = report(READY, apt_sources=sources(source(uri="https://download.docker.com/linux/debian")))
    assert finding("apt.key.id", found).blocked_by == "apt.source"
    assert finding("apt.key.id", found).status is Status.SKIP
    assert finding("apt.key.id", found).code == ""


def test_what_only_warns_holds_up_nothing() -> None:
    stale = f.Socket(
        path="/run/docker.sock", kind="socket", owner="root", group="docker", gid=988, mode=0o666
    )
    found = report(UBUNTU, socket=stale)
    assert finding("sock.perm", found).status is Status.WARN
    assert finding("api.ping", found).status is Status.PASS


def test_what_could_not_be_seen_holds_up_nothing() -> None:
    found = report(UBUNTU, socket="denied", units="timeout")
    assert finding("sock.present", found).status is Status.UNKNOWN
    assert finding("api.ping", found).status is Status.PASS
    assert {one.check for one in found.unseen} == {"sock.present", "sock.perm"}


def test_there_are_at_most_three_causes_failures_before_warnings() -> None:
    found = report(
        UBUNTU,
        clock=f.Clock(ahead_s=120.0),
        user=f.User(name="alice", exists=True, uid=1000),
        docker_home=f.DockerHome(exists=True, owner_uid=0, mode=0o700),
        disks=f.Disks(disks=(f.Disk(path="/var/lib/docker", holds="docker", exists=True, size=100, free=1),)),
        registry=f.Reached(url="https://registry-1.docker.io/v2/", status=403),
    )
    assert len(found.causes) == MOST_CAUSES
    assert [one.check for one in found.causes] == ["grp.member", "home.docker", "disk.root"]
    assert finding("os.clock", found).status is Status.WARN


def test_a_warning_that_nothing_mends_is_no_cause() -> None:
    found = report(UBUNTU, cgroup=f.Cgroup(kind="v1"))
    assert finding("os.cgroup", found).status is Status.WARN
    assert found.causes == ()


def test_what_leads_up_to_an_installed_docker_comes_after_what_keeps_it_from_working() -> None:
    conflict = sources(source(), source(file="/etc/apt/sources.list.d/docker.list", signed_by="/b.gpg"))
    stopped = {
        "units": units(docker_service=unit(), docker_socket=unit()),
        "processes": f.Processes(),
        "api_ping": "not_granted",
    }
    assert causes(UBUNTU, apt_sources=conflict, **stopped) == [
        "svc.docker stopped",
        "apt.conflict signers_differ",
    ]
    assert causes(BARE, apt_sources=conflict) == ["apt.conflict signers_differ"]


def test_a_host_of_which_nothing_was_seen_is_neither_healthy_nor_broken() -> None:
    found = report(dict.fromkeys(ALL_FACTS, "not_granted"))
    assert {one.status for one in found.findings} <= {Status.UNKNOWN, Status.SKIP}
    assert found.causes == ()
    assert not found.is_healthy
    assert len(found.unseen) > 40


def test_an_empty_observation_is_unknown_and_not_well() -> None:
    found = report({})
    assert {one.code for one in found.unseen} == {"not_sent"}
    assert not found.is_healthy


def test_the_report_says_what_the_host_is_and_about_whom() -> None:
    found = report(UBUNTU)
    assert found.platform.arch is not None
    assert (found.platform.arch.value, found.platform.arch.origin) == ("amd64", "host")
    assert found.user == "alice"
    assert found.observed_at == observe(UBUNTU).observed_at


def check(name: str, *needs: str) -> Check:
    return Check(id=name, title=both(name), facts=(), findings={}, needs=needs)


def test_checks_come_after_those_they_need_whatever_their_order() -> None:
    given = [check("c", "b"), check("a"), check("b", "a")]
    assert [one.id for one in in_order(given)] == ["a", "b", "c"]


def test_a_need_that_is_not_asked_for_holds_up_nothing() -> None:
    assert [one.id for one in in_order([check("c", "b")])] == ["c"]
