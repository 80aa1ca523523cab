"""The ``setupbot`` command: a group whose subcommands are imported only when they are called."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click
from click.shell_completion import CompletionItem

from bot.errors import BotError

EXIT_WRONG_USAGE = 2
EXIT_OWN_BUG = 70
COMMANDS: dict[str, tuple[str, str]] = {
    "ask": ("bot.cli.ask:ask", "Answer one question."),
    "chat": ("bot.cli.chat:chat", "Ask and answer in the terminal, with follow-ups."),
    "eval": ("bot.cli.evaluate:evaluate_command", "Score the matcher on labelled questions."),
    "check": ("bot.cli.check:check", "See what is wrong with Docker on a host, and what mends it."),
    "hosts": ("bot.cli.hosts:hosts", "List, add, allow and end the hosts that are checked."),
    "kb": ("bot.cli.knowledge:kb", "Check, list, show and export the knowledge base."),
    "inbox": ("bot.cli.inbox:inbox", "Show the questions that went unanswered, and dismiss them."),
    "manifest": ("bot.cli.manifest:manifest", "Print the Slack app's manifest, for Socket Mode or for HTTP."),
    "completion": ("bot.cli.completion:completion", "Print how to complete commands in your shell."),
}


class Told(click.ClickException):
    """A mistake of the person, said as it is and without a stack trace."""

    def __init__(self, message: str, exit_code: int = EXIT_WRONG_USAGE) -> None:
        super().__init__(message)
        self.exit_code = exit_code  # type: ignore[misc] # click only ever reads it from the instance

    def show(self, file: Any = None) -> None:
        """Writes the message to standard error."""
        click.echo(self.message, file=file, err=file is None)


class LazyGroup(click.Group):
    """``commands`` maps a name to ``("module:attribute", "one line of help")``.

    Help and completion know the one line without importing the module.
    """

    def __init__(self, *args: Any, lazy: Mapping[str, tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lazy = dict(lazy)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names in the order in which they were attached."""
        return [*self.lazy, *sorted(set(super().list_commands(ctx)) - set(self.lazy))]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command itself, imported now."""
        if cmd_name not in self.lazy:
            return super().get_command(ctx, cmd_name)
        target, _ = self.lazy[cmd_name]
        module, _, attribute = target.partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Lists the names with their one line."""
        rows = [(name, summary) for name, (_, summary) in self.lazy.items()]
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """The names that begin so, with their one line."""
        return [
            CompletionItem(name, help=summary)
            for name, (_, summary) in self.lazy.items()
            if name.startswith(incomplete)
        ]

    def invoke(self, ctx: click.Context) -> Any:
        """Runs the command; a person's mistake is told, our own bug gets an incident id."""
        try:
            return super().invoke(ctx)
        except BotError as error:
            raise Told(error.user_message) from error
        except (click.ClickException, click.exceptions.Exit, click.Abort, OSError, KeyboardInterrupt):
            raise
        # Whatever is left is our own bug, and this the one place where a person meets it.
        except Exception as error:
            import logging  # only here: each is loaded at every start otherwise
            import secrets

            incident = secrets.token_hex(4)
            logging.getLogger("setupbot").exception("incident %s", incident)
            what = f"Something went wrong inside setupbot (incident {incident})."
            raise Told(what, EXIT_OWN_BUG) from error


def make_cli(attached: Mapping[str, tuple[str, str]] | None = None) -> LazyGroup:
    """The whole command line; ``attached`` adds commands (``serve``, ``migrate``) to those of this package."""
    return LazyGroup(
        name="setupbot",
        help="Answers how to set up machines for machine learning work, in Korean and English.",
        epilog="Try: setupbot ask 'permission denied on the docker socket'",
        lazy={**COMMANDS, **(attached or {})},
        context_settings={"help_option_names": ["-h", "--help"]},
        params=[
            click.Option(
                ["--version"],
                is_flag=True,
                is_eager=True,
                expose_value=False,
                callback=_version,
                help="Show the version and exit.",
            )
        ],
    )


def _version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from importlib.metadata import version

        click.echo(f"setupbot {version('setupbot')}")
        ctx.exit()
