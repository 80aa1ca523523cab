"""What of Docker's places in the network can be reached from the host."""

from __future__ import annotations

import re
from functools import partial
from typing import Any, Dict
from urllib.parse import quote, urlsplit

from agent.commands import NotThere, TimedOut
from agent.probes import shaping
from agent.probes.apt_policy import apt_settings
from agent.probes.apt_sources import docker_sources
from agent.probes.daemon_config import daemon_json, daemon_proxies
from agent.probes.host import CouldNot, Found, Host
from agent.probes.reaching import NETWORK_LIMIT_S
from agent.probes.waiting import side_by_side

REGISTRY = "https://registry-1.docker.io/v2/"
NAMES = ("registry-1.docker.io", "auth.docker.io", "download.docker.com")


def look_at_apt_repository(host: Host) -> Found:
    """Fact ``apt_repository``: whether the repository that apt is told of has that suite."""
    usable = [
        source
        for source in docker_sources(host).entries
        if source.enabled and source.suites and source.uri.startswith(("https://", "http://"))
    ]
    if not usable:
        raise CouldNot("absent", "no apt source names Docker")
    source = usable[0]
    base, suite = source.uri.rstrip("/"), source.suites[0]
    folder = suite.strip("/") if suite.endswith("/") else f"dists/{suite}"  # a flat repository has no dists
    url = f"{_without_userinfo(base)}/{quote(folder)}/InRelease"
    proxy = _apt_proxy(host, base)
    return Found(_reached(host, "HEAD", url, proxy), "HEAD")


def look_at_registry(host: Host) -> Found:
    """Fact ``registry``: over the daemon's own proxy, as a pull would go."""
    return Found(_reached(host, "GET", REGISTRY, _daemon_proxy(host)), "GET")


def look_at_dns(host: Host) -> Found:
    """Fact ``dns``: the names side by side, because each may take the whole limit."""
    obstacles = side_by_side([partial(host.network.resolve, name, NETWORK_LIMIT_S) for name in NAMES])
    rows = (host.files.text_or_none("/etc/resolv.conf") or "").splitlines()
    fields = [row.split() for row in rows]
    servers = [field[1] for field in fields if len(field) > 1 and field[0] == "nameserver"]
    return Found(
        {"names": dict(zip(NAMES, obstacles)), "resolvers": shaping.words(servers)},
        "getaddrinfo, /etc/resolv.conf",
    )


def _reached(host: Host, method: str, url: str, proxy: str) -> Dict[str, Any]:
    reply = host.network.reach(method, url, proxy, NETWORK_LIMIT_S)
    value: Dict[str, Any] = {"url": shaping.line(url), "via_proxy": bool(proxy)}
    return {**value, "status": reply.status, "obstacle": reply.obstacle}


def _without_userinfo(url: str) -> str:
    to = urlsplit(url)
    return f"{to.scheme}://{to.netloc.rpartition('@')[2]}{to.path}"


def _apt_proxy(host: Host, uri: str) -> str:
    """What apt would go through: the setting for that server, for https, then for http."""
    to = urlsplit(uri)
    try:
        settings = apt_settings(host)
    except (CouldNot, NotThere, TimedOut):
        return ""
    kinds = ("https", "http") if to.scheme == "https" else ("http",)
    for kind in kinds:
        for name in (f"acquire::{kind}::proxy::{to.hostname}", f"acquire::{kind}::proxy"):
            said = settings.get(name, "")
            if said:
                return "" if said == "DIRECT" else said
    return ""


def _daemon_proxy(host: Host) -> str:
    """dockerd takes daemon.json's proxies before those of its environment."""
    try:
        given = daemon_json(host).settings.get("proxies")
        said = dict(daemon_proxies(host))
    except OSError:
        return ""
    if isinstance(given, dict):
        names = {"https-proxy": "HTTPS_PROXY", "no-proxy": "NO_PROXY"}
        said.update({names[key]: str(value) for key, value in given.items() if key in names and value})
    return "" if _is_excepted(said.get("NO_PROXY", "")) else said.get("HTTPS_PROXY", "")


def _is_excepted(no_proxy: str) -> bool:
    name = urlsplit(REGISTRY).hostname or ""
    for part in re.split(r"[,\s]+", no_proxy):
        domain = part.lstrip("*.")
        if part == "*" or (domain and (name == domain or name.endswith(f".{domain}"))):
            return True
    return False
