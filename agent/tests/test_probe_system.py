"""What a host is: release, architecture, surroundings, kernel, cgroups, clock."""

from __future__ import annotations

import gzip

import pytest

from agent.probes.elf import read_elf
from agent.probes.kernel import flags_of
from agent.probes.system import wsl_of
from agent.tests.trees import Tree, elf


def test_a_release_is_told_without_its_quotes(tree: Tree) -> None:
    value = tree.see("os_release")
    assert (value["id"], value["version_id"], value["version_codename"]) == ("ubuntu", "24.04", "noble")
    assert value["id_like"] == ["debian"]
    assert value["pretty_name"] == "Ubuntu 24.04.3 LTS"


def test_a_derivative_names_the_ubuntu_that_it_is_made_of(tree: Tree) -> None:
    tree.write(
        "/usr/lib/os-release",
        "ID=linuxmint\nID_LIKE='ubuntu debian'\nVERSION_CODENAME=zara\nUBUNTU_CODENAME=noble\n",
    )
    value = tree.see("os_release")
    assert (value["id"], value["version_codename"], value["ubuntu_codename"]) == (
        "linuxmint",
        "zara",
        "noble",
    )
    assert value["id_like"] == ["ubuntu", "debian"]


def test_a_release_file_with_an_unclosed_quote_loses_that_line_only(tree: Tree) -> None:
    tree.write("/usr/lib/os-release", 'ID=debian\nPRETTY_NAME="Debian\nVERSION_ID="12"\n')
    value = tree.see("os_release")
    assert (value["id"], value["version_id"], value["pretty_name"]) == ("debian", "12", "")


def test_a_host_without_a_release_file_says_so(tree: Tree) -> None:
    tree.remove("/etc/os-release")
    tree.remove("/usr/lib/os-release")
    assert tree.look("os_release")["could_not"] == "absent"


def test_the_architecture_is_that_of_dpkg_where_the_kernel_is_wider(tree: Tree) -> None:
    tree.machine = "aarch64"
    tree.package("dpkg", "1.21", arch="armhf")
    tree.write("/usr/bin/dash", elf("arm"), 0o755)
    value = tree.see("machine")
    assert (value["kernel_arch"], value["dpkg_arch"], value["userland_bits"]) == ("aarch64", "armhf", 32)


def test_foreign_architectures_are_those_besides_its_own(tree: Tree) -> None:
    tree.write("/var/lib/dpkg/arch", "amd64\ni386\narm64\n")
    assert tree.see("machine")["foreign_archs"] == ["i386", "arm64"]


def test_an_emulator_counts_when_it_is_on_and_kept_open(tree: Tree) -> None:
    folder = "/proc/sys/fs/binfmt_misc"
    tree.write(
        f"{folder}/qemu-aarch64", "enabled\ninterpreter /usr/bin/qemu-aarch64-static\nflags: OCF\noffset 0\n"
    )
    tree.write(f"{folder}/qemu-arm", "enabled\ninterpreter /usr/bin/qemu-arm-static\nflags: OC\noffset 0\n")
    tree.write(
        f"{folder}/qemu-s390x", "disabled\ninterpreter /usr/bin/qemu-s390x-static\nflags: F\noffset 0\n"
    )
    tree.write(f"{folder}/python3", "enabled\nflags: F\n")
    assert tree.see("machine")["emulated"] == ["qemu-aarch64"]


def test_a_host_without_dpkg_has_no_architecture_of_dpkg(tree: Tree) -> None:
    tree.remove("/var/lib/dpkg")
    assert tree.see("machine")["dpkg_arch"] == ""


@pytest.mark.parametrize(
    ("version", "number"),
    [
        ("Linux version 6.8.0-48-generic (buildd@lcy02)", 0),
        ("Linux version 4.4.0-19041-Microsoft (Microsoft@Microsoft.com)", 1),
        ("Linux version 5.15.153.1-microsoft-standard-WSL2 (root@941d701f84f1)", 2),
        ("Linux version 5.15.0-microsoft-standard (oe-user@oe-host)", 2),
    ],
)
def test_the_subsystem_for_linux_is_told_by_the_kernels_name(version: str, number: int) -> None:
    assert wsl_of(version) == number


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("[boot]\nsystemd=true\n", True),
        ("[boot]\nsystemd = false\n", False),
        ("[network]\nsystemd=true\n[boot]\ncommand=x\n", None),
    ],
)
def test_whether_the_subsystem_is_to_start_systemd(tree: Tree, text: str, claim: object) -> None:
    tree.write("/etc/wsl.conf", text)
    assert tree.see("surroundings")["wsl_conf_systemd"] is claim


def test_surroundings_of_a_plain_host(tree: Tree) -> None:
    value = tree.see("surroundings")
    assert (value["init"], value["has_systemd"], value["in_docker"], value["in_podman"]) == (
        "systemd",
        True,
        False,
        False,
    )
    assert (value["wsl_conf_systemd"], value["has_docker_desktop"]) == (None, False)


def test_a_hidden_first_process_leaves_the_rest_to_be_seen(tree: Tree) -> None:
    tree.closed.add("/proc/1/comm")
    value = tree.see("surroundings")
    assert (value["init"], value["has_systemd"]) == ("", True)


def test_a_container_is_known_by_the_file_that_its_runtime_leaves(tree: Tree) -> None:
    tree.write("/.dockerenv", "")
    tree.write("/run/.containerenv", "")
    tree.remove("/run/systemd/system")
    value = tree.see("surroundings")
    assert (value["in_docker"], value["in_podman"], value["has_systemd"]) == (True, True, False)


def test_docker_desktop_is_seen_from_inside_the_subsystem(tree: Tree) -> None:
    tree.folder("/mnt/wsl/docker-desktop")
    assert tree.see("surroundings")["has_docker_desktop"] is True


def test_options_that_a_kernel_does_not_name_are_not_built() -> None:
    flags = flags_of("CONFIG_VETH=m\nCONFIG_OVERLAY_FS=y\n# CONFIG_BRIDGE is not set\nCONFIG_HZ=250\n")
    assert (flags["VETH"], flags["OVERLAY_FS"], flags["BRIDGE"], flags["IP_NF_RAW"]) == ("m", "y", "n", "n")
    assert "HZ" not in flags


def test_the_running_kernels_own_configuration_is_read_first(tree: Tree) -> None:
    tree.write("/proc/config.gz", gzip.compress(b"CONFIG_IP_NF_RAW=y\n"))
    seen = tree.look("kernel")
    assert seen["how"] == "/proc/config.gz"
    assert (seen["value"]["flags"]["IP_NF_RAW"], seen["value"]["flags"]["VETH"]) == ("y", "n")


@pytest.mark.parametrize("broken", [b"no gzip at all", gzip.compress(b"CONFIG_VETH=m\n")[:12]])
def test_a_broken_configuration_falls_back_to_the_one_in_boot(tree: Tree, broken: bytes) -> None:
    tree.write("/proc/config.gz", broken)
    assert tree.see("kernel")["flags"]["OVERLAY_FS"] in "mn"


def test_a_kernel_without_a_configuration_has_no_flags(tree: Tree) -> None:
    tree.remove(f"/boot/config-{tree.release}")
    assert tree.see("kernel") == {"release": tree.release, "flags": None}


@pytest.mark.parametrize(
    ("mounts", "kind", "controllers"),
    [
        (
            "cgroup2 /sys/fs/cgroup cgroup2 rw 0 0\n",
            "v2",
            ["cpuset", "cpu", "io", "memory", "hugetlb", "pids", "rdma", "misc"],
        ),
        (
            "tmpfs /sys/fs/cgroup tmpfs ro 0 0\ncgroup /sys/fs/cgroup/memory cgroup rw,memory 0 0\n",
            "v1",
            ["cpu", "memory"],
        ),
        (
            "tmpfs /sys/fs/cgroup tmpfs ro 0 0\ncgroup2 /sys/fs/cgroup/unified cgroup2 rw 0 0\n"
            "cgroup /sys/fs/cgroup/cpu cgroup rw,cpu 0 0\n",
            "hybrid",
            ["cpu", "memory"],
        ),
        ("proc /proc proc rw 0 0\n", "none", []),
    ],
)
def test_the_version_of_cgroups(tree: Tree, mounts: str, kind: str, controllers: list[str]) -> None:
    tree.write("/proc/mounts", mounts)
    rows = "#subsys_name\thierarchy\tnum_cgroups\tenabled\ncpu\t3\t1\t1\nmemory\t4\t1\t1\nhugetlb\t0\t1\t0\n"
    tree.write("/proc/cgroups", rows)
    assert tree.see("cgroup") == {"kind": kind, "controllers": controllers}


def test_the_clock_is_held_against_what_the_server_said(tree: Tree) -> None:
    assert tree.see("clock", ahead_s=lambda: -259_200.5) == {"ahead_s": -259_200.5}


def test_without_a_server_there_is_nothing_to_hold_the_clock_against(tree: Tree) -> None:
    assert tree.look("clock")["could_not"] == "absent"


@pytest.mark.parametrize("arch", ["386", "amd64", "arm", "arm64", "riscv64"])
def test_a_program_tells_its_architecture_in_its_first_bytes(arch: str) -> None:
    read = read_elf(elf(arch))
    assert read is not None
    assert (read.arch, read.bits) == (arch, 32 if arch in ("386", "arm") else 64)


def test_big_and_little_powerpc_are_told_apart() -> None:
    little, big = bytearray(elf()), bytearray(elf())
    little[18:20] = b"\x15\x00"
    big[5], big[18:20] = 2, b"\x00\x15"
    assert [read.arch for read in map(read_elf, (bytes(little), bytes(big))) if read] == ["ppc64le", "ppc64"]


@pytest.mark.parametrize("head", [b"", b"\x7fELF", b"#!/bin/sh\nexec podman", b"\x7fELF\x09\x09" + bytes(60)])
def test_what_is_no_program_has_no_architecture(head: bytes) -> None:
    assert read_elf(head) is None
