"""What an Agent is told, in English."""

from __future__ import annotations

from bot.words.gateway import GatewayWords

GATEWAY = GatewayWords(
    no_agent=(
        "This server has no agent to give out yet. Whoever runs it: run `make agent` in a checkout of setupbot; where "
        "setupbot was installed from a package, copy the build/{name} that this makes to $SETUPBOT_HOME/{name}. "
        "It is served from then on, without a restart."
    ),
    refusals=(
        (
            "upgrade",
            "This agent is too old for its server. Get the current one from the server's /agent.pyz.",
        ),
        ("malformed", "The server cannot read this request."),
        ("too_large", "This is more than the server takes at once."),
        ("too_many", "Too many requests. Try again in a moment."),
        ("unauthenticated", "The key is missing, or of no host that this server knows."),
        ("revoked", "This host is not enrolled. Get a new code with /docker-check add NAME."),
        (
            "quarantined",
            "Two machines used the same key, so this host is on hold. Remove it, then enroll each machine by itself.",
        ),
        (
            "bad_code",
            "This code does not work. Codes work once, for 15 minutes; get a new one.",
        ),
        ("wrong_name", "This code is for a host of another name."),
        (
            "name_taken",
            "Another host joined under this name. Choose another name, or remove that host first.",
        ),
        ("finished", "The server takes no more results for this job."),
        ("not_asked", "No new key was asked for, so none is given."),
        ("unknown", "There is no such thing here."),
        ("unavailable", "The server cannot answer just now. Try again in a minute."),
        ("fault", "Something went wrong on the server."),
    ),
)
