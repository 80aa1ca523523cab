"""What the repository says of itself is true, and it says nothing of the machine it was made on."""

from __future__ import annotations

import ast
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.__main__ import ATTACHED
from bot.cli.app import COMMANDS
from bot.knowledge.folders import own_folder, yaml_files
from bot.knowledge.source import schemas

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
SCHEMAS = own_folder() / "schema"
NOT_OURS = {
    *(".git", ".venv", ".cache", ".hypothesis", ".mypy_cache", ".pytest_cache", ".ruff_cache"),
    *("__pycache__", "dist", "build", "node_modules"),
}
TEXTS = {".cfg", ".ini", ".json", ".jsonl", ".md", ".py", ".svg", ".toml", ".txt", ".yaml", ".yml", ""}
# Put together here, so that this file does not hold what it looks for.
REGISTRIES = ["pypi" + ".org", "pythonhosted" + ".org", "registry.npmjs" + ".org", "crates" + ".io"]


def texts() -> Iterator[tuple[Path, str]]:
    """Every text file of the tree but lock files, relative to its root."""
    for path in sorted(ROOT.rglob("*")):
        inside = path.relative_to(ROOT)
        if path.is_file() and path.suffix in TEXTS and not NOT_OURS & set(inside.parts):
            if inside.parts[0].endswith(".egg-info"):
                continue
            yield inside, path.read_text("utf-8")


def setting_names() -> set[str]:
    """The names of environment variables that ``bot/settings.py`` reads."""
    tree = ast.parse((ROOT / "bot" / "settings.py").read_text("utf-8"))
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if re.fullmatch(r"PORT|(?:SLACK|SETUPBOT|DATABASE|PUBLIC)_[A-Z_]+", node.value)
    }


def test_the_settings_are_those_of_the_contract() -> None:
    assert setting_names() == {
        *("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_APP_TOKEN", "SLACK_API_URL", "DATABASE_URL"),
        *("SETUPBOT_HOME", "PORT", "PUBLIC_URL", "SETUPBOT_KNOWLEDGE", "SETUPBOT_MAINTAINERS"),
        *("SETUPBOT_HELP_CHANNELS", "SETUPBOT_LANGUAGE", "SETUPBOT_ONBOARDING"),
        *("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SETUPBOT_TOKEN_KEYS"),
    }


@pytest.mark.parametrize("name", sorted(setting_names()))
def test_the_readme_names_every_setting(name: str) -> None:
    assert f"`{name}`" in README.read_text("utf-8")


@pytest.mark.parametrize("name", sorted({**COMMANDS, **ATTACHED}))
def test_the_readme_names_every_command(name: str) -> None:
    assert re.search(rf"`(?:setupbot )?{name}\b", README.read_text("utf-8"))


def test_every_link_of_the_readme_into_the_tree_leads_somewhere() -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", README.read_text("utf-8"))
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_readme_does_not_name_a_make_target_that_is_none() -> None:
    targets = set(re.findall(r"(?m)^([a-z]+):", (ROOT / "Makefile").read_text("utf-8")))
    named = set(re.findall(r"(?m)(?:^|`)make ([a-z]+)", README.read_text("utf-8")))
    assert named
    assert named <= targets


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_a_lock_file_names_no_address(lock: Path) -> None:
    text = lock.read_text("utf-8")
    assert "://" not in text
    assert not re.search(r"(?m)^\s*--(?:index-url|extra-index-url|find-links|trusted-host)", text)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_a_lock_file_has_a_hash_for_every_package(lock: Path) -> None:
    requirements = lock.read_text("utf-8").replace("\\\n", " ").splitlines()
    pinned = [line for line in requirements if line.strip() and not line.startswith("#")]
    assert pinned
    assert [line[:40] for line in pinned if "==" not in line or "--hash=sha256:" not in line] == []


def test_every_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    locked = set(
        re.findall(r"(?m)^([a-z0-9._-]+)(?:\[[a-z,]+\])?==", (ROOT / "requirements" / "run.txt").read_text())
    )
    wanted = {re.split(r"[\[><=~! ]", line, maxsplit=1)[0].lower() for line in project["dependencies"]}
    assert wanted <= locked


def test_no_file_names_a_package_registry() -> None:
    naming = [f"{path}: {host}" for path, text in texts() for host in REGISTRIES if host in text]
    assert naming == []


def test_no_file_names_the_machine_it_was_made_on() -> None:
    places = {str(ROOT), str(Path.home())} - {"/", "/root", "/app", "/src"}
    made_on = re.compile("|".join([*map(re.escape, sorted(places)), "/work/" + "(?:main|shared)"]))
    assert [f"{path}: {found[0]}" for path, text in texts() if (found := made_on.search(text))] == []


def test_no_file_holds_a_secret() -> None:
    secret = re.compile(
        "xox[bp]-[0-9]{9,}-|xapp-1-A[0-9A-Z]{8,}-|gh"
        + "p_[A-Za-z0-9]{36}|-----BEGIN [A-Z ]*PRIVATE KEY-----\n[A-Za-z0-9+/]{40}"
    )
    assert [f"{path}: {found[0][:12]}" for path, text in texts() if (found := secret.search(text))] == []


def test_the_schemas_that_editors_read_are_those_of_the_code() -> None:
    kept = {path.name: json.loads(path.read_text("utf-8")) for path in SCHEMAS.glob("*.json")}
    assert kept == {name: json.loads(json.dumps(content)) for name, content in schemas()}


@pytest.mark.parametrize("file", yaml_files(own_folder()), ids=lambda path: path.name)
def test_every_knowledge_file_names_its_schema(file: Path) -> None:
    first = file.read_text("utf-8").partition("\n")[0]
    named = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    assert named
    assert (file.parent / named[1]).resolve().parent == SCHEMAS.resolve()
    assert (file.parent / named[1]).exists()
