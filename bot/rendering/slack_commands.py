"""A command as Slack shows it, the same in an Answer and in a Report."""

from __future__ import annotations

from bot.answering.model import ShownCommand
from bot.rendering.budget import Block
from bot.rendering.slack_parts import Element, emoji, preformatted, prose, quote, rich_text, section, text
from bot.words import AnswerWords


def render_command(command: ShownCommand, number: str, words: AnswerWords) -> list[Block]:
    """What it does, the exact text to copy, what is printed then."""
    line = [text(f"{number}{command.does or '…'}", bold=True)]
    if command.shell == "powershell":
        line.append(text(f"  {words.powershell}", italic=True))
    if command.needs_root:
        line.append(text(f"  {words.needs_root}", italic=True))
    if command.grants_root:
        line += [text("  "), emoji("warning"), text(f" {words.grants_root}", bold=True)]
    elements: list[Element] = [section(*line), preformatted(command.run or " ")]
    if command.expect.strip():
        elements.append(section(text(f"{words.expect}:", italic=True)))
        elements.append(quote(text(command.expect.strip("\n"), code=True)))
    return [rich_text(*elements), *prose(command.note)]
