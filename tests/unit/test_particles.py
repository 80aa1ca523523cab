"""Korean particles follow the sound of a name as Koreans read it, Latin letters and digits included."""

from __future__ import annotations

import pytest

from bot.words import Name, with_particle


@pytest.mark.parametrize(
    ("name", "said"),
    [
        *[("도커", "도커를"), ("데몬", "데몬을"), ("서울", "서울을")],
        *[("web-1", "web-1을"), ("web-2", "web-2를"), ("gpu-3", "gpu-3을"), ("gpu-4", "gpu-4를")],
        *[("web-5", "web-5를"), ("gpu-6", "gpu-6을"), ("gpu-7", "gpu-7을"), ("lab-8", "lab-8을")],
        *[("gpu-10", "gpu-10을"), ("arm64", "arm64를"), ("node-100", "node-100을"), ("lab-9", "lab-9를")],
        *[("22.04", "22.04를"), ("29.0", "29.0을"), ("85%", "85%를"), ("10%", "10%를")],
        *[("docker", "docker를"), ("server", "server를"), ("node", "node를"), ("host", "host를")],
        *[("web", "web을"), ("lab", "lab을"), ("git", "git을"), ("bot", "bot을"), ("mac", "mac을")],
        *[("stack", "stack을"), ("staging", "staging을"), ("job", "job을"), ("notebook", "notebook을")],
        *[("machine", "machine을"), ("volume", "volume을"), ("file", "file을"), ("noble", "noble을")],
        *[("cache", "cache를"), ("image", "image를"), ("service", "service를"), ("site", "site를")],
        *[("root", "root를"), ("disk", "disk를"), ("hub", "hub를"), ("api", "api를"), ("test", "test를")],
        *[("vm", "vm을"), ("url", "url을"), ("json", "json을"), ("`web-1`", "`web-1`을"), ("WEB", "WEB을")],
        *[("node-r", "node-r을"), ("PR", "PR을"), ("node-b", "node-b를"), ("GPU", "GPU를"), ("DB", "DB를")],
        *[("IP", "IP를"), ("ip", "ip를"), ("it", "it를"), ("app", "app을"), ("zip", "zip을")],
        *[("docker.sock", "docker.sock을"), ("containerd.io", "containerd.io를"), ("/etc/apt/", "/etc/apt/를")],
        *[("`docker`", "`docker`를"), ("데몬 (rootless)", "데몬 (rootless)를"), ("", "를"), ("***", "***를")],
    ],
)  # fmt: skip
def test_the_object(name: str, said: str) -> None:
    assert with_particle(name, "을/를") == said


@pytest.mark.parametrize(
    ("name", "said"),
    [
        *[("서울", "서울로"), ("데몬", "데몬으로"), ("도커", "도커로"), ("22.04", "22.04로")],
        *[("web-1", "web-1로"), ("web-3", "web-3으로"), ("gpu-10", "gpu-10으로"), ("web-7", "web-7로")],
        *[("url", "url로"), ("vm", "vm으로"), ("git", "git으로"), ("staging", "staging으로")],
        *[("file", "file로"), ("machine", "machine으로"), ("node-r", "node-r로"), ("10%", "10%로")],
    ],
)
def test_the_way(name: str, said: str) -> None:
    assert with_particle(name, "으로/로") == said


def test_a_name_takes_its_particle_in_a_sentence() -> None:
    assert "{host:이/가} {host}".format(host=Name("web-1")) == "web-1이 web-1"
