"""apt.key.*: what apt trusts, and that it can read it."""

from __future__ import annotations

import pytest

from bot.checks import facts as f
from tests.unit.checks.hosts import READY
from tests.unit.checks.judged import causes, code, verdict
from tests.unit.checks.parts import EMPTY_POLICY, FINGERPRINT, KEY, OLD_KEY, key, keys, source, sources

# apt.key.file


@pytest.mark.parametrize(
    ("entry", "keys_seen", "expected"),
    [
        (source(), (key(),), "there"),
        (source(), (key(exists=False, size=0, form="unread"),), "missing"),
        (source(), (key(size=0, form="empty", fingerprints=(), subkeys=()),), "empty"),
        (source(), (key(mode=0o600, readable=False),), "closed"),
        (source(), (key(mode=0o640, readable=False),), "closed"),
        (source(), (key(mode=0o644, readable=False),), "folder_closed"),
        # As an agent without rights sees it: a folder that is closed to it too hides even the size.
        (source(), (key(mode=0, size=0, form="unread", readable=False, fingerprints=()),), "folder_closed"),
        (source(), (key(mode=0o600, size=0, form="unread", readable=False, fingerprints=()),), "empty"),
        (source(signed_by="", has_inline_key=True), (), "inline"),
        (source(signed_by=FINGERPRINT), (), "by_fingerprint"),
        (source(signed_by=""), (), "no_key_named"),
        (
            source(signed_by=""),
            (key(path="/etc/apt/trusted.gpg.d/docker.gpg", form="binary", is_trusted_for_all=True),),
            "trusted_for_all",
        ),
        (
            source(signed_by=""),
            (
                key(
                    path="/etc/apt/trusted.gpg.d/other.gpg", fingerprints=("A" * 40,), is_trusted_for_all=True
                ),
            ),
            "no_key_named",
        ),
        (source(), (), "not_looked_at"),
    ],
)
def test_apt_can_read_the_key_that_the_entry_names(
    entry: f.AptSource, keys_seen: tuple[f.AptKey, ...], expected: str
) -> None:
    facts = {"apt_sources": sources(entry), "apt_keys": keys(*keys_seen)}
    assert code("apt.key.file", READY, **facts) == expected


def test_a_closed_key_is_told_with_its_mode() -> None:
    values = verdict("apt.key.file", READY, apt_keys=keys(key(mode=0o600, readable=False))).values
    assert values["mode"] == "0600"


@pytest.mark.parametrize("path", ["/etc/shadow", "/etc/apt/../shadow", "/home/a/docker.asc"])
def test_a_path_that_a_host_made_up_is_told_and_put_into_no_command(path: str) -> None:
    facts = {
        "apt_sources": sources(source(signed_by=path)),
        "apt_keys": keys(key(path=path, mode=0o600, readable=False)),
    }
    values = verdict("apt.key.file", READY, **facts).values
    assert (values["path"], values["key"]) == (path, "")


# apt.key.format


@pytest.mark.parametrize(
    ("path", "form", "expected"),
    [
        (KEY, "armored", "fits"),
        (OLD_KEY, "binary", "fits"),
        (OLD_KEY, "armored", "armored_gpg"),
        (KEY, "binary", "binary_asc"),
        (KEY, "html", "web_page"),
        (KEY, "other", "no_key"),
        (KEY, "unread", "unread"),
        ("/etc/apt/keyrings/docker", "armored", "fits"),
    ],
)
def test_the_ending_of_the_key_file_fits_what_is_in_it(path: str, form: str, expected: str) -> None:
    facts = {"apt_sources": sources(source(signed_by=path)), "apt_keys": keys(key(path=path, form=form))}
    assert code("apt.key.format", READY, **facts) == expected


def test_a_key_that_is_in_no_file_has_no_format() -> None:
    assert code("apt.key.format", READY, apt_sources=sources(source(signed_by=FINGERPRINT))) == "no_file"


# apt.key.id


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, "dockers"),
        ({"fingerprints": ("A" * 40, FINGERPRINT)}, "dockers"),
        ({"fingerprints": ("A" * 40,), "subkeys": ()}, "other_key"),
        ({"subkeys": ()}, "no_subkey"),
        ({"subkeys": ("B" * 40,)}, "no_subkey"),
        ({"fingerprints": (), "subkeys": ()}, "unread"),
    ],
)
def test_the_key_is_dockers_with_the_subkey_that_signs(changed: dict[str, object], expected: str) -> None:
    assert code("apt.key.id", READY, apt_keys=keys(key(**changed))) == expected


def test_a_fingerprint_in_place_of_a_file_is_compared_too() -> None:
    def named(signed_by: str) -> f.AptSources:
        return sources(source(signed_by=signed_by))

    assert code("apt.key.id", READY, apt_sources=named(FINGERPRINT)) == "dockers_fingerprint"
    assert code("apt.key.id", READY, apt_sources=named("A" * 40)) == "other_fingerprint"


@pytest.mark.parametrize(
    ("changed", "cause"),
    [
        ({"apt_keys": keys(key(path=OLD_KEY))}, "apt.key.format armored_gpg"),
        ({"apt_keys": keys(key(form="binary"))}, "apt.key.format binary_asc"),
        ({"apt_keys": keys(key(size=0, form="empty", fingerprints=()))}, "apt.key.file empty"),
        ({"apt_keys": keys(key(exists=False, size=0, form="unread"))}, "apt.key.file missing"),
        ({"apt_keys": keys(key(mode=0o600, readable=False))}, "apt.key.file closed"),
        ({"apt_sources": sources(source(signed_by=""))}, "apt.key.file no_key_named"),
    ],
)
def test_six_causes_of_one_no_pubkey_are_told_apart(changed: dict[str, object], cause: str) -> None:
    if "armored_gpg" in cause:
        changed = {**changed, "apt_sources": sources(source(signed_by=OLD_KEY))}
    assert causes(READY, apt_policy=EMPTY_POLICY, **changed) == [cause]
