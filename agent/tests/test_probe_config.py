"""daemon.json and proxies: what matters leaves the host, what is secret does not."""

from __future__ import annotations

import json
from typing import Any, Dict

import pytest

from agent.probes.daemon_config import mask_proxy
from agent.tests.trees import Tree

DROP_IN = "/etc/systemd/system/docker.service.d/http-proxy.conf"


def configured(tree: Tree, text: Any) -> Dict[str, Any]:
    tree.write("/etc/docker/daemon.json", text if isinstance(text, (str, bytes)) else json.dumps(text))
    return tree.see("daemon_json")


def daemon(tree: Tree, text: str) -> Dict[str, str]:
    tree.write(DROP_IN, text)
    found: Dict[str, str] = tree.see("proxies")["daemon"]
    return found


def shell(tree: Tree, path: str, text: str) -> Dict[str, str]:
    tree.write(path, text)
    found: Dict[str, str] = tree.see("proxies")["shell"]
    return found


def test_a_daemon_without_settings_is_no_fault(tree: Tree) -> None:
    value = tree.see("daemon_json")
    assert (value["exists"], value["error"], value["keys"]) == (False, "", [])


def test_what_matters_of_the_settings(tree: Tree) -> None:
    value = configured(
        tree,
        {
            "hosts": ["fd://", "tcp://me:pw@0.0.0.0:2376"],
            "storage-driver": "overlay2",
            "data-root": "/srv/docker",
            "group": "wheel",
            "iptables": False,
            "tlsverify": True,
            "proxies": {"http-proxy": "http://alice:s3cr3t@proxy:3128"},
            "labels": ["token=abc"],
        },
    )
    assert (value["hosts"], value["storage_driver"], value["data_root"]) == (
        ["fd://", "tcp://***@0.0.0.0:2376"],
        "overlay2",
        "/srv/docker",
    )
    assert (value["group"], value["iptables"], value["tls_verify"], value["has_proxies"]) == (
        "wheel",
        False,
        True,
        True,
    )
    assert value["keys"] == [
        "data-root",
        "group",
        "hosts",
        "iptables",
        "labels",
        "proxies",
        "storage-driver",
        "tlsverify",
    ]
    assert not any(secret in json.dumps(value) for secret in ("s3cr3t", "alice", "abc", "me:pw"))


@pytest.mark.parametrize(
    ("text", "error", "line", "column"),
    [
        ('{\n  "debug": true\n  "iptables": true\n}\n', "Expecting ',' delimiter", 3, 3),
        ('{\n  "debug": true,\n}\n', "Expecting property name enclosed in double quotes", 3, 1),
        ("{'debug': true}", "Expecting property name enclosed in double quotes", 1, 2),
        ('{"a": 1} x', "Extra data", 1, 10),
        ('{"a": "\\q"}', "Invalid \\escape", 1, 8),
        ("[]", "Expecting an object", 1, 1),
        ('{"a": NaN}', "Expecting value, not NaN", 1, 1),
        ('{\n "dns":\n "8.8.8.8"}', "dns: Expecting a list", 2, 2),
        (b'{\n "a": "\xff"}', "a byte that is no UTF-8", 2, 8),
        (b"\xef\xbb\xbf{}", "Unexpected UTF-8 BOM (decode using utf-8-sig)", 1, 1),
        ("[" * 100_000, "", 1, 1),
    ],
)
def test_why_and_where_settings_cannot_be_read(
    tree: Tree, text: Any, error: str, line: int, column: int
) -> None:
    value = configured(tree, text)
    assert value["error"].startswith(error)
    assert value["error"]
    assert (value["line"], value["column"]) == (line, column)


@pytest.mark.parametrize("text", ["", "  \n", "{}"])
def test_empty_settings_are_no_fault(tree: Tree, text: str) -> None:
    value = configured(tree, text)
    assert (value["exists"], value["error"], value["line"]) == (True, "", 0)


def test_settings_of_strange_types_are_left_out(tree: Tree) -> None:
    value = configured(
        tree, {"hosts": None, "storage-driver": 7, "iptables": "no", "data-root": ["/x"], "group": None}
    )
    assert (
        value["hosts"],
        value["storage_driver"],
        value["iptables"],
        value["data_root"],
        value["group"],
    ) == ([], "", None, "", "")


def test_settings_that_may_not_be_read(tree: Tree) -> None:
    configured(tree, {"debug": True})
    tree.closed.add("/etc/docker/daemon.json")
    assert tree.look("daemon_json")["could_not"] == "no_permission"


def test_proxies_of_a_drop_in(tree: Tree) -> None:
    text = '# proxy\n[Service]\nEnvironment="HTTP_PROXY=http://alice:s3/cr3t@proxy:3128" "NO_PROXY=localhost,10.0.0.0/8"\nEnvironment=https_proxy=http://proxy:3128\n'
    assert daemon(tree, text) == {
        "HTTP_PROXY": "http://***@proxy:3128",
        "HTTPS_PROXY": "http://proxy:3128",
        "NO_PROXY": "localhost,10.0.0.0/8",
    }


def test_an_empty_environment_takes_back_what_was_set(tree: Tree) -> None:
    tree.write("/usr/lib/systemd/system/docker.service", "[Service]\nEnvironment=HTTP_PROXY=http://old:1\n")
    assert daemon(tree, "[Service]\nEnvironment=\nEnvironment=HTTPS_PROXY=http://new:2\n") == {
        "HTTPS_PROXY": "http://new:2"
    }


def test_drop_ins_of_etc_win_over_those_of_the_system_by_name(tree: Tree) -> None:
    tree.write(
        "/usr/lib/systemd/system/docker.service.d/http-proxy.conf",
        "[Service]\nEnvironment=HTTP_PROXY=http://system:1\n",
    )
    assert daemon(tree, "[Service]\nEnvironment=HTTPS_PROXY=http://etc:2\n") == {
        "HTTPS_PROXY": "http://etc:2"
    }


def test_other_sections_and_comments_set_nothing(tree: Tree) -> None:
    assert (
        daemon(
            tree, "[Unit]\nEnvironment=HTTP_PROXY=http://a:1\n[Service]\n#Environment=HTTP_PROXY=http://b:1\n"
        )
        == {}
    )


def test_a_long_line_goes_on_in_the_next(tree: Tree) -> None:
    text = '[Service]\nEnvironment="HTTP_PROXY=http://a:1" \\\n  "HTTPS_PROXY=http://b:2"\n'
    assert daemon(tree, text) == {"HTTP_PROXY": "http://a:1", "HTTPS_PROXY": "http://b:2"}


def test_an_environment_file_is_read(tree: Tree) -> None:
    tree.write("/etc/default/docker", "# x\nHTTPS_PROXY='http://file:3'\n")
    assert daemon(tree, "[Service]\nEnvironmentFile=-/etc/default/docker\nEnvironmentFile=-/not/there\n") == {
        "HTTPS_PROXY": "http://file:3"
    }


def test_a_drop_in_that_may_not_be_read_is_not_taken_for_none(tree: Tree) -> None:
    tree.write(DROP_IN, "[Service]\n", 0o600)
    tree.closed.add(DROP_IN)
    assert tree.look("proxies")["could_not"] == "no_permission"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("/etc/environment", 'HTTPS_PROXY="http://alice:pw@proxy:3128"\n'),
        ("/etc/profile.d/proxy.sh", "export https_proxy=http://alice:pw@proxy:3128 # ours\n"),
        ("/etc/profile.d/proxy.sh", "  export HTTPS_PROXY='http://alice:pw@proxy:3128';\n"),
        ("/etc/profile", "HTTPS_PROXY=alice:pw@proxy:3128\n"),
    ],
)
def test_proxies_of_a_login_are_masked(tree: Tree, path: str, text: str) -> None:
    assert shell(tree, path, text)["HTTPS_PROXY"].replace("http://", "") == "***@proxy:3128"


@pytest.mark.parametrize(
    "text",
    [
        "# export HTTP_PROXY=http://a:1\n",
        "export HTTP_PROXY=$OTHER\n",
        "echo HTTP_PROXY\n",
        "unset HTTP_PROXY\n",
    ],
)
def test_lines_that_set_no_proxy(tree: Tree, text: str) -> None:
    assert shell(tree, "/etc/profile.d/x.sh", text) == {}


@pytest.mark.parametrize(
    ("proxy", "masked"),
    [
        ("http://proxy:3128", "http://proxy:3128"),
        ("http://u:p@proxy:3128", "http://***@proxy:3128"),
        ("http://u@proxy", "http://***@proxy"),
        ("u:p@proxy:3128", "***@proxy:3128"),
        ("http://u:p@ss/w@rd@proxy:3128/", "http://***@proxy:3128/"),
    ],
)
def test_every_way_to_write_a_password_is_masked(proxy: str, masked: str) -> None:
    assert mask_proxy(proxy) == masked
