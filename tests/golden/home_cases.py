"""App Homes by the name of their golden files."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from bot.answering.model import Candidate
from bot.home.model import AnsweredLine, Counted, Figures, HomePage, HostLine, Week
from bot.preferences.machine import Options
from bot.worklist.model import Item, Note, WorklistGroup, WorklistPage

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SYSTEMS = Options(
    choices=(("ubuntu:noble", "Ubuntu 24.04"), ("debian:trixie", "Debian 13")), chosen="ubuntu:noble"
)
ARCHES = Options(choices=(("amd64", "amd64 (x86-64)"), ("arm64", "arm64 (AArch64)")), chosen="")
COUNTS = (
    (12, 9, 1, 2),
    (0, 0, 0, 0),
    (31, 27, 2, 2),
    (40, 33, 3, 4),
    (22, 20, 0, 2),
    (64, 60, 2, 2),
    (1204, 1101, 50, 53),
    (18, 17, 1, 0),
)
WEEKS = tuple(
    Week(
        monday=date(2026, 9, 28) + timedelta(weeks=place),
        asked=asked,
        answered=answered,
        suggested=suggested,
        abstained=abstained,
    )
    for place, (asked, answered, suggested, abstained) in enumerate(COUNTS)
)
HOSTS = (
    HostLine(name="gpu-1", is_mine=True, owner="U1", state="kept", is_online=True, mood="healthy", age_s=40),
    HostLine(
        name="web-1", is_mine=True, owner="U1", state="kept", is_online=False, mood="broken", age_s=7_300
    ),
    HostLine(name="new-1", is_mine=True, owner="U1", state="joined", is_online=True),
    HostLine(
        name="lab-7",
        is_mine=False,
        owner="U2",
        state="quarantined",
        is_online=False,
        mood="warned",
        age_s=90_000,
    ),
)
ANSWERED = (
    AnsweredLine(question_id=UUID(int=1), title="docker permission denied", age_s=30),
    AnsweredLine(question_id=UUID(int=2), title="MLOps", age_s=86_400 * 3),
)


def _item(number: int, text: str) -> Item:
    note = Note(why="abstain", at=AT)
    return Item(question_id=UUID(int=number), team="T1", text=text, asked_at=AT, notes=(note,), asker=None)


def _worklist(language: str) -> WorklistPage:
    near = Candidate(entry="docker-network-proxy", title="Proxy", score=0.3)
    group = WorklistGroup(items=(_item(7, "vpn?"), _item(8, "how do I use the VPN")), nearest=(near,))
    return WorklistPage(language="ko" if language == "ko" else "en", groups=(group,), total=2, all_groups=1)


def _figures(picture_url: str = "") -> Figures:
    return Figures(
        weeks=WEEKS,
        asked_most=(Counted(title="docker permission denied", count=210), Counted(title="MLOps", count=3)),
        fails_most=(Counted(title="docker.service", count=2),),
        picture_url=picture_url,
    )


HOMES = {
    "home-first.ko": HomePage(language="ko", systems=SYSTEMS, arches=ARCHES),
    "home-first.en": HomePage(language="en", systems=SYSTEMS, arches=ARCHES),
    "home-usual.ko": HomePage(
        language="ko", is_chosen=True, questions=3, machine="Ubuntu 24.04", systems=SYSTEMS, arches=ARCHES,
        hosts=HOSTS, answered=ANSWERED,
    ),
    "home-maintainer.ko": HomePage(
        language="ko", machine="Ubuntu 24.04", systems=SYSTEMS, arches=ARCHES, answered=ANSWERED,
        worklist=_worklist("ko"), figures=_figures(),
    ),
    "home-maintainer.en": HomePage(
        language="en", machine="Ubuntu 24.04", systems=SYSTEMS, arches=ARCHES, hosts=HOSTS, answered=ANSWERED,
        worklist=_worklist("en"), figures=_figures("https://bot.example.org/home/weeks/abc.png"),
    ),
}  # fmt: skip
