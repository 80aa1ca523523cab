"""The docker commands, their plugins and the engines, each with the package it belongs to, or none."""

from __future__ import annotations

import os
from typing import Any, Dict, List

import pytest

from agent.commands import TimedOut
from agent.probes.host import Cache
from agent.tests.trees import Tree, elf
from agent.tests.ubuntu import ENGINE

PODMAN = '#!/bin/sh\n[ -e /etc/containers/nodocker ] || echo "Emulate Docker CLI using podman." >&2\nexec /usr/bin/podman "$@"\n'


def commands(tree: Tree) -> List[Dict[str, Any]]:
    found: List[Dict[str, Any]] = tree.see("clients")["commands"]
    return found


def daemons(tree: Tree) -> List[Dict[str, Any]]:
    found: List[Dict[str, Any]] = tree.see("engines")["daemons"]
    return found


def test_the_engine_of_a_healthy_host(tree: Tree) -> None:
    assert daemons(tree) == [
        {
            "path": "/usr/bin/dockerd",
            "real_path": "/usr/bin/dockerd",
            "owner": "docker-ce",
            "form": "binary",
            "arch": "amd64",
            "is_podman": False,
            "version": "29.7.2",
        }
    ]


def test_a_static_engine_belongs_to_no_package(tree: Tree) -> None:
    tree.forget("docker-ce")
    assert (daemons(tree)[0]["owner"], daemons(tree)[0]["form"]) == ("", "binary")


def test_a_second_engine_beside_the_packaged_one(tree: Tree) -> None:
    tree.write("/usr/local/bin/dockerd", elf(), 0o755)
    tree.runner.prints("/usr/local/bin/dockerd --version", "Docker version 24.0.7, build 311b9ff\n")
    assert [(one["path"], one["owner"], one["version"]) for one in daemons(tree)] == [
        ("/usr/local/bin/dockerd", "", "24.0.7"),
        ("/usr/bin/dockerd", "docker-ce", "29.7.2"),
    ]


def test_a_package_that_lists_the_unmerged_name_owns_the_file(tree: Tree) -> None:
    tree.package("docker.io", "27.5.1", files=["/bin/dockerd"])
    tree.forget("docker-ce")
    assert daemons(tree)[0]["owner"] == "docker.io"


def test_a_package_of_another_vendor_is_found_too(tree: Tree) -> None:
    tree.forget("docker-ce")
    tree.package("acme-appliance", "1.0", files=["/usr/bin/dockerd"])
    assert daemons(tree)[0]["owner"] == "acme-appliance"


def test_a_snap(tree: Tree) -> None:
    tree.write("/usr/bin/snap", elf(), 0o755)
    tree.link("/snap/bin/docker", "/usr/bin/snap")
    tree.write("/snap/docker/2963/bin/dockerd", elf(), 0o755)
    tree.link("/snap/docker/current", "2963")
    tree.folder("/var/snap/docker/common")
    value = tree.see("engines")
    assert (value["snap_revision"], value["has_snap_data"]) == ("2963", True)
    assert [(one["path"], one["owner"], one["version"]) for one in value["daemons"][1:]] == [
        ("/snap/docker/current/bin/dockerd", "snap:docker", "")
    ]
    snapped = commands(tree)[-1]
    assert (snapped["path"], snapped["owner"], snapped["form"], snapped["version"]) == (
        "/snap/bin/docker",
        "snap:docker",
        "other",
        "",
    )


def test_what_a_removed_snap_left(tree: Tree) -> None:
    tree.folder("/var/snap/docker/common/var-lib-docker")
    value = tree.see("engines")
    assert (value["snap_revision"], value["has_snap_data"]) == ("", True)


def test_bin_and_usr_bin_are_one_folder(tree: Tree) -> None:
    assert [command["path"] for command in commands(tree)] == ["/usr/bin/docker"]


def test_a_command_that_shadows_another_comes_first(tree: Tree) -> None:
    tree.write("/usr/local/bin/docker", elf(), 0o755)
    tree.runner.prints("/usr/local/bin/docker --version", "Docker version 28.2.2, build e6534b4\n")
    assert [(one["path"], one["owner"], one["version"]) for one in commands(tree)] == [
        ("/usr/local/bin/docker", "", "28.2.2"),
        ("/usr/bin/docker", "docker-ce-cli", "29.7.2"),
    ]


def test_a_link_to_the_same_program_is_no_second_one(tree: Tree) -> None:
    tree.link("/usr/local/bin/docker", "/usr/bin/docker")
    assert [(one["path"], one["real_path"]) for one in commands(tree)] == [
        ("/usr/local/bin/docker", "/usr/bin/docker")
    ]


def test_the_path_is_that_of_a_login(tree: Tree) -> None:
    tree.write("/opt/tools/docker", elf("arm64"), 0o755)
    tree.write("/etc/environment", 'PATH="/opt/tools:relative:$HOME/bin:/usr/bin"\n')
    assert [(one["path"], one["arch"]) for one in commands(tree)] == [
        ("/opt/tools/docker", "arm64"),
        ("/usr/bin/docker", "amd64"),
    ]


@pytest.mark.parametrize("mode", [0o644, 0o600])
def test_a_file_that_nobody_may_run_is_no_command(tree: Tree, mode: int) -> None:
    tree.write("/usr/local/bin/docker", elf(), mode)
    tree.folder("/usr/local/sbin/docker")
    tree.link("/usr/sbin/docker", "/mnt/wsl/docker-desktop/cli-tools/usr/bin/docker")
    assert [command["path"] for command in commands(tree)] == ["/usr/bin/docker"]


def test_podman_in_dockers_clothes_as_a_script(tree: Tree) -> None:
    tree.write("/usr/bin/docker", PODMAN, 0o755)
    assert (commands(tree)[0]["form"], commands(tree)[0]["is_podman"], commands(tree)[0]["version"]) == (
        "script",
        True,
        "",
    )


def test_podman_in_dockers_clothes_as_a_link(tree: Tree) -> None:
    tree.remove("/usr/bin/docker")
    tree.write("/usr/bin/podman", elf(), 0o755)
    tree.link("/usr/bin/docker", "podman")
    assert (commands(tree)[0]["real_path"], commands(tree)[0]["is_podman"]) == ("/usr/bin/podman", True)


def test_scripts_are_never_run(tree: Tree) -> None:
    tree.write("/usr/local/bin/docker", "#!/bin/sh\nrm -rf /\n", 0o755)
    assert commands(tree)[0]["form"] == "script"
    assert not [argv for argv in tree.runner.ran if argv[0] == "/usr/local/bin/docker"]


@pytest.mark.parametrize("fault", ["another's", "writable", "another's folder", "open folder"])
def test_a_program_that_others_could_have_put_there_is_not_run(tree: Tree, fault: str) -> None:
    tree.write("/usr/local/bin/docker", elf(), 0o775 if fault == "writable" else 0o755)
    if fault == "another's":
        tree.owners["/usr/local/bin/docker"] = (4242, 0)
    elif fault == "another's folder":
        tree.owners["/usr/local/bin"] = (4242, 0)
    elif fault == "open folder":
        tree.folder("/usr/local/bin", 0o777)
    assert commands(tree)[0]["version"] == ""
    assert not [argv for argv in tree.runner.ran if argv[0] == "/usr/local/bin/docker"]


def test_a_program_that_does_not_answer_has_no_version(tree: Tree) -> None:
    tree.write("/usr/local/bin/docker", elf(), 0o755)
    tree.runner.fails("/usr/local/bin/docker --version", TimedOut("/usr/local/bin/docker"))
    assert commands(tree)[0]["version"] == ""


@pytest.mark.parametrize(
    ("packaged", "version"),
    [
        (ENGINE, "29.7.2"),
        ("5:20.10.16~3-0~ubuntu-jammy", "20.10.16"),
        ("20.10.24+dfsg1-1+deb12u1", "20.10.24+dfsg1"),
        ("27.5.1-0ubuntu3~24.04.2", "27.5.1"),
    ],
)
def test_a_program_as_its_package_brought_it_needs_not_be_started(
    tree: Tree, packaged: str, version: str
) -> None:
    tree.package("docker-ce-cli", packaged, files=["/usr/bin/docker"])
    assert commands(tree)[0]["version"] == version
    assert not [argv for argv in tree.runner.ran if argv[0] == "/usr/bin/docker"]


@pytest.mark.parametrize("fault", ["a candidate", "half-installed", "replaced"])
def test_a_program_that_may_not_be_its_packages_is_asked(tree: Tree, fault: str) -> None:
    packaged = "5:30.0.0~rc.1-1~ubuntu.24.04~noble" if fault == "a candidate" else ENGINE
    status = "install reinstreq half-installed" if fault == "half-installed" else "install ok installed"
    tree.package("docker-ce-cli", packaged, status, files=["/usr/bin/docker"])
    if fault == "replaced":
        os.utime(tree.at("/var/lib/dpkg/info/docker-ce-cli.list"), (0, 0))
    tree.runner.prints("/usr/bin/docker --version", "Docker version 24.0.7, build afdd53b\n")
    assert commands(tree)[0]["version"] == "24.0.7"


def test_plugins_with_their_packages(tree: Tree) -> None:
    tree.write("/usr/local/lib/docker/cli-plugins/docker-scout", elf("arm64"), 0o755)
    tree.write("/usr/local/lib/docker/cli-plugins/README", "no plugin")
    found = {plugin["path"]: plugin for plugin in tree.see("clients")["plugins"]}
    assert found["/usr/libexec/docker/cli-plugins/docker-buildx"]["owner"] == "docker-buildx-plugin"
    scout = found["/usr/local/lib/docker/cli-plugins/docker-scout"]
    assert (scout["owner"], scout["arch"], len(found)) == ("", "arm64", 3)


def test_plugins_of_the_users_home(tree: Tree) -> None:
    tree.write("/home/alice/.docker/cli-plugins/docker-compose", elf(), 0o755)
    tree.link("/home/alice/.docker/cli-plugins/docker-ai", "/Applications/Docker.app/docker-ai")
    forms = {plugin["path"]: plugin["form"] for plugin in tree.see("clients")["plugins"]}
    assert forms["/home/alice/.docker/cli-plugins/docker-compose"] == "binary"
    assert forms["/home/alice/.docker/cli-plugins/docker-ai"] == "other"
    assert not any("alice" in plugin["path"] for plugin in tree.see("clients", user="")["plugins"])


def test_a_closed_home_leaves_the_plugins_of_the_system(tree: Tree) -> None:
    tree.closed.add("/home/alice")
    assert len(tree.see("clients")["plugins"]) == 2


def test_the_old_compose_is_python(tree: Tree) -> None:
    tree.write("/usr/bin/docker-compose", "#!/usr/bin/python3\nfrom compose.cli.main import main\n", 0o755)
    assert tree.see("clients")["compose_v1"] == "/usr/bin/docker-compose"


@pytest.mark.parametrize(
    ("printed", "path"),
    [
        ("docker-compose version 1.29.2, build 5becea4c\n", "/usr/local/bin/docker-compose"),
        ("Docker Compose version v2.40.3\n", ""),
    ],
)
def test_a_packed_compose_is_known_by_its_version(tree: Tree, printed: str, path: str) -> None:
    tree.write("/usr/local/bin/docker-compose", elf(), 0o755)
    tree.runner.prints("/usr/local/bin/docker-compose --version", printed)
    assert tree.see("clients")["compose_v1"] == path


def test_a_wrapper_around_the_new_compose_is_not_the_old_one(tree: Tree) -> None:
    tree.write("/usr/local/bin/docker-compose", '#!/bin/sh\nexec docker compose "$@"\n', 0o755)
    assert tree.see("clients")["compose_v1"] == ""


def by_hand(tree: Tree, version: str, more: bytes = b"") -> None:
    """An engine of no package, which has to be asked for its version."""
    tree.write("/usr/local/bin/dockerd", elf() + more, 0o755)
    tree.runner.prints("/usr/local/bin/dockerd --version", f"Docker version {version}, build 1\n")


ASKED = ("/usr/local/bin/dockerd", "--version")


def test_versions_are_asked_once_while_the_programs_are_as_they_were(
    tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agent.probes.host.SETTLED_S", -3600)
    by_hand(tree, "28.0.0")
    cache = Cache()
    versions = [tree.see("engines", cache=cache)["daemons"][0]["version"] for _ in range(3)]
    assert (versions, tree.runner.ran.count(ASKED)) == (["28.0.0"] * 3, 1)
    by_hand(tree, "30.0.0", b"another")
    assert tree.see("engines", cache=cache)["daemons"][0]["version"] == "30.0.0"


def test_programs_that_have_just_changed_are_asked_each_time(
    tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agent.probes.host.SETTLED_S", 3600)
    by_hand(tree, "28.0.0")
    cache = Cache()
    for _ in range(2):
        tree.see("engines", cache=cache)
    assert tree.runner.ran.count(ASKED) == 2
