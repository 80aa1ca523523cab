"""Pictures of weeks at addresses that cannot be guessed and expire; whatever is in the address is all there is to know.

Slack's servers fetch a picture without any proof of who looks at it, so the address is the proof: it holds the
numbers, until when it is good, and a signature over both. Nothing is kept.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import hmac
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.home.model import Week

PATH = "/home/weeks"
LIFE = timedelta(days=2)
"""At least so long; an address stays the same for a day, so that it is fetched once."""

SIGNATURE_BYTES = 16
WEEKS_MAX = 26
COUNT_MAX = 10_000_000
TOKEN_CHARS_MAX = 1_000


class HomePictures:
    """``secret`` is any that all processes of this bot share; without an https ``public_url`` there are none."""

    def __init__(self, *, secret: str, public_url: str, clock: Callable[[], datetime]) -> None:
        self._key = hmac.digest(secret.encode(), b"setupbot: pictures in App Home", "sha256")
        self._public_url = public_url if secret and public_url.startswith("https://") else ""
        self._clock = clock

    def url(self, weeks: Sequence[Week]) -> str:
        """Where the picture of these weeks is; empty where Slack could not fetch it."""
        if not self._public_url or not weeks:
            return ""
        day = self._clock().replace(hour=0, minute=0, second=0, microsecond=0)
        until = int((day + LIFE + timedelta(days=1)).timestamp())
        counts = (f"{week.asked},{week.answered},{week.suggested},{week.abstained}" for week in weeks)
        said = f"{until};{weeks[0].monday.isoformat()};{';'.join(counts)}".encode()
        return f"{self._public_url}{PATH}/{_text(said)}.{_text(self._signature(said))}.png"

    def routes(self) -> list[Route]:
        """Serves them."""
        return [Route(f"{PATH}/{{token}}.png", self.show)] if self._public_url else []

    async def show(self, request: Request) -> Response:
        """The picture, or 404 for an address that is not ours or has expired."""
        weeks = self.weeks(request.path_params["token"])
        if weeks is None:
            return Response(status_code=404)
        # Imported here: only who looks at pictures needs the library.
        from bot.rendering.chart_png import draw_weeks

        png = await asyncio.to_thread(draw_weeks, weeks)
        headers = {"cache-control": "private, max-age=3600", "x-content-type-options": "nosniff"}
        return Response(png, media_type="image/png", headers=headers)

    def weeks(self, token: str) -> tuple[Week, ...] | None:
        """What an address says; None for one that is not ours or has expired."""
        if len(token) > TOKEN_CHARS_MAX:
            return None
        said, _, signature = token.partition(".")
        try:
            raw, signed = _bytes(said), _bytes(signature)
        except (ValueError, binascii.Error):
            return None
        if not hmac.compare_digest(signed, self._signature(raw)):
            return None
        until, monday, *counts = raw.decode().split(";")
        if self._clock().timestamp() >= int(until):
            return None
        first = date.fromisoformat(monday)
        return tuple(
            _week(first + timedelta(weeks=place), one) for place, one in enumerate(counts[:WEEKS_MAX])
        )

    def _signature(self, said: bytes) -> bytes:
        return hmac.digest(self._key, said, "sha256")[:SIGNATURE_BYTES]


def _week(monday: date, counts: str) -> Week:
    asked, answered, suggested, abstained = (min(int(count), COUNT_MAX) for count in counts.split(","))
    return Week(monday=monday, asked=asked, answered=answered, suggested=suggested, abstained=abstained)


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
