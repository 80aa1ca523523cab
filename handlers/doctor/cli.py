"""``setupbot doctor``."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import asdict

import click

from handlers.doctor.model import Finding, exit_of

MARKS = {"ok": ("ok     ", "green"), "warning": ("warning", "yellow"), "fault": ("FAULT  ", "red")}


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def doctor_command(ctx: click.Context, as_json: bool) -> None:
    """See whether everything is there that the bot needs, and what to do where it is not.

    Exit 0 if all is well, 1 with warnings, 2 with faults. Starts the built-in database if nothing
    else runs it; changes nothing else, and prints no secret.
    """
    import logging

    import structlog

    from bot.errors import BotError
    from bot.logs import set_up_logs
    from bot.settings import read_settings
    from handlers.doctor.examine import SHORTEST, examine, wrong_settings

    set_up_logs()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    steps: Sequence[str] = ()
    try:
        settings = read_settings()
        findings = asyncio.run(examine(settings))
        if not (settings.slack_bot_token or settings.is_for_several):
            steps = SHORTEST
    except BotError as wrong:
        findings = wrong_settings(wrong)
    code = exit_of(findings)
    if as_json:
        shown = {"exit": code, "findings": [asdict(finding) for finding in findings]}
        click.echo(json.dumps(shown, ensure_ascii=False))
    else:
        _print(findings, steps)
    ctx.exit(code)


def _print(findings: Sequence[Finding], steps: Sequence[str]) -> None:
    width = max(len(finding.about) for finding in findings)
    for finding in findings:
        mark, colour = MARKS[finding.status]
        click.echo(f"{click.style(mark, fg=colour)}  {finding.about:<{width}}  {finding.says}")
        if finding.do:
            click.echo(f"{'':<{width + 11}}-> {finding.do}")
    counts = {kind: sum(finding.status == kind for finding in findings) for kind in MARKS}
    counted = (_many(counts["fault"], "fault"), _many(counts["warning"], "warning"), f"{counts['ok']} fine")
    click.echo(f"\n{', '.join(counted)}")
    for step in ["", *steps] if steps else []:
        click.echo(step)


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
