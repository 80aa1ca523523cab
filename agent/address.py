"""Where the server is, and by which way it is reached."""

from __future__ import annotations

import base64
import re
from ipaddress import ip_address
from typing import Dict, Mapping, NamedTuple, Optional
from urllib.parse import unquote, urlsplit
from urllib.request import proxy_bypass

from agent.words import Told

HOST = re.compile(r"[A-Za-z0-9.-]{1,253}|[0-9a-f:.]{2,45}")
PATH = re.compile(r"(/[A-Za-z0-9._~-]+)*")


class Proxy(NamedTuple):
    """An HTTP proxy through which a tunnel is made; ``headers`` may have its password."""

    host: str
    port: int
    headers: Dict[str, str]


class Address(NamedTuple):
    """The server's; ``path`` is what stands before ``/agent``."""

    scheme: str
    host: str
    port: int
    path: str

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        usual = {"https": 443, "http": 80}[self.scheme]
        port = "" if self.port == usual else f":{self.port}"
        return f"{self.scheme}://{host}{port}{self.path}"


def read_address(text: str) -> Address:
    """Parses ``https://bot.example.com``. Plain http only to this machine itself.

    Raises:
        Told: it is no such address.
    """
    try:
        parts = urlsplit(text.strip())
        host, port = (parts.hostname or ""), parts.port
    except ValueError as error:
        raise Told("address_wrong", address=text[:200]) from error
    path = parts.path.rstrip("/")
    odd = parts.username or parts.password or parts.query or parts.fragment
    if parts.scheme not in ("https", "http") or odd or not HOST.fullmatch(host) or not PATH.fullmatch(path):
        raise Told("address_wrong", address=text[:200])
    if parts.scheme == "http" and not is_loopback(host):
        raise Told("address_plain", address=text[:200])
    return Address(parts.scheme, host, port or {"https": 443, "http": 80}[parts.scheme], path)


def is_loopback(host: str) -> bool:
    """Whether the name is this machine's own; nothing is looked up."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def proxy_for(address: Address, environment: Mapping[str, str]) -> Optional[Proxy]:
    """The proxy that the environment names for the server, if any; none for this machine itself.

    Raises:
        Told: it is of a kind that this agent does not speak.
    """
    if address.scheme == "http" or is_loopback(address.host):
        return None
    settings = {
        key.lower()[: -len("_proxy")]: environment[key]
        for key in sorted(environment)
        if key.lower().endswith("_proxy")
    }
    named = settings.get("https") or settings.get("all") or ""
    if not named or proxy_bypass(f"{address.host}:{address.port}", {"no": settings.get("no", "")}):
        return None
    try:
        parts = urlsplit(named if "://" in named else f"http://{named}")
        host, port = parts.hostname or "", parts.port or 3128
    except ValueError as error:
        raise Told("proxy_wrong") from error
    if parts.scheme != "http" or not HOST.fullmatch(host):
        raise Told("proxy_wrong")
    if parts.username is None:
        return Proxy(host, port, {})
    login = f"{unquote(parts.username)}:{unquote(parts.password or '')}".encode()
    return Proxy(host, port, {"Proxy-Authorization": f"Basic {base64.b64encode(login).decode('ascii')}"})
