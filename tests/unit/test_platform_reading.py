"""What a person's words and pasted output say of their machine."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.platforms.model import Known, Platform
from bot.platforms.reading import read_platform
from tests.catalogue import CATALOGUE

WORDS = [
    # text, arch, distro, release
    ("how do I install docker", "", "", ""),
    ("", "", "", ""),
    ("M1", "arm64", "macos", ""),
    ("docker on my m1 macbook", "arm64", "macos", ""),
    ("맥북 m2인데 도커 어떻게 깔아요", "arm64", "macos", ""),
    ("m1맥인데요", "arm64", "macos", ""),
    ("맥에서 도커 설치", "", "macos", ""),
    ("문맥을 모르겠어요", "", "", ""),
    ("intel mac", "amd64", "macos", ""),
    ("인텔 맥북에서 도커", "amd64", "macos", ""),
    ("mac with arm", "arm64", "macos", ""),
    ("macOS Sonoma", "", "macos", "14"),
    ("ubuntu sonoma", "", "ubuntu", ""),
    ("macos 15 arm64", "arm64", "macos", "15"),
    ("aarch64", "arm64", "", ""),
    ("x64 server", "amd64", "", ""),
    ("x86_64 ubuntu", "amd64", "ubuntu", ""),
    ("x86-64에서는요", "amd64", "", ""),
    ("arm64 면 도커 설치할때 뭐 바꿔야해요", "arm64", "", ""),
    ("and on arm?", "", "", ""),
    ("docker on arm fedora 43", "arm64", "fedora", "43"),
    ("arm32 board", "armhf", "", ""),
    ("armv7l", "armhf", "", ""),
    ("라즈베리파이", "", "raspbian", ""),
    ("라즈베리파이에서저장소추가", "", "raspbian", ""),
    ("how do I add the repo on my raspberry pi zero", "armv6", "raspbian", ""),
    ("raspberry pi zero 2 w 64bit", "arm64", "raspbian", ""),
    ("라즈베리파이 제로에 도커", "armv6", "raspbian", ""),
    ("pi 4", "arm64", "raspbian", ""),
    ("pi4에 도커 깔기", "arm64", "raspbian", ""),
    ("pi 4 32bit", "armhf", "raspbian", ""),
    ("pi 3 32bit", "armhf", "raspbian", ""),
    ("rpi3 64비트", "arm64", "raspbian", ""),
    ("raspberry pi 4 with ubuntu 22.04", "arm64", "ubuntu", "jammy"),
    ("raspberry pi os bookworm on a pi 5", "arm64", "raspbian", "bookworm"),
    ("pi 5 bookworm", "arm64", "raspbian", "bookworm"),
    ("파이썬 설치", "", "", ""),
    ("WSL2", "", "wsl", ""),
    ("WSL2 에 도커 설치해도 되나여", "", "wsl", ""),
    ("windows 11 wsl2 ubuntu 24.04", "", "wsl", "noble"),
    ("on windows with wsl", "", "wsl", ""),
    ("wsl debian", "", "debian", ""),
    ("Mint 22", "", "linuxmint", "22"),
    ("Linux Mint 21.3", "", "linuxmint", "21"),
    ("리눅스 민트 22.1", "", "linuxmint", "22"),
    ("linux mint based on ubuntu", "", "linuxmint", ""),
    ("LMDE 7", "", "lmde", "7"),
    ("pop os 22.04", "", "pop", "jammy"),
    ("우분투 22.04", "", "ubuntu", "jammy"),
    ("우분투22.04에서 도커", "", "ubuntu", "jammy"),
    ("ubuntu jammy", "", "ubuntu", "jammy"),
    ("jammy", "", "ubuntu", "jammy"),
    ("24.04", "", "ubuntu", "noble"),
    ("24.04.1 LTS", "", "ubuntu", "noble"),
    ("ubuntu server 22.04 lts", "", "ubuntu", "jammy"),
    ("ubuntu 20.10", "", "ubuntu", "20.10"),
    ("I'm on ubuntu and docker 20.10", "", "ubuntu", ""),
    ("docker 24.0 on debian", "", "debian", ""),
    ("ubuntu 24", "", "ubuntu", "noble"),
    ("우분투 22", "", "ubuntu", "jammy"),
    ("데비안 12", "", "debian", "bookworm"),
    ("debian 12.5", "", "debian", "bookworm"),
    ("debian trixie", "", "debian", "trixie"),
    ("윈도우 11", "", "windows", "11"),
    ("win10", "", "windows", "10"),
    ("windows 7 64 bit", "", "windows", "7"),
    ("windows server 2022", "", "windows", "server"),
    ("centos 7", "", "centos", "7"),
    ("CentOS 7.4", "", "centos", "7"),
    ("centos stream 9", "", "centos", "9"),
    ("rhel9", "", "rhel", "9"),
    ("RHEL 8.10 on s390x", "s390x", "rhel", "8"),
    ("red hat enterprise linux 9", "", "rhel", "9"),
    ("rocky 9.3", "", "rocky", "9"),
    ("amazon linux", "", "amazon", ""),
    ("amazon linux 2023", "", "amazon", "2023"),
    ("sles 15", "", "sles", "15"),
    ("kali linux", "", "kali", ""),
    ("아치 리눅스", "", "arch", ""),
    ("알파인", "", "alpine", ""),
    ("graviton ubuntu 24.04", "arm64", "ubuntu", "noble"),
    ("ppc64le debian 13", "ppc64el", "debian", "trixie"),
]

MISLEADING = [
    ("run an amd64 image on my pi", "", "raspbian", ""),
    ("run an amd64 image on my pi 4", "arm64", "raspbian", ""),
    ("ubuntu container", "", "", ""),
    ("우분투 이미지를 맥에서 돌리기", "", "macos", ""),
    ("docker run -it ubuntu bash", "", "", ""),
    ("run ubuntu in a container on my mac", "", "macos", ""),
    ("컨테이너 안에 우분투, 호스트는 데비안", "", "debian", ""),
    ("Docker Desktop - WSL 2 installation is incomplete.\n윈도우인데요", "", "windows", ""),
    ("docker pull debian:12", "", "", ""),
    ("FROM ubuntu:22.04", "", "", ""),
    ("python:3.11-bookworm 이미지", "", "", ""),
    ("docker run --platform linux/amd64 foo on m1", "arm64", "macos", ""),
    ("not ubuntu, debian", "", "debian", ""),
    ("우분투 말고 데비안", "", "debian", ""),
    ("우분투말고 페도라 43이요", "", "fedora", "43"),
    ("우분투가 아니라 데비안이에요", "", "debian", ""),
    ("I don't have a mac", "", "", ""),
    ("it works on my Mac but on my Raspberry Pi I get an error", "", "raspbian", ""),
    ("m1 맥인데 arch=amd64 그대로 쓰면 되나요", "arm64", "macos", ""),
    (
        "E: https://download.docker.com/linux/ubuntu zena Release does not have a Release file",
        "",
        "linuxmint",
        "22",
    ),
    ("GPG error: https://download.docker.com/linux/ubuntu focal InRelease: NO_PUBKEY", "", "ubuntu", "focal"),
    ("Failed to fetch https://apt.example.org/dists/debian-jessie/binary-armhf/Packages", "", "", ""),
    (
        "deb [arch=amd64 signed-by=/k.gpg] https://download.docker.com/linux/ubuntu focal stable",
        "",
        "ubuntu",
        "focal",
    ),
    ("docker-engine-1.12.6-1.el7.centos.x86_64 conflicts", "", "", ""),
    ("sudo apt install ./docker-ce_29.0_arm64.deb", "", "", ""),
    ("doesn't support architecture 'i386'", "", "", ""),
    ("ubuntu or debian?", "", "", ""),
    ("docker-ce=5:20.10.16~3-0~ubuntu-jammy", "", "", ""),
    ("build for arm64 on ubuntu", "", "ubuntu", ""),
    ("vmware 에 우분투 올려서 도커 써도 되나요?", "", "ubuntu", ""),
    ("charm and farm, nvme0n1, vm1", "", "", ""),
    ("minty fresh, comint", "", "", ""),
]

UNAME_UBUNTU = (
    "Linux box 6.8.0-45-generic #45-Ubuntu SMP PREEMPT_DYNAMIC Fri Aug 30 x86_64 x86_64 x86_64 GNU/Linux"
)
UNAME_PI = (
    "Linux raspberrypi 6.6.51+rpt-rpi-v8 #1 SMP PREEMPT Debian 1:6.6.51-1+rpt3 (2024-10-08) aarch64 GNU/Linux"
)
OS_MINT = 'NAME="Linux Mint"\nVERSION="22.2 (Zara)"\nID=linuxmint\nID_LIKE="ubuntu debian"\nVERSION_ID="22.2"\nVERSION_CODENAME=zara\nUBUNTU_CODENAME=noble'
OS_LMDE = 'ID=linuxmint\nID_LIKE=debian\nVERSION_ID="7"\nVERSION_CODENAME=gigi\nDEBIAN_CODENAME=trixie'
OS_RASPBIAN = 'PRETTY_NAME="Raspbian GNU/Linux 12 (bookworm)"\nVERSION_ID="12"\nVERSION_CODENAME=bookworm\nID=raspbian\nID_LIKE=debian'
DOCKER_VERSION = """Client: Docker Engine - Community
 Version:           29.8.2
 API version:       1.55
 OS/Arch:           darwin/arm64
 Context:           desktop-linux

Server: Docker Desktop
 Engine:
  OS/Arch:          linux/arm64
"""

PASTED = [
    ("uname -m\naarch64", "arm64", "", ""),
    ("$ uname -m\r\nx86_64\n$", "amd64", "", ""),
    ("armv6l", "armv6", "raspbian", ""),
    ("$ dpkg --print-architecture\narmhf", "armhf", "", ""),
    ("uname -m\narmv6l\ndpkg --print-architecture\narmhf", "armv6", "raspbian", ""),
    ("uname -m\naarch64\ndpkg --print-architecture\narmhf", "armhf", "", ""),
    (UNAME_UBUNTU, "amd64", "ubuntu", ""),
    (UNAME_PI, "arm64", "debian", ""),
    ("Linux pc 5.15.153.1-microsoft-standard-WSL2 #1 SMP x86_64 x86_64 x86_64 GNU/Linux", "amd64", "wsl", ""),
    ("Darwin mac.local 24.1.0 Darwin Kernel Version 24.1.0: RELEASE_ARM64_T6000 arm64", "arm64", "macos", ""),
    (OS_MINT, "", "linuxmint", "22"),
    (OS_LMDE, "", "lmde", "7"),
    (OS_RASPBIAN, "", "raspbian", "bookworm"),
    (OS_RASPBIAN + "\n" + UNAME_PI, "armhf", "raspbian", "bookworm"),
    ('ID=ubuntu VERSION_ID="24.04" VERSION_CODENAME=noble UBUNTU_CODENAME=noble', "", "ubuntu", "noble"),
    ('ID=debian\nVERSION_ID="12"\nVERSION_CODENAME=bookworm', "", "debian", "bookworm"),
    (
        'ID=zorin\nID_LIKE="ubuntu debian"\nVERSION_CODENAME=jammy\nUBUNTU_CODENAME=jammy',
        "",
        "ubuntu",
        "jammy",
    ),
    ('ID="almalinux"\nID_LIKE="rhel centos fedora"\nVERSION_ID="9.4"', "", "almalinux", "9"),
    ('ID="amzn"\nVERSION_ID="2023"', "", "amazon", "2023"),
    ("ID=kali\nVERSION_CODENAME=kali-rolling\nVERSION_ID=2026.3", "", "kali", "kali-rolling"),
    ("ID=arch", "", "arch", ""),
    (
        "Distributor ID:\tUbuntu\nDescription:\tUbuntu 22.04.3 LTS\nRelease:\t22.04\nCodename:\tjammy",
        "",
        "ubuntu",
        "jammy",
    ),
    ("ProductName:\t\tmacOS\nProductVersion:\t\t15.1\nBuildVersion:\t24B83", "", "macos", "15"),
    (DOCKER_VERSION, "arm64", "macos", ""),
    ("Client:\n OS/Arch: linux/amd64\nServer:\n  OS/Arch: linux/amd64", "amd64", "", ""),
    (
        " Operating System: Ubuntu 24.04.1 LTS\n OSType: linux\n Architecture: x86_64",
        "amd64",
        "ubuntu",
        "noble",
    ),
    ("no matching manifest for linux/arm64/v8 in the manifest list entries\nm1 인데", "arm64", "macos", ""),
    (
        "image's platform (linux/amd64) does not match the detected host platform (linux/arm64/v8)",
        "arm64",
        "",
        "",
    ),
]


def read(text: str) -> tuple[str, str, str]:
    platform = read_platform(text, CATALOGUE)
    known = (platform.arch, platform.distro, platform.release)
    return tuple(fact.value if fact else "" for fact in known)  # type: ignore[return-value]


@pytest.mark.parametrize(("text", "arch", "distro", "release"), WORDS, ids=lambda value: str(value)[:50])
def test_words_name_the_machine(text: str, arch: str, distro: str, release: str) -> None:
    assert read(text) == (arch, distro, release)


@pytest.mark.parametrize(("text", "arch", "distro", "release"), MISLEADING, ids=lambda value: str(value)[:50])
def test_what_is_not_the_machine_does_not_mislead(text: str, arch: str, distro: str, release: str) -> None:
    assert read(text) == (arch, distro, release)


@pytest.mark.parametrize(("text", "arch", "distro", "release"), PASTED, ids=lambda value: str(value)[:50])
def test_printed_output_names_the_machine(text: str, arch: str, distro: str, release: str) -> None:
    assert read(text) == (arch, distro, release)


def test_every_fact_carries_its_origin() -> None:
    assert read_platform("ubuntu 24.04 arm64", CATALOGUE, "saved") == Platform(
        arch=Known(value="arm64", origin="saved"),
        distro=Known(value="ubuntu", origin="saved"),
        release=Known(value="noble", origin="saved"),
    )


@pytest.mark.parametrize("row", CATALOGUE.reading.pasted, ids=lambda row: row.id)
def test_every_pattern_of_printed_output_finds_its_sample(row: object) -> None:
    import re

    from bot.platforms.pasted import FLAGS

    assert re.search(row.pattern, row.sample, FLAGS)  # type: ignore[attr-defined]


def test_decomposed_hangul_reads_the_same() -> None:
    import unicodedata

    assert read(unicodedata.normalize("NFD", "우분투 22.04")) == ("", "ubuntu", "jammy")


def test_an_empty_list_of_words_means_none_and_not_all() -> None:
    reading = replace(CATALOGUE.reading, negated_after=(), image_after=("",), own_before=())
    found = read_platform("docker on ubuntu 24.04", replace(CATALOGUE, reading=reading))
    assert found.distro is not None
    assert found.distro.value == "ubuntu"
