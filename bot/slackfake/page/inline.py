"""The small pieces of HTML that several kinds of text share, each escaped where it is made."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from markupsafe import Markup, escape

_HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]")
SCHEMES = frozenset({"http", "https", "mailto"})


def link(url: str, label: Markup | str = "") -> Markup:
    """A link that opens apart from the page; one that could run something is shown as words."""
    shown = label or url
    if not is_safe(url):
        return Markup("{} <code>{}</code>").format(shown, url) if label and label != url else escape(shown)
    return Markup('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>').format(url, shown)


def is_safe(url: str) -> bool:
    """Whether it leads somewhere and does nothing else."""
    try:
        return urlsplit(url.strip()).scheme.lower() in SCHEMES
    except ValueError:
        return False


def code_block(code: str) -> Markup:
    """Lines as they are, and a button that copies them."""
    return Markup(
        '<figure class="code"><pre tabindex="0"><code dir="ltr">{}</code></pre>'
        '<button type="button" class="copy" data-do="copy"></button></figure>'
    ).format(code)


def mention(name: str, *, is_own: bool = False) -> Markup:
    """A person, channel or group by name."""
    return Markup('<bdi class="mention{}">{}</bdi>').format(" own" if is_own else "", name)


def language_of(text: str) -> str:
    """``ko`` or ``en``, for fonts and for what reads the page aloud."""
    return "ko" if _HANGUL.search(text) else "en"
