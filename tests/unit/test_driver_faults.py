"""Why a database cannot be reached, read from what libpq says of every address that it tried."""

from __future__ import annotations

import psycopg
import pytest

from bot.storage.driver_faults import translated, why_unreachable
from bot.storage.faults import StorageDown

REFUSED = 'connection to server at "::1", port 5432 failed: Connection refused'


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (REFUSED, "nothing listens there"),
        ('FATAL: password authentication failed for user "me"', "it refuses the user name or the password"),
        ('FATAL: database "nowhere" does not exist', "it has no such database or user"),
        (f"{REFUSED}\nFATAL: the database system is starting up", "it is still starting"),
        (f"{REFUSED}\nFATAL: the database system is shutting down", "it is shutting down"),
        ("something new", "the connection failed"),
    ],
)
def test_the_reason_is_said_in_our_words(said: str, reason: str) -> None:
    assert why_unreachable(psycopg.OperationalError(said)) == reason


def test_a_lost_connection_is_told_with_what_to_do() -> None:
    with pytest.raises(StorageDown, match="try again") as told, translated():
        raise psycopg.OperationalError("server closed the connection")
    assert isinstance(told.value.__cause__, psycopg.OperationalError)


def test_a_bug_of_ours_stays_what_it_is() -> None:
    with pytest.raises(ZeroDivisionError), translated():
        raise ZeroDivisionError
