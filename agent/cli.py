"""The command line: ``enroll``, ``run``, ``once``, ``status``, ``policy``, ``pause``, ``resume``, ``log``, ``leave``."""

from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import List, Optional

from agent import VERSION
from agent.policy import LEVELS
from agent.talk import Talk, talk_here
from agent.words import LANGUAGES, Told, language_of, say

EXIT_OWN_BUG = 70
EXIT_INTERRUPTED = 130
EXIT_NO_COMMAND = 2


def main(argv: Optional[List[str]] = None) -> int:
    """Does one command; the exit code is 0, 2 for what a person can mend, 3 where this host was revoked."""
    given = sys.argv[1:] if argv is None else argv
    talk = talk_here(language_of(os.environ, _asked_language(given)))
    parser = _parser(talk)
    options = parser.parse_args(given)
    if not options.command:
        parser.print_help()
        return EXIT_NO_COMMAND
    try:
        module, _, name = options.do.partition(":")
        code: int = getattr(import_module(f"agent.{module}"), name)(options, talk)
        return code
    except Told as told:
        talk.complain(told)
        return told.exit_code
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    except BrokenPipeError:  # `log | head` has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as bug:  # noqa: BLE001 # the last one to catch it: its text may quote what must not be shown
        import traceback  # slow, and hardly ever needed

        frame = traceback.extract_tb(bug.__traceback__)[-1]
        where = f"{Path(frame.filename).name}:{frame.lineno}"
        talk.complain(Told("own_bug", kind=type(bug).__name__, where=where))
        return EXIT_OWN_BUG


def _asked_language(given: List[str]) -> Optional[str]:
    """Before anything is parsed: the help itself is in a language."""
    for at, word in enumerate(given):
        if word.startswith("--lang="):
            return word[len("--lang=") :]
        if word == "--lang" and at + 1 < len(given):
            return given[at + 1]
    return None


def _parser(talk: Talk) -> argparse.ArgumentParser:
    def said(key: str) -> str:
        return say(f"help_{key}", talk.language)

    usual = argparse.ArgumentParser(add_help=False)
    usual.add_argument("--lang", choices=LANGUAGES, help=said("lang"))
    usual.add_argument("--home", default="", metavar="FOLDER", help=said("home"))
    parser = argparse.ArgumentParser(prog=talk.me, description=said("agent"), parents=[usual])
    parser.add_argument("--version", action="version", version=f"setupbot-agent {VERSION}")
    # What comes before the command holds unless it is given again after it.
    usual_again = argparse.ArgumentParser(add_help=False)
    usual_again.add_argument("--lang", choices=LANGUAGES, default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    usual_again.add_argument("--home", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    commands = parser.add_subparsers(metavar="COMMAND", dest="command")

    def command(
        name: str, action: str, of: Optional[argparse._SubParsersAction[argparse.ArgumentParser]] = None
    ) -> argparse.ArgumentParser:
        text = said(name if of is None else f"policy_{name}")
        made = (of or commands).add_parser(name, help=text, description=text, parents=[usual_again])
        made.set_defaults(do=action)
        return made

    enroll = command("enroll", "joining:enroll")
    enroll.add_argument("server", metavar="https://SERVER")
    enroll.add_argument("--name", default="", help=said("name"))
    enroll.add_argument("--level", choices=LEVELS, default="files", help=said("level"))
    enroll.add_argument("--user", action="append", default=[], help=said("user"))
    enroll.add_argument("--code-file", default="", metavar="FILE", help=said("code_file"))
    enroll.add_argument("--service", action="store_true", help=said("service"))

    command("run", "joining:run")

    once = command("once", "commanding:once")
    once.add_argument("--json", action="store_true", help=said("json"))
    once.add_argument("--level", choices=LEVELS, help=said("once_level"))
    once.add_argument("--user", default="", help=said("once_user"))
    once.add_argument("--facts", default="", metavar="A,B", help=said("facts"))

    command("status", "commanding:status").add_argument("--json", action="store_true", help=said("json"))

    policy = command("policy", "commanding:policy_show")
    parts = policy.add_subparsers(metavar="show|set")
    command("show", "commanding:policy_show", parts).add_argument(
        "--json", action="store_true", help=said("json")
    )
    change = command("set", "commanding:policy_set", parts)
    change.add_argument("--level", choices=LEVELS, help=said("level"))
    for name in ("denied", "askers", "users"):
        change.add_argument(f"--{name}", metavar="A,B", help=said(name))
    change.add_argument("--rate", type=int, metavar="N", help=said("rate"))

    command("pause", "commanding:pause")
    command("resume", "commanding:resume")

    log = command("log", "commanding:log")
    log.add_argument("-n", "--lines", type=int, default=50, metavar="N", help=said("lines"))
    log.add_argument("--json", action="store_true", help=said("json"))
    log.add_argument("--verify", action="store_true", help=said("verify"))

    command("leave", "joining:leave")
    return parser
