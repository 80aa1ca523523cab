"""Joins and leaves: the code from Slack is given to the server that made it, and to no other."""

from __future__ import annotations

import getpass
import secrets
import socket
from contextlib import closing
from pathlib import Path
from typing import Callable, Mapping, NamedTuple, TextIO, Tuple

from agent import PROTOCOL, VERSION
from agent.address import read_address
from agent.clock import Clock
from agent.enrolled import (
    HOST,
    KEY,
    KEY_FILE,
    STATE,
    Enrolled,
    current_policy,
    read_enrolled,
    read_key,
    store_policy,
    write_enrolled,
)
from agent.home import Home, check_secret
from agent.jobs import UUID
from agent.journal import Journal
from agent.memory import NAME as NONCES
from agent.policy import Catalogue, Policy, PolicyFault, at_level
from agent.server import Credential, Reply, Server, Trouble, message_of, proves
from agent.words import WORDS, Told, say, why

ALPHABET = frozenset("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
"""Crockford's base32; what it leaves out is read as what it looks like."""
MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})
CODE_ID_LENGTH, SECRET_LENGTH = 8, 16
MOST_TYPED = 200
NAME_LENGTH = 63


class Code(NamedTuple):
    """``secret`` is shown to the server only once it has proved to know it."""

    id: str
    secret: str


class Wish(NamedTuple):
    """What the owner asked for on the command line."""

    name: str
    level: str
    users: Tuple[str, ...]
    language: str


def read_code(text: str) -> Code:
    """A code as it was typed or pasted.

    Raises:
        Told: it is none.
    """
    plain = text.strip().upper().translate(MISREAD)
    if len(plain) != CODE_ID_LENGTH + SECRET_LENGTH or not ALPHABET.issuperset(plain):
        raise Told("code_wrong")
    return Code(plain[:CODE_ID_LENGTH], plain[CODE_ID_LENGTH:])


def typed_code(file: str, stdin: TextIO, prompt: str) -> Code:
    """From a file that only its owner may read, or from standard input; a terminal does not show it.

    Raises:
        Told: it is no code, or the file is open to others.
    """
    if file:
        try:
            check_secret(Path(file))
            with open(file, encoding="utf-8") as opened:
                return read_code(opened.readline(MOST_TYPED))
        except (OSError, UnicodeDecodeError) as error:
            raise Told("file_unusable", file=file, reason=why(error)) from error
    return read_code(getpass.getpass(prompt) if stdin.isatty() else stdin.readline(MOST_TYPED))


def enroll(
    home: Home, wish: Wish, code: Code, *, server: Server, journal: Journal, catalogue: Catalogue
) -> Enrolled:
    """Pairs this host with the server. The policy is on the disk before the code is used up.

    Raises:
        Told: the server cannot be reached, did not make the code, or says no; or this host is paired already.
    """
    present = read_enrolled(home)
    if present and read_key(home):
        raise Told("already_joined", server=present.server, name=present.name)
    nonce = secrets.token_hex(16)
    hello = _ask(server, lambda: server.hello(code.id, nonce), wish.language)
    if not proves(code.secret, nonce, hello.sent.get("proof")):
        raise Told("server_unproven")
    protocols = hello.sent.get("protocols")
    if not isinstance(protocols, list) or PROTOCOL not in protocols:
        raise Told("upgrade", version=VERSION, message="")
    name = wish.name or hello.sent.get("host_name")
    if not isinstance(name, str) or not 0 < len(name) <= NAME_LENGTH:
        raise Told("need_name")
    store_policy(home, at_level(_policy_before(home, wish.users), wish.level, catalogue))
    wanted = {
        "code_id": code.id,
        "secret": code.secret,
        "name": name,
        "machine": {"hostname": socket.gethostname()[:NAME_LENGTH], "agent": VERSION},
        "session": secrets.token_hex(16),
    }
    made = _ask(server, lambda: server.enroll(wanted), wish.language)
    host_id, key, name = made.sent.get("host_id"), made.sent.get("key"), made.sent.get("name", name)
    if not isinstance(host_id, str) or not UUID.fullmatch(host_id):
        raise Told("no_answer", address=server.address, why=say("strange", wish.language))
    if not isinstance(key, str) or not KEY.fullmatch(key) or not isinstance(name, str):
        raise Told("no_answer", address=server.address, why=say("strange", wish.language))
    enrolled = Enrolled(str(server.address), host_id, name[:NAME_LENGTH])
    write_enrolled(home, enrolled)
    home.write(KEY_FILE, key + "\n")
    journal.note("enrolled", server=enrolled.server, host=host_id, name=enrolled.name, level=wish.level)
    return enrolled


def leave(home: Home, *, server_for: Callable[[str], Server], journal: Journal, catalogue: Catalogue) -> str:
    """Ends the pairing, whether or not the server can be told. Returns why it could not be, empty if it was.

    What was granted is taken back, so that a next server begins with the narrowest; what was denied stays.

    Raises:
        Told: there is nothing to leave, or a file cannot be removed.
    """
    enrolled = read_enrolled(home)
    if not enrolled:
        raise Told("not_joined")
    why = _tell_server(home, enrolled, server_for)
    home.delete(KEY_FILE)
    home.delete(HOST)
    home.delete(STATE)
    home.delete(NONCES)
    journal.note("left", server=enrolled.server, host=enrolled.host_id, told=not why, because=why)
    store_policy(home, at_level(_policy_before(home, ()), "files", catalogue))
    return why


def _tell_server(home: Home, enrolled: Enrolled, server_for: Callable[[str], Server]) -> str:
    try:
        key = read_key(home)
        if not key:
            return "revoked"
        with closing(server_for(enrolled.server)) as server:
            reply = server.leave(Credential(enrolled.host_id, key))
    except Trouble as trouble:
        return trouble.code
    except Told as told:  # a key that others may read is deleted all the same
        return told.key
    if reply.status < 300 or reply.error == "revoked":
        return ""
    return reply.error or f"HTTP {reply.status}"


def _policy_before(home: Home, users: Tuple[str, ...]) -> Policy:
    """What was denied, asked and limited before still holds; one that is not understood is begun anew."""
    try:
        before = current_policy(home)
    except PolicyFault:
        before = Policy()
    merged = tuple(dict.fromkeys([*users, *before.users]))
    return before._replace(users=merged)


def _ask(server: Server, call: Callable[[], Reply], language: str) -> Reply:
    try:
        reply = call()
    except Trouble as trouble:
        why = say(trouble.code, language) if trouble.code in WORDS else trouble.code
        raise Told("no_answer", address=server.address, why=why) from trouble
    if reply.status < 300:
        return reply
    message = message_of(reply, language)
    if reply.status == 426:
        raise Told("upgrade", version=VERSION, message=message)
    if reply.error == "bad_code":
        raise Told("code_refused")
    if reply.status == 404 and not reply.error:
        raise Told("no_answer", address=server.address, why=say("strange", language))
    raise Told("refused_by_server", code=reply.error or f"HTTP {reply.status}", message=message)


def open_server(address: str, clock: Clock, environment: Mapping[str, str]) -> Server:
    """The server at an address.

    Raises:
        Told: it is no address, or the proxy's is none.
    """
    return Server(read_address(address), clock, environment)
