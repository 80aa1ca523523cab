"""The sentences about a check that is asked for, in Korean."""

from __future__ import annotations

from bot.words.checking import CheckingWords

CHECKING = CheckingWords(
    looking="👀 **{host:을/를}** 살펴보고 있어요. 몇 초면 돼요.",
    pointer="호스트 이야기라서 답은 DM으로 보냈어요. 다른 사람에게는 보이지 않아요.",
    learnt="앞으로 이 컴퓨터({platform})에 맞춰 답할게요. 다른 컴퓨터라면 질문에 적어 주세요.",
    unknown="{code:이라는/라는} 호스트는 아직 몰라요.",
    unknown_other="혹시 이 호스트인가요?",
    unknown_help="처음 보는 호스트라면 `/docker-check add {host}` 명령으로 등록할 수 있어요.",
    bad_name="{code:은/는} 호스트 이름으로 쓸 수 없어요. 영문 소문자, 숫자, 하이픈, 점으로 63자까지 적어 주세요. 예: `web-1`",
    not_yours="**{host:은/는}** 다른 분이 등록한 호스트라서 보여 드릴 수 없어요.",
    not_yours_help="주인이 `/docker-check allow {host} @나`로 허락하면 바로 볼 수 있어요. 주인:",
    owner_only="**{host:은/는}** 주인만 관리할 수 있어요. 주인:",
    offline="**{host:이/가}** 지금은 연결돼 있지 않아요.",
    never_seen="아직 한 번도 확인한 적이 없어서 보여 드릴 결과가 없어요.",
    offline_help="호스트가 켜져 있는데도 그렇다면, 호스트에서 `sudo setupbot-agent status`를 실행해 보세요.",
    quarantined="**{host:은/는}** 잠시 멈춰 두었어요. 같은 키를 쓰는 에이전트가 두 군데서 보였어요.",
    quarantined_help="가상 머신을 복제했다면 흔히 생겨요. 주인이 `/docker-check remove {host}` 명령으로 지우고 다시 등록하면 풀려요.",
    revoked="**{host:은/는}** 등록이 해지된 호스트예요.",
    revoked_help="다시 쓰려면 `/docker-check add {host}` 명령으로 새 코드를 받으세요.",
    busy="**{host}** 확인이 이미 여러 개 밀려 있어요. 잠시 뒤에 다시 해 주세요.",
    expired="**{host:이/가}** 2분 안에 답하지 않았어요. 에이전트가 바쁘거나 막 꺼졌을 수 있어요. 호스트에서 `sudo setupbot-agent status`를 보거나 조금 뒤에 다시 확인해 보세요.",
    last_seen="마지막으로 본 결과를 대신 보여 드려요.",
    nothing_granted="호스트의 정책이 아무것도 허락하지 않아요. 주인이 호스트에서 `sudo setupbot-agent policy show`로 확인하고 `sudo setupbot-agent policy set`으로 넓힐 수 있어요.",
    more_granted="Docker API까지 보려면 주인이 호스트에서 `sudo setupbot-agent policy set --level docker`로 허락해 주세요.",
    fitted="`{host}`에 맞춘 답이에요: {platform}, {age}",
    unfitted="{host:은/는} 아직 확인한 적이 없어서 어떤 시스템인지 몰라요. “{host} 확인해줘”라고 하시면 그다음부터 맞춰 답할게요.",
    not_to_share="이 결과는 호스트 주인만 공유할 수 있어요. 주인에게 부탁해 보세요:",
    shared="모두 볼 수 있게 공유했어요.",
    not_shared="그 채널에는 제가 글을 쓸 수 없어요. 채널에 저를 초대한 뒤 다시 눌러 주세요.",
    nothing_to_share="공유할 결과가 더는 남아 있지 않아요. 다시 확인한 뒤 공유해 주세요.",
    refusals=(
        (
            "paused",
            "**{host:은/는}** 주인이 확인을 잠시 멈춰 두었어요. 호스트에서 `sudo setupbot-agent resume`을 실행하면 다시 볼 수 있어요.",
        ),
        (
            "denied_asker",
            "**{host}** 호스트의 정책이 요청하신 분의 확인을 허락하지 않아요. 주인이 호스트에서 `sudo setupbot-agent policy set --askers`로 정해요.",
        ),
        (
            "unknown_fact",
            "**{host}**의 에이전트가 오래돼서 요청을 알아듣지 못했어요. 호스트에서 새것으로 바꿔 주세요: `curl -fsSL -o setupbot-agent.pyz {url}/agent.pyz && sudo python3 setupbot-agent.pyz enroll {url} --service`",
        ),
        (
            "bad_user",
            "**{host}**에서 그 사용자를 보는 것은 허락되지 않았어요. 누구를 볼 수 있는지는 주인이 호스트에서 `sudo setupbot-agent policy set --users`로 정해요.",
        ),
        ("rate", "**{host:이/가}** 한 시간에 허락한 횟수를 다 썼어요. 조금 뒤에 다시 해 주세요."),
        (
            "expired",
            "요청이 **{host}**에 너무 늦게 닿아서 호스트가 받지 않았어요. 호스트의 시계가 맞는지 보고 다시 해 주세요.",
        ),
        ("repeated", "같은 요청이 두 번 닿아서 **{host:이/가}** 받지 않았어요. 다시 확인을 눌러 주세요."),
        ("other_host", "다른 호스트에게 갈 요청이 와서 **{host:이/가}** 받지 않았어요. 다시 등록해 보세요."),
        (
            "malformed",
            "**{host:이/가}** 보낸 결과를 읽을 수 없었어요. 호스트에서 에이전트를 새것으로 바꿔 주세요: `curl -fsSL -o setupbot-agent.pyz {url}/agent.pyz && sudo python3 setupbot-agent.pyz enroll {url} --service`",
        ),
        (
            "other",
            "**{host:이/가}** 이번 확인을 받지 않았어요. 호스트에서 `sudo setupbot-agent log`를 보면 이유가 있어요.",
        ),
    ),
)
