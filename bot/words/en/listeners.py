"""The sentences of the listeners, in English."""

from __future__ import annotations

from bot.words.listeners import ListenerWords

LISTENERS = ListenerWords(
    ask_usage="Write `/ask QUESTION`, for example `/ask how do I fix permission denied`",
    not_known="I do not know this command.",
    outside="I am sorry, I do not answer in channels shared with other organisations.",
    slack_away="I cannot reach Slack just now. Please try again in a minute.",
    fault="Something went wrong on my side. Please tell a maintainer `{incident}`.",
    prompts=(
        ("Install Docker on Ubuntu", "How do I install Docker on Ubuntu?"),
        ("What is MLOps?", "What is MLOps?"),
    ),
)
