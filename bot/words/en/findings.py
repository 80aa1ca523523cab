"""The sentences about one Finding, in English."""

from __future__ import annotations

from bot.words.findings import FindingWords

FINDINGS = FindingWords(
    reasons=(
        ("absent", "There is nothing to look at on this host."),
        ("no_permission", "The agent may not read it. Run as root, it can."),
        (
            "not_granted",
            "The host's owner did not grant this much. On the host, `sudo setupbot-agent policy set --level {level}` does.",
        ),
        ("denied", "The host's owner keeps this one private. The policy on the host can allow {fact} again."),
        ("timeout", "There was no answer in time."),
        ("not_supported", "It cannot be seen on this system."),
        ("failed", "Looking at it failed: {detail}"),
        ("malformed", "What the agent sent could not be read. A newer agent may help."),
        ("not_sent", "The agent did not send it. If it is an old one, a newer one may help."),
    ),
    no_systemd="systemd does not run dockerd on this host. Instead of `systemctl`, use `sudo service docker restart`, or stop dockerd and start it again the way it was started.",
    left_out="I left out {count} of the commands: a value in them has unusual characters. Fix that by hand.",
    spans=(
        (86400, " day", " days"),
        (3600, " hour", " hours"),
        (60, " minute", " minutes"),
        (1, " second", " seconds"),
    ),
)
