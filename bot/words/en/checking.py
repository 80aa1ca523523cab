"""The sentences about a check that is asked for, in English."""

from __future__ import annotations

from bot.words.checking import CheckingWords

CHECKING = CheckingWords(
    looking="👀 Looking at **{host}**… it takes a few seconds.",
    pointer="As this is about a host, I answered in our direct messages, where only you see it.",
    learnt="From now on I fit my answers to this machine ({platform}). If you mean another one, say so in the question.",
    unknown="I don't know a host called {code}.",
    unknown_other="Did you mean one of these?",
    unknown_help="If it is new, `/docker-check add {host}` adds it.",
    bad_name="{code} can't be a host's name: use lower-case letters, digits, hyphens and dots, up to 63 of them, as in `web-1`.",
    not_yours="**{host}** belongs to somebody else, so I can't show it to you.",
    not_yours_help="Once its owner has said `/docker-check allow {host} @you`, you can check it. Its owner:",
    owner_only="Only its owner can manage **{host}**. That is:",
    offline="**{host}** isn't connected right now.",
    never_seen="It has never been checked, so there is no result to show.",
    offline_help="If the machine is up, run `sudo setupbot-agent status` there.",
    quarantined="**{host}** is on hold: two agents were seen with the same key.",
    quarantined_help="A cloned virtual machine does that. Its owner can say `/docker-check remove {host}` and add it again.",
    revoked="**{host}** was revoked.",
    revoked_help="To use it again, get a new code with `/docker-check add {host}`.",
    busy="Several checks of **{host}** are waiting already. Try again in a moment.",
    expired="**{host}** didn't answer within two minutes. Check again in a while, or run `sudo setupbot-agent status` there: its agent may be busy or stopped.",
    last_seen="Here is the last result instead.",
    nothing_granted="The host's policy lets me see nothing. Its owner can look with `sudo setupbot-agent policy show` on the host, and widen it with `sudo setupbot-agent policy set`.",
    more_granted="To let me look at the Docker API too, its owner can run `sudo setupbot-agent policy set --level docker` on the host.",
    fitted="This fits `{host}`: {platform}, {age}",
    unfitted="I haven't looked at {host} yet, so I don't know what it runs. Say “check {host}”, and I fit answers to it from then on.",
    not_to_share="Only the host's owner can share this. You could ask them:",
    shared="Shared for all to read.",
    not_shared="I may not write in that channel. `/invite` me there, then click once more.",
    nothing_to_share="There is no result left to share. Check again, then share it.",
    refusals=(
        (
            "paused",
            "**{host}** is paused by its owner. After `sudo setupbot-agent resume` on the host it can be checked again.",
        ),
        (
            "denied_asker",
            "The policy of **{host}** does not allow checks by you. Its owner decides that on the host, with `sudo setupbot-agent policy set --askers`.",
        ),
        (
            "unknown_fact",
            "The agent on **{host}** is too old to understand the request. Replace it with the current one there: `curl -fsSL -o setupbot-agent.pyz {url}/agent.pyz && sudo python3 setupbot-agent.pyz enroll {url} --service`",
        ),
        (
            "bad_user",
            "Looking at that user is not allowed on **{host}**. Its owner decides whom to look at on the host, with `sudo setupbot-agent policy set --users`.",
        ),
        ("rate", "**{host}** has used up the checks that it allows in an hour. Try again later."),
        (
            "expired",
            "The request reached **{host}** too late, so it was not done. See whether its clock is right, then try again.",
        ),
        ("repeated", "The same request reached **{host}** twice, so it was not done. Check again."),
        (
            "other_host",
            "**{host}** got a request meant for another host and did not do it. Enrolling it again should help.",
        ),
        (
            "malformed",
            "What **{host}** sent can't be read. Replace its agent with the current one there: `curl -fsSL -o setupbot-agent.pyz {url}/agent.pyz && sudo python3 setupbot-agent.pyz enroll {url} --service`",
        ),
        ("other", "**{host}** did not do the check. `sudo setupbot-agent log` on the host says why."),
    ),
)
