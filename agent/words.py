"""How the agent speaks to people: which language, and what is put into a sentence."""

from __future__ import annotations

import errno
import json
import re
from typing import Any, Dict, Mapping, Optional, Tuple

from agent.helping import HELP
from agent.reasons import REASONS
from agent.sentences import SENTENCES

LANGUAGES = ("ko", "en")
ME = "setupbot-agent"
INVISIBLE = (
    "\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
)
"""C1 controls, what turns the direction, what has no width, halves of signs, and tags; not what joins emoji."""
UNSAFE = re.compile(f"[\x00-\x1f{INVISIBLE}]")


class Told(Exception):
    """A person's mistake, or what a person must know to go on; ``key`` names the sentence, worded here."""

    def __init__(self, key: str, exit_code: int = 2, **values: Any) -> None:
        super().__init__(key, values)
        self.key = key
        self.exit_code = exit_code
        self.values = values


def language_of(environment: Mapping[str, str], asked: Optional[str] = None) -> str:
    """``ko`` where the terminal speaks Korean, ``en`` everywhere else."""
    if asked in LANGUAGES:
        return str(asked)
    named = next((environment[key] for key in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(key)), "")
    return "ko" if named.lower().startswith("ko") else "en"


def say(key: str, language: str, **values: Any) -> str:
    """The sentence, its values made safe for a terminal. ``me`` is how this program is called; a Told is worded too."""
    safe = {
        name: say(value.key, language, **value.values) if isinstance(value, Told) else clean(str(value))
        for name, value in {"me": ME, **values}.items()
    }
    return WORDS[key][LANGUAGES.index(language)].format(**safe)


def why(error: Exception) -> Any:
    """Why a file or folder cannot be used, to be put into a sentence: as the system says it where we have no words."""
    if isinstance(error, UnicodeDecodeError):
        return Told("not_utf8")
    key = f"os_{errno.errorcode.get(getattr(error, 'errno', None) or 0)}"
    return Told(key) if key in WORDS else getattr(error, "strerror", None) or type(error).__name__


def clean(text: str) -> str:
    """Without what would move a cursor, colour a line or turn its direction."""
    return UNSAFE.sub("�", text)


def dump(value: Any, indent: Optional[int] = None) -> str:
    """As JSON to read: in plain letters of any script, but what ``clean`` takes away is escaped."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=indent is None, indent=indent)
    return re.sub(f"[{INVISIBLE}]", lambda found: json.dumps(found[0])[1:-1], text)


WORDS: Dict[str, Tuple[str, str]] = {**SENTENCES, **HELP, **REASONS}
