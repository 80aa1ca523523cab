"""Codes and keys: read as people write them, and only in their own form."""

from __future__ import annotations

from uuid import uuid4

import pytest

from bot.hosts.model import folded_name, notice_text, read_notice
from bot.hosts.secrets import ALPHABET, new_code, new_key, plain, read_bearer, shown_code


def test_codes_differ_and_are_of_unmistakable_letters() -> None:
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(set(code_id + secret) <= set(ALPHABET) for code_id, secret in codes)
    assert not set(ALPHABET) & set("ILOU")


def test_a_shown_code_reads_as_it_was_made() -> None:
    code_id, secret = new_code()
    assert plain(shown_code(code_id, secret).lower()) == code_id + secret
    assert plain(" o0-iL ") == "0011"


def test_a_bearer_is_a_host_and_a_key_and_nothing_else() -> None:
    host, key = uuid4(), new_key()
    assert read_bearer(f"Bearer {host}.{key}") == (host, key)
    for bad in (
        f"Bearer {host}",
        f"Bearer {host}.{key}=",
        f"Bearer {host}.{key}\n",
        f"Bearer {'0' * 36}.{key}",
        "",
    ):
        assert read_bearer(bad) is None


@pytest.mark.parametrize(
    "text", ["notice:joined", "notice:joined:x", "joined", "", f"other:joined:{uuid4()}"]
)
def test_what_is_no_notice_is_none(text: str) -> None:
    assert read_notice(text) is None


def test_a_notice_and_a_name_read_as_they_were_written() -> None:
    host = uuid4()
    assert read_notice(notice_text("removed", host)) == ("removed", host)
    assert folded_name("  GPU-Box.1 ") == "gpu-box.1"
