"""apt.*: where apt looks for Docker, and what it trusts. Each fault alone is the one cause of its Host."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.checks import facts as f
from tests.unit.checks.hosts import (
    ARCH,
    BARE,
    DEBIAN,
    FEDORA,
    FILE,
    FINGERPRINT,
    KEY,
    PODMAN,
    READY,
    UBUNTU,
    WSL_DESKTOP,
    causes,
    code,
    key,
    keys,
    packages,
    report,
    source,
    sources,
    status,
    verdict,
)

APT = [one.check for one in report(UBUNTU).findings if one.check.startswith("apt.")]
LIST = "/etc/apt/sources.list.d/docker.list"
OLD_KEY = "/usr/share/keyrings/docker-archive-keyring.gpg"
EMPTY_POLICY = f.AptPolicy(lists_age_s=60.0)
RASPBIAN = f.OsRelease(id="raspbian", id_like=("debian",), version_id="12", version_codename="bookworm")


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


# apt.key.file


@pytest.mark.parametrize(
    ("entry", "keys_seen", "expected"),
    [
        (source(), (key(),), "there"),
        (source(), (key(exists=False, size=0, form="unread"),), "missing"),
        (source(), (key(size=0, form="empty", fingerprints=(), subkeys=()),), "empty"),
        (source(), (key(mode=0o600, readable=False),), "closed"),
        (source(), (key(mode=0o640, readable=False),), "closed"),
        (source(), (key(mode=0o644, readable=False),), "folder_closed"),
        (source(signed_by="", has_inline_key=True), (), "inline"),
        (source(signed_by=FINGERPRINT), (), "by_fingerprint"),
        (source(signed_by=""), (), "no_key_named"),
        (
            source(signed_by=""),
            (key(path="/etc/apt/trusted.gpg.d/docker.gpg", form="binary", is_trusted_for_all=True),),
            "trusted_for_all",
        ),
        (
            source(signed_by=""),
            (
                key(
                    path="/etc/apt/trusted.gpg.d/other.gpg", fingerprints=("A" * 40,), is_trusted_for_all=True
                ),
            ),
            "no_key_named",
        ),
        (source(), (), "not_looked_at"),
    ],
)
def test_apt_can_read_the_key_that_the_entry_names(
    entry: f.AptSource, keys_seen: tuple[f.AptKey, ...], expected: str
) -> None:
    facts = {"apt_sources": sources(entry), "apt_keys": keys(*keys_seen)}
    assert code("apt.key.file", READY, **facts) == expected


def test_a_closed_key_is_told_with_its_mode() -> None:
    values = verdict("apt.key.file", READY, apt_keys=keys(key(mode=0o600, readable=False))).values
    assert values["mode"] == "0600"


# apt.key.format


@pytest.mark.parametrize(
    ("path", "form", "expected"),
    [
        (KEY, "armored", "fits"),
        (OLD_KEY, "binary", "fits"),
        (OLD_KEY, "armored", "armored_gpg"),
        (KEY, "binary", "binary_asc"),
        (KEY, "html", "web_page"),
        (KEY, "other", "no_key"),
        (KEY, "unread", "unread"),
        ("/etc/apt/keyrings/docker", "armored", "fits"),
    ],
)
def test_the_ending_of_the_key_file_fits_what_is_in_it(path: str, form: str, expected: str) -> None:
    facts = {"apt_sources": sources(source(signed_by=path)), "apt_keys": keys(key(path=path, form=form))}
    assert code("apt.key.format", READY, **facts) == expected


def test_a_key_that_is_in_no_file_has_no_format() -> None:
    assert code("apt.key.format", READY, apt_sources=sources(source(signed_by=FINGERPRINT))) == "no_file"


# apt.key.id


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, "dockers"),
        ({"fingerprints": ("A" * 40, FINGERPRINT)}, "dockers"),
        ({"fingerprints": ("A" * 40,), "subkeys": ()}, "other_key"),
        ({"subkeys": ()}, "no_subkey"),
        ({"subkeys": ("B" * 40,)}, "no_subkey"),
        ({"fingerprints": (), "subkeys": ()}, "unread"),
    ],
)
def test_the_key_is_dockers_with_the_subkey_that_signs(changed: dict[str, object], expected: str) -> None:
    assert code("apt.key.id", READY, apt_keys=keys(key(**changed))) == expected


def test_a_fingerprint_in_place_of_a_file_is_compared_too() -> None:
    def named(signed_by: str) -> f.AptSources:
        return sources(source(signed_by=signed_by))

    assert code("apt.key.id", READY, apt_sources=named(FINGERPRINT)) == "dockers_fingerprint"
    assert code("apt.key.id", READY, apt_sources=named("A" * 40)) == "other_fingerprint"


@pytest.mark.parametrize(
    ("changed", "cause"),
    [
        ({"apt_keys": keys(key(path=OLD_KEY))}, "apt.key.format armored_gpg"),
        ({"apt_keys": keys(key(form="binary"))}, "apt.key.format binary_asc"),
        ({"apt_keys": keys(key(size=0, form="empty", fingerprints=()))}, "apt.key.file empty"),
        ({"apt_keys": keys(key(exists=False, size=0, form="unread"))}, "apt.key.file missing"),
        ({"apt_keys": keys(key(mode=0o600, readable=False))}, "apt.key.file closed"),
        ({"apt_sources": sources(source(signed_by=""))}, "apt.key.file no_key_named"),
    ],
)
def test_six_causes_of_one_no_pubkey_are_told_apart(changed: dict[str, object], cause: str) -> None:
    if "armored_gpg" in cause:
        changed = {**changed, "apt_sources": sources(source(signed_by=OLD_KEY))}
    assert causes(READY, apt_policy=EMPTY_POLICY, **changed) == [cause]


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
