"""pkg.origin, pkg.core, pkg.conflict, pkg.version, pkg.eol and pkg.plugins: what is installed."""

from __future__ import annotations

from bot.checks.facts import AptPolicy, Clients, Engines, Packages
from bot.checks.model import Verdict
from bot.checks.observation import NotSeen, Observation
from bot.checks.packages import Version, is_broken, is_held, is_installed, read_version, there
from bot.checks.platform import platform_of, suite_of
from bot.checks.release import engine_version, line_of
from bot.checks.setup import setup_of
from bot.checks.tables import Tables
from bot.checks.verdicts import Bound, gives, listed, unseen
from bot.platforms.choosing import support

CORE = ("docker-ce", "docker-ce-cli", "containerd.io")
CONFLICTS = (
    *(
        "docker.io",
        "docker-compose",
        "docker-compose-v2",
        "docker-doc",
        "podman-docker",
        "containerd",
        "runc",
    ),
    "moby-engine",
)
PLUGINS = {
    "buildx": ("docker-buildx-plugin", "docker-buildx"),
    "compose": ("docker-compose-plugin", "docker-compose-v2", "docker-cli-compose"),
}


def origin(seen: Observation, tables: Tables) -> Verdict:
    """Whether there is one engine, and where it is from."""
    engines, setup = seen.see(Engines), setup_of(seen)
    if not setup.is_known:
        return unseen(engines)
    engine = listed(setup.names)
    if len(setup.names) > 1:
        return gives("snap_too" if "snap" in setup.kinds else "two", engine=engine)
    if "docker-ce" in setup.kinds:
        has_leftovers = not isinstance(engines, NotSeen) and engines.has_snap_data
        return gives("snap_leftovers" if has_leftovers else "dockers")
    if "distro" in setup.kinds:
        platform = platform_of(seen, tables.catalogue)
        is_only_way = platform.distro is None or not support(platform, tables.catalogue).has_packages
        return gives("only_way" if is_only_way else "distro", engine=engine)
    if setup.kinds:
        return gives("snap" if "snap" in setup.kinds else "static", engine=engine)
    return gives(setup.instead or "nothing")


def core(seen: Observation, tables: Tables) -> Verdict:
    """Whether Docker's packages are all there and set up."""
    packages, setup = seen.see(Packages), setup_of(seen)
    if "docker-ce" not in setup.kinds:
        if setup.has_engine:
            return gives("other_engine", engine=listed(setup.names))
        if setup.instead:
            return gives(setup.instead)
        if not setup.is_known:
            return unseen(packages)
        return _nothing_there(seen, packages)
    if isinstance(packages, NotSeen):
        return unseen(packages)
    broken = [name for name in CORE if is_broken(packages.known.get(name))]
    if broken:
        return gives("half_way", packages=listed(broken))
    missing = [name for name in CORE if not is_installed(packages.known.get(name))]
    if missing:
        return gives("parts_missing", packages=listed(missing))
    held = [name for name in CORE if is_held(packages.known.get(name))]
    if not held:
        return gives("there")
    version = engine_version(seen)
    line = line_of(version, tables) if version else None
    is_over = line is not None and line.eol is not None and line.eol < tables.today
    return gives("held_over" if is_over else "held", packages=listed(held))


def _nothing_there(seen: Observation, packages: Packages | NotSeen) -> Verdict:
    """Without an engine; that nobody looked for a daemon of its own is said where no packages were seen."""
    engines = seen.see(Engines)
    if isinstance(engines, NotSeen) and engines.because != "absent":
        return unseen(engines)
    is_by_half = not isinstance(packages, NotSeen) and there(packages, ("docker-ce-cli", "containerd.io"))
    if is_by_half:
        return gives("engine_missing")
    policy = seen.see(AptPolicy)
    if not isinstance(policy, NotSeen) and policy.candidate:
        return gives("ready", candidate=policy.candidate)
    return gives("missing")


def conflict(seen: Observation, tables: Tables) -> Verdict:
    """Whether packages of the distribution stand beside Docker's that must not."""
    packages = seen.see(Packages)
    if isinstance(packages, NotSeen):
        return gives("no_packages") if packages.because == "absent" else unseen(packages)
    if not there(packages, ("docker-ce",)):
        return gives("not_dockers")
    beside = there(packages, CONFLICTS)
    return gives("conflicts", packages=listed(beside)) if beside else gives("alone")


def version(seen: Observation, tables: Tables) -> Verdict:
    """Which version is installed, for which release it was built, and whether client and engine agree."""
    found = engine_version(seen)
    if found is None:
        return _no_version(seen)
    packages = seen.see(Packages)
    client = None
    if (
        not isinstance(packages, NotSeen)
        and (cli := packages.known.get("docker-ce-cli"))
        and is_installed(cli)
    ):
        client = read_version(cli.version)
    if client and client.numbers[:1] != found.numbers[:1]:
        return gives("client_differs", engine=found.text, client=client.text)
    policy = seen.see(AptPolicy)
    expected = suite_of(platform_of(seen, tables.catalogue), tables.catalogue)
    if found.suite and expected and found.suite != expected:
        return gives("other_release", engine=found.text, suite=found.suite, wanted=expected)
    if found.is_early:
        return gives("early", engine=found.text)
    newer = _newer(found, policy)
    return (
        gives("newer_there", engine=found.text, newer=newer) if newer else gives("version", engine=found.text)
    )


def _no_version(seen: Observation) -> Verdict:
    packages, engines = seen.see(Packages), seen.see(Engines)
    if setup_of(seen).instead:
        return gives("elsewhere")
    if isinstance(packages, NotSeen) and isinstance(engines, NotSeen):
        return unseen(packages)
    return gives("not_told")


def _newer(found: Version, policy: AptPolicy | NotSeen) -> str:
    candidate = (
        None if isinstance(policy, NotSeen) or not policy.candidate else read_version(policy.candidate)
    )
    return candidate.text if candidate and candidate.numbers > found.numbers else ""


def eol(seen: Observation, tables: Tables) -> Verdict:
    """Whether the engine's line of releases is still maintained."""
    found = engine_version(seen)
    if found is None:
        return _no_version(seen)
    table, line = tables.engines, line_of(found, tables)
    if not found.is_at_least(table.oldest):
        return gives("too_old", engine=found.text, oldest=table.oldest)
    if line is None:
        is_newer = found.is_at_least(table.newest)
        return gives(
            "newer" if is_newer else "not_listed", engine=found.text, read_on=table.read_on.isoformat()
        )
    if line.eol is None or line.eol >= tables.today:
        return gives("maintained", engine=found.text)
    is_own = "docker-ce" in setup_of(seen).kinds
    return gives("over" if is_own else "over_distro", engine=found.text, end=line.eol.isoformat())


def plugins(seen: Observation, tables: Tables) -> Verdict:
    """Whether ``docker compose`` and ``docker buildx`` are there."""
    packages, clients, setup = seen.see(Packages), seen.see(Clients), setup_of(seen)
    if isinstance(clients, NotSeen) and isinstance(packages, NotSeen):
        return unseen(clients)
    if setup.instead == "podman" or setup.is_none:
        return gives("no_docker")
    files = () if isinstance(clients, NotSeen) else clients.plugins
    names = {one.path.rpartition("/")[2] for one in files}
    known = (
        [] if isinstance(packages, NotSeen) else there(packages, [n for of in PLUGINS.values() for n in of])
    )
    missing = [
        plugin
        for plugin, of in PLUGINS.items()
        if f"docker-{plugin}" not in names and not any(name in known for name in of)
    ]
    if not missing:
        return gives("there")
    if isinstance(clients, NotSeen):
        return unseen(clients)
    if "compose" in missing and clients.compose_v1:
        return gives("compose_v1", path=clients.compose_v1)
    is_own = "docker-ce" in setup.kinds
    if not is_own:
        return gives("not_included", plugins=listed(missing))
    return gives("compose_missing" if "compose" in missing else "buildx_missing", plugins=listed(missing))


CHECKS = {
    "pkg.origin": Bound(
        origin,
        {
            "dockers": "",
            "distro": "engine",
            "only_way": "engine",
            "snap": "engine",
            "static": "engine",
            "two": "engine",
            "snap_too": "engine",
            "snap_leftovers": "",
            "desktop": "",
            "podman": "",
            "rootless": "",
            "nothing": "",
        },
    ),
    "pkg.core": Bound(
        core,
        {
            "there": "",
            "held": "packages",
            "held_over": "packages",
            "half_way": "packages",
            "parts_missing": "packages",
            "engine_missing": "",
            "ready": "candidate",
            "missing": "",
            "other_engine": "engine",
            "desktop": "",
            "podman": "",
            "rootless": "",
        },
    ),
    "pkg.conflict": Bound(
        conflict, {"alone": "", "conflicts": "packages", "not_dockers": "", "no_packages": ""}
    ),
    "pkg.version": Bound(
        version,
        {
            "version": "engine",
            "newer_there": "engine newer",
            "client_differs": "engine client",
            "other_release": "engine suite wanted",
            "early": "engine",
            "elsewhere": "",
            "not_told": "",
        },
    ),
    "pkg.eol": Bound(
        eol,
        {
            "maintained": "engine",
            "newer": "engine read_on",
            "over": "engine end",
            "over_distro": "engine end",
            "too_old": "engine oldest",
            "not_listed": "engine read_on",
            "elsewhere": "",
            "not_told": "",
        },
    ),
    "pkg.plugins": Bound(
        plugins,
        {
            "there": "",
            "compose_missing": "plugins",
            "buildx_missing": "plugins",
            "not_included": "plugins",
            "compose_v1": "path",
            "no_docker": "",
        },
    ),
}
"""The judges of this family by the id of their Check."""
