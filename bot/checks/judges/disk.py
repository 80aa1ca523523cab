"""disk.root: room for images and containers, wherever this engine keeps them."""

from __future__ import annotations

from bot.checks.facts import Disk, Disks
from bot.checks.model import Verdict
from bot.checks.observation import NotSeen, Observation
from bot.checks.tables import Tables
from bot.checks.verdicts import Bound, gives, unseen

GIB = 2**30
FULL_BYTES = 1 * GIB
LOW_BYTES = 5 * GIB
LOW_SHARE = 0.15
FEW_INODES = 0.01


def room(seen: Observation, tables: Tables) -> Verdict:
    """The fullest of the disks with Docker's and containerd's folders; of / where neither is there yet."""
    fact = seen.see(Disks)
    if isinstance(fact, NotSeen):
        return unseen(fact)
    there = [disk for disk in fact.disks if disk.exists and disk.size]
    disks = [disk for disk in there if disk.holds != "root"] or there
    if not disks:
        return gives("no_disk")
    for code, is_so in (("full", _is_full), ("no_inodes", _has_no_inodes), ("low", _is_low)):
        bad = next((disk for disk in disks if is_so(disk)), None)
        if bad:
            return gives(code, path=bad.path, free=bad.free, share=_share(bad))
    least = min(disks, key=lambda disk: disk.free)
    return gives("room", path=least.path, free=least.free, share=_share(least))


def _is_full(disk: Disk) -> bool:
    return disk.free < FULL_BYTES


def _has_no_inodes(disk: Disk) -> bool:
    return disk.inodes > 0 and disk.inodes_free < disk.inodes * FEW_INODES  # btrfs counts none


def _is_low(disk: Disk) -> bool:
    return disk.free < LOW_BYTES or disk.free < disk.size * LOW_SHARE


def _share(disk: Disk) -> str:
    return f"{min(disk.free / disk.size, 1):.0%}"


CHECKS = {
    "disk.root": Bound(
        room,
        {
            "room": "path free share",
            "low": "path free share",
            "full": "path free share",
            "no_inodes": "path free share",
            "no_disk": "",
        },
    ),
}
"""The judges of this family by the id of their Check."""
