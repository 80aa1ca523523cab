"""os.*: criteria and edge cases of the machine itself."""

from __future__ import annotations

from datetime import date

import pytest

from bot.checks import facts as f
from tests.unit.checks.hosts import BARE, UBUNTU
from tests.unit.checks.judged import code, status, verdict
from tests.unit.checks.other_hosts import DEBIAN, FEDORA


def os_release(**fields: str) -> f.OsRelease:
    return f.OsRelease(id_like=tuple(fields.pop("id_like", "").split()), **fields)


MINT = os_release(
    id="linuxmint",
    id_like="ubuntu debian",
    version_id="22.2",
    version_codename="zara",
    ubuntu_codename="noble",
)
KALI = os_release(id="kali", id_like="debian", version_id="2026.1", version_codename="kali-rolling")
VOID = os_release(id="void", pretty_name="Void Linux")


@pytest.mark.parametrize(
    ("release", "expected"),
    [
        (
            os_release(id="ubuntu", version_id="24.04", version_codename="noble", ubuntu_codename="noble"),
            "supported",
        ),
        (os_release(id='"ubuntu"', version_id='"24.04"', version_codename="noble"), "supported"),
        (os_release(id="debian", version_id="13", version_codename="trixie"), "supported"),
        (os_release(id="debian", version_id="12", version_codename="bookworm"), "supported"),
        (os_release(id="debian", version_codename="sid"), "no_repository"),
        (MINT, "derivative"),
        (
            os_release(id="pop", version_id="24.04", version_codename="noble", ubuntu_codename="noble"),
            "derivative",
        ),
        (KALI, "derivative"),
        (
            os_release(
                id="linuxmint",
                id_like="debian",
                version_id="7",
                version_codename="gigi",
                debian_codename="trixie",
            ),
            "derivative",
        ),
        (
            os_release(id="raspbian", id_like="debian", version_id="12", version_codename="bookworm"),
            "derivative",
        ),
        (
            os_release(id="ubuntu", version_id="20.04", version_codename="focal", ubuntu_codename="focal"),
            "ended",
        ),
        (os_release(id="debian", version_id="11", version_codename="bullseye"), "ended"),
        (os_release(id="centos", version_id="7"), "ended"),
        (
            os_release(id="ubuntu", version_id="27.04", version_codename="zzz", ubuntu_codename="zzz"),
            "unlisted",
        ),
        (os_release(id="fedora", version_id="43"), "supported"),
        (os_release(id="arch"), "distro_packages"),
        (os_release(id="alpine", version_id="3.22"), "distro_packages"),
        (os_release(id="amzn", version_id="2023"), "distro_packages"),
        (os_release(id="rocky", version_id="9"), "distro_packages"),
        (os_release(), "no_name"),
        ("no_permission", "no_permission"),
    ],
)
def test_the_distribution_is_looked_up(release: object, expected: str) -> None:
    assert code("os.supported", UBUNTU, os_release=release) == expected


def test_a_derivative_maps_to_the_suite_it_is_built_on() -> None:
    assert verdict("os.supported", UBUNTU, os_release=MINT).values["suite"] == "noble"
    assert verdict("os.supported", UBUNTU, os_release=KALI).values["suite"] == "trixie"


def test_an_unknown_distribution_fails_only_where_there_is_no_engine() -> None:
    assert status("os.supported", BARE, os_release=VOID) == "FAIL"
    assert status("os.supported", UBUNTU, os_release=VOID) == "WARN"


def test_ubuntu_in_wsl_counts_as_ubuntu() -> None:
    assert code("os.supported", UBUNTU, surroundings=f.Surroundings(wsl=2)) == "supported"


def test_a_release_ends_with_the_month_of_its_last_end_of_life() -> None:
    assert verdict("os.supported", FEDORA, at=date(2026, 12, 31)).code == "supported"
    assert verdict("os.supported", FEDORA, at=date(2027, 1, 1)).code == "ended"


def machine(kernel: str, dpkg: str = "", bits: int = 64) -> f.Machine:
    return f.Machine(kernel_arch=kernel, dpkg_arch=dpkg, userland_bits=bits)  # type: ignore[arg-type] # 32 or 64


@pytest.mark.parametrize(
    ("fact", "expected", "arch"),
    [
        (machine("x86_64", "amd64"), "supported", "amd64"),
        (machine("aarch64", "arm64"), "supported", "arm64"),
        (machine("armv7l", "armhf", 32), "armhf", "armhf"),
        (machine("aarch64", "armhf", 32), "armhf_on_64", "armhf"),
        (machine("aarch64", "", 32), "armhf_on_64", "armhf"),
        (machine("aarch64"), "supported", "arm64"),
        (machine("s390x", "s390x"), "unlisted", "s390x"),
        (machine("i686", "i386", 32), "unsupported", "i386"),
        (machine("x86_64", "i386", 32), "unsupported", "i386"),
        (machine("riscv64", "riscv64"), "unsupported", "riscv64"),
        (machine("sparc64", "sparc64"), "unsupported", "sparc64"),
        ("timeout", "timeout", ""),
    ],
)
def test_the_arch_of_the_packages_decides(fact: object, expected: str, arch: str) -> None:
    found = verdict("os.arch", BARE, machine=fact)
    assert found.code == expected
    assert found.values.get("arch", "") == arch


def test_an_engine_on_an_arch_that_docker_does_not_build_for_is_only_remarked_on() -> None:
    assert code("os.arch", DEBIAN, machine=machine("riscv64", "riscv64")) == "other_works"


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        (f.Surroundings(init="systemd", has_systemd=True), "systemd"),
        (f.Surroundings(init="runit"), "no_systemd"),
        (f.Surroundings(init="bash", in_docker=True), "in_container"),
        (f.Surroundings(in_podman=True, has_systemd=True), "in_container"),
        (f.Surroundings(wsl=1), "wsl1"),
        (f.Surroundings(wsl=2, has_systemd=True), "wsl"),
        (f.Surroundings(wsl=2, wsl_conf_systemd=False), "wsl_no_systemd"),
        (f.Surroundings(wsl=2, wsl_conf_systemd=True), "wsl_not_restarted"),
        (f.Surroundings(wsl=2, has_docker_desktop=True), "wsl_desktop"),
        ("no_permission", "no_permission"),
    ],
)
def test_what_the_system_runs_in_is_told(fact: object, expected: str) -> None:
    assert code("os.env", BARE, surroundings=fact) == expected


GOOD_FLAGS = dict.fromkeys(("OVERLAY_FS", "VETH", "BRIDGE", "NF_NAT", "IP_NF_RAW"), "m")


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        (f.Kernel(release="6.8.0-45-generic", flags=GOOD_FLAGS), "fine"),  # type: ignore[arg-type] # letters of its Literal
        (f.Kernel(release="3.10.0-1160.el7.x86_64", flags=GOOD_FLAGS), "fine"),  # type: ignore[arg-type] # as above
        (f.Kernel(release="3.9.11", flags=GOOD_FLAGS), "too_old"),  # type: ignore[arg-type] # as above
        (f.Kernel(release="2.6.32-754.el6"), "too_old"),
        (f.Kernel(release="6.1.0", flags={**GOOD_FLAGS, "VETH": "n"}), "missing_flags"),  # type: ignore[arg-type] # as above
        (f.Kernel(release="6.1.0", flags={}), "missing_flags"),
        (f.Kernel(release="6.1.0"), "no_config"),
        (f.Kernel(release="custom"), "unreadable"),
        ("not_supported", "not_supported"),
    ],
)
def test_the_kernel_is_compared_with_the_oldest_that_works(fact: object, expected: str) -> None:
    assert code("os.kernel", UBUNTU, kernel=fact) == expected


def test_a_missing_kernel_option_only_warns_and_names_it() -> None:
    kernel = f.Kernel(release="6.1.0", flags={**GOOD_FLAGS, "IP_NF_RAW": "n"})  # type: ignore[arg-type] # as above
    assert verdict("os.kernel", UBUNTU, kernel=kernel).values["flags"] == "IP_NF_RAW"
    assert status("os.kernel", UBUNTU, kernel=kernel) == "WARN"


@pytest.mark.parametrize(
    ("kind", "expected"), [("v2", "PASS"), ("v1", "WARN"), ("hybrid", "WARN"), ("none", "FAIL")]
)
def test_cgroup_v2_passes_v1_warns_and_none_fails(kind: str, expected: str) -> None:
    assert status("os.cgroup", UBUNTU, cgroup=f.Cgroup(kind=kind)) == expected  # type: ignore[arg-type] # of its Literal


@pytest.mark.parametrize(
    ("ahead", "expected"),
    [
        (0.0, "right"),
        (59.9, "right"),
        (-59.9, "right"),
        (60.0, "ahead"),
        (-299.0, "behind"),
        (300.0, "ahead_far"),
        (-3 * 86400.0, "behind_far"),
    ],
)
def test_the_clock_may_be_a_minute_off_and_not_five(ahead: float, expected: str) -> None:
    assert code("os.clock", UBUNTU, clock=f.Clock(ahead_s=ahead)) == expected


def test_without_a_server_to_compare_with_the_clock_is_unknown() -> None:
    assert status("os.clock", UBUNTU, clock="not_supported") == "UNKNOWN"
