"""``setupbot manifest``: the app's manifest, ready to be pasted into Slack."""

from __future__ import annotations

import json

import click


@click.command()
@click.option("--url", metavar="https://your.host", help="For events over HTTP, which come to this address.")
@click.option("--several", is_flag=True, help="For several workspaces, which install it at /slack/install.")
def manifest(url: str | None, several: bool) -> None:
    """Print the app's manifest: for Socket Mode, or with --url for events over HTTP."""
    from bot.installing.manifest import over_http, read_manifest

    address = (url or "").rstrip("/")
    if several and not address:
        raise click.UsageError("--several needs --url: people come back there after they installed the bot.")
    if address and not address.startswith("https://"):
        raise click.UsageError("--url must begin with https://; Slack sends nothing elsewhere.")
    content = read_manifest()
    shown = over_http(content, address, is_for_several=several) if address else content
    click.echo(json.dumps(shown, ensure_ascii=False, indent=2))
