"""The sentences of the work-list and of the weekly digest, in English."""

from __future__ import annotations

from bot.words.worklist import WorklistWords

WORKLIST = WorklistWords(
    title="Questions that went unanswered",
    empty="Nothing to do: every question got its answer.",
    total="Questions: {total}. Groups of similar ones: {groups}.",
    more="More groups: {count}",
    asked_by="asked by {user}",
    in_private="asked in private",
    nearest="Closest answers",
    nothing_near="No known answer comes near.",
    answered="answered with {title}",
    machine="machine: {platform}",
    score="fit: {score}%",
    teach="Teach",
    not_ours="Not ours",
    knowledge_broken="The knowledge files have faults, so I answer from the last good ones.",
    whys=(
        ("abstain", "no answer"),
        ("suggest", "none of the suggestions chosen"),
        ("rated", "did not help"),
        ("handed", "given to a person"),
        ("resolved", "solved by a person: worth teaching?"),
    ),
    reasons=(
        ("wrong", "wrong"),
        ("outdated", "outdated"),
        ("failed", "did not work on their machine"),
        ("other", "not what they asked"),
    ),
    digest_title="Last week",
    digest_counts="Questions: {asked}. Answered: {answered}.",
    digest_unanswered="Without an answer: {abstained}. Only suggestions: {suggested}.",
    digest_groups="Worth teaching",
    digest_group="“{text}” ({count}×)",
    digest_rated="Answers that did not help",
    digest_rated_row="{title} ({count}×)",
    no_digest="Stop these",
    no_digest_done="I won't send you the weekly digest any more.",
    digest_again="Send them again",
    digest_again_done="You will get it again from next week on.",
)
