"""Typed or pasted text as plain characters: no Slack markup, no ANSI, one form of each sign."""

from __future__ import annotations

import html
import re
import unicodedata

ANSI = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[@-Z\\-_]")
LINE_END = re.compile("\r\n|[\r\v\f\u2028\u2029]")
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")  # half an emoji is no character
INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]")
BLANK = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\u3164\t]")
SIGNS = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′`´", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒−", "-"),
        "–": "--",  # what a phone makes of a typed "--"
        "—": "--",
        "―": "--",
        "…": "...",
        **{chr(wide): chr(wide - 0xFEE0) for wide in range(0xFF01, 0xFF5F)},  # full width, as an IME writes
    }
)
MENTION = re.compile(r"<[@!#][A-Za-z0-9^_-]+(?:\^[A-Za-z0-9-]+)?(?:\|([^<>]*))?>")
LINK = re.compile(r"<((?:https?|mailto|tel):[^<>|\s]+)(?:\|([^<>]*))?>")
SPACES = re.compile(r"[ ]{2,}")
LINE_ENDS = re.compile(r" *\n[ \n]*")
MARKUP = re.compile("[<>&]")
MOST_LAYERS = 8
"""How often markup may hide in markup (``&amp;lt;``); nobody nests deeper but to keep us busy."""


def normalise(text: str) -> str:
    """Plain text with line breaks kept. Doing it twice changes nothing more."""
    for _ in range(MOST_LAYERS):
        plain = _once(text)
        if plain == text:
            return plain
        text = plain
    return normalise(MARKUP.sub(" ", text))


def _once(text: str) -> str:
    text = LINE_END.sub("\n", text)
    text = MENTION.sub(lambda found: f" {found[1] or ''} ", text)
    text = LINK.sub(lambda found: found[2] or found[1], text)
    text = html.unescape(text)
    text = CONTROL.sub("", ANSI.sub("", text))
    text = unicodedata.normalize("NFC", text)
    text = BLANK.sub(" ", INVISIBLE.sub("", text)).replace("```", "\n").translate(SIGNS)
    return LINE_ENDS.sub("\n", SPACES.sub(" ", text)).strip()


def on_one_line(text: str) -> str:
    """Normalised text with line breaks as blanks, as signatures are matched."""
    return text.replace("\n", " ")
