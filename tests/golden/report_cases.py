"""Reports and Notices by the name of their golden files."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.answering.model import Link, ShownCommand
from bot.checks.model import Status
from bot.platforms.model import Known, Platform
from bot.reporting.model import (
    Choice,
    Group,
    Mention,
    Notice,
    ShownCause,
    ShownChanges,
    ShownFinding,
    ShownReport,
    ShownUnseen,
)

NOBLE = Platform(
    arch=Known(value="amd64", origin="host"),
    distro=Known(value="ubuntu", origin="host"),
    release=Known(value="noble", origin="host"),
)
SEEN_AT = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


def command(does: str, run: str, *, needs_root: bool = False, grants_root: bool = False) -> ShownCommand:
    return ShownCommand(
        does=does,
        run=run,
        shell="sh",  # names a shell to the reader, starts none
        needs_root=needs_root,
        grants_root=grants_root,
        expect="",
        note="",
    )


NOT_MEMBER_KO = ShownFinding(
    check="grp.member",
    title="docker 그룹 소속",
    status=Status.FAIL,
    says="alice 사용자가 docker 그룹에 없어요.",
    code="not_member",
    values={"user": "alice"},
)
NO_PLUGINS_KO = ShownFinding(
    check="pkg.plugins",
    title="compose와 buildx 플러그인",
    status=Status.WARN,
    says="`compose` 플러그인이 없어요.",
    code="missing",
)
BROKEN_KO = ShownReport(
    language="ko",
    host="web-1",
    mood="broken",
    title="web-1: 고칠 것이 하나 있어요",
    lead="",
    facts=("방금 봤어요", "Ubuntu 24.04 · amd64 (x86-64)", "alice 사용자 기준"),
    findings=(
        ShownFinding(
            check="os.supported", title="Docker가 지원하는 배포판", status=Status.PASS, code="supported"
        ),
        NO_PLUGINS_KO,
        NOT_MEMBER_KO,
        ShownFinding(
            check="api.ping",
            title="데몬 응답",
            status=Status.UNKNOWN,
            code="not_granted",
            says="허락되지 않았어요.",
        ),
        ShownFinding(
            check="run.ps", title="docker ps 실행", status=Status.SKIP, blocked_by="docker 그룹 소속"
        ),
    ),
    platform=NOBLE,
    causes=(
        ShownCause(
            finding=NOT_MEMBER_KO,
            seen_in=("getent passwd, getent initgroups",),
            or_else=("그룹에는 있지만 이 세션이 오래된 것일 수도 있어요.",),
            entry=Link(entry="docker-permission-denied", title="Docker 권한 설정"),
            commands=(
                command(
                    "그 사용자를 docker 그룹에 넣어요.",
                    "sudo usermod -aG docker alice",
                    needs_root=True,
                    grants_root=True,
                ),
                command("새 그룹을 바로 적용해요.", "newgrp docker"),
            ),
            note="다른 터미널은 다시 로그인해야 적용돼요.",
        ),
        ShownCause(
            finding=NO_PLUGINS_KO, entry=Link(entry="docker-compose-missing", title="compose가 없을 때")
        ),
    ),
    unseen=(ShownUnseen(reason="호스트 주인이 허락하지 않은 범위", titles=("데몬 응답",)),),
    changes=ShownChanges(mended=("docker 서비스",), remaining=("docker 그룹 소속",)),
    notices=("Docker API까지 보려면 `policy set --level docker`로 허락해 주세요.",),
    user="alice",
    observed_at=SEEN_AT,
    age_s=20.0,
)
HEALTHY_EN = ShownReport(
    language="en",
    host="gpu-1",
    mood="healthy",
    title="gpu-1: all good",
    lead="Docker is ready to use. I looked at 43 things, and all of them are fine.",
    facts=("seen 3 min ago", "Debian 12 · arm64 (AArch64)"),
    findings=(
        ShownFinding(check="os.supported", title="Supported distribution", status=Status.PASS),
        ShownFinding(check="run.hello", title="Running hello-world", status=Status.PASS),
    ),
    platform=Platform(),
    changes=ShownChanges(),
    passed=("system", "daemon and containers"),
    observed_at=SEEN_AT,
    age_s=180.0,
)
REFUSED_EN = ShownReport(
    language="en",
    host="old-pi",
    mood="broken",
    title="old-pi: 2 things to fix",
    lead="**old-pi** isn't connected right now.\n\nHere is the last result instead.",
    facts=("seen 2 days ago",),
    findings=(),
    platform=Platform(),
    causes=(
        ShownCause(
            finding=ShownFinding(
                check="os.arch",
                title="Supported architecture",
                status=Status.FAIL,
                says="There is no Docker Engine package for `s390x`.",
            ),
            entry=Link(entry="docker-arch", title="Which architectures Docker supports"),
            refusal=("Docker builds none for it.", "Use the distribution's `docker.io`."),
        ),
        ShownCause(
            finding=ShownFinding(
                check="disk.root",
                title="Disk space for Docker",
                status=Status.FAIL,
                says="<!channel> `/var/lib/docker` has **no** room.",
            )
        ),
    ),
    remarks=(
        ShownFinding(check="os.cgroup", title="cgroup version", status=Status.WARN, says="cgroup v1 is old."),
    ),
    unseen=(
        ShownUnseen(reason="", titles=tuple(f"Check {number}" for number in range(9))),
        ShownUnseen(reason="no answer in time", titles=("Connection to the daemon",)),
    ),
)
REPORTS: dict[str, ShownReport] = {
    "report-broken.ko": BROKEN_KO,
    "report-healthy.en": HEALTHY_EN,
    "report-refused.en": REFUSED_EN,
}

LIST_EN = Notice(
    language="en",
    title="Hosts",
    groups=(
        Group(title="Your hosts", rows=(("**web-1**", "🟢 all good", "seen 3 min ago", "connected"),)),
        Group(
            title="Hosts that you were allowed to check",
            rows=(("**gpu-1**", "not checked yet", Mention(kind="person", id="U0BEN")),),
        ),
    ),
    after=("Add a host: `/docker-check add NAME`",),
    choices=(Choice(label="web-1 Check", action="check_host:web-1"),),
)
ADD_KO = Notice(
    language="ko",
    title="web-1 등록하기",
    says=("**web-1**에서 아래 명령을 차례로 실행하세요.",),
    secret="7Q4M-2KXT-9F3A-WZ5D-8H6P-1234",
    commands=(
        command("에이전트 내려받기", "curl -fsSL -o setupbot-agent.pyz https://bot.example.org/agent.pyz"),
        command(
            "등록하기",
            "sudo python3 setupbot-agent.pyz enroll https://bot.example.org --service",
            needs_root=True,
        ),
    ),
)
ALLOWED_EN = Notice(
    language="en",
    says=("Now allowed to check **web-1**:",),
    whom=(
        Mention(kind="person", id="U0BEN"),
        Mention(kind="group", id="S0TEAM"),
        "everybody in the workspace",
    ),
)
LOG_EN = Notice(
    language="en",
    title="Log of web-1",
    groups=(
        Group(title="", rows=((SEEN_AT, Mention(kind="person", id="U0BEN"), "check **web-1**", "denied"),)),
    ),
)
NOTICES: dict[str, Notice] = {
    "notice-list.en": LIST_EN,
    "notice-add.ko": ADD_KO,
    "notice-allowed.en": ALLOWED_EN,
    "notice-log.en": LOG_EN,
}
