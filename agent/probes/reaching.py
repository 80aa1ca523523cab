"""The three looks at the network: one HTTPS call, one name. Behind a port, so that tests need none."""

from __future__ import annotations

import base64
import socket
from typing import NamedTuple, Optional, Protocol, Union
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from agent import VERSION
from agent.probes.waiting import TookTooLong, within

NETWORK_LIMIT_S = 3.0
MOST_REDIRECTS = 3


class Reply(NamedTuple):
    """``status`` of an HTTP answer, or the ``obstacle`` that kept it from us."""

    status: Optional[int] = None
    obstacle: Optional[str] = None


class Network(Protocol):
    """What the host can reach."""

    def reach(self, method: str, url: str, proxy: str, limit_s: float) -> Reply:
        """One request without a body or a credential; ``proxy`` is empty for none. Raises nothing."""

    def resolve(self, name: str, limit_s: float) -> Optional[str]:
        """None if the name has an address, else the obstacle. Raises nothing."""


class SystemNetwork:
    """The real one."""

    def reach(self, method: str, url: str, proxy: str, limit_s: float) -> Reply:
        """One request; ``limit_s`` is for all of it, redirects included."""
        try:
            return within(limit_s, lambda: _follow(method, url, proxy, limit_s))
        except TookTooLong:
            return Reply(obstacle="timeout")

    def resolve(self, name: str, limit_s: float) -> Optional[str]:
        """None if the name has an address, else ``dns``, or ``timeout`` where nobody answered."""
        try:
            within(limit_s, lambda: socket.getaddrinfo(_plain(name), 443, type=socket.SOCK_STREAM))
        except TookTooLong:
            return "timeout"
        except (OSError, UnicodeError):
            return "dns"
        return None


def _follow(method: str, url: str, proxy: str, limit_s: float) -> Reply:
    for _ in range(MOST_REDIRECTS + 1):
        try:
            status, location = _ask(method, url, proxy, limit_s)
        except (OSError, ValueError) as obstacle:
            return Reply(obstacle=obstacle_of(obstacle, bool(proxy)))
        if status not in (301, 302, 303, 307, 308) or not location:
            break
        url = urljoin(url, location)
    return Reply(status=status)


def _ask(method: str, url: str, proxy: str, limit_s: float) -> tuple[int, str]:
    """The status and where it sends us. Only http and https, never what a redirect might name besides."""
    to = urlsplit(url)
    if to.scheme not in ("http", "https") or not to.hostname:
        raise ValueError(to.scheme)
    via = urlsplit(proxy if "://" in proxy else f"http://{proxy}") if proxy else None
    host, port = (via.hostname or "", via.port or 3128) if via else (to.hostname, to.port)
    port = port or {"https": 443, "http": 80}[to.scheme]
    with socket.create_connection((_plain(host), port), limit_s) as dialled:  # type: ignore[arg-type] # bytes do
        return _talk(dialled, method, to, via, limit_s)


def _plain(name: str) -> Union[str, bytes]:
    """As bytes where it can be: for a text Python loads all of Unicode's rules for names first."""
    return name.encode("ascii") if name.isascii() else name


def _talk(
    dialled: socket.socket, method: str, to: SplitResult, via: Optional[SplitResult], limit_s: float
) -> tuple[int, str]:
    """Status and place over a connection that is there."""
    import http.client  # with TLS a fiftieth of a second, so only where somebody took the call

    host = to.hostname or ""
    target = (to.path or "/") + (f"?{to.query}" if to.query else "")
    headers = {"User-Agent": f"setupbot-agent/{VERSION}"}
    connection: http.client.HTTPConnection
    if to.scheme == "https":
        connection = http.client.HTTPSConnection(host, to.port, timeout=limit_s)
        if via:
            connection.set_tunnel(host, to.port or 443, headers=_credential(via.username, via.password))
    else:
        connection = http.client.HTTPConnection(host, to.port, timeout=limit_s)
        if via:
            target = f"http://{to.netloc.rpartition('@')[2]}{target}"
            headers.update(_credential(via.username, via.password))
    # Where a later Python has no such name, it dials anew.
    connection._create_connection = lambda *address: dialled  # type: ignore[attr-defined]
    try:
        connection.request(method, target, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.getheader("Location") or ""
    except http.client.HTTPException as strange:
        raise ValueError(type(strange).__name__) from strange
    finally:
        connection.close()


def _credential(user: Optional[str], password: Optional[str]) -> dict[str, str]:
    if user is None:
        return {}
    pair = f"{unquote(user)}:{unquote(password or '')}".encode()
    return {"Proxy-Authorization": f"Basic {base64.b64encode(pair).decode()}"}


def obstacle_of(fault: BaseException, via_proxy: bool) -> str:
    """The word for why a call got no answer."""
    if type(fault).__module__ == "ssl":  # SSLError and its kind, without importing ssl for every look
        return "tls"
    if isinstance(fault, (socket.timeout, TimeoutError)):
        return "timeout"
    if via_proxy:
        return "proxy"
    if isinstance(fault, socket.gaierror):
        return "dns"
    if isinstance(fault, ConnectionRefusedError):
        return "refused"
    if isinstance(fault, OSError) and not isinstance(fault, ConnectionError):
        return "unreachable"
    return "other"
