"""Every probe by the name of its fact, with the level that it needs and the lane that it waits in."""

from __future__ import annotations

from typing import Callable, Dict, NamedTuple

from agent.probes import (
    access,
    apt_keys,
    apt_policy,
    apt_sources,
    daemon_config,
    disks,
    docker_api,
    firewall,
    hello,
    kernel,
    network,
    packages,
    programs,
    rootless,
    services,
    sessions,
    system,
)
from agent.probes.host import Found, Host


class Probe(NamedTuple):
    """How a fact is looked at.

    ``level`` is the least that the owner must have granted. Probes of one ``lane`` are done one after the
    other, lanes side by side: a hung one holds up its own lane only.
    """

    name: str
    level: str
    lane: str
    look: Callable[[Host], Found]
    needs_user: bool = False


_ALL = (
    Probe("os_release", "files", "files", system.look_at_os_release),
    Probe("machine", "files", "files", system.look_at_machine),
    Probe("surroundings", "files", "files", system.look_at_surroundings),
    Probe("kernel", "files", "files", kernel.look_at_kernel),
    Probe("cgroup", "files", "files", kernel.look_at_cgroup),
    Probe("clock", "files", "files", system.look_at_clock),
    Probe("apt_sources", "files", "files", apt_sources.look_at_apt_sources),
    Probe("apt_keys", "files", "files", apt_keys.look_at_apt_keys),
    Probe("apt_policy", "files", "apt", apt_policy.look_at_apt_policy),
    Probe("apt_repository", "files", "apt", network.look_at_apt_repository),
    Probe("packages", "files", "files", packages.look_at_packages),
    Probe("engines", "files", "engines", programs.look_at_engines),
    Probe("clients", "files", "clients", programs.look_at_clients),
    Probe("context", "files", "home", access.look_at_context, needs_user=True),
    Probe("units", "files", "units", services.look_at_units),
    Probe("processes", "files", "files", services.look_at_processes),
    Probe("daemon_json", "files", "files", daemon_config.look_at_daemon_json),
    Probe("proxies", "files", "files", daemon_config.look_at_proxies),
    Probe("socket", "files", "names", access.look_at_socket),
    Probe("group", "files", "names", sessions.look_at_group),
    Probe("user", "files", "names", sessions.look_at_user, needs_user=True),
    Probe("sessions", "files", "names", sessions.look_at_sessions, needs_user=True),
    Probe("docker_home", "files", "home", access.look_at_docker_home, needs_user=True),
    Probe("rootless", "files", "home", rootless.look_at_rootless, needs_user=True),
    Probe("disks", "files", "disks", disks.look_at_disks),
    Probe("firewall", "files", "firewall", firewall.look_at_firewall),
    Probe("dns", "files", "dns", network.look_at_dns),
    Probe("registry", "files", "registry", network.look_at_registry),
    Probe("api_ping", "docker", "docker", docker_api.look_at_ping),
    Probe("api_version", "docker", "docker", docker_api.look_at_version),
    Probe("api_info", "docker", "docker", docker_api.look_at_info),
    Probe("containers", "docker", "docker", docker_api.look_at_containers),
    Probe("hello_world", "active", "docker", hello.look_at_hello_world),
)

PROBES: Dict[str, Probe] = {probe.name: probe for probe in _ALL}
