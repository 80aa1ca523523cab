"""The pages that a person meets while installing: one sentence, nothing loaded, nothing run."""

from __future__ import annotations

from html import escape
from string import Template
from urllib.parse import quote

from starlette.responses import HTMLResponse

from bot.installing.manifest import INSTALL_PATH
from bot.knowledge.model import Language
from bot.words import words_in

HEADERS = {
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "content-security-policy": (
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
}
STATUS = {
    "installed": 200, "cancelled": 200, "stale": 400, "refused": 400, "org_wide": 400, "rotating": 400,
    "away": 502, "too_many": 429, "fault": 500,
}  # fmt: skip

_PAGE = Template(
    """<!doctype html>
<html lang="$language"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>$title</title><style>
:root{color-scheme:light dark}body{font:17px/1.6 system-ui,sans-serif;max-width:32rem;margin:16vh auto;padding:0 1.5rem}
h1{font-size:1.5rem;line-height:1.3}a{display:inline-block;margin-top:1rem}
</style></head><body><main><h1>$title</h1><p>$sentence</p>$link</main></body></html>
"""
)


def render_page(
    outcome: str, accepts: str, *, name: str = "", team: str = "", app: str = "", code: str = ""
) -> HTMLResponse:
    """The page of an outcome; ``accepts`` is the browser's Accept-Language."""
    language = language_of_browser(accepts)
    words = words_in(language).installing
    title, _, sentence = dict(words.pages)[outcome].partition("|")
    if outcome == "installed":
        address, label = f"slack://app?team={quote(team)}&id={quote(app)}", words.open_slack
    else:
        address, label = INSTALL_PATH, words.again
    link = "" if outcome == "too_many" else f'<a href="{escape(address)}">{escape(label)}</a>'
    shown = _PAGE.substitute(
        language=language,
        title=escape(title.format(team=name)),
        sentence=escape(sentence.format(code=code)),
        link=link,
    )
    return HTMLResponse(shown, status_code=STATUS[outcome], headers=HEADERS)


def language_of_browser(accepts: str) -> Language:
    """The first of ours that it names; English if it names neither."""
    for part in accepts.lower().split(","):
        named = part.strip().partition(";")[0].partition("-")[0]
        if named == "ko":
            return "ko"
        if named == "en":
            return "en"
    return "en"
