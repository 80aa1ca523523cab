"""The commands that speak with a server: ``enroll``, ``run`` and ``leave``."""

from __future__ import annotations

import argparse
import gc
import os
import signal
import sys
import time
from contextlib import closing
from typing import Any

from agent import enrolling
from agent.address import read_address
from agent.clock import SystemClock
from agent.commanding import catalogue, check_policy
from agent.commands import SystemRunner
from agent.doing import Outside
from agent.enrolled import LOCK, read_enrolled, read_key
from agent.home import Home, home_at, home_in_use, usual_user
from agent.journal import NAME as LOG
from agent.journal import Journal
from agent.policy import Policy
from agent.running import Running
from agent.service import Service, follow_level
from agent.talk import Talk, own_archive
from agent.words import WORDS, Told

Options = argparse.Namespace
STATUS_S = 0.2
"""For how long another process may hold the lock without being an agent: ``status`` tries whether it can."""


def enroll(options: Options, talk: Talk) -> int:
    """Pairs this host with a server, and makes it a service where that is asked for."""
    if options.service:
        return _enroll_service(options, talk)
    home = home_at(options.home)
    home.make()
    _join(home, options, talk)
    talk.say("joined_next")
    return 0


def _enroll_service(options: Options, talk: Talk) -> int:
    """A host that is enrolled there already needs no code: its service runs this file from now on."""
    service = Service(SystemRunner())
    service.check()
    archive = own_archive(sys.argv[0])
    home = Home(service.make_home())
    home.make()
    present = read_enrolled(home)
    if present and read_key(home) and present.server == str(read_address(options.server)):
        service.install(archive, os.environ)
        talk.say("service_updated", name=present.name)
        return 0
    _join(home, options, talk)
    service.install(archive, os.environ)
    follow_level(home, options.level, talk)
    talk.say("service_started")
    return 0


def _join(home: Home, options: Options, talk: Talk) -> None:
    users = tuple(options.user) or tuple(filter(None, [usual_user(os.environ)]))
    if not users:
        raise Told("no_user")
    check_policy(Policy(users=users))
    with closing(enrolling.open_server(options.server, SystemClock(), os.environ)) as server:
        code = enrolling.typed_code(options.code_file, sys.stdin, talk.words("ask_code"))
        wish = enrolling.Wish(options.name, options.level, users, talk.language)
        journal = Journal(home, SystemClock(), may_wait=True)  # the code is used up by then
        enrolled = enrolling.enroll(home, wish, code, server=server, journal=journal, catalogue=catalogue())
    _tell_unlogged(journal, talk)
    talk.say("joined", name=enrolled.name)
    talk.say("looks_at", level=talk.words(f"level_{options.level}"))


def run(options: Options, talk: Talk) -> int:
    """Answers until it is interrupted or revoked."""
    home = home_in_use(options.home)
    enrolled, key = read_enrolled(home), read_key(home)
    if not enrolled or not key:
        raise Told("not_joined")
    home.make()
    from agent.looking import make_look

    def tell(sentence: str, **values: Any) -> None:
        if values.get("why") in WORDS:
            values["why"] = talk.words(values["why"])
        stamp = "" if os.environ.get("JOURNAL_STREAM") else time.strftime("%H:%M:%S ")
        talk.line(stamp + talk.words(sentence, **values))

    with home.alone(LOCK, limit_s=STATUS_S) as is_alone:
        if not is_alone:
            raise Told("running_already")
        clock = SystemClock()
        running = Running(
            home=home,
            enrolled=enrolled,
            key=key,
            server=enrolling.open_server(enrolled.server, clock, os.environ),
            journal=Journal(home, clock, may_wait=True),
            catalogue=catalogue(),
            outside=Outside(make_look(), tell, clock),
            language=talk.language,
        )
        gc.enable()  # the archive starts without
        signal.signal(signal.SIGTERM, _interrupt)
        tell("running", server=enrolled.server, name=enrolled.name)
        try:
            return running.run()
        except KeyboardInterrupt:
            running.journal.note("stopped")
            tell("stopped")
            return 0


def leave(options: Options, talk: Talk) -> int:
    """Ends the pairing; the key is deleted whether or not the server can be told."""
    home = home_in_use(options.home)
    enrolled = read_enrolled(home)
    journal = Journal(home, SystemClock(), may_wait=True)  # who holds the log must not hold this host
    why = enrolling.leave(
        home,
        server_for=lambda address: enrolling.open_server(address, SystemClock(), os.environ),
        journal=journal,
        catalogue=catalogue(),
    )
    if why:
        talk.say(
            "left_alone", why=talk.words(why) if why in WORDS else why, name=enrolled.name if enrolled else ""
        )
    else:
        talk.say("left")
    _tell_unlogged(journal, talk)
    service = Service(SystemRunner())
    if service.is_installed and home.folder == service.folder and os.geteuid() == 0:
        service.remove()
        talk.say("service_removed")
    talk.say("log_stays", file=home.folder / LOG)
    return 0


def _tell_unlogged(journal: Journal, talk: Talk) -> None:
    if journal.waiting:
        talk.say("not_logged", file=journal.home.folder / LOG)


def _interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt
