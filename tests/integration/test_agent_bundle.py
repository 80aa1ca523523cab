"""The agent's one file: the same bytes from the same inputs, and it runs on its own wherever it may unpack itself."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import agent
from agent.bundling.build import NAME, ROOT, build
from agent.bundling.oldest import MISSING
from agent.bundling.oldest import NAME as OLDEST

BUILT = ROOT / "build" / NAME
PACKAGES = ROOT / "build" / "agent-packages"
OLD_PYTHON = ROOT / "build" / OLDEST / "bin" / "python"

needs_build = pytest.mark.skipif(not BUILT.exists(), reason="`make agent` has built nothing here")
pytestmark = needs_build


@pytest.fixture(params=["this Python", "Python 3.8"])
def python(request: pytest.FixtureRequest) -> str:
    if request.param == "this Python":
        return sys.executable
    if not OLD_PYTHON.exists():
        pytest.skip(MISSING)
    return str(OLD_PYTHON)


def run(python: str, archive: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [python, "-I", str(archive), *words],
        env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def copy_of_the_tree(folder: Path, *, touched: int, mode: int) -> tuple[Path, Path]:
    """The same packages and agent at another place, of another age, with another umask, and run before."""
    packages, source = folder / "packages", folder / "agent"
    shutil.copytree(PACKAGES, packages)
    shutil.copytree(
        Path(agent.__file__).parent, source, ignore=shutil.ignore_patterns("tests", "__pycache__")
    )
    (source / "__pycache__").mkdir()
    (source / "__pycache__" / "cli.cpython-38.pyc").write_bytes(folder.name.encode())
    for path in folder.rglob("*"):
        os.utime(path, (touched, touched))
        if path.is_file():
            path.chmod(mode)
    return packages, source


def test_two_builds_from_two_folders_at_two_times_are_the_same_bytes(tmp_path: Path) -> None:
    made = []
    for name, touched, mode in (("one", 1_000_000_000, 0o644), ("another place", 1_700_000_000, 0o755)):
        packages, source = copy_of_the_tree(tmp_path / name, touched=touched, mode=mode)
        made.append(build(packages, tmp_path / name / "out" / NAME, source))
    one, other = made
    assert one.read_bytes() == other.read_bytes()
    assert one.read_bytes() == BUILT.read_bytes(), "make agent has not built what is in the tree"


def test_its_sha256_stands_beside_it() -> None:
    digest, name = BUILT.with_name(f"{NAME}.sha256").read_text("utf-8").split()
    assert (digest, name) == (hashlib.sha256(BUILT.read_bytes()).hexdigest(), NAME)


def test_it_holds_nothing_of_one_machine_or_one_python() -> None:
    with zipfile.ZipFile(BUILT) as archive:
        names = archive.namelist()
        contents = b"".join(archive.read(name) for name in names)
    assert names == sorted(names)
    assert not [name for name in names if name.endswith((".so", ".pyc", ".pyd", "RECORD")) or "tests" in name]
    assert str(ROOT).encode() not in contents


def test_it_reads_no_more_certificates_at_its_start_than_it_must() -> None:
    with zipfile.ZipFile(BUILT) as archive:
        bundle = archive.read("site-packages/certifi/cacert.pem").decode()
    assert bundle.count("BEGIN CERTIFICATE") == bundle.count("END CERTIFICATE") == 1


def test_it_carries_the_licences_of_what_it_carries() -> None:
    with zipfile.ZipFile(BUILT) as archive:
        names = archive.namelist()
    packages = {
        name.split("/")[1] for name in names if name.startswith("site-packages/") and "dist-info" in name
    }
    licensed = {name.split("/")[1] for name in names if "dist-info" in name and "LICEN" in name.upper()}
    assert len(packages) > 4
    assert packages == licensed


def test_it_observes_and_unpacks_itself_once(tmp_path: Path, python: str) -> None:
    home, cache = tmp_path / "home", tmp_path / "cache"
    words = [
        "--home",
        str(home),
        "once",
        "--json",
        "--facts",
        "os_release,kernel,api_ping",
        "--level",
        "docker",
    ]
    first = run(python, BUILT, *words, CACHE_DIRECTORY=str(cache))
    assert first.returncode == 0, first.stderr
    facts = json.loads(first.stdout)["facts"]
    assert facts["kernel"]["value"]["release"]
    assert "failure" in facts["api_ping"]["value"]  # the docker SDK was there to try
    assert first.stderr == ""
    (unpacked,) = [path for path in cache.iterdir() if path.is_dir()]
    before = {path: path.stat().st_mtime_ns for path in unpacked.rglob("*.py")}
    assert run(python, BUILT, *words, CACHE_DIRECTORY=str(cache)).returncode == 0
    assert {path: path.stat().st_mtime_ns for path in unpacked.rglob("*.py")} == before


def test_it_runs_from_the_archive_where_others_could_change_what_it_unpacks(
    tmp_path: Path, python: str
) -> None:
    cache = tmp_path / "cache"
    cache.mkdir()
    cache.chmod(0o777)
    words = ["--home", str(tmp_path / "home"), "once", "--json", "--facts", "api_ping", "--level", "docker"]
    done = run(python, BUILT, *words, CACHE_DIRECTORY=str(cache))
    assert done.returncode == 0, done.stderr
    assert "failure" in json.loads(done.stdout)["facts"]["api_ping"]["value"]
    assert list(cache.iterdir()) == []


def test_it_says_what_to_type_as_it_was_called(tmp_path: Path, python: str) -> None:
    done = run(
        python, BUILT, "--home", str(tmp_path), "--lang", "ko", "run", CACHE_DIRECTORY=str(tmp_path / "c")
    )
    assert done.returncode == 2
    assert f"python3 {BUILT} enroll https://" in done.stderr


def test_a_python_that_is_too_old_is_told_so(tmp_path: Path) -> None:
    start = (ROOT / "agent" / "bundling" / "start.py").read_text("utf-8")
    pretended = start.replace("sys.version_info < OLDEST", "(3, 6) < OLDEST")
    assert pretended != start
    (tmp_path / "start.py").write_text(pretended, "utf-8")
    done = subprocess.run(
        [sys.executable, str(tmp_path / "start.py")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "needs Python 3.8 or newer" in done.stderr
