"""apt.key.*: the key that apt trusts Docker's repository by. Six different faults all end in one NO_PUBKEY."""

from __future__ import annotations

from collections.abc import Iterator

from bot.checks.apt import is_without_apt, key_of, repositories, where
from bot.checks.facts import AptKey, AptKeys, AptSource, AptSources
from bot.checks.model import Verdict
from bot.checks.observation import NotSeen, Observation
from bot.checks.tables import Tables
from bot.checks.verdicts import Bound, gives, unseen

OTHERS_READ = 0o004
KEY_FOLDERS = ("/etc/apt/", "/usr/share/keyrings/")
FINGERPRINT_DIGITS = frozenset("0123456789ABCDEFabcdef !,")


def file(seen: Observation, tables: Tables) -> Verdict:
    """Whether the key that an entry names is there and apt's own user may read it."""
    found = _entries(seen)
    if isinstance(found, Verdict):
        return found
    entries, keys = found
    good = Verdict(code="")
    for entry in entries:
        verdict = _file(entry, keys, tables)
        if verdict.code not in GOOD_FILES:
            return verdict
        good = good if good.code else verdict
    return good


GOOD_FILES = ("there", "by_fingerprint", "inline")


def _file(entry: AptSource, keys: AptKeys, tables: Tables) -> Verdict:
    if entry.has_inline_key:
        return gives("inline", **where(entry))
    if not entry.signed_by:
        trusted = next(
            (key for key in keys.keys if key.is_trusted_for_all and _is_dockers(key, tables)), None
        )
        if trusted:
            return gives("trusted_for_all", path=trusted.path, **where(entry))
        return gives("no_key_named", **where(entry))
    if _is_fingerprint(entry.signed_by):
        return gives("by_fingerprint", fingerprint=entry.signed_by, **where(entry))
    key, path = key_of(entry, keys), entry.signed_by
    if key is None:
        return gives("not_looked_at", path=path, **where(entry))
    if not key.exists:
        return gives("missing", path=path, **where(entry))
    if (
        key.form == "unread" and not key.size and not key.mode
    ):  # not even the Agent may look at what lies there
        return gives("folder_closed", path=path, **where(entry))
    if key.form == "empty" or key.size == 0:
        return gives("empty", path=path, **where(entry))
    if not key.readable:
        mode = f"{key.mode:04o}"
        closed = gives("closed", path=path, mode=mode, key=_to_open(path), **where(entry))
        return closed if not key.mode & OTHERS_READ else gives("folder_closed", path=path, **where(entry))
    return gives("there", path=path, **where(entry))


def _to_open(path: str) -> str:
    """The path where it may stand in a command for root: not one that a Host made up, such as /etc/shadow."""
    return path if path.startswith(KEY_FOLDERS) and ".." not in path else ""


def format_(seen: Observation, tables: Tables) -> Verdict:
    """Whether the file's ending fits what is in it: apt reads armored keys as .asc and binary ones as .gpg."""
    verdict: Verdict | None = None
    for entry, key in _files(seen):
        if isinstance(key, Verdict):
            return key
        values = {"path": key.path, **where(entry)}
        if key.form == "unread":
            return gives("unread", **values)
        if key.form in ("html", "other", "empty"):
            return gives("web_page" if key.form == "html" else "no_key", **values)
        if key.form == "armored" and key.path.endswith(".gpg"):
            return gives("armored_gpg", **values)
        if key.form == "binary" and key.path.endswith(".asc"):
            return gives("binary_asc", **values)
        verdict = verdict or gives("fits", **values)
    return verdict or gives("no_file")


def id_(seen: Observation, tables: Tables) -> Verdict:
    """Whether it is Docker's key, with the subkey that signs today."""
    verdict: Verdict | None = None
    for entry, key in _files(seen):
        if isinstance(key, Verdict):
            return key
        values = {"path": key.path, **where(entry)}
        if not key.fingerprints:
            return gives("unread", **values)
        if not _is_dockers(key, tables):
            return gives("other_key", fingerprint=key.fingerprints[0], **values)
        if not any(name.upper().endswith(tables.engines.apt_key.subkey) for name in key.subkeys):
            return gives("no_subkey", **values)
        verdict = verdict or gives("dockers", **values)
    if verdict:
        return verdict
    found = _entries(seen)
    if isinstance(found, Verdict):
        return found
    named = next((entry.signed_by for entry in found[0] if entry.signed_by), "")
    if not named:
        return gives("no_file")
    # Only a fingerprint is left: the key itself lies among those that are trusted for everything.
    wanted = tables.engines.apt_key.fingerprint
    is_right = wanted in named.replace(" ", "").upper()
    return gives(
        "dockers_fingerprint" if is_right else "other_fingerprint", fingerprint=named, **where(found[0][0])
    )


def _entries(seen: Observation) -> tuple[list[AptSource], AptKeys] | Verdict:
    sources, keys = seen.see(AptSources), seen.see(AptKeys)
    if is_without_apt(seen):
        return gives("not_apt")
    if isinstance(sources, NotSeen) or isinstance(keys, NotSeen):
        return unseen(sources, keys)
    entries = repositories(sources)
    return (entries, keys) if entries else gives("no_source")


def _files(seen: Observation) -> Iterator[tuple[AptSource, AptKey] | tuple[AptSource, Verdict]]:
    """Each entry with its key file, or with the verdict that ends the judging."""
    found = _entries(seen)
    if isinstance(found, Verdict):
        yield AptSource(file=""), found
        return
    for entry in found[0]:
        key = key_of(entry, found[1])
        if key:
            yield entry, key
        elif entry.signed_by and not _is_fingerprint(entry.signed_by):
            yield entry, gives("not_looked_at", path=entry.signed_by, **where(entry))


def _is_dockers(key: AptKey, tables: Tables) -> bool:
    return any(name.upper() == tables.engines.apt_key.fingerprint for name in key.fingerprints)


def _is_fingerprint(signed_by: str) -> bool:
    return len(signed_by) >= 16 and set(signed_by) <= FINGERPRINT_DIGITS


CHECKS = {
    "apt.key.file": Bound(
        file,
        {
            "there": "path file aside main",
            "by_fingerprint": "fingerprint file aside main",
            "inline": "file aside main",
            "trusted_for_all": "path file aside main",
            "no_key_named": "file aside main",
            "not_looked_at": "path file aside main",
            "missing": "path file aside main",
            "empty": "path file aside main",
            "closed": "path mode key file aside main",
            "folder_closed": "path file aside main",
            "no_source": "",
            "not_apt": "",
        },
    ),
    "apt.key.format": Bound(
        format_,
        {
            "fits": "path file aside main",
            "armored_gpg": "path file aside main",
            "binary_asc": "path file aside main",
            "web_page": "path file aside main",
            "no_key": "path file aside main",
            "unread": "path file aside main",
            "not_looked_at": "path file aside main",
            "no_file": "",
            "no_source": "",
            "not_apt": "",
        },
    ),
    "apt.key.id": Bound(
        id_,
        {
            "dockers": "path file aside main",
            "dockers_fingerprint": "fingerprint file aside main",
            "other_key": "fingerprint path file aside main",
            "other_fingerprint": "fingerprint file aside main",
            "no_subkey": "path file aside main",
            "unread": "path file aside main",
            "not_looked_at": "path file aside main",
            "no_file": "",
            "no_source": "",
            "not_apt": "",
        },
    ),
}
"""The judges of this family by the id of their Check."""
