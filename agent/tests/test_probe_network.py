"""Names, and the looks at the repository and the registry."""

from __future__ import annotations

import json
import socket
import ssl
from http.client import BadStatusLine

import pytest

from agent.probes import reaching
from agent.probes.reaching import Reply, SystemNetwork, obstacle_of
from agent.tests.trees import Tree
from agent.tests.ubuntu import APT_CONFIG, SOURCES

DEB822 = "/etc/apt/sources.list.d/docker.sources"


def test_names_and_their_obstacles(tree: Tree) -> None:
    tree.network.obstacles["auth.docker.io"] = "dns"
    value = tree.see("dns")
    assert value["names"] == {
        "registry-1.docker.io": None,
        "auth.docker.io": "dns",
        "download.docker.com": None,
    }
    assert value["resolvers"] == ["127.0.0.53"]


def test_the_repository_is_asked_for_the_suite_that_apt_is_told_of(tree: Tree) -> None:
    url = "https://download.docker.com/linux/ubuntu/dists/noble/InRelease"
    assert tree.see("apt_repository") == {"url": url, "status": 200, "obstacle": None, "via_proxy": False}
    assert tree.network.asked == [("HEAD", url, "")]


@pytest.mark.parametrize(
    ("settings", "proxy"),
    [
        ('Acquire::https::Proxy "http://u:p@proxy:3128";', "http://u:p@proxy:3128"),
        ('Acquire::http::Proxy "http://proxy:3128";', "http://proxy:3128"),
        ('Acquire::http::Proxy "http://a:1";\nAcquire::https::Proxy "http://b:2";', "http://b:2"),
        ('Acquire::https::Proxy "http://b:2";\nAcquire::https::Proxy::download.docker.com "DIRECT";', ""),
        ('Acquire::https::Proxy "DIRECT";\nAcquire::http::Proxy "http://a:1";', ""),
    ],
)
def test_the_repository_is_asked_over_apts_proxy(tree: Tree, settings: str, proxy: str) -> None:
    tree.runner.prints("apt-config dump", f"{APT_CONFIG}{settings}\n")
    value = tree.see("apt_repository")
    assert (tree.network.asked[0][2], value["via_proxy"]) == (proxy, bool(proxy))


def test_credentials_of_a_mirror_are_neither_sent_nor_told(tree: Tree) -> None:
    tree.write(
        DEB822, SOURCES.replace("https://download.docker.com", "https://alice:s3cr3t@mirror.example/docker")
    )
    seen = tree.look("apt_repository")
    assert tree.network.asked[0][1] == "https://mirror.example/docker/linux/ubuntu/dists/noble/InRelease"
    assert "s3cr3t" not in json.dumps(seen)


def test_a_flat_repository_and_a_strange_suite(tree: Tree) -> None:
    tree.write(DEB822, SOURCES.replace("Suites: noble", "Suites: flat/"))
    assert tree.see("apt_repository")["url"].endswith("/linux/ubuntu/flat/InRelease")
    tree.write(DEB822, SOURCES.replace("Suites: noble", "Suites: $(lsb_release"))
    assert tree.see("apt_repository")["url"].endswith("/dists/%24%28lsb_release/InRelease")


@pytest.mark.parametrize("change", [("Types: deb", "Enabled: no\nTypes: deb"), ("https:", "file:")])
def test_without_an_entry_in_use_nothing_is_asked(tree: Tree, change: tuple[str, str]) -> None:
    tree.write(DEB822, SOURCES.replace(*change))
    assert tree.look("apt_repository")["could_not"] == "absent"
    assert tree.network.asked == []


def test_the_registry_answers_that_one_must_log_in(tree: Tree) -> None:
    assert tree.see("registry") == {
        "url": "https://registry-1.docker.io/v2/",
        "status": 401,
        "obstacle": None,
        "via_proxy": False,
    }


def test_an_obstacle_on_the_way_to_the_registry(tree: Tree) -> None:
    tree.network.replies["GET"] = Reply(obstacle="tls")
    assert (tree.see("registry")["status"], tree.see("registry")["obstacle"]) == (None, "tls")


@pytest.mark.parametrize(
    ("config", "environment", "proxy"),
    [
        ("{}", "HTTPS_PROXY=http://unit:1", "http://unit:1"),
        ('{"proxies": {"https-proxy": "http://json:2"}}', "HTTPS_PROXY=http://unit:1", "http://json:2"),
        ('{"proxies": {"https-proxy": "http://json:2", "no-proxy": "localhost,.docker.io"}}', "A=b", ""),
        ("{}", '"HTTPS_PROXY=http://unit:1" "NO_PROXY=*"', ""),
        ("{}", '"HTTPS_PROXY=http://unit:1" "NO_PROXY=docker.com,10.0.0.0/8"', "http://unit:1"),
        ("{}", "HTTP_PROXY=http://unit:1", ""),
    ],
)
def test_the_registry_is_asked_over_the_daemons_proxy(
    tree: Tree, config: str, environment: str, proxy: str
) -> None:
    tree.write("/etc/docker/daemon.json", config)
    tree.write("/etc/systemd/system/docker.service.d/proxy.conf", f"[Service]\nEnvironment={environment}\n")
    assert tree.see("registry")["via_proxy"] is bool(proxy)
    assert tree.network.asked[0][2] == proxy


@pytest.mark.parametrize(
    ("fault", "via_proxy", "obstacle"),
    [
        (socket.gaierror(-2, "Name or service not known"), False, "dns"),
        (ssl.SSLCertVerificationError("expired"), False, "tls"),
        (ssl.SSLCertVerificationError("expired"), True, "tls"),
        (socket.timeout("timed out"), False, "timeout"),
        (ConnectionRefusedError(), False, "refused"),
        (ConnectionRefusedError(), True, "proxy"),
        (OSError("Tunnel connection failed: 407 Proxy Authentication Required"), True, "proxy"),
        (OSError(101, "Network is unreachable"), False, "unreachable"),
        (ConnectionResetError(), False, "other"),
        (BadStatusLine("x"), False, "other"),
    ],
)
def test_obstacles_by_the_kind_of_fault(fault: Exception, via_proxy: bool, obstacle: str) -> None:
    assert obstacle_of(fault, via_proxy) == obstacle


def test_a_port_where_nobody_listens_refuses() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/"
        assert SystemNetwork().reach("GET", url, "", 3.0) == Reply(obstacle="refused")
        assert SystemNetwork().reach("GET", "http://name.invalid/", url, 3.0) == Reply(obstacle="proxy")


@pytest.mark.parametrize("url", ["file:///etc/passwd", "gopher://127.0.0.1/", "http://", "https://[::1"])
def test_only_addresses_of_the_web_are_asked(url: str) -> None:
    assert SystemNetwork().reach("GET", url, "", 3.0).status is None


def test_a_redirect_to_something_else_than_the_web_is_not_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def ask(method: str, url: str, proxy: str, limit_s: float) -> tuple[int, str]:
        asked.append(url)
        return real(method, url, proxy, limit_s) if len(asked) > 1 else (302, "file:///etc/passwd")

    real = reaching._ask
    monkeypatch.setattr(reaching, "_ask", ask)
    assert SystemNetwork().reach("GET", "http://a.invalid/", "", 3.0) == Reply(obstacle="other")
    assert asked == ["http://a.invalid/", "file:///etc/passwd"]


def test_redirects_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reaching, "_ask", lambda *asked: (302, "/again"))
    assert SystemNetwork().reach("GET", "http://a.invalid/", "", 3.0) == Reply(status=302)


def test_a_server_that_says_nothing_costs_its_limit_and_no_more() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(1)
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        assert SystemNetwork().reach("GET", url, "", 0.05) == Reply(obstacle="timeout")


def test_a_name_that_has_no_address(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*asked: object, **more: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    assert SystemNetwork().resolve("name.invalid", 3.0) == "dns"
    assert SystemNetwork().resolve("a" * 300, 3.0) == "dns"
