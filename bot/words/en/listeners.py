"""The sentences of the listeners, in English."""

from __future__ import annotations

from bot.words.listeners import ListenerWords

LISTENERS = ListenerWords(
    not_known="I don't know this command.",
    not_installed="I'm not installed in this workspace any more. Ask whoever runs the bot to install me again.",
    outside="I don't answer in channels shared with other organisations.",
    away="I can't answer just now. Try again in a minute.",
    fault="Something went wrong on my side. If it happens again, tell a maintainer this number: `{incident}`",
    not_opened="The form did not open. Try once more.",
    prompts=(
        ("Install Docker on Ubuntu", "How do I install Docker on Ubuntu?"),
        ("What is MLOps?", "What is MLOps?"),
    ),
)
