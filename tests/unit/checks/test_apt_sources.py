"""apt.source, apt.conflict, apt.suite and apt.arch: where apt looks for Docker."""

from __future__ import annotations

import pytest

from bot.checks import facts as f
from tests.unit.checks.hosts import BARE, READY, UBUNTU
from tests.unit.checks.judged import causes, code, status, verdict
from tests.unit.checks.other_hosts import DEBIAN, WSL_DESKTOP
from tests.unit.checks.parts import EMPTY_POLICY, FILE, KEY, LIST, OLD_KEY, source, sources

RASPBIAN = f.OsRelease(id="raspbian", id_like=("debian",), version_id="12", version_codename="bookworm")


# apt.source


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ((source(),), "one"),
        ((source(file=LIST, form="list"),), "one"),
        ((source(), source(file=LIST, suites=("jammy",))), "several"),
        ((source(uri="https://mirrors.aliyun.com/docker-ce/linux/ubuntu"),), "mirror"),
        ((source(uri="https://mirror.azure.cn/docker-ce/linux/ubuntu/"),), "mirror"),
        ((source(uri="http://download.docker.com/linux/ubuntu/"),), "one"),
        ((source(uri="https://download.docker.com/linux/debian"),), "wrong_distro"),
        ((source(enabled=False),), "disabled"),
        ((), "none"),
        ((source(uri="https://nvidia.github.io/nvidia-docker/ubuntu24.04"),), "none"),
        ((source(uri="https://apt.dockerproject.org/repo"),), "none"),
    ],
)
def test_exactly_one_entry_for_dockers_repository_passes(
    entries: tuple[f.AptSource, ...], expected: str
) -> None:
    assert code("apt.source", BARE, apt_sources=sources(*entries)) == expected


def test_a_disabled_entry_beside_an_enabled_one_does_not_count() -> None:
    assert (
        code("apt.source", UBUNTU, apt_sources=sources(source(), source(file=LIST, enabled=False))) == "one"
    )


@pytest.mark.parametrize(
    ("host", "expected"),
    [(BARE, "none"), (UBUNTU, "none_installed"), (DEBIAN, "not_used"), (WSL_DESKTOP, "not_used")],
    ids=["nothing", "docker-ce", "docker.io", "desktop"],
)
def test_no_repository_means_something_else_with_each_engine(host: dict[str, object], expected: str) -> None:
    assert code("apt.source", host, apt_sources=sources()) == expected


def test_a_repository_that_an_upgrade_switched_off_only_warns_where_docker_is_installed() -> None:
    assert status("apt.source", UBUNTU, apt_sources=sources(source(enabled=False))) == "WARN"


def test_a_file_that_nobody_may_read_may_hold_the_repository() -> None:
    assert status("apt.source", BARE, apt_sources=f.AptSources(unreadable=(LIST,))) == "UNKNOWN"


def test_without_facts_about_engines_a_missing_repository_is_unknown() -> None:
    assert code("apt.source", BARE, packages="denied", engines="denied") == "denied"


def test_raspberry_pi_os_uses_debians_repository_unless_it_is_armv6() -> None:
    frozen = sources(source(uri="https://download.docker.com/linux/raspbian", suites=("bookworm",)))
    debian = sources(source(uri="https://download.docker.com/linux/debian", suites=("bookworm",)))
    armv7 = f.Machine(kernel_arch="armv7l", dpkg_arch="armhf", userland_bits=32)
    armv6 = f.Machine(kernel_arch="armv6l", dpkg_arch="armhf", userland_bits=32)
    assert (
        code("apt.source", BARE, os_release=RASPBIAN, machine=armv7, apt_sources=frozen) == "frozen_raspbian"
    )
    assert code("apt.source", BARE, os_release=RASPBIAN, machine=armv7, apt_sources=debian) == "one"
    assert code("apt.source", BARE, os_release=RASPBIAN, machine=armv6, apt_sources=frozen) == "one"


def test_a_file_of_its_own_may_be_put_aside_and_the_main_one_may_not() -> None:
    own = verdict("apt.source", BARE, apt_sources=sources(source(enabled=False))).values
    main = verdict(
        "apt.source", BARE, apt_sources=sources(source(file="/etc/apt/sources.list", enabled=False))
    ).values
    assert (own["aside"], own["main"]) == (FILE, "")
    assert (main["aside"], main["main"]) == ("", "/etc/apt/sources.list")


# apt.conflict


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ((source(),), "apart"),
        ((source(file=LIST, form="list"), source()), "double"),
        ((source(file=LIST, form="list", signed_by=OLD_KEY), source()), "signers_differ"),
        (
            (
                source(
                    file=LIST, form="list", signed_by=OLD_KEY, uri="https://download.docker.com/linux/ubuntu/"
                ),
                source(),
            ),
            "signers_differ",
        ),
        ((source(), source(file=LIST, signed_by="")), "signers_differ"),
        ((source(file=LIST, signed_by=""), source()), "double"),
        ((source(), source(file=LIST, signed_by="", has_inline_key=True)), "signers_differ"),
        ((source(), source(file=LIST, signed_by=OLD_KEY, enabled=False)), "apart"),
        ((source(), source(file=LIST, signed_by=OLD_KEY, suites=("jammy",))), "apart"),
        ((), "no_source"),
    ],
)
def test_two_entries_for_one_suite_must_agree_on_the_key(
    entries: tuple[f.AptSource, ...], expected: str
) -> None:
    assert code("apt.conflict", UBUNTU, apt_sources=sources(*entries)) == expected


def test_the_conflict_names_both_files_and_puts_the_old_one_aside() -> None:
    entries = sources(source(file=LIST, form="list", signed_by=OLD_KEY), source())
    values = verdict("apt.conflict", READY, apt_sources=entries).values
    assert (values["first"], values["second"]) == (LIST, FILE)
    assert (values["first_key"], values["second_key"]) == (OLD_KEY, KEY)
    assert values["aside"] == LIST


def test_a_conflict_is_the_one_cause_though_there_are_several_entries() -> None:
    entries = sources(source(file=LIST, form="list", signed_by=OLD_KEY), source())
    assert causes(READY, apt_sources=entries, apt_policy=EMPTY_POLICY) == ["apt.conflict signers_differ"]


# apt.suite


@pytest.mark.parametrize(
    ("suite", "expected", "stands"),
    [
        ("noble", "fits", "PASS"),
        ("jammy", "other_release", "WARN"),
        ("zara", "unknown", "FAIL"),
        ("bookworm", "unknown", "FAIL"),
        ("$(lsb_release", "literal", "FAIL"),
        ("$(. /etc/os-release && echo", "literal", "FAIL"),
        ("<codename>", "literal", "FAIL"),
    ],
)
def test_the_suite_is_one_that_the_repository_has_and_this_systems_own(
    suite: str, expected: str, stands: str
) -> None:
    entries = sources(source(suites=(suite,)))
    assert code("apt.suite", READY, apt_sources=entries) == expected
    assert status("apt.suite", READY, apt_sources=entries) == stands


def test_mint_with_its_own_codename_is_told_ubuntus() -> None:
    mint = f.OsRelease(id="linuxmint", version_id="22.2", version_codename="zara", ubuntu_codename="noble")
    values = verdict(
        "apt.suite", READY, os_release=mint, apt_sources=sources(source(suites=("zara",)))
    ).values
    assert (values["suite"], values["wanted"]) == ("zara", "noble")


def test_kali_borrows_a_suite_of_debians_repository() -> None:
    kali = f.OsRelease(id="kali", version_codename="kali-rolling")
    uri = "https://download.docker.com/linux/debian"
    right = sources(source(uri=uri, suites=("trixie",)))
    wrong = sources(source(uri=uri, suites=("kali-rolling",)))
    assert code("apt.suite", READY, os_release=kali, apt_sources=right) == "fits"
    assert code("apt.suite", READY, os_release=kali, apt_sources=wrong) == "unknown"


def test_debian_sid_may_use_any_suite_that_exists() -> None:
    sid = f.OsRelease(id="debian", version_codename="sid")
    entries = sources(source(uri="https://download.docker.com/linux/debian", suites=("trixie",)))
    assert code("apt.suite", READY, os_release=sid, apt_sources=entries) == "listed"


# apt.arch


@pytest.mark.parametrize(
    ("archs", "expected"),
    [
        (("amd64",), "fits"),
        (("arm64", "amd64"), "fits"),
        (None, "open"),
        (("arm64",), "left_out"),
        (("i386",), "left_out"),
        (("$(dpkg",), "left_out"),
        ((), "left_out"),
    ],
)
def test_the_source_must_not_leave_this_machines_arch_out(
    archs: tuple[str, ...] | None, expected: str
) -> None:
    assert code("apt.arch", READY, apt_sources=sources(source(archs=archs))) == expected


def test_a_foreign_arch_does_not_stand_in_for_the_native_one() -> None:
    machine = f.Machine(kernel_arch="x86_64", dpkg_arch="amd64", foreign_archs=("arm64",))
    assert (
        code("apt.arch", READY, machine=machine, apt_sources=sources(source(archs=("arm64",)))) == "left_out"
    )


def test_the_silent_wrong_arch_is_the_one_cause_of_a_missing_docker() -> None:
    entries = sources(source(archs=("arm64",)))
    assert causes(READY, apt_sources=entries, apt_policy=EMPTY_POLICY) == ["apt.arch left_out"]
