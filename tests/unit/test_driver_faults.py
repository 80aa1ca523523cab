"""Why a database cannot be reached, read from what libpq says of every address that it tried."""

from __future__ import annotations

import psycopg
import pytest

from bot.storage.driver_faults import why_unreachable

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
