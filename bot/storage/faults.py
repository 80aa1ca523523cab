"""What can be wrong with the database, each worded once for the person who can mend it."""

from __future__ import annotations

from bot.errors import BotError


class StorageError(BotError):
    """The database cannot be used as it is; the message says what to do."""


class StorageDown(StorageError):  # noqa: N818  # a StorageError by its base
    """The database does not answer just now; the same call is worth repeating later."""


class StorageFull(StorageError):  # noqa: N818  # as above
    """The database has no room to write."""


def disk_full(where: str) -> StorageFull:
    """The fault to raise when ``where`` (a folder or an address) has no room."""
    return StorageFull(f"No space is left for the database ({where}). Free some space, then start again.")
