"""What the package manager knows of Docker's packages."""

from __future__ import annotations

from typing import Dict

import pytest

from agent.tests.trees import Tree
from agent.tests.ubuntu import ENGINE


def known(tree: Tree) -> Dict[str, Dict[str, str]]:
    packages: Dict[str, Dict[str, str]] = tree.see("packages")["known"]
    return packages


def test_packages_are_told_in_dpkgs_words(tree: Tree) -> None:
    assert tree.see("packages")["manager"] == "dpkg"
    assert known(tree)["docker-ce"] == {"version": ENGINE, "status": "install ok installed", "arch": "amd64"}
    assert known(tree)["ca-certificates"]["arch"] == "all"


@pytest.mark.parametrize(
    "status",
    [
        "hold ok installed",
        "install ok half-configured",
        "install ok unpacked",
        "deinstall ok config-files",
        "install reinstreq half-installed",
    ],
)
def test_every_state_of_a_package_is_told_as_it_is(tree: Tree, status: str) -> None:
    tree.package("docker-ce", ENGINE, status)
    assert known(tree)["docker-ce"]["status"] == status


def test_other_packages_stay_on_the_host(tree: Tree) -> None:
    tree.package("openssh-server", "1:9.6p1")
    tree.package("docker-ce-secret-tool", "1.0")
    assert {"openssh-server", "docker-ce-secret-tool", "dpkg"} & set(known(tree)) == set()


def test_of_two_architectures_the_installed_one_counts(tree: Tree) -> None:
    text = tree.at("/var/lib/dpkg/status").read_text()
    second = "Package: curl\nStatus: deinstall ok config-files\nArchitecture: i386\nVersion: 7.0\n"
    tree.write("/var/lib/dpkg/status", f"{second}\n{text}\n{second}")
    assert known(tree)["curl"]["status"] == "install ok installed"


def test_what_an_interrupted_dpkg_had_not_written_yet_counts(tree: Tree) -> None:
    tree.write(
        "/var/lib/dpkg/updates/0000",
        "Package: docker-ce\nStatus: install ok half-configured\nArchitecture: amd64\nVersion: 5:30.0.0\n",
    )
    tree.write("/var/lib/dpkg/updates/tmp.i", "Package: docker-ce\nStatus: nonsense\n")
    assert known(tree)["docker-ce"]["status"] == "install ok half-configured"


def test_a_database_with_strange_bytes_is_still_read(tree: Tree) -> None:
    text = tree.at("/var/lib/dpkg/status").read_bytes()
    tree.write("/var/lib/dpkg/status", b"Package: x\nMaintainer: J\xf6rg\n\n" + text.rstrip(b"\n"))
    assert known(tree)["docker-ce"]["version"] == ENGINE


def rpm_host(tree: Tree) -> None:
    tree.remove("/var/lib/dpkg")
    tree.write("/var/lib/rpm/rpmdb.sqlite", b"SQLite")
    tree.runner.prints(
        "rpm -q",
        "docker-ce\t3:29.7.2-1.fc43\tx86_64\npackage docker.io is not installed\ncurl\t0:8.15.0-1.fc43\tx86_64\n",
        29,
    )
    tree.runner.prints("rpm -qf", "docker-ce-cli\n")


def test_rpm_packages(tree: Tree) -> None:
    rpm_host(tree)
    value = tree.see("packages")
    assert value["manager"] == "rpm"
    assert value["known"] == {
        "docker-ce": {"version": "3:29.7.2-1.fc43", "status": "installed", "arch": "x86_64"},
        "curl": {"version": "8.15.0-1.fc43", "status": "installed", "arch": "x86_64"},
    }


def test_a_host_with_an_empty_dpkg_beside_its_rpm(tree: Tree) -> None:
    rpm_host(tree)
    tree.write("/var/lib/dpkg/status", "")
    assert tree.see("packages")["manager"] == "rpm"


def test_owners_on_a_host_with_rpm(tree: Tree) -> None:
    rpm_host(tree)
    assert tree.see("clients")["commands"][0]["owner"] == "docker-ce-cli"


def test_a_host_with_neither_says_so(tree: Tree) -> None:
    tree.remove("/var/lib/dpkg")
    assert tree.look("packages")["could_not"] == "absent"
    assert tree.see("clients")["commands"][0]["owner"] == ""
