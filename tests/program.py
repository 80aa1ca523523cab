"""The real program, started as people start it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
SOUND = (
    "- id: vpn\n  title: {ko: VPN, en: VPN}\n  summary: {ko: 가, en: a}\n  answer: {ko: 가, en: a}\n"
    "  utterances: {ko: [회사 브이피엔 어떻게 켜요], en: [how do I switch our vpn on]}\n"
    "  sources: [{title: Team wiki, seen: 2026-11-22}]\n  reviewed: 2026-11-22\n"
)


class Program:
    """Runs ``python -m bot`` and keeps its SETUPBOT_HOME from one run to the next."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def run(
        self, *arguments: str, typed: str | bytes = "", **environ: str
    ) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            input=typed if isinstance(typed, bytes) else typed.encode(),
            capture_output=True,
            cwd=ROOT,
            env={"PATH": os.environ["PATH"], "SETUPBOT_HOME": str(self.home), "LANG": "C.UTF-8", **environ},
            check=False,
        )
        return subprocess.CompletedProcess(
            done.args, done.returncode, done.stdout.decode(), done.stderr.decode()
        )

    def ask(self, *arguments: str, typed: str | bytes = "", code: int = 0) -> dict[str, Any]:
        done = self.run("ask", "--json", *arguments, typed=typed)
        assert done.returncode == code, done.stderr
        printed: dict[str, Any] = json.loads(done.stdout)
        return printed
