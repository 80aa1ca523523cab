"""The sentences around installing, in Korean."""

from __future__ import annotations

from bot.words.installing import InstallingWords

INSTALLING = InstallingWords(
    pages=(
        ("installed", "이제 {team}에 setupbot이 있어요|채널에서 부르거나, 말을 걸거나, /ask를 써 보세요."),
        ("stale", "더는 쓸 수 없는 링크예요|링크는 시작한 브라우저에서 10분 동안 한 번만 쓸 수 있어요."),
        ("cancelled", "아무것도 설치하지 않았어요|언제든 다시 시작할 수 있어요."),
        ("refused", "Slack이 설치를 허락하지 않았어요|이유: {code}"),
        ("away", "지금은 Slack에 연결할 수 없어요|잠시 뒤에 다시 시작해 주세요."),
        (
            "org_wide",
            "워크스페이스를 하나 골라 주세요|조직 전체를 고르셨는데, 저는 워크스페이스마다 토큰을 따로 받아야 해요. 아무것도 설치하지 않았어요. 다시 시작해서 Slack 화면에서 조직 대신 워크스페이스를 골라 주세요. 여러 곳이면 한 곳씩 하면 돼요.",
        ),
        ("rotating", "토큰 자동 교체가 켜져 있어요|앱 설정에서 끈 다음 다시 시작해 주세요."),
        ("too_many", "조금 빨랐어요|잠시 뒤에 다시 해 보세요."),
        ("fault", "저희 쪽에서 문제가 생겼어요|아무것도 설치하지 않았어요. 잠시 뒤에 다시 해 보세요."),
    ),
    again="다시 시작하기",
    open_slack="Slack 열기",
)
