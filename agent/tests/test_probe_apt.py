"""apt's sources and its policy."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Dict, List

import pytest

from agent.commands import TimedOut
from agent.probes.apt_sources import paragraphs, read_list
from agent.tests.keys import FINGERPRINT, armored, made_key
from agent.tests.trees import NOW, Tree
from agent.tests.ubuntu import APT_CONFIG, POLICY, SOURCES

LIST = "/etc/apt/sources.list.d/docker.list"
DEB822 = "/etc/apt/sources.list.d/docker.sources"
REPO = "https://download.docker.com/linux/ubuntu"


def entries(tree: Tree) -> List[Dict[str, Any]]:
    found: List[Dict[str, Any]] = tree.see("apt_sources")["entries"]
    return found


def one_line(tree: Tree, text: str) -> Dict[str, Any]:
    tree.remove(DEB822)
    tree.write(LIST, text)
    found = entries(tree)
    assert len(found) == 1
    return found[0]


def test_a_healthy_host_has_one_entry_in_paragraphs(tree: Tree) -> None:
    assert entries(tree) == [
        {
            "file": DEB822,
            "line": 1,
            "form": "deb822",
            "enabled": True,
            "uri": REPO,
            "suites": ["noble"],
            "components": ["stable"],
            "archs": ["amd64"],
            "signed_by": "/etc/apt/keyrings/docker.asc",
            "has_inline_key": False,
        }
    ]


def test_a_line_with_options(tree: Tree) -> None:
    entry = one_line(
        tree,
        f"# ours\n\ndeb [arch=arm64,amd64 signed-by=/etc/apt/keyrings/docker.gpg] {REPO}/ noble stable test # why\n",
    )
    assert (entry["line"], entry["form"], entry["uri"]) == (3, "list", f"{REPO}/")
    assert (entry["archs"], entry["signed_by"]) == (["arm64", "amd64"], "/etc/apt/keyrings/docker.gpg")
    assert (entry["suites"], entry["components"]) == (["noble"], ["stable", "test"])


def test_a_line_without_options_names_no_architectures_and_no_key(tree: Tree) -> None:
    entry = one_line(tree, f"deb {REPO} noble stable\n")
    assert (entry["archs"], entry["signed_by"], entry["enabled"]) == (None, "", True)


@pytest.mark.parametrize(
    "options",
    [
        "[ arch=amd64  signed-by=/k.gpg ]",
        "[arch=amd64 signed-by=/k.gpg]",
        "[Arch=amd64 trusted=yes Signed-By=/k.gpg]",
    ],
)
def test_options_may_have_spaces_and_capitals(tree: Tree, options: str) -> None:
    entry = one_line(tree, f"deb {options} {REPO} noble stable")
    assert (entry["archs"], entry["signed_by"]) == (["amd64"], "/k.gpg")


def test_a_commented_line_is_a_disabled_entry_and_prose_is_none(tree: Tree) -> None:
    entry = one_line(
        tree,
        f"# see https://docs.docker.com\n# deb [arch=amd64] {REPO} jammy stable # disabled on upgrade to noble\n",
    )
    assert (entry["enabled"], entry["line"], entry["suites"]) == (False, 2, ["jammy"])


def test_sources_of_source_packages_install_nothing(tree: Tree) -> None:
    tree.write(LIST, f"deb-src {REPO} noble stable\n")
    tree.write(DEB822, SOURCES.replace("Types: deb", "Types: deb-src"))
    assert entries(tree) == []


def test_a_substitution_that_no_shell_made_stays_as_it_stands(tree: Tree) -> None:
    entry = one_line(tree, f"deb [arch=amd64] {REPO} $(lsb_release -cs) stable\n")
    assert entry["suites"] == ["$(lsb_release"]


@pytest.mark.parametrize(
    ("said", "enabled"), [("no", False), ("disable", False), ("Off", False), ("yes", True)]
)
def test_a_paragraph_that_is_switched_off(tree: Tree, said: str, enabled: bool) -> None:
    tree.write(DEB822, f"{SOURCES}Enabled: {said}\n")
    assert [entry["enabled"] for entry in entries(tree)] == [enabled]


def test_values_go_on_in_indented_lines_and_comments_stand_between(tree: Tree) -> None:
    text = f"# Docker\nTypes: deb\nURIs:\n {REPO}\n# not this\n https://mirror.example/docker-ce\nSuites: noble\n jammy\nComponents: stable\n"
    tree.write(DEB822, f"\n\n{text}\n")
    found = entries(tree)
    assert [entry["uri"] for entry in found] == [REPO, "https://mirror.example/docker-ce"]
    assert [(entry["line"], entry["suites"], entry["archs"]) for entry in found] == [
        (4, ["noble", "jammy"], None)
    ] * 2


def test_paragraphs_end_at_empty_lines_and_lines_without_a_colon_are_left_out() -> None:
    assert list(paragraphs("A: 1\nnonsense\n\n\nB: 2\n 3\n .\n 4")) == [
        (1, {"a": "1"}),
        (5, {"b": "2\n3\n\n4"}),
    ]


def test_a_key_inside_a_source_file_goes_by_that_file(tree: Tree) -> None:
    key = "".join(f" {row or '.'}\n" for row in armored().splitlines())
    tree.write(DEB822, SOURCES.replace("/etc/apt/keyrings/docker.asc\n", f"\n{key}"))
    assert (entries(tree)[0]["has_inline_key"], entries(tree)[0]["signed_by"]) == (True, "")
    keys = {found["path"]: found for found in tree.see("apt_keys")["keys"]}
    assert (keys[DEB822]["form"], keys[DEB822]["fingerprints"]) == ("armored", [FINGERPRINT])


def test_several_keys_of_one_entry_are_all_looked_at(tree: Tree) -> None:
    tree.write(LIST, f"deb [signed-by=/etc/apt/keyrings/a.gpg,/etc/apt/keyrings/b.gpg] {REPO} noble stable\n")
    tree.write("/etc/apt/keyrings/a.gpg", made_key())
    paths = {key["path"]: key["exists"] for key in tree.see("apt_keys")["keys"]}
    assert (paths["/etc/apt/keyrings/a.gpg"], paths["/etc/apt/keyrings/b.gpg"]) == (True, False)


@pytest.mark.parametrize(
    "name", ["docker.list.save", "docker.list.disabled", "docker list.list", "docker.txt"]
)
def test_files_that_apt_ignores_are_ignored(tree: Tree, name: str) -> None:
    tree.write(f"/etc/apt/sources.list.d/{name}", f"deb {REPO} focal stable\n")
    assert len(entries(tree)) == 1


def test_the_main_file_counts_and_mirrors_count(tree: Tree) -> None:
    tree.write(
        "/etc/apt/sources.list", "deb https://mirrors.aliyun.com/docker-ce/linux/ubuntu noble stable\n"
    )
    assert [entry["file"] for entry in entries(tree)] == ["/etc/apt/sources.list", DEB822]


def test_a_password_in_an_address_stays_on_the_host(tree: Tree) -> None:
    entry = one_line(tree, "deb https://alice:s3cr3t@mirror.example/docker-ce noble stable\n")
    assert entry["uri"] == "https://***@mirror.example/docker-ce"


def test_a_file_that_may_not_be_read_is_named(tree: Tree) -> None:
    tree.closed.add(DEB822)
    value = tree.see("apt_sources")
    assert (value["entries"], value["unreadable"]) == ([], [DEB822])


def test_without_apt_there_are_no_sources(tree: Tree) -> None:
    tree.remove("/etc/apt")
    seen = tree.observe("apt_sources", "apt_keys", "apt_policy", "apt_repository")["facts"]
    assert {fact: told["could_not"] for fact, told in seen.items()} == dict.fromkeys(seen, "absent")


@pytest.mark.parametrize(
    "row", ["deb", "deb [arch=amd64", "deb  \t", "deb [a] x", "debx https://docker noble stable"]
)
def test_what_is_no_entry_gives_none(row: str) -> None:
    assert list(read_list(LIST, row)) == []


def test_the_policy_of_a_healthy_host(tree: Tree) -> None:
    value = tree.see("apt_policy")
    assert value["candidate"] == value["installed"] == "5:29.7.2-1~ubuntu.24.04~noble"
    assert value["versions"] == ["5:29.7.2-1~ubuntu.24.04~noble", "5:29.7.1-1~ubuntu.24.04~noble"]
    assert (value["is_pinned"], value["checks_dates"]) == (False, True)


@pytest.mark.parametrize(
    "printed", ["", "docker-ce:\n  Installed: (none)\n  Candidate: (none)\n  Version table:\n"]
)
def test_nothing_to_install(tree: Tree, printed: str) -> None:
    tree.runner.prints("apt-cache policy docker-ce", printed)
    value = tree.see("apt_policy")
    assert (value["candidate"], value["installed"], value["versions"], value["is_pinned"]) == (
        "",
        "",
        [],
        False,
    )


@pytest.mark.parametrize(
    "printed",
    [
        POLICY.replace("  Version table:", "  Package pin: 5:29.7.2-1~ubuntu.24.04~noble\n  Version table:"),
        POLICY.replace("noble 500\n        500", "noble 1001\n        500"),
        POLICY.replace("Candidate: 5:29.7.2-1~ubuntu.24.04~noble", "Candidate: (none)").replace(
            "noble 500\n", "noble -1\n"
        ),
    ],
)
def test_preferences_that_decide_what_is_installed(tree: Tree, printed: str) -> None:
    tree.runner.prints("apt-cache policy docker-ce", printed)
    assert tree.see("apt_policy")["is_pinned"] is True


def test_broken_sources_are_no_empty_policy(tree: Tree) -> None:
    fault = "E: Conflicting values set for option Signed-By regarding source https://download.docker.com/linux/ubuntu/ noble\n"
    tree.runner.prints("apt-cache policy docker-ce", "", 100, fault)
    seen = tree.look("apt_policy")
    assert (seen["could_not"], seen["detail"][:28]) == ("failed", "E: Conflicting values set fo")


def test_the_age_of_the_lists(tree: Tree) -> None:
    later = tree.see("apt_policy", clock=lambda: NOW + timedelta(days=3650))
    assert later["lists_age_s"] > 30 * 86400
    tree.remove("/var/lib/apt/lists/download.docker.com_linux_ubuntu_dists_noble_InRelease")
    assert tree.see("apt_policy")["lists_age_s"] is None


@pytest.mark.parametrize(
    ("setting", "claim"),
    [('Acquire::Check-Date "false";', False), ('Acquire::Check-Valid-Until "false";', True)],
)
def test_whether_apt_minds_the_date(tree: Tree, setting: str, claim: bool) -> None:
    tree.runner.prints("apt-config dump", f"{APT_CONFIG}{setting}\n")
    assert tree.see("apt_policy")["checks_dates"] is claim


def test_a_slow_apt_is_told_as_such(tree: Tree) -> None:
    tree.runner.fails("apt-cache policy docker-ce", TimedOut("apt-cache took more than 4 s"))
    assert tree.look("apt_policy")["could_not"] == "timeout"


def test_where_apt_keeps_no_cache_only_dockers_lists_are_read(tree: Tree) -> None:
    tree.runner.prints("apt-config dump", APT_CONFIG.replace("pkgcache.bin", ""))
    narrowed = (
        f"apt-cache -o Dir::Etc::sourcelist={DEB822} -o Dir::Etc::sourceparts=/dev/null policy docker-ce"
    )
    tree.runner.prints(narrowed, POLICY)
    assert tree.see("apt_policy")["candidate"] == "5:29.7.2-1~ubuntu.24.04~noble"


def test_two_files_about_docker_are_read_with_all_others(tree: Tree) -> None:
    tree.write(LIST, f"deb {REPO} noble stable\n")
    tree.runner.prints("apt-config dump", APT_CONFIG.replace("pkgcache.bin", ""))
    tree.see("apt_policy")
    assert ("apt-cache", "policy", "docker-ce") in tree.runner.ran
