"""Tokens in the database: nobody reads them without a key, and keys can be changed."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from bot.installing.model import KeyMissingError
from bot.installing.sealing import Sealer
from bot.storage.database import Database
from tests.contract.installations.subject import KEY, OTHER_KEY, in_sql, installation


async def kept(database: Database) -> bytes:
    async with database.engine.connect() as connection:
        row = await connection.execute(text("SELECT sealed_token FROM installations"))
        return bytes(row.scalar_one())


async def test_the_database_holds_no_token_as_it_is(database: Database) -> None:
    await in_sql(database, KEY).keep(installation())
    async with database.engine.connect() as connection:
        rows = await connection.execute(text("SELECT installations::text FROM installations"))
        assert "xoxb-1" not in rows.scalar_one()
    assert b"xoxb-1" not in await kept(database)


async def test_the_token_is_not_in_its_repr() -> None:
    assert "xoxb" not in repr(installation())


async def test_a_new_first_key_seals_anew_what_the_old_one_sealed(database: Database) -> None:
    await in_sql(database, KEY).keep(installation())
    rotating = in_sql(database, OTHER_KEY, KEY)
    assert await rotating.find("T1") == installation()
    assert await rotating.seal_anew() == 1
    assert await rotating.seal_anew() == 0
    assert await in_sql(database, OTHER_KEY).find("T1") == installation()


async def test_a_wrong_key_is_said_and_nothing_of_the_token(database: Database) -> None:
    await in_sql(database, KEY).keep(installation())
    wrong = in_sql(database, OTHER_KEY)
    for asking in (wrong.seal_anew(), wrong.find("T1")):
        with pytest.raises(KeyMissingError, match="SETUPBOT_TOKEN_KEYS") as told:
            await asking
        assert "xoxb" not in str(told.value)
    assert await in_sql(database, KEY).find("T1") == installation()


async def test_a_token_does_not_open_for_another_workspace(database: Database) -> None:
    store = in_sql(database, KEY)
    await store.keep(installation())
    await store.keep(installation(team="T2", token="xoxb-2"))
    async with database.engine.begin() as connection:
        stolen = "UPDATE installations SET sealed_token = (SELECT sealed_token FROM installations WHERE team = 'T1')"
        await connection.execute(text(f"{stolen} WHERE team = 'T2'"))
    with pytest.raises(KeyMissingError):
        await store.find("T2")


def test_sealing_twice_differs() -> None:
    sealer = Sealer([KEY])
    assert sealer.seal("T1", "xoxb-1") != sealer.seal("T1", "xoxb-1")


def test_what_is_no_sealed_token_does_not_open() -> None:
    assert Sealer([KEY]).open("T1", b"nonsense") is None
