"""The hosts' store in PostgreSQL, put together."""

from __future__ import annotations

from bot.storage.hosts.agents import SqlAgents
from bot.storage.hosts.checking import SqlChecks
from bot.storage.hosts.enrolling import SqlEnrollments
from bot.storage.hosts.recent import SqlRecent
from bot.storage.hosts.records import SqlHostRecords
from bot.storage.hosts.upkeep import SqlHostUpkeep


class SqlHosts(SqlEnrollments, SqlHostRecords, SqlChecks, SqlAgents, SqlHostUpkeep, SqlRecent):
    """Implements ``bot.hosts.ports.HostStore``. Moments are the server's own, the same for every machine."""
