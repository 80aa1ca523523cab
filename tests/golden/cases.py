"""Replies that stand for what the bot says, one a case; made by hand, so that only rendering is tested."""

from __future__ import annotations

from datetime import date

from bot.answering.model import (
    Abstention,
    Answer,
    Candidate,
    Link,
    Reply,
    ShownCommand,
    ShownPicture,
    ShownTable,
)
from bot.knowledge.model import Source
from bot.platforms.model import Known, Platform

PI_ZERO = Platform(
    arch=Known(value="armv6", origin="question"), distro=Known(value="raspbian", origin="question")
)
APT_DOCS = Source(
    title="Install Docker Engine on Ubuntu",
    url="https://docs.docker.com/engine/install/ubuntu/",
    seen=date(2026, 9, 8),
)


def command(run: str, does: str, **more: object) -> ShownCommand:
    defaults: dict[str, object] = {
        "shell": "sh",
        "needs_root": False,
        "grants_root": False,
        "expect": "",
        "note": "",
    }
    return ShownCommand(does=does, run=run, **(defaults | more))  # type: ignore[arg-type]


PERMISSION_KO = Answer(
    entry="docker-permission-denied",
    language="ko",
    platform=Platform(),
    match=None,
    title="permission denied: 도커 소켓 권한",
    lead="**permission denied**: 지금 사용자가 `docker` 그룹에 없어서 소켓을 열 수 없어요.",
    summary="사용자를 `docker` 그룹에 넣고 다시 로그인하면 `sudo` 없이 쓸 수 있어요.",
    notices=("어떤 시스템인지 몰라서 Ubuntu 기준으로 알려 드려요.",),
    commands=(
        command(
            'sudo usermod -aG docker "$USER"',
            "사용자를 docker 그룹에 넣어요.",
            needs_root=True,
            grants_root=True,
        ),
        command("newgrp docker", "지금 터미널에 바로 적용해요.", note="다른 터미널은 다시 로그인해야 해요."),
        command(
            "docker run --rm hello-world",
            "되는지 봐요.",
            expect="\nHello from Docker!\nThis message shows...\n",
        ),
    ),
    body="그룹에 들어가면 **root와 같은 권한**이 생겨요.\n\n- 혼자 쓰는 컴퓨터라면 괜찮아요.\n- 여럿이 쓰는 서버라면 [rootless](https://docs.docker.com/engine/security/rootless/)를 쓰세요.",
    warnings=("소켓에 `chmod 666`을 하지 마세요. 누구나 root가 돼요.",),
    changed="예전 노트의 `service docker restart`는 필요 없어요.",
    next=Link(entry="docker-ps", title="실행 중인 컨테이너 보기"),
    see_also=(Link(entry="docker-rootless", title="rootless 모드"),),
    sources=(APT_DOCS,),
    reviewed="2026-11-22",
    ask_arch=("amd64", "arm64"),
)
REPOSITORY_EN = Answer(
    entry="docker-apt-repository",
    language="en",
    platform=Platform(),
    match=None,
    title="Add Docker's apt repository & <key>",
    summary="Write the source file, then update.",
    commands=(
        command(
            "printf 'Types: deb\\nURIs: https://download.docker.com/linux/ubuntu\\nSuites: %s\\n' "
            '"$(. /etc/os-release && echo "${UBUNTU_CODENAME:-$VERSION_CODENAME}")" | sudo tee '
            "/etc/apt/sources.list.d/docker.sources > /dev/null",
            "Write the source.",
            needs_root=True,
        ),
    ),
    body="1. `apt-get update` reads it.\n2. Nothing else.\n\nEscaped: 1 < 2 && 3 > 2, <!channel> and *stars* and a|b.",
    sources=(Source(title="A note without an address", seen=date(2026, 11, 22)), APT_DOCS),
)
REFUSAL_EN = Answer(
    entry="docker-apt-repository",
    language="en",
    platform=PI_ZERO,
    match=None,
    title="Add Docker's apt repository",
    summary="Docker's packages come from its own apt repository.",
    notices=("For Raspberry Pi OS · ARMv6.",),
    refusal=(
        "A Raspberry Pi Zero has an **ARMv6** CPU, and there are no packages for it.",
        "Use 64-bit Raspberry Pi OS on a Zero 2 W.",
    ),
)
TABLES_KO = Answer(
    entry="research-vs-production",
    language="ko",
    platform=Platform(),
    match=None,
    title="연구와 프로덕션의 차이",
    summary="연구는 성능, 프로덕션은 운영을 먼저 봐요.",
    body="요구 사항이 서로 달라요.",
    tables=(
        ShownTable(
            title="표 1",
            columns=("", "연구", "프로덕션"),
            rows=(("데이터", "고정", "계속 바뀜"), ("우선순위", "빠른 학습", "")),
            attribution="강의 자료 1",
        ),
        ShownTable(
            title="표 2",
            columns=("항목", "차이"),
            rows=(("해석", "a | b"),),
            attribution="강의 자료 2",
        ),
    ),
    pictures=(
        ShownPicture(stem="ml-system.ko", alt="ML 시스템의 구성 요소: 작은 ML 코드 상자와 둘레의 큰 상자들"),
    ),
)
WINDOWS_EN = Answer(
    entry="docker-install-other-os",
    language="en",
    platform=Platform(distro=Known(value="windows", origin="flag")),
    match=None,
    title="Install on Windows",
    summary="Docker Desktop with WSL2.",
    commands=(command("wsl --install", "Install WSL2.", shell="powershell", needs_root=True),),
)
CLOSE_KO = Abstention(
    reason="close",
    language="ko",
    platform=Platform(),
    near=(
        Candidate(entry="docker-uninstall", title="도커 지우기", score=0.61),
        Candidate(entry="docker-disk-full", title="디스크가 가득 찼을 때", score=0.58),
    ),
)
OUTSIDE_EN = Abstention(reason="outside", language="en", platform=Platform())
EMPTY_KO = Abstention(reason="empty", language="ko", platform=Platform())

CASES: dict[str, Reply] = {
    "permission-denied.ko": PERMISSION_KO,
    "apt-repository.en": REPOSITORY_EN,
    "refusal.en": REFUSAL_EN,
    "tables.ko": TABLES_KO,
    "windows.en": WINDOWS_EN,
    "close.ko": CLOSE_KO,
    "outside.en": OUTSIDE_EN,
    "empty.ko": EMPTY_KO,
}
