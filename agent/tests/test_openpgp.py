"""Fingerprints of OpenPGP keys, from every form in which key files come."""

from __future__ import annotations

import hashlib

import pytest

from agent.openpgp import read_keys, read_packets
from agent.tests.keys import BINARY, FINGERPRINT, SUBKEY, armored, made_key


def fingerprint(packet: bytes) -> str:
    body = packet[2:]
    return hashlib.sha1(b"\x99" + len(body).to_bytes(2, "big") + body).hexdigest().upper()


def test_dockers_key_has_the_fingerprints_that_docker_publishes() -> None:
    keys = read_keys(BINARY)
    assert (keys.form, keys.fingerprints, keys.subkeys) == ("binary", (FINGERPRINT,), (SUBKEY,))
    assert keys.subkeys[0].endswith("7EA0A9C3F273FCD8")


@pytest.mark.parametrize(
    "text",
    [
        armored(),
        armored(BINARY, "Version: GnuPG v1", "Comment: see https://docker.com"),
        armored().replace("\n", "\r\n"),
        "# downloaded by hand\n" + armored() + "\ntrailing words\n",
        "\n".join(row for row in armored().splitlines() if not row.startswith("=")),
        armored().replace("-----\n\n", "-----\n"),
        "\n".join(f"  {row}" for row in armored().splitlines()),
    ],
    ids=["plain", "headers", "crlf", "words around", "no checksum", "no empty line", "indented"],
)
def test_armor_is_read_as_it_is_found(text: str) -> None:
    keys = read_keys(text.encode())
    assert (keys.form, keys.fingerprints, keys.subkeys) == ("armored", (FINGERPRINT,), (SUBKEY,))


def test_several_keys_in_one_file() -> None:
    first, second = made_key(1), made_key(2)
    assert read_keys(first + BINARY + second).fingerprints == (
        fingerprint(first),
        FINGERPRINT,
        fingerprint(second),
    )
    assert read_keys((armored(first) + armored(second)).encode()).fingerprints == (
        fingerprint(first),
        fingerprint(second),
    )


def test_old_and_new_headers_give_the_same_fingerprint() -> None:
    assert read_keys(made_key(3, old=True)).fingerprints == read_keys(made_key(3, old=False)).fingerprints


def test_a_body_in_parts_is_put_together() -> None:
    packet = made_key(4, old=False)
    body = packet[2:]
    parts = bytes([packet[0], 224 + 4]) + body[:16] + bytes([len(body) - 16]) + body[16:]
    assert read_keys(parts).fingerprints == (fingerprint(packet),)


def test_keys_of_other_versions_are_not_named() -> None:
    assert read_keys(b"\xc6\x05\x06abcd" + made_key(5)).fingerprints == (fingerprint(made_key(5)),)


@pytest.mark.parametrize("size", [1, 2, 3, 100, 527])
def test_a_file_that_was_cut_off_names_no_key(size: int) -> None:
    assert read_keys(BINARY[:size]).fingerprints == ()


@pytest.mark.parametrize(
    "text",
    [
        b"-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmQINBFit2ioBEADh\n",
        b"-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n!!!\n-----END PGP PUBLIC KEY BLOCK-----",
        b"-----BEGIN PGP PUBLIC KEY BLOCK----------END PGP PUBLIC KEY BLOCK-----",
    ],
)
def test_broken_armor_names_no_key(text: bytes) -> None:
    assert (read_keys(text).form, read_keys(text).fingerprints) == ("armored", ())


def test_a_packet_without_a_length_goes_to_the_end() -> None:
    assert list(read_packets(b"\x9b\x04rest")) == [(6, b"\x04rest")]


def test_every_single_byte_can_be_read_as_a_file() -> None:
    assert {read_keys(bytes([first]) * 7).fingerprints for first in range(256)} == {()}
