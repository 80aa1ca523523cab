"""apt.*: what it needs first, and what it offers in the end. Each fault alone is the one cause of its Host."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from bot.checks import facts as f
from tests.unit.checks.hosts import BARE, READY, UBUNTU
from tests.unit.checks.judged import causes, code, report, status, verdict
from tests.unit.checks.other_hosts import ARCH, FEDORA, PODMAN
from tests.unit.checks.parts import EMPTY_POLICY, packages, sources

APT = [one.check for one in report(UBUNTU).findings if one.check.startswith("apt.")]


@pytest.mark.parametrize("check", APT)
@pytest.mark.parametrize("host", [FEDORA, ARCH, PODMAN], ids=["fedora", "arch", "podman"])
def test_nothing_is_said_of_apt_where_there_is_none(check: str, host: dict[str, object]) -> None:
    assert status(check, host) == "SKIP"


def test_an_empty_etc_apt_beside_rpm_is_no_apt() -> None:
    assert code("apt.source", FEDORA, apt_sources=sources()) == "not_apt"


# apt.prereq


def test_prerequisites_are_missed_only_before_the_repository_is_there() -> None:
    without = packages(curl="8.5.0")
    assert code("apt.prereq", BARE) == "there"
    assert verdict("apt.prereq", BARE, packages=without).values == {"packages": "ca-certificates"}
    assert code("apt.prereq", READY, packages=without) == "not_needed"
    assert code("apt.prereq", UBUNTU, packages=packages(docker_ce="5:29.8.2-1")) == "not_needed"
    assert code("apt.prereq", BARE, packages="no_permission") == "no_permission"


def test_gnupg_and_lsb_release_are_not_asked_for() -> None:
    assert code("apt.prereq", BARE) == "there"


# apt.candidate


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, "candidate"),
        ({"apt_policy": f.AptPolicy()}, "never_fetched"),
        ({"apt_policy": EMPTY_POLICY}, "nothing"),
        ({"apt_policy": f.AptPolicy(candidate="5:29.8.2-1", lists_age_s=8 * 86400.0)}, "old_lists"),
        ({"apt_policy": f.AptPolicy(candidate="5:29.8.2-1", lists_age_s=7 * 86400.0)}, "candidate"),
        ({"apt_policy": f.AptPolicy(candidate="5:28.0.0-1", is_pinned=True, lists_age_s=60.0)}, "pinned"),
        ({"apt_repository": f.Reached(url="u", status=404)}, "not_found"),
        ({"apt_repository": f.Reached(url="u", status=403)}, "refused"),
        ({"apt_repository": f.Reached(url="u", obstacle="dns")}, "dns"),
        ({"apt_repository": f.Reached(url="u", obstacle="tls")}, "tls"),
        ({"apt_repository": f.Reached(url="u", obstacle="timeout")}, "unreachable"),
        ({"apt_repository": "denied"}, "candidate"),
        ({"apt_policy": "timeout"}, "timeout"),
        ({"apt_sources": sources()}, "no_source"),
    ],
)
def test_apt_has_a_docker_to_install_and_the_repository_answers(
    changed: dict[str, object], expected: str
) -> None:
    assert code("apt.candidate", READY, **changed) == expected


def test_without_a_candidate_a_pin_may_explain_it_too() -> None:
    found = verdict("apt.candidate", READY, apt_policy=replace(EMPTY_POLICY, is_pinned=True))
    assert found.code == "nothing"
    assert found.or_else == ("held_back",)


def test_old_package_lists_are_a_remark_and_no_cause() -> None:
    old = f.AptPolicy(candidate="5:29.8.2-1", lists_age_s=30 * 86400.0)
    assert causes(UBUNTU, apt_policy=old) == []
    assert status("apt.candidate", UBUNTU, apt_policy=old) == "WARN"


def test_lists_that_were_never_fetched_are_the_one_cause() -> None:
    assert causes(READY, apt_policy=f.AptPolicy()) == ["apt.candidate never_fetched"]


def test_a_dead_repository_is_explained_by_dns() -> None:
    dead = f.Reached(url="https://download.docker.com/", obstacle="dns")
    names = f.Dns(names={"registry-1.docker.io": "dns", "auth.docker.io": "dns"}, resolvers=("10.0.0.2",))
    registry = f.Reached(url="https://registry-1.docker.io/v2/", obstacle="dns")
    assert causes(READY, apt_repository=dead, dns=names, registry=registry) == ["net.dns lost"]
