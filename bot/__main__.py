"""The program: the command line with every command attached.

This file and ``bot.wiring`` stand outside the rule that imports point inward; ``handlers`` is named
here, as text, and imported only when its command is called.
"""

from __future__ import annotations

import os

from bot.cli.app import make_cli

ATTACHED = {
    "playground": (
        "handlers.playground.cli:playground_command",
        "Try the whole bot in the browser, without Slack.",
    ),
    "serve": ("handlers.cli:serve_command", "Run the bot: HTTP or Socket Mode, and the durable work."),
    "worker": ("handlers.cli:worker_command", "Run the durable work alone."),
    "doctor": (
        "handlers.doctor.cli:doctor_command",
        "See whether everything is there, and what to do if not.",
    ),
    "migrate": ("handlers.cli:migrate_command", "Bring the database to the current schema."),
}


def main() -> None:
    """Runs the command line."""
    # The matcher's matrices are small: more threads for them only get in each other's way.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    make_cli(ATTACHED)()


if __name__ == "__main__":
    main()
