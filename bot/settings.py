"""The environment as values; every fault in it is said at once, by name and never with a secret."""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from bot.errors import BotError
from bot.knowledge.model import LANGUAGES, Language

DEFAULT_API_URL = "https://slack.com/api/"
DEFAULT_PORT = 3000
MAINTAINER = re.compile(r"[UWS][A-Z0-9]{2,}")
DATABASE = re.compile(r"postgres(?:ql)?(?:\+\w+)?://")  # what bot.storage.database takes
CHANNEL = re.compile(r"[CG][A-Z0-9]{2,}")
ONBOARDING = re.compile(r"on|[UW][A-Z0-9]{2,}")
INSTALLING = ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SETUPBOT_TOKEN_KEYS")
KEY_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the environment decides. Secrets are left out of ``repr``."""

    home: Path
    slack_bot_token: str = field(default="", repr=False)
    slack_signing_secrets: tuple[str, ...] = field(default=(), repr=False)
    slack_app_token: str = field(default="", repr=False)
    slack_client_id: str = ""
    slack_client_secret: str = field(default="", repr=False)
    token_keys: tuple[bytes, ...] = field(default=(), repr=False)
    slack_api_url: str = DEFAULT_API_URL
    database_url: str = field(default="", repr=False)
    port: int = DEFAULT_PORT
    public_url: str = ""
    knowledge: tuple[Path, ...] = ()
    maintainers: tuple[str, ...] = ()
    help_channels: tuple[str, ...] = ()
    language: Language | None = None
    onboarding: str = ""

    @property
    def is_for_several(self) -> bool:
        """Whether workspaces install it for themselves, instead of one whose token is given."""
        return bool(self.slack_client_id)


def read_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings. Raises BotError that lists every variable that is wrong."""
    faults: list[str] = []

    def text(name: str) -> str:
        return environ.get(name, "").strip()

    def several(name: str) -> tuple[str, ...]:
        return tuple(part.strip() for part in text(name).split(",") if part.strip())

    def token(name: str, prefix: str) -> str:
        if text(name) and not text(name).startswith(prefix):
            faults.append(f"{name}: expected a token that starts with {prefix}")
        return text(name)

    def url(name: str, default: str, schemes: tuple[str, ...]) -> str:
        value = text(name) or default
        if value and not _is_address(value, schemes):
            faults.append(
                f"{name}: expected an address that starts with {' or '.join(s + '://' for s in schemes)}"
            )
        return value

    def ids(name: str, form: re.Pattern[str], what: str) -> tuple[str, ...]:
        wrong = [part for part in several(name) if not form.fullmatch(part)]
        if wrong:
            faults.append(f"{name}: expected {what}, not {', '.join(wrong)}")
        return several(name)

    port = text("PORT") or str(DEFAULT_PORT)
    if not (re.fullmatch("[0-9]{1,5}", port) and int(port) <= 65535):
        faults.append("PORT: expected a number from 0 to 65535")
    language = text("SETUPBOT_LANGUAGE").lower()
    if language and language not in LANGUAGES:
        faults.append("SETUPBOT_LANGUAGE: expected ko or en")
    onboarding = text("SETUPBOT_ONBOARDING")
    onboarding = "" if onboarding.lower() == "off" else onboarding
    if onboarding and not ONBOARDING.fullmatch(onboarding):
        faults.append(
            "SETUPBOT_ONBOARDING: expected on, off or the id of a user (U...) who looks after newcomers"
        )
    folders = tuple(_path(part) for part in several("SETUPBOT_KNOWLEDGE"))
    faults.extend(f"SETUPBOT_KNOWLEDGE: no folder {folder}" for folder in folders if not folder.is_dir())
    bot_token = token("SLACK_BOT_TOKEN", "xoxb-")
    app_token = token("SLACK_APP_TOKEN", "xapp-")
    api_url = url("SLACK_API_URL", DEFAULT_API_URL, ("https", "http"))
    if text("DATABASE_URL") and not DATABASE.match(text("DATABASE_URL")):
        faults.append("DATABASE_URL: expected postgresql://user:password@host:5432/name")
    public_url = url("PUBLIC_URL", "", ("https", "http"))
    keys = tuple(_key(part) for part in several("SETUPBOT_TOKEN_KEYS"))
    faults.extend(_faults_of_installing(text, keys))
    maintainers = ids("SETUPBOT_MAINTAINERS", MAINTAINER, "the id of a user (U...) or user group (S...)")
    channels = ids("SETUPBOT_HELP_CHANNELS", CHANNEL, "the id of a channel (C...)")
    if faults:
        raise BotError("The environment has faults:\n" + "\n".join(f"- {fault}" for fault in faults))
    return Settings(
        home=_path(text("SETUPBOT_HOME")) if text("SETUPBOT_HOME") else default_home(environ),
        slack_bot_token=bot_token,
        slack_signing_secrets=several("SLACK_SIGNING_SECRET"),
        slack_app_token=app_token,
        slack_client_id=text("SLACK_CLIENT_ID"),
        slack_client_secret=text("SLACK_CLIENT_SECRET"),
        token_keys=keys,
        slack_api_url=api_url if api_url.endswith("/") else api_url + "/",
        database_url=text("DATABASE_URL"),
        port=int(port),
        public_url=public_url.rstrip("/"),
        knowledge=folders,
        maintainers=maintainers,
        help_channels=channels,
        language="ko" if language == "ko" else "en" if language == "en" else None,
        onboarding=onboarding,
    )


def _faults_of_installing(text: Callable[[str], str], keys: Sequence[bytes]) -> Iterator[str]:
    """What is wrong with the settings by which several workspaces install the bot; nothing if none is set."""
    for number, key in enumerate(keys, start=1):
        if len(key) != KEY_BYTES:
            yield f"SETUPBOT_TOKEN_KEYS: key {number} is no key; make one with: openssl rand -base64 32"
    missing = [name for name in INSTALLING if not text(name)]
    if len(missing) == len(INSTALLING):
        return
    if missing:
        yield f"{', '.join(missing)}: not set; for several workspaces set all of {', '.join(INSTALLING)}"
    if text("SLACK_BOT_TOKEN"):
        yield (
            "SLACK_BOT_TOKEN: it is the token of one workspace, and SLACK_CLIENT_ID lets workspaces install "
            "the bot for themselves; unset one of the two"
        )
    if not text("PUBLIC_URL"):
        yield "PUBLIC_URL: not set; it is where people come back to after they installed the bot"


def _key(part: str) -> bytes:
    """The 32 bytes of a key in either alphabet of base64; empty if it is none."""
    try:
        return base64.b64decode(part.replace("-", "+").replace("_", "/"), validate=True)
    except ValueError:
        return b""


def default_home(environ: Mapping[str, str]) -> Path:
    """The platform's folder for a user's program data (XDG on Linux)."""
    import platformdirs

    if data_home := environ.get("XDG_DATA_HOME"):
        return Path(data_home) / "setupbot"
    return platformdirs.user_data_path("setupbot", appauthor=False)


def _path(value: str) -> Path:
    """The folder; a ``~name`` of nobody here is taken as it stands, as a shell does."""
    return Path(os.path.expanduser(value))  # Path.expanduser raises for nobody


def _is_address(value: str, schemes: tuple[str, ...]) -> bool:
    try:
        parts = urlsplit(value)
    except ValueError:  # a bracket that is not closed
        return False
    return parts.scheme in schemes and bool(parts.netloc)
