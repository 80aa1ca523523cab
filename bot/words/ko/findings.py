"""The sentences about one Finding, in Korean."""

from __future__ import annotations

from bot.words.findings import FindingWords

FINDINGS = FindingWords(
    reasons=(
        ("absent", "이 호스트에는 볼 것이 없어요."),
        ("no_permission", "에이전트에 읽을 권한이 없었어요. 에이전트를 root로 실행하면 볼 수 있어요."),
        (
            "not_granted",
            "호스트 주인이 여기까지는 허락하지 않았어요. 호스트에서 `sudo setupbot-agent policy set --level {level}` 명령을 실행하면 볼 수 있어요.",
        ),
        (
            "denied",
            "호스트 주인이 이 항목은 보지 않도록 막아 두었어요. 그 호스트의 정책에서 {fact:을/를} 다시 허용할 수 있어요.",
        ),
        ("timeout", "제한 시간 안에 답이 오지 않았어요."),
        ("not_supported", "이 시스템에서는 볼 수 없어요."),
        ("failed", "확인하려 했지만 실패했어요: {detail}"),
        ("malformed", "에이전트가 보낸 값을 읽을 수 없었어요. 에이전트를 새 버전으로 바꿔 보세요."),
        ("not_sent", "에이전트가 보내지 않았어요. 오래된 에이전트라면 새 버전으로 바꿔 보세요."),
    ),
    no_systemd="이 호스트의 dockerd는 systemd가 관리하지 않아요. `systemctl` 대신 `sudo service docker restart`를 쓰거나, dockerd를 멈추고 처음 켠 방법으로 다시 켜세요.",
    left_out="여기에 들어갈 값에 낯선 글자가 있어서 명령 {count}개는 만들지 않았어요. 위에 적힌 내용을 보고 직접 고쳐 주세요.",
    spans=(
        (86400, "일", "일"),
        (3600, "시간", "시간"),
        (60, "분", "분"),
        (1, "초", "초"),
    ),
)
