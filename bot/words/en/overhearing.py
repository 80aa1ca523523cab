"""The sentences around answering without being called, in English."""

from __future__ import annotations

from bot.words.overhearing import OverhearingWords

OVERHEARING = OverhearingWords(
    opened=(
        "From now on I answer set-up questions here without being called, when I'm sure of the answer. "
        "I keep nothing of what I don't answer. To stop it: `/ask here off`."
    ),
    closed="From now on I answer here only when I'm called.",
    is_open="Here I answer without being called, when I'm sure. To stop it: `/ask here off`.",
    is_closed="Here I answer only when I'm called. To have me answer without: `/ask here on`.",
    refused="Only maintainers can change that.",
    in_private="In private I answer everything anyway. Say it in a channel.",
    away="I'm not in this channel yet. `/invite` me; from then on I answer here as you said.",
    unasked="This channel has me answer without being called. To stop it: `/ask here off`.",
)
