"""The sentences around an Answer, in Korean."""

from __future__ import annotations

from bot.words.answers import AnswerWords

ANSWERS = AnswerWords(
    needs_root="root 권한 필요",
    grants_root="root와 같은 권한을 줘요",
    powershell="PowerShell에서 실행하세요",
    expect="제대로 됐다면 이렇게 나와요",
    instead="대신 이렇게 하세요",
    careful="주의",
    changed="2022년과 달라진 점",
    which_arch="CPU에 따라 명령이 달라질 수 있어요. 터미널에서 `uname -m`을 실행해 보고 골라 주세요.",
    tell_arch="CPU에 따라 명령이 달라질 수 있어요. `uname -m` 결과를 알려 주시면 거기에 맞춰 드릴게요.",
    next="다음: {title}",
    see_also="함께 보기",
    sources="출처",
    reviewed="{date}에 확인한 내용이에요",
    picture="그림",
    page="{title} ({page}/{pages})",
    show_rest="이어서 보기",
    more_below="내용이 길어서 여기까지만 보여 드려요.",
    share="채널에 공유하기",
    too_long="이 부분은 너무 길어서 여기에 다 담을 수 없어요. 터미널에서 setupbot kb show {entry} 를 실행하면 볼 수 있어요.",
    did_you_mean="혹시 이걸 물어보신 건가요?",
    none_of_these="여기에 없다면 조금 더 자세히 적어 주세요. 에러 메시지를 그대로 붙여 넣어도 좋아요.",
    unknown="그건 아직 제가 모르는 내용이에요.",
    can_answer="저는 Docker 설치와 문제 해결, 그리고 머신러닝 기초와 MLOps에 대해 답할 수 있어요.",
    ask_person="Docker 이야기라면 에러 메시지를 그대로 붙여 주시고, 아니라면 팀원에게 물어보는 게 빨라요.",
    ask_person_button="사람에게 물어보기",
    nothing_asked="무엇을 도와드릴까요? 이렇게 물어보시면 돼요.",
    examples=("우분투에 도커 설치하는 법", "docker permission denied 해결", "지도 학습이 뭐야?"),
    assumed_distro="어떤 시스템인지 몰라서 {title} 기준으로 알려 드려요.",
    other_layout="한/영 전환이 안 된 것 같아서 “{text}”라고 읽었어요.",
    fits="{platform} 기준이에요.",
    learning="지식 베이스를 익히고 있어요. 내용이 바뀐 뒤 한 번만 몇 초 걸려요…",
    unknown_system="제 표에 없는 시스템이라서 Docker가 패키지를 내는지 알 수 없어요.",
    unknown_system_instead="배포판이 직접 내는 패키지(흔히 `docker`나 `docker.io`)를 설치하거나, Ubuntu나 Debian(VM도 괜찮아요)에서 Docker를 쓰세요.",
    arch_names=(
        ("amd64", "Intel/AMD 64비트 (amd64)"),
        ("arm64", "ARM 64비트, M1 이후 (arm64)"),
        ("armhf", "ARM 32비트 (armhf)"),
        ("armv6", "라즈베리파이 1·Zero (ARMv6)"),
    ),
)
