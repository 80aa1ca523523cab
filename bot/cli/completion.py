"""``setupbot completion``: how to have commands and options completed by the shell."""

from __future__ import annotations

import os
from pathlib import Path

import click

HOW = {
    "bash": ("~/.bashrc", 'eval "$(_SETUPBOT_COMPLETE=bash_source setupbot)"'),
    "zsh": ("~/.zshrc", 'eval "$(_SETUPBOT_COMPLETE=zsh_source setupbot)"'),
    "fish": ("~/.config/fish/completions/setupbot.fish", "_SETUPBOT_COMPLETE=fish_source setupbot | source"),
}


@click.command()
@click.argument("shell", required=False, type=click.Choice(sorted(HOW)))
def completion(shell: str | None) -> None:
    """Print the line that turns completion on, and where it belongs."""
    name = shell or Path(os.environ.get("SHELL", "")).name
    file, line = HOW.get(name, HOW["bash"])
    click.echo(f"Put this line into {file}, then open a new terminal:", err=True)
    click.echo(line)
