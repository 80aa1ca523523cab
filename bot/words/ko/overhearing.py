"""The sentences around answering without being called, in Korean."""

from __future__ import annotations

from bot.words.overhearing import OverhearingWords

OVERHEARING = OverhearingWords(
    opened=(
        "이제 이 채널에서는 부르지 않아도 설치 질문에 답할게요. 답을 확실히 알 때만 답하고, "
        "답하지 않은 말은 저장하지 않아요. 그만두게 하려면: `/ask here off`"
    ),
    closed="이제 이 채널에서는 부를 때만 답할게요.",
    is_open="이 채널에서는 답을 확실히 알면 부르지 않아도 답해요. 그만두게 하려면: `/ask here off`",
    is_closed="이 채널에서는 부를 때만 답해요. 부르지 않아도 답하게 하려면: `/ask here on`",
    refused="관리자만 바꿀 수 있어요.",
    in_private="여기서는 무엇이든 답해요. 바꾸고 싶은 채널에서 말해 주세요.",
    away="제가 아직 이 채널에 없어요. 초대해 주시면 그때부터 말씀하신 대로 답할게요.",
    unasked="이 채널에서는 부르지 않아도 답하기로 했어요. 그만두게 하려면: `/ask here off`",
)
