"""The sentences around installing, in English."""

from __future__ import annotations

from bot.words.installing import InstallingWords

INSTALLING = InstallingWords(
    pages=(
        ("installed", "setupbot is in {team} now|Mention it in a channel, write to it, or try /ask."),
        (
            "stale",
            "This link is not good any more|It works once, for ten minutes, in the browser that began.",
        ),
        ("cancelled", "Nothing was installed|You can begin again whenever you like."),
        ("refused", "Slack did not let it be installed|It says: {code}."),
        ("away", "Slack cannot be reached just now|Please begin again in a minute."),
        (
            "org_wide",
            "Please choose one workspace|setupbot is installed for a workspace, not for an organisation.",
        ),
        (
            "rotating",
            "Token rotation is on|Please have it switched off in the app's settings, then begin again.",
        ),
        ("too_many", "That was a little fast|Please try again in a minute."),
        ("fault", "Something went wrong on our side|Nothing was installed. Please try again in a minute."),
    ),
    again="Begin again",
    open_slack="Open Slack",
)
