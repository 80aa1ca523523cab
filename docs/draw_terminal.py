"""Draws README's picture: what the terminal prints for two questions. Needs chromium. Run: make pictures."""

from __future__ import annotations

import io
import subprocess
import tempfile
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

from bot.answering.model import Question
from bot.rendering.terminal import render_terminal
from bot.settings import read_settings
from bot.wiring import make_answerer

COLUMNS, LINES = 84, 17
SIZE_PX = (700, 960)
QUESTIONS = ("도커 permission denied 어떻게 고쳐요?", "how do I add the docker repo on my raspberry pi zero?")
PAGE = """<meta charset="utf-8"><style>body {{ margin: 0; background: {background}; color: {foreground} }}
pre {{ font: 15px/1.45 "Noto Sans Mono CJK KR", monospace; margin: 14px 18px; white-space: pre }}</style>
<pre>{code}</pre>"""


def main() -> None:
    """Writes ``terminal.png`` beside this file."""
    answerer = make_answerer(read_settings())
    console = Console(record=True, width=COLUMNS, force_terminal=True, file=io.StringIO())
    for question in QUESTIONS:
        printed = render_terminal(answerer.reply(Question(text=question)), width=COLUMNS - 2, colour=True)
        console.print(Text.assemble(("$ ", "dim"), ("setupbot ask ", "bold"), (f"'{question}'", "green")))
        console.print(Text.from_ansi("\n".join(printed.split("\n")[:LINES])))
        console.print(Text("…\n", style="dim"))
    page = console.export_html(theme=MONOKAI, inline_styles=True, code_format=PAGE)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "terminal.html"
        source.write_text(page, encoding="utf-8")
        picture = Path(__file__).parent / "terminal.png"
        browser = [
            "chromium",
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            "--no-first-run",
        ]
        browser += ["--disable-background-networking", f"--user-data-dir={folder}/profile"]
        shot = [f"--screenshot={picture}", f"--window-size={SIZE_PX[0]},{SIZE_PX[1]}", source.as_uri()]
        subprocess.run([*browser, *shot], check=True, capture_output=True)  # noqa: S603 # our own page


if __name__ == "__main__":
    main()
