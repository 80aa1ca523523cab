"""What the Slack CLI calls through ``.slack/hooks.json``: so ``slack run`` makes the app, installs it and runs the bot.

The protocol: https://docs.slack.dev/tools/slack-cli/reference/hooks. Slack's own package for it
(slack-cli-hooks 0.3.0, well-kept) is not used: it starts a file ``app.py`` under ``python -X dev``, which
this program does not have, and slows every event; without its ``start`` little of it is left.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from collections.abc import MutableMapping, Sequence
from pathlib import Path
from typing import Any

from bot.installing.manifest import read_manifest

MODULE = "handlers.slack_cli"
PYTHON = ".venv/bin/python"
BOUNDARIES = "message-boundaries"
"""The protocol in which an answer stands between two marks, so that nothing else printed harms it."""
TOKENS = {"SLACK_CLI_XOXB": "SLACK_BOT_TOKEN", "SLACK_CLI_XAPP": "SLACK_APP_TOKEN"}


def hooks() -> dict[str, Any]:
    """What the CLI may call; the bot keeps its own connection to Slack."""
    names = ("get-manifest", "start", "doctor")
    return {
        "hooks": {name: f"{PYTHON} -m {MODULE} {name}" for name in names},
        "config": {
            "protocol-version": [BOUNDARIES, "default"],
            "sdk-managed-connection-enabled": True,
            "watch": {
                "app": {"filter-regex": r"\.py$", "paths": ["bot", "handlers"]},
                "manifest": {"paths": ["manifest.json"]},
            },
        },
        "runtime": "python",
    }


def doctor() -> dict[str, Any]:
    """What ``slack doctor`` shows of the runtime; the rest is for ``setupbot doctor``."""
    return {"versions": [{"name": "python", "current": platform.python_version()}]}


def start(environ: MutableMapping[str, str]) -> None:
    """Becomes ``setupbot serve`` in Socket Mode, with the tokens that the CLI gives."""
    for given, ours in TOKENS.items():
        if environ.get(given):
            environ[ours] = environ[given]
    # One workspace and its socket, whatever else the environment is set for.
    for name in ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SETUPBOT_TOKEN_KEYS", "SLACK_SIGNING_SECRET"):
        environ.pop(name, None)
    sys.stdout.flush()
    os.execve(sys.executable, [sys.executable, "-m", "bot", "serve"], dict(environ))  # noqa: S606 # ourselves


def main(arguments: Sequence[str]) -> None:
    """Answers one hook; flags that a newer CLI adds are let be."""
    parser = argparse.ArgumentParser(prog=MODULE)
    parser.add_argument("hook", choices=["get-hooks", "get-manifest", "doctor", "start"])
    parser.add_argument("--protocol", default="default")
    parser.add_argument("--boundary", default="")
    asked, _ = parser.parse_known_args(arguments)
    if asked.hook == "start":
        start(os.environ)
        return
    answers = {"get-hooks": hooks, "get-manifest": lambda: read_manifest(Path.cwd()), "doctor": doctor}
    mark = asked.boundary if asked.protocol == BOUNDARIES else ""
    sys.stdout.write(f"{mark}{json.dumps(answers[asked.hook](), ensure_ascii=False)}{mark}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
