"""The sentences of the work-list and of the weekly digest, in Korean."""

from __future__ import annotations

from bot.words.worklist import WorklistWords

WORKLIST = WorklistWords(
    title="답하지 못한 질문",
    empty="할 일이 없어요. 모든 질문에 답했어요.",
    total="질문 {total}개, 비슷한 것끼리 {groups}묶음",
    more="{count}묶음이 더 있어요.",
    asked_by="{user} 님이 물었어요",
    in_private="DM에서 물었어요",
    nearest="비슷한 답",
    nothing_near="가까운 답이 없어요.",
    answered="{title} 내용으로 답했어요",
    machine="컴퓨터: {platform}",
    score="일치도 {score}%",
    teach="가르치기",
    not_ours="우리 일이 아니에요",
    knowledge_broken="지식 파일에 고칠 곳이 있어서 마지막으로 올바르던 내용으로 답하고 있어요.",
    whys=(
        ("abstain", "답이 없었어요"),
        ("suggest", "고른 답이 없었어요"),
        ("rated", "도움이 안 됐대요"),
        ("handed", "사람에게 물었어요"),
        ("resolved", "사람이 해결했어요. 가르쳐 둘까요?"),
    ),
    reasons=(
        ("wrong", "내용이 틀렸어요"),
        ("outdated", "예전 내용이에요"),
        ("failed", "제 컴퓨터에서는 안 됐어요"),
        ("other", "물어본 내용이 아니에요"),
    ),
    digest_title="지난주 이야기",
    digest_counts="질문 {asked}개 가운데 {answered}개에 답했어요.",
    digest_unanswered="{abstained}개는 답하지 못했고, {suggested}개는 비슷한 답만 보여 줬어요.",
    digest_groups="가르쳐 주면 좋을 것",
    digest_group="“{text}” ({count}번)",
    digest_rated="도움이 안 됐다고 한 답",
    digest_rated_row="{title} ({count}번)",
    no_digest="그만 받기",
    no_digest_done="이제 주간 소식을 보내지 않을게요.",
    digest_again="다시 받기",
    digest_again_done="다음 주부터 다시 보내 드릴게요.",
)
