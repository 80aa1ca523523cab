"""The durable jobs of hosts: a check's time runs out, silent hosts go, old rows are forgotten."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import structlog
from procrastinate import App

from bot.hosts.ports import HostUpkeep
from bot.storage.faults import StorageError
from bot.work.later import Later
from bot.work.queue import EXPIRE_CHECK, SWEEP_HOSTS, ComeBack

AGAIN_S = 1.0
_log = structlog.get_logger(__name__)


def host_jobs(upkeep: HostUpkeep) -> Callable[[App], None]:
    """Adds them to a worker's queue; each is safe to run twice."""

    async def expire_check(job_id: str) -> None:
        try:
            ended = await upkeep.expire(UUID(job_id))
        except StorageError as fault:
            raise Later(AGAIN_S) from fault
        if ended:
            _log.info("checks_expired", job=job_id, checks=ended)

    async def sweep_hosts(timestamp: int) -> None:
        ended = await upkeep.expire()
        swept = await upkeep.sweep()
        _log.info(
            "hosts_swept", expired=ended, hosts=swept.hosts, checks=swept.checks,
            observations=swept.observations, audit=swept.audit,
        )  # fmt: skip

    def register(app: App) -> None:
        app.task(name=EXPIRE_CHECK, retry=ComeBack())(expire_check)
        app.periodic(cron="17 * * * *")(app.task(name=SWEEP_HOSTS, queueing_lock=SWEEP_HOSTS)(sweep_hosts))

    return register
