"""Observations for ``setupbot check`` without a server: from the agent on this machine, or from a file."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from typing import Any

from bot.errors import BotError

LOOK_LIMIT_S = 60
NO_AGENT = (
    "The agent is not installed with this setupbot. Give its file: "
    "setupbot check --local --agent setupbot-agent.pyz"
)


def observe_here(level: str, user: str, agent: str | None) -> dict[str, Any]:
    """Runs the agent's ``once`` in a process of its own, as on any host. Raises BotError where it cannot."""
    command = [sys.executable, *([agent] if agent else ["-m", "agent"]), "once", "--json", "--level", level]
    if not agent and find_spec("agent") is None:
        raise BotError(NO_AGENT)
    if user:
        command += ["--user", user]
    try:
        done = subprocess.run(command, capture_output=True, timeout=LOOK_LIMIT_S, check=False)  # noqa: S603 # our own agent, and words of an enum or of the person at the terminal
    except subprocess.TimeoutExpired as fault:
        raise BotError(f"The agent did not finish within {LOOK_LIMIT_S} seconds.") from fault
    if done.returncode != 0:
        said = done.stderr.decode(errors="replace").strip()
        raise BotError(said or f"The agent ended with exit code {done.returncode}.")
    return read_observed(done.stdout, len(done.stdout))


def read_observed(raw: bytes, most: int) -> dict[str, Any]:
    """The JSON object in ``raw``. Raises BotError where it is none, or longer than ``most`` bytes."""
    if len(raw) > most:
        raise BotError(f"An Observation has at most {most} bytes.")
    try:
        sent = json.loads(raw)
    except (ValueError, RecursionError) as fault:
        raise BotError("This is not JSON. Make it with: python3 setupbot-agent.pyz once --json") from fault
    if not isinstance(sent, dict):
        raise BotError("This is not what an agent prints with `once --json`.")
    return sent
