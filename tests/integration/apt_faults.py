"""What can be wrong with Docker's repository, made for real on a machine, and in which words apt itself tells it.

Most stand in ``tests/hosts`` too, as a described host: that the real thing comes to the same cause and the same
commands shows that the description is true.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.integration.apt_repository import Signer
from tests.integration.rooted import Rooted
from tests.integration.roots import release

SOURCE = "/etc/apt/sources.list.d/docker.sources"
OLD_SOURCE = "/etc/apt/sources.list.d/docker.list"
KEY = "/etc/apt/keyrings/docker.asc"
OLD_KEY = "/usr/share/keyrings/docker-archive-keyring.gpg"
TRUSTED_KEY = "/etc/apt/trusted.gpg.d/docker.gpg"
URL = "https://download.docker.com/linux/debian"
NO_KEY = ("NO_PUBKEY {subkey}", "is not signed")
NOT_FOUND = ("404  File not found", "does not have a Release file")
LOGIN_PAGE = b"<!DOCTYPE html>\n<html><head><title>Sign in</title></head></html>\n"


@dataclass(frozen=True)
class Parties:
    """Whose keys there are."""

    docker: Signer
    other: Signer


@dataclass(frozen=True)
class Fault:
    """``host`` is the described host with the same fault, or else ``cause`` and ``commands`` stand here. ``says``
    is what the update prints; where that is nothing, apt finds no docker-ce and does not say why."""

    name: str
    make: Callable[[Rooted, Parties], None]
    says: tuple[str, ...] = ()
    host: str = ""
    cause: str = ""
    commands: tuple[str, ...] = ()


def source(*, key: str = KEY, **changed: str) -> str:
    """A source as Docker's manual writes it; ``changed`` fields replace its own."""
    fields = {
        "Types": "deb",
        "URIs": URL,
        "Suites": release(),
        "Components": "stable",
        "Architectures": "amd64",
        "Signed-By": key,
        **changed,
    }
    return "".join(f"{name}: {value}\n" for name, value in fields.items() if value)


def old_source(*, key: str = OLD_KEY, suite: str = "", url: str = URL, arch: str = "amd64") -> str:
    """The one line of earlier manuals."""
    return f"deb [arch={arch} signed-by={key}] {url} {suite or release()} stable\n"


def set_up(machine: Rooted, parties: Parties) -> None:
    """Everything right."""
    machine.write(KEY, parties.docker.armored)
    machine.write(SOURCE, source())


def with_key(held: Callable[[Parties], bytes], path: str = KEY, mode: int = 0o644) -> Callable[..., None]:
    """The source is right, and what is at the key's place is not."""

    def make(machine: Rooted, parties: Parties) -> None:
        machine.write(path, held(parties), mode)
        machine.write(SOURCE, source(key=path))

    return make


def with_source(text: str, path: str = SOURCE) -> Callable[..., None]:
    """The key is right, and the source is not."""

    def make(machine: Rooted, parties: Parties) -> None:
        machine.write(KEY, parties.docker.armored)
        machine.write(path, text)

    return make


def without_key(machine: Rooted, parties: Parties) -> None:
    """Nobody downloaded it."""
    machine.write(SOURCE, source())


def in_a_closed_folder(machine: Rooted, parties: Parties) -> None:
    """Made under a strict umask, as root often has."""
    set_up(machine, parties)
    machine.path("/etc/apt/keyrings").chmod(0o700)


def beside_the_old_one(machine: Rooted, parties: Parties) -> None:
    """Both manuals were followed."""
    set_up(machine, parties)
    machine.write(OLD_KEY, parties.docker.binary)
    machine.write(OLD_SOURCE, old_source(url=f"{URL}/"))


ASIDE = f"sudo mv {SOURCE} {SOURCE}.bak"
REGISTER = (ASIDE, "=register on debian")
NO_PUBKEY = (
    Fault("missing", without_key, NO_KEY, host="key-missing"),
    Fault("empty", with_key(lambda of: b""), NO_KEY, host="key-empty"),
    Fault(
        "closed, binary",
        with_key(lambda of: of.docker.binary, OLD_KEY, mode=0o600),
        NO_KEY,
        cause="apt.key.file closed",
        commands=(f"sudo chmod a+r {OLD_KEY}", "sudo apt-get update"),
    ),
    Fault("web page", with_key(lambda of: LOGIN_PAGE), NO_KEY, host="key-is-html"),
    Fault("of another", with_key(lambda of: of.other.armored), NO_KEY, host="key-of-another"),
    Fault(
        "text as .gpg",
        with_key(lambda of: of.docker.armored, "/etc/apt/keyrings/docker.gpg"),
        NO_KEY,
        host="key-armored-in-gpg",
    ),
    Fault("binary as .asc", with_key(lambda of: of.docker.binary), NO_KEY, host="key-binary-in-asc"),
    Fault("without subkey", with_key(lambda of: of.docker.without_subkey), NO_KEY, host="key-without-subkey"),
    Fault(
        "not named", with_source(source(key="")), NO_KEY, cause="apt.key.file no_key_named", commands=REGISTER
    ),
    Fault("closed folder", in_a_closed_folder, NO_KEY, cause="apt.key.file folder_closed", commands=REGISTER),
)
SILENT = (
    Fault("arch", with_source(source(Architectures="arm64")), host="arch-left-out"),
    Fault("disabled", with_source("Enabled: no\n" + source()), host="source-disabled"),
)
TOLD = (
    # apt 2.6 gives up before it comes to the signature where it cannot open a key that is text.
    Fault(
        "closed, text",
        with_key(lambda of: of.docker.armored, mode=0o600),
        ("GPG error", "is not signed"),
        host="key-closed",
    ),
    Fault(
        "codename",
        with_source(source(Suites="wilma")),
        NOT_FOUND,
        cause="apt.suite unknown",
        commands=REGISTER,
    ),
    Fault(
        "command as codename",
        with_source(old_source(key=KEY, suite="$(lsb_release -cs)"), OLD_SOURCE),
        NOT_FOUND,
        host="suite-is-a-command",
    ),
    Fault(
        "distro",
        with_source(source(URIs=URL.replace("debian", "ubuntu"))),
        NOT_FOUND,
        cause="apt.source wrong_distro",
        commands=REGISTER,
    ),
    Fault(
        "conflict",
        beside_the_old_one,
        ("Conflicting values set for option Signed-By", "The list of sources could not be read"),
        host="signed-by-conflict",
    ),
)
FAULTS = (*NO_PUBKEY, *SILENT, *TOLD)
