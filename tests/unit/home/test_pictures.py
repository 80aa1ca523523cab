"""Pictures of weeks: nobody but us makes an address that is answered, and it is not answered for ever."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import httpx
import pytest
from starlette.applications import Starlette

from bot.home.model import Week
from handlers.home_pictures import LIFE, HomePictures

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
URL = "https://bot.example.org"
WEEKS = (
    Week(monday=date(2026, 11, 9), asked=3, answered=2, suggested=0, abstained=1),
    Week(monday=date(2026, 11, 16), asked=5, answered=5),
)


def pictures(secret: str = "s3cret", url: str = URL, at: datetime = NOW) -> HomePictures:
    return HomePictures(secret=secret, public_url=url, clock=lambda: at)


def token(of: HomePictures) -> str:
    return of.url(WEEKS).rpartition("/")[2].removesuffix(".png")


def test_an_address_says_the_weeks_that_it_was_made_of() -> None:
    assert pictures().weeks(token(pictures())) == WEEKS


def test_it_stays_the_same_for_a_day() -> None:
    assert pictures().url(WEEKS) == pictures(at=NOW + timedelta(hours=5)).url(WEEKS)


def test_it_expires() -> None:
    assert pictures(at=NOW + LIFE).weeks(token(pictures())) == WEEKS
    assert pictures(at=NOW + LIFE + timedelta(days=2)).weeks(token(pictures())) is None


def test_another_secret_makes_another_address() -> None:
    assert pictures("other").weeks(token(pictures())) is None


@pytest.mark.parametrize("forged", ["", ".", "a.b", "é.é", "x" * 5_000, "MTsy.AAAA"])
def test_what_is_not_ours_is_none(forged: str) -> None:
    assert pictures().weeks(forged) is None


def test_a_changed_number_is_not_ours() -> None:
    said, _, signature = token(pictures()).partition(".")
    assert pictures().weeks(f"{said[:-4]}AAAA.{signature}") is None


@pytest.mark.parametrize(("secret", "url"), [("", URL), ("s", ""), ("s", "http://127.0.0.1:3000")])
def test_there_are_none_where_slack_could_not_fetch_them_or_nothing_signs_them(secret: str, url: str) -> None:
    assert pictures(secret, url).url(WEEKS) == ""
    assert pictures(secret, url).routes() == []


async def test_the_address_shows_a_png_and_another_nothing() -> None:
    made = pictures()
    app = httpx.ASGITransport(app=Starlette(routes=made.routes()))
    async with httpx.AsyncClient(transport=app, base_url=URL) as client:
        shown = await client.get(made.url(WEEKS))
        other = await client.get(f"{URL}/home/weeks/a.b.png")
    assert (shown.status_code, shown.headers["content-type"]) == (200, "image/png")
    assert shown.content.startswith(b"\x89PNG")
    assert other.status_code == 404
