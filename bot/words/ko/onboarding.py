"""The sentences of onboarding, in Korean."""

from __future__ import annotations

from bot.words.onboarding import OnboardingWords

ONBOARDING = OnboardingWords(
    title="반가워요! 같이 준비해 봐요",
    welcome="머신러닝 작업 환경을 하나씩 갖춰 가는 목록이에요. 서두르지 않아도 되고, 막히면 여기에 그냥 물어보세요.",
    progress="{steps}개 중 {done}개 했어요",
    optional="선택",
    came_back="지금은 통과하지 못해요: {cause}",
    now="다음 할 일",
    optionally="더 해 보려면",
    show="보여 주세요",
    show_next="다음 것 보여 주세요 ({number}/{count})",
    in_thread="보여 드리는 답은 이 메시지의 스레드에 있어요.",
    done="했어요",
    skip="건너뛰기",
    undo="되돌리기: {step}",
    stop="저는 괜찮아요",
    other_language="English",
    restart="처음부터 다시",
    resume="다시 볼래요",
    quiet="그만 알려 주세요",
    finished_title="준비가 다 됐어요",
    finished="다 마쳤어요. 앞으로도 막히는 것이 있으면 언제든 물어보세요.",
    stopped="알겠어요. 이 일로 더 연락하지 않을게요. 궁금한 것은 언제든 여기에 물어보세요.",
    all_done_title="다 했어요! 🎉",
    all_done="이제 준비가 끝났어요. 수고하셨어요! 막히는 것이 있으면 언제든 물어보세요.",
    nudge_title="이어서 해 볼까요?",
    nudge="다음은 **{step}** 차례예요. {says}",
    nudge_more="하다가 막혔다면 에러 메시지를 그대로 여기에 붙여 넣어 주세요.",
    sent="DM으로 목록을 보냈어요.",
    shown="DM 맨 아래에 목록을 다시 보냈어요.",
    started="팀원에게 DM으로 목록을 보냈어요. 어디까지 했는지는 `/onboard status`로 볼 수 있어요.",
    started_already="이미 한 번 안내를 받은 분이라 다시 보내지 않았어요. 다시 시작하는 것은 본인만 할 수 있어요: `/onboard`",
    lead_named="이제 진행 상황을 보는 사람:",
    nobody="누구를 안내할까요? `/onboard @사람`처럼 불러 주세요.",
    unknown_person="우리 워크스페이스의 팀원에게만 보낼 수 있어요. 봇과 게스트, 떠난 사람에게는 보내지 않아요.",
    not_allowed="다른 사람의 안내는 관리자나 담당자로 정해진 사람만 시작할 수 있어요. 자신의 목록은 `/onboard`로 볼 수 있어요.",
    ask_maintainers="관리자에게 부탁해 보세요:",
    no_maintainers="아직 관리자가 정해지지 않았어요. 봇을 운영하는 분이 `SETUPBOT_MAINTAINERS`에 적으면 돼요.",
    no_steps="아직 준비된 목록이 없어요.",
    machine_noted="**{machine}**, 기억해 둘게요. 앞으로 이 컴퓨터에 맞는 명령으로 답할게요.",
    machine_before="전에 저장한 컴퓨터({machine}) 대신이에요.",
    status_title="어디까지 왔나요",
    status_none="지금 안내 중인 사람이 없어요. `/onboard @사람`으로 시작할 수 있어요.",
    status_where="{done}/{steps}, 다음은 {step}",
    status_done="다 마쳤어요",
    status_today="오늘 진행",
    status_yesterday="어제 진행",
    status_days="{count}일째 그대로",
    usage="""- `/onboard`: 내 목록 보기
- `/onboard restart`: 처음부터 다시
- `/onboard stop`: 저는 괜찮아요
- `/onboard @사람`: 새 팀원 안내하기 (`/onboard @사람 lead @담당자`처럼 담당자를 정할 수 있어요)
- `/onboard status`: 누가 어디까지 했는지""",
)
