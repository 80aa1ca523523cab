"""The keys that apt trusts Docker's packages by."""

from __future__ import annotations

from typing import Any, Dict, List

import pytest

from agent.tests.keys import BINARY, FINGERPRINT, SUBKEY, armored, made_key
from agent.tests.trees import Tree
from agent.tests.ubuntu import SOURCES

DEB822 = "/etc/apt/sources.list.d/docker.sources"
REPO = "https://download.docker.com/linux/ubuntu"


def keys_of(tree: Tree) -> Dict[str, Dict[str, Any]]:
    return {key["path"]: key for key in tree.see("apt_keys")["keys"]}


KEY = "/etc/apt/keyrings/docker.asc"


def test_the_key_of_a_healthy_host(tree: Tree) -> None:
    key = keys_of(tree)[KEY]
    assert (key["exists"], key["mode"], key["readable"], key["form"]) == (True, 0o644, True, "armored")
    assert (key["fingerprints"], key["subkeys"]) == ([FINGERPRINT], [SUBKEY])
    assert not key.get("is_trusted_for_all", False)


@pytest.mark.parametrize(
    ("held", "form", "fingerprints"),
    [
        (BINARY, "binary", [FINGERPRINT]),
        (b"", "empty", []),
        (b"\n", "empty", []),
        (b"<!DOCTYPE html><title>403", "html", []),
        (b"curl: (6) Could not resolve host", "other", []),
        (b"\xff\xfe\x00", "other", []),
    ],
)
def test_the_form_of_a_key_file(tree: Tree, held: bytes, form: str, fingerprints: List[str]) -> None:
    tree.write(KEY, held)
    key = keys_of(tree)[KEY]
    assert (key["form"], key["fingerprints"], key["size"]) == (form, fingerprints, len(held))


def test_a_key_that_an_entry_names_and_that_is_not_there(tree: Tree) -> None:
    tree.remove(KEY)
    key = keys_of(tree)[KEY]
    assert (key["exists"], key["readable"], key["form"]) == (False, False, "unread")


def test_a_folder_where_the_key_should_be(tree: Tree) -> None:
    tree.remove(KEY)
    tree.folder(KEY)
    assert (keys_of(tree)[KEY]["exists"], keys_of(tree)[KEY]["form"]) == (True, "other")


def test_a_key_that_only_root_may_read_is_not_readable_for_apt(tree: Tree) -> None:
    tree.write(KEY, armored(), 0o600)
    tree.closed.add(KEY)
    key = keys_of(tree)[KEY]
    assert (key["readable"], key["mode"], key["form"]) == (False, 0o600, "unread")


def test_a_key_in_a_folder_that_only_root_may_pass_is_not_readable_for_apt(tree: Tree) -> None:
    tree.folder("/etc/apt/keyrings", 0o700)
    assert (keys_of(tree)[KEY]["readable"], keys_of(tree)[KEY]["form"]) == (False, "armored")
    tree.closed.add("/etc/apt/keyrings")
    assert (keys_of(tree)[KEY]["readable"], keys_of(tree)[KEY]["form"]) == (False, "unread")


def test_a_key_behind_a_link_is_judged_by_what_the_link_leads_to(tree: Tree) -> None:
    tree.remove(KEY)
    tree.write("/root/docker.asc", armored())
    tree.link(KEY, "/root/docker.asc")
    assert (keys_of(tree)[KEY]["readable"], keys_of(tree)[KEY]["fingerprints"]) == (False, [FINGERPRINT])


def test_a_leftover_key_is_told_too(tree: Tree) -> None:
    tree.write("/usr/share/keyrings/docker-archive-keyring.gpg", BINARY)
    assert set(keys_of(tree)) == {KEY, "/usr/share/keyrings/docker-archive-keyring.gpg"}


def test_dockers_key_among_those_trusted_for_every_repository(tree: Tree) -> None:
    tree.write("/etc/apt/trusted.gpg", made_key(7) + BINARY)
    tree.write("/etc/apt/trusted.gpg.d/ubuntu.gpg", made_key(8))
    tree.write("/etc/apt/trusted.gpg.d/docker.gpg", made_key(9))
    trusted = {path for path, key in keys_of(tree).items() if key.get("is_trusted_for_all")}
    assert trusted == {"/etc/apt/trusted.gpg", "/etc/apt/trusted.gpg.d/docker.gpg"}


def test_a_signed_by_that_is_a_fingerprint_is_no_file(tree: Tree) -> None:
    tree.write(DEB822, SOURCES.replace(KEY, FINGERPRINT))
    assert tree.see("apt_sources")["entries"][0]["signed_by"] == FINGERPRINT
    assert all(path.startswith("/") for path in keys_of(tree))
