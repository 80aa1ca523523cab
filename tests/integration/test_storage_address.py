"""DATABASE_URL when it cannot be used: said in words that do not hold its password."""

from __future__ import annotations

import socket
from pathlib import Path

import psycopg
import pytest

from bot.storage.database import Database
from bot.storage.faults import StorageDown, StorageError


@pytest.mark.parametrize(
    ("url", "says"),
    [
        (
            "postgres://me:s3cret@127.0.0.1:{port}/bot",
            r"at 127.0.0.1:\d+/bot cannot be reached: nothing listens",
        ),
        ("postgresql+psycopg://me:s3cret@127.0.0.1:{port}/bot", "nothing listens there"),
        (
            "postgresql://me:s3cret@no-such-host.invalid/bot",
            "no-such-host.invalid:5432/bot cannot be reached",
        ),
        ("mysql://me:s3cret@127.0.0.1/bot", "must look like postgresql://"),
        ("postgresql://me:s3cret@127.0.0.1:port/bot?nonsense=1", "cannot be read"),
        # libpq takes what stands before such a sign for the server, and the rest of the password for more.
        ("postgresql://me:sig/s3cret@127.0.0.1:{port}/bot", "cannot be read.*written %40, %2F"),
        ("postgresql://me:sig@s3cret@127.0.0.1:{port}/bot", "cannot be read.*written %40, %2F"),
    ],
)
async def test_an_address_that_does_not_work_is_explained_without_its_password(
    url: str, says: str, tmp_path: Path
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: nobody can answer there
        with pytest.raises(StorageError, match=says) as caught:
            async with Database(home=tmp_path, url=url.format(port=taken.getsockname()[1])):
                pass
    assert "s3cret" not in caught.value.user_message
    assert not (tmp_path / "postgres").exists()


async def test_a_wrong_database_name_is_explained(postgres: str, tmp_path: Path) -> None:
    parts = psycopg.conninfo.conninfo_to_dict(postgres)
    url = f"postgres://{parts['user']}@/nowhere?host={parts['host']}&port={parts['port']}"
    with pytest.raises(StorageDown, match="it has no such database or user"):
        await Database(home=tmp_path, url=url).start()
