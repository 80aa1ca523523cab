"""The same bars as a picture, for where Slack can fetch one. Digits only: its words are the alt text's."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from bot.home.model import Week

WIDTH, HEIGHT = 640, 220
SCALE = 2
"""Drawn twice as large, for screens with many dots."""

LEFT, TOP, BOTTOM = 16, 34, 34
BACKGROUND, INK, FAINT = "#ffffff", "#1f2933", "#7b8794"
ANSWERED, SUGGESTED, ABSTAINED = "#2a9d8f", "#e9c46a", "#cbd2d9"


def draw_weeks(weeks: Sequence[Week]) -> bytes:
    """A PNG: a column a week, as high as many were asked, in the colours of what became of them."""
    picture = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), BACKGROUND)
    draw = ImageDraw.Draw(picture)
    most = max((week.asked for week in weeks), default=0) or 1
    step = (WIDTH - 2 * LEFT) / max(len(weeks), 1)
    for place, week in enumerate(weeks):
        _column(draw, LEFT + step * place, step, week, most)
    _line(draw)
    made = BytesIO()
    picture.save(made, "PNG", optimize=True)
    return made.getvalue()


def _column(draw: ImageDraw.ImageDraw, left: float, step: float, week: Week, most: int) -> None:
    middle, width = left + step / 2, min(step * 0.6, 44)
    foot = float(HEIGHT - BOTTOM)
    for count, colour in (
        (week.answered, ANSWERED),
        (week.suggested, SUGGESTED),
        (week.abstained, ABSTAINED),
    ):
        top = foot - (HEIGHT - TOP - BOTTOM) * count / most
        if count:
            draw.rectangle(_scaled(middle - width / 2, top, middle + width / 2, foot), fill=colour)
        foot = top
    _text(draw, middle, HEIGHT - BOTTOM + 14, f"{week.monday.month}/{week.monday.day}", FAINT, 13)
    if week.asked:
        _text(draw, middle, foot - 10, f"{week.percent}%", INK, 14)


def _line(draw: ImageDraw.ImageDraw) -> None:
    at = HEIGHT - BOTTOM
    draw.line(_scaled(LEFT, at, WIDTH - LEFT, at), fill=FAINT, width=SCALE)


def _text(draw: ImageDraw.ImageDraw, x: float, y: float, text: str, colour: str, size: int) -> None:
    font = ImageFont.load_default(size * SCALE)
    draw.text((x * SCALE, y * SCALE), text, fill=colour, font=font, anchor="mm")


def _scaled(*places: float) -> tuple[float, float, float, float]:
    left, top, right, bottom = (place * SCALE for place in places)
    return left, min(top, bottom), right, max(top, bottom)
