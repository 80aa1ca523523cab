"""cli.*: what ``docker`` runs, and which daemon it talks to."""

from __future__ import annotations

import pytest

from bot.checks import facts as f
from tests.unit.checks.hosts import UBUNTU
from tests.unit.checks.judged import code, status, verdict
from tests.unit.checks.other_hosts import ROOTLESS, WSL_DESKTOP

USR = f.Program(path="/usr/bin/docker", real_path="/usr/bin/docker", owner="docker-ce-cli")
LOCAL = f.Program(path="/usr/local/bin/docker", real_path="/usr/local/bin/docker")


@pytest.mark.parametrize(
    ("commands", "expected"),
    [
        ((USR,), "one"),
        ((USR, f.Program(path="/bin/docker", real_path="/usr/bin/docker")), "one"),
        ((f.Program(path="/bin/docker"), f.Program(path="/usr/bin/docker")), "one"),
        ((LOCAL, USR), "hidden"),
        ((), "no_command"),
    ],
)
def test_two_paths_of_one_file_are_one_command(commands: tuple[f.Program, ...], expected: str) -> None:
    assert code("cli.path", UBUNTU, clients=f.Clients(commands=commands)) == expected


def test_the_hidden_command_is_named() -> None:
    values = verdict("cli.path", UBUNTU, clients=f.Clients(commands=(LOCAL, USR))).values
    assert (values["path"], values["others"], values["owner"]) == (
        "/usr/local/bin/docker",
        "/usr/bin/docker",
        "-",
    )


def settings(*words: str) -> f.Context:
    return f.Context(settings={"/home/alice/.bashrc": words})


@pytest.mark.parametrize(
    ("context", "expected"),
    [
        (f.Context(), "default"),
        (f.Context(config_exists=True, current="default"), "default"),
        (f.Context(config_exists=True, current="builder"), "other"),
        (f.Context(config_exists=True, current="rootless"), "other"),
        (f.Context(config_exists=True, config_error="Expecting value: line 1 column 1"), "broken"),
        (settings("DOCKER_HOST=tcp://10.0.0.5:2375"), "settings"),
        (settings("DOCKER_API_VERSION=1.24"), "settings"),
        (settings("DOCKER_CONTEXT=default"), "default"),
        (settings("DOCKER_HOST=unix:///var/run/docker.sock"), "default"),
        (settings("DOCKER_CONFIG=/opt/docker"), "default"),
        ("no_permission", "no_permission"),
    ],
)
def test_what_leads_to_another_daemon_warns(context: object, expected: str) -> None:
    assert code("cli.context", UBUNTU, context=context) == expected


def test_a_setting_is_named_with_its_file() -> None:
    values = verdict("cli.context", UBUNTU, context=settings("DOCKER_HOST=ssh://b")).values
    assert values == {"names": "DOCKER_HOST", "files": "/home/alice/.bashrc"}


def test_rootless_and_desktop_have_contexts_of_their_own() -> None:
    socket = settings("DOCKER_HOST=unix:///run/user/1000/docker.sock")
    assert code("cli.context", ROOTLESS) == "own_way"
    assert code("cli.context", ROOTLESS, context=socket) == "default"
    assert code("cli.context", UBUNTU, context=socket) == "settings"
    assert code("cli.context", WSL_DESKTOP, context=f.Context(current="desktop-linux")) == "own_way"


def test_what_the_command_does_does_not_matter_without_an_engine() -> None:
    assert status("cli.path", {**UBUNTU, "clients": f.Clients()}) == "SKIP"
