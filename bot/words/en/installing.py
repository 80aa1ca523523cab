"""The sentences around installing, in English."""

from __future__ import annotations

from bot.words.installing import InstallingWords

INSTALLING = InstallingWords(
    pages=(
        ("installed", "setupbot is in {team} now|Mention it in a channel, write to it, or try /ask."),
        (
            "stale",
            "This link no longer works|It works once, for ten minutes, in the browser where you began.",
        ),
        ("cancelled", "Nothing was installed|You can begin again whenever you like."),
        ("refused", "Slack did not allow the installation|It says: {code}."),
        ("away", "Slack can't be reached right now|Begin again in a minute."),
        (
            "org_wide",
            "Choose one workspace|You chose a whole organisation, but I need a token for each workspace. Nothing was installed. Begin again, and on Slack's page choose a workspace instead of the organisation; do so once for each workspace that wants me.",
        ),
        (
            "rotating",
            "Token rotation is on|Switch it off in the app's settings, then begin again.",
        ),
        ("too_many", "That was a little fast|Try again in a minute."),
        ("fault", "Something went wrong on our side|Nothing was installed. Try again in a minute."),
    ),
    again="Begin again",
    open_slack="Open Slack",
)
