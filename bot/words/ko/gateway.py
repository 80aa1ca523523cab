"""What an Agent is told, in Korean."""

from __future__ import annotations

from bot.words.gateway import GatewayWords

GATEWAY = GatewayWords(
    no_agent=(
        "이 서버에는 아직 내려받을 에이전트가 없어요. 운영자는 setupbot 저장소에서 `make agent`를 실행하세요. 패키지로 "
        "설치했다면 그렇게 만든 build/{name} 파일을 $SETUPBOT_HOME/{name}에 복사하세요. 다시 시작하지 않아도 돼요."
    ),
    refusals=(
        ("upgrade", "에이전트가 너무 오래됐어요. 서버의 /agent.pyz에서 새 파일을 받으세요."),
        ("malformed", "서버가 이 요청을 읽지 못했어요."),
        ("too_large", "한 번에 받을 수 있는 크기를 넘었어요."),
        ("too_many", "요청이 너무 많아요. 잠시 뒤에 다시 시도해 주세요."),
        ("unauthenticated", "키가 없거나, 이 서버가 모르는 호스트의 키예요."),
        ("revoked", "이 호스트는 등록되어 있지 않아요. /docker-check add NAME으로 새 코드를 받으세요."),
        ("quarantined", "컴퓨터 두 대가 같은 키를 썼어요. 호스트를 지운 뒤 컴퓨터마다 따로 등록하세요."),
        ("bad_code", "쓸 수 없는 코드예요. 코드는 15분 동안 한 번만 쓸 수 있어요. 새 코드를 받으세요."),
        ("wrong_name", "다른 이름의 호스트를 위한 코드예요."),
        ("name_taken", "같은 이름의 호스트가 이미 있어요. 다른 이름을 고르거나 그 호스트를 먼저 지우세요."),
        ("finished", "이 작업의 결과는 더 받지 않아요."),
        ("not_asked", "새 키를 요청한 적이 없어서 주지 않아요."),
        ("unknown", "그런 것이 없어요."),
        ("unavailable", "서버가 지금은 답할 수 없어요. 잠시 뒤에 다시 시도해 주세요."),
        ("fault", "서버에서 문제가 생겼어요."),
    ),
)
