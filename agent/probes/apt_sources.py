"""The apt sources that name Docker, from both forms of source files."""

from __future__ import annotations

import re
from typing import Any, Dict, Iterator, List, NamedTuple, Optional, Tuple

from agent.probes import shaping
from agent.probes.host import CouldNot, Found, Host

MAIN = "/etc/apt/sources.list"
PARTS = "/etc/apt/sources.list.d"
USABLE = re.compile(r"[A-Za-z0-9_.-]+\.(?:list|sources)")
"""apt ignores files of other names without a word."""
ONE_LINE = re.compile(
    r"^(?P<off>[\s#]*)deb\s+(?:\[(?P<options>[^\]]*)\]\s*)?(?P<uri>\S+)\s+(?P<suite>\S+)(?P<rest>.*)$"
)
MOST_ENTRIES = 64
OFF = ("false", "no", "0", "off", "without", "disable")
"""What apt takes for a no."""


class Source(NamedTuple):
    """One address in one file. ``key`` is the text of an inline key."""

    file: str
    line: int
    form: str
    enabled: bool
    uri: str
    suites: Tuple[str, ...]
    components: Tuple[str, ...]
    archs: Optional[Tuple[str, ...]]
    signed_by: str
    key: str = ""


class Sources(NamedTuple):
    """Those that name Docker, and the files that could not be opened."""

    entries: List[Source]
    unreadable: List[str]


def look_at_apt_sources(host: Host) -> Found:
    """Fact ``apt_sources``."""
    found = docker_sources(host)
    value = {
        "entries": [_shown(source) for source in found.entries[:MOST_ENTRIES]],
        "unreadable": shaping.lines(found.unreadable),
    }
    return Found(value, f"{MAIN}, {PARTS}/*.list, {PARTS}/*.sources")


def _shown(source: Source) -> Dict[str, Any]:
    return {
        "file": shaping.path(source.file),
        "line": source.line,
        "form": source.form,
        "enabled": source.enabled,
        "uri": shaping.line(source.uri),
        "suites": shaping.words(source.suites),
        "components": shaping.words(source.components),
        "archs": None if source.archs is None else shaping.words(source.archs),
        "signed_by": shaping.path(source.signed_by),
        "has_inline_key": bool(source.key),
    }


def docker_sources(host: Host) -> Sources:
    """All sources whose address names Docker, disabled ones too. Raises CouldNot where there is no apt."""
    return host.once("apt sources", lambda: _docker_sources(host))


def _docker_sources(host: Host) -> Sources:
    if not host.files.exists("/etc/apt"):
        raise CouldNot("absent", "no apt", "/etc/apt")
    entries: List[Source] = []
    unreadable: List[str] = []
    try:
        parts = [f"{PARTS}/{name}" for name in host.files.names(PARTS) if USABLE.fullmatch(name)]
    except PermissionError:
        parts = []
        unreadable.append(PARTS)
    for file in (MAIN, *parts):
        try:
            text = host.files.text_or_none(file)
        except OSError:
            unreadable.append(file)
            continue
        read = read_deb822 if file.endswith(".sources") else read_list
        entries.extend(source for source in read(file, text or "") if "docker" in source.uri.lower())
    return Sources(entries, unreadable)


def read_list(file: str, text: str) -> Iterator[Source]:
    """The one-line form; a line in a comment is a disabled entry, as upgrades of a release leave them."""
    for number, row in enumerate(text.splitlines(), 1):
        found = ONE_LINE.match(row)
        if not found or "://" not in found["uri"]:
            continue
        options = dict(_options(found["options"] or ""))
        components = found["rest"].partition("#")[0].split()
        archs = options.get("arch")
        yield Source(
            file=file,
            line=number,
            form="list",
            enabled="#" not in found["off"],
            uri=found["uri"],
            suites=(found["suite"],),
            components=tuple(components),
            archs=None if archs is None else tuple(filter(None, archs.split(","))),
            signed_by=options.get("signed-by", ""),
        )


def _options(text: str) -> Iterator[Tuple[str, str]]:
    for option in text.split():
        name, equals, value = option.partition("=")
        if equals:
            yield name.lower().rstrip("+"), value


def read_deb822(file: str, text: str) -> Iterator[Source]:
    """The form in paragraphs, one entry for each address of each."""
    for number, fields in paragraphs(text):
        if "deb" not in fields.get("types", "").split():
            continue
        signed_by = fields.get("signed-by", "")
        is_key = "BEGIN PGP" in signed_by
        archs = fields.get("architectures")
        for uri in fields.get("uris", "").split():
            yield Source(
                file=file,
                line=number,
                form="deb822",
                enabled=fields.get("enabled", "yes").strip().lower() not in OFF,
                uri=uri,
                suites=tuple(fields.get("suites", "").split()),
                components=tuple(fields.get("components", "").split()),
                archs=None if archs is None else tuple(archs.replace(",", " ").split()),
                signed_by="" if is_key else ",".join(signed_by.replace(",", " ").split()),
                key=signed_by if is_key else "",
            )


def paragraphs(text: str) -> Iterator[Tuple[int, Dict[str, str]]]:
    """Each paragraph's first line and its fields by lower-case name; a value may go on in indented lines."""
    fields: Dict[str, str] = {}
    first, last = 0, ""
    for number, row in enumerate([*text.splitlines(), ""], 1):
        if row.startswith("#"):
            continue
        if not row.strip():
            if fields:
                yield first, fields
            fields, first, last = {}, 0, ""
        elif row[0] in " \t":
            if last:
                # A lone dot stands for an empty line, as in a key after its header.
                fields[last] += "\n" + ("" if row.strip() == "." else row.strip())
        else:
            name, colon, value = row.partition(":")
            if colon:
                last = name.strip().lower()
                fields[last] = value.strip()
                first = first or number
