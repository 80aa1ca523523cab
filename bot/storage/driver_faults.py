"""What the drivers' faults mean: a StorageError of ours, or a bug."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import errors
from sqlalchemy import exc as sqlalchemy_exc

from bot.storage.faults import StorageDown, disk_full

# Connection failures carry no SQLSTATE in libpq, only English words; the right column is ours, so
# that nothing of the address (it may hold a password) is ever echoed. The first that fits counts: libpq
# tells of every address of a host, and a server that starts is not heard at all of them.
STARTING, ENDING = "it is still starting", "it is shutting down"
PASSING = frozenset({STARTING, ENDING})
"""Reasons that are gone in a moment."""
_REASONS = (
    ("starting up", STARTING),
    ("shutting down", ENDING),
    ("password authentication failed", "it refuses the user name or the password"),
    ("no password supplied", "it wants a password and DATABASE_URL has none"),
    ("no pg_hba.conf entry", "it does not let this machine or user in"),
    ("does not exist", "it has no such database or user"),
    ("could not translate host name", "the host name is not known"),
    ("failed to resolve host", "the host name is not known"),
    ("Name or service not known", "the host name is not known"),
    ("Connection refused", "nothing listens there"),
    ("No such file or directory", "nothing listens there"),
    ("timeout", "it did not answer in time"),
    ("SSL", "the encrypted connection could not be agreed on (see sslmode)"),
    ("too many clients", "it has no free connection"),
)


def why_unreachable(fault: BaseException) -> str:
    """A few words of our own on why a connection failed; nothing of its text is repeated."""
    said = str(fault)
    for needle, reason in _REASONS:
        if needle in said:
            return reason
    return "the connection failed"


def translate(fault: BaseException) -> BaseException:
    """The StorageError that a driver's ``fault`` amounts to, or ``fault`` itself if it is our bug."""
    origin = fault.orig if isinstance(fault, sqlalchemy_exc.DBAPIError) and fault.orig else fault
    if isinstance(origin, errors.DiskFull):
        return disk_full("at the database server")
    passing = (psycopg.OperationalError, psycopg.InterfaceError, sqlalchemy_exc.TimeoutError, OSError)
    if isinstance(origin, passing):
        return StorageDown("The database does not answer just now. Please try again in a minute.")
    return fault


@contextmanager
def translated() -> Iterator[None]:
    """Raises what ``translate`` makes of a fault in the block; whatever is no database fault goes on as it is."""
    try:
        yield
    except Exception as fault:
        if (meant := translate(fault)) is fault:
            raise
        raise meant from fault
