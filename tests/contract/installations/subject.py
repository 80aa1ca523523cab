"""What the contract of Installations is held against."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.installing.model import Installation, Installations
from bot.installing.sealing import Sealer
from bot.storage.database import Database
from bot.storage.installing.sql import SqlInstallations
from bot.storage.store import Store

KEY, OTHER_KEY = b"k" * 32, b"o" * 32


@dataclass(frozen=True)
class Subject:
    installations: Installations
    store: Store


def in_sql(database: Database, *keys: bytes) -> SqlInstallations:
    return SqlInstallations(database.engine, Sealer(keys))


def installation(**values: Any) -> Installation:
    known = {
        "team": "T1", "name": "One", "app": "A1", "bot_user": "U1", "bot": "B1", "token": "xoxb-1",
        "scopes": ("chat:write", "commands"), "installed_by": "U2", "enterprise": "E1",
    }  # fmt: skip
    return Installation(**known | values)
