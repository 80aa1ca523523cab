"""What each command of the command line does that needs no server."""

from __future__ import annotations

import argparse
import os
from typing import TYPE_CHECKING, Any, Optional, Tuple

from agent import VERSION
from agent.enrolled import LOCK, POLICY, current_policy, read_enrolled, read_key, read_state, store_policy
from agent.home import Home, home_at, home_in_use, usual_user
from agent.policy import Catalogue, Policy, PolicyFault, at_level, could_not, read_policy, write_policy
from agent.sending import fit
from agent.showing import show_line, show_observation, show_policy, show_rows
from agent.talk import Talk
from agent.words import WORDS, Told, dump

if TYPE_CHECKING:
    from agent.journal import Journal

Options = argparse.Namespace
EXIT_BROKEN_LOG = 1


def catalogue() -> Catalogue:
    """Every probe of this agent by name; imported only where it is needed."""
    from agent.probes import PROBES

    return PROBES


def once(options: Options, talk: Talk) -> int:
    """Looks at this host for the person who sits at it; nothing is sent."""
    from agent.looking import make_look

    probes = catalogue()
    facts = names_in(options.facts) or tuple(probes)
    check_facts(facts)
    user = options.user or usual_user(os.environ)
    policy = _policy_or_default(home_at(options.home), options.level)._replace(users=(user,))
    seen = make_look()(facts, user, lambda name: could_not(policy, name, user, probes), None)
    if options.json:
        talk.line(dump(fit(seen, facts), 2))
    else:
        show_observation(talk, fit(seen, facts))
    return 0


def status(options: Options, talk: Talk) -> int:
    """Where this host is enrolled, whether the agent runs, and what it last did."""
    home = home_in_use(options.home)
    enrolled = read_enrolled(home)
    with_key = enrolled is not None and read_key(home) is not None
    state = read_state(home) if enrolled else {}
    jobs = [line for line in _journal(home).lines() if line["what"] in ("job", "refused")]
    told = {
        "version": VERSION,
        "folder": str(home.folder),
        "server": enrolled.server if enrolled else None,
        "name": enrolled.name if enrolled else None,
        "has_key": with_key,
        "is_running": enrolled is not None and _is_running(home),
        "seen_at": state.get("at"),
        "trouble": state.get("trouble") or None,
        "last_job": jobs[-1]["at"] if jobs else None,
    }
    if options.json:
        talk.line(dump(told, 2))
        return 0
    yes_no = {True: talk.words("yes"), False: talk.words("no")}
    rows = [("status_version", VERSION), ("status_home", str(home.folder))]
    if enrolled:
        trouble = str(told["trouble"] or "")
        rows += [
            ("status_server", enrolled.server),
            ("status_name", enrolled.name),
            ("status_key", yes_no[with_key]),
            ("status_running", yes_no[bool(told["is_running"])]),
            ("status_seen", str(told["seen_at"] or talk.words("none"))),
            ("status_trouble", talk.words(trouble) if trouble in WORDS else trouble or talk.words("none")),
            ("status_last", str(told["last_job"] or talk.words("none"))),
        ]
    show_rows(talk, rows)
    if not enrolled:
        talk.say("not_joined")
    else:
        policy_show(options, talk)
    return 0


def policy_show(options: Options, talk: Talk) -> int:
    """What may be looked at here."""
    policy = _policy_or_default(home_in_use(options.home), None)
    if getattr(options, "json", False):
        talk.line(write_policy(policy).rstrip())
    else:
        show_policy(talk, policy, catalogue())
    return 0


def policy_set(options: Options, talk: Talk) -> int:
    """Changes the policy; each change is logged."""
    asked = (options.level, options.denied, options.askers, options.users, options.rate)
    if all(value is None for value in asked):
        raise Told("policy_nothing")
    home = home_in_use(options.home)
    home.make()
    before = after = _policy_or_default(home, None, broken_is_default=options.level is not None)
    if options.level:
        after = at_level(after, options.level, catalogue())
    for name in ("denied", "askers", "users"):
        if getattr(options, name) is not None:
            names: Any = {name: names_in(getattr(options, name))}
            after = after._replace(**names)
    if options.rate is not None:
        after = after._replace(rate=options.rate)
    check_policy(after)
    check_facts(after.denied)
    _store(home, before, after)
    talk.say("policy_saved")
    if after.level != "files":
        talk.say("root_equivalent")
    if options.level:
        from agent.service import follow_level  # with what it imports, only for who changes the level

        follow_level(home, after.level, talk)
    show_policy(talk, after, catalogue())
    return 0


def pause(options: Options, talk: Talk) -> int:
    """Refuses every job until ``resume``."""
    return _set_paused(options, talk, True)


def resume(options: Options, talk: Talk) -> int:
    """Answers again."""
    return _set_paused(options, talk, False)


def log(options: Options, talk: Talk) -> int:
    """Who asked what when, and what became of it."""
    journal = _journal(home_in_use(options.home))
    if options.verify:
        chain = journal.verify()
        if chain.fault:
            talk.say(chain.fault, where=chain.where)
            return EXIT_BROKEN_LOG
        talk.say("log_whole", count=chain.lines, head=chain.head or "-")
        if chain.first > 1:
            talk.say("log_let_go", count=chain.first - 1)
        return 0
    lines = list(journal.lines())[-max(options.lines, 1) :]
    for line in lines:
        talk.line(dump(line)) if options.json else show_line(talk, line)
    if not lines and not options.json:
        talk.say("log_empty")
    return 0


def check_policy(policy: Policy) -> None:
    """Raises Told where the agent would not understand its own policy file."""
    try:
        read_policy(write_policy(policy))
    except PolicyFault as fault:
        raise Told("policy_value", reason=fault) from fault


def check_facts(names: Tuple[str, ...]) -> None:
    """Raises Told for what is no fact of this agent: a typing error would grant what should be denied."""
    known = catalogue()
    for name in names:
        if name not in known:
            raise Told("policy_fact", name=name, known=", ".join(known))


def names_in(text: str) -> Tuple[str, ...]:
    """``a, b`` as names, each once."""
    return tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))


def _policy_or_default(home: Home, level: Optional[str], *, broken_is_default: bool = False) -> Policy:
    """The kept policy, or before there is one what enrolling would grant; ``level`` widens it for this once."""
    policy = at_level(Policy(users=tuple(filter(None, [usual_user(os.environ)]))), "files", catalogue())
    if home.read(POLICY) is not None:
        try:
            policy = current_policy(home)
        except PolicyFault as fault:
            if not broken_is_default:
                raise Told("policy_broken", file=home.folder / POLICY, reason=fault) from fault
    return at_level(policy, level, catalogue()) if level else policy


def _journal(home: Home) -> Journal:
    from agent.clock import SystemClock
    from agent.journal import Journal  # with what it imports, and nothing that ``once`` needs

    return Journal(home, SystemClock())


def _store(home: Home, before: Policy, after: Policy) -> None:
    """Logged before it holds: a change that cannot be logged is not made."""
    old, new = before._asdict(), after._asdict()
    changed = {key: new[key] for key in new if new[key] != old[key] and key != "agreed"}
    _journal(home).note("policy", by=usual_user(os.environ) or str(os.getuid()), **changed)
    store_policy(home, after)


def _set_paused(options: Options, talk: Talk, paused: bool) -> int:
    home = home_in_use(options.home)
    home.make()
    before = _policy_or_default(home, None)
    _store(home, before, before._replace(paused=paused))
    talk.say("paused" if paused else "resumed")
    return 0


def _is_running(home: Home) -> bool:
    try:
        with home.alone(LOCK) as is_alone:
            return not is_alone
    except Told:
        return False
