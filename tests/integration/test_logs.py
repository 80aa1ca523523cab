"""What a process logs where nobody looks at a terminal: one JSON object a line, whoever wrote it."""

from __future__ import annotations

import json
import subprocess
import sys

from tests.program import ROOT

SAYS = """
import logging
import structlog
from bot.logs import set_up_logs

set_up_logs()
structlog.get_logger().info("asked", words="도커")
logging.getLogger("some.library").warning("gave up after %s tries", 3)
logging.getLogger("slack_sdk").info("chatter")
try:
    secret = "hunter22"
    raise ValueError("wrong")
except ValueError:
    structlog.get_logger().exception("ours")
    logging.getLogger("some.library").exception("theirs")
"""


def test_every_line_is_an_event_as_json_without_local_variables() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SAYS], cwd=ROOT, stderr=subprocess.PIPE, check=True, encoding="utf-8"
    )
    rows = [json.loads(line) for line in done.stderr.splitlines()]
    assert [(row["event"], row["level"]) for row in rows] == [
        ("asked", "info"),
        ("gave up after 3 tries", "warning"),
        ("ours", "error"),
        ("theirs", "error"),
    ]
    assert all(row["timestamp"].endswith("Z") for row in rows)
    assert rows[0]["words"] == "도커"
    assert rows[1]["logger"] == "some.library"
    assert [row["exception"][0]["exc_value"] for row in rows[2:]] == ["wrong", "wrong"]
    assert "hunter22" not in done.stderr


def test_a_terminal_gets_lines_to_read_without_local_variables() -> None:
    on_a_terminal = "import sys\nsys.stderr.isatty = lambda: True\n" + SAYS
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", on_a_terminal],
        cwd=ROOT, stderr=subprocess.PIPE, check=True, encoding="utf-8",
    )  # fmt: skip
    assert "asked" in done.stderr
    assert "ValueError: wrong" in done.stderr
    assert "{" not in done.stderr
    assert "hunter22" not in done.stderr
