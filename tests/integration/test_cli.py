"""The real program, started as people start it, with a folder of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
KEYS = {
    *("outcome", "entry", "score", "margin", "candidates", "language", "platform", "text", "commands", "why")
}
PLATFORM_KEYS = {"arch", "distro", "release", "from"}
COMMAND_KEYS = {"run", "shell", "needs_root", "note"}
SOUND = (
    "- id: vpn\n  title: {ko: VPN, en: VPN}\n  summary: {ko: 가, en: a}\n  answer: {ko: 가, en: a}\n"
    "  utterances: {ko: [회사 브이피엔 어떻게 켜요], en: [how do I switch our vpn on]}\n"
    "  sources: [{title: Team wiki, seen: 2026-11-22}]\n  reviewed: 2026-11-22\n"
)


class Program:
    """Runs ``python -m bot`` and keeps its SETUPBOT_HOME from one run to the next."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def run(
        self, *arguments: str, typed: str | bytes = "", **environ: str
    ) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            input=typed if isinstance(typed, bytes) else typed.encode(),
            capture_output=True,
            cwd=ROOT,
            env={"PATH": os.environ["PATH"], "SETUPBOT_HOME": str(self.home), "LANG": "C.UTF-8", **environ},
            check=False,
        )
        return subprocess.CompletedProcess(
            done.args, done.returncode, done.stdout.decode(), done.stderr.decode()
        )

    def ask(self, *arguments: str, typed: str | bytes = "", code: int = 0) -> dict[str, Any]:
        done = self.run("ask", "--json", *arguments, typed=typed)
        assert done.returncode == code, done.stderr
        printed: dict[str, Any] = json.loads(done.stdout)
        return printed


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """One home for all tests here, so that the knowledge is learnt once."""
    made = Program(tmp_path_factory.mktemp("setupbot"))
    made.run("kb", "list")
    return made


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A knowledge folder of a team, with one Entry."""
    folder = tmp_path_factory.mktemp("team")
    (folder / "team.yaml").write_text(SOUND)
    return folder


def test_an_answer_ends_with_zero(program: Program) -> None:
    done = program.run("ask", "how do I fix permission denied on the docker socket")
    assert done.returncode == 0
    assert "usermod" in done.stdout
    assert done.stderr == ""


def test_no_answer_ends_with_one(program: Program) -> None:
    done = program.run("ask", "점심 뭐 먹지")
    assert done.returncode == 1
    assert done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask", "--arch", "z80", "docker ps"],
        ["ask", "--os", "plan9", "docker ps"],
        ["ask", "--lang", "fr", "docker ps"],
        ["ask", "--no-such-flag"],
        ["no-such-command"],
        ["eval"],
        ["eval", "no-such-file.jsonl"],
        ["kb", "show", "no-such-entry"],
        ["kb", "show"],
    ],
)
def test_wrong_usage_ends_with_two_and_a_word_on_standard_error(
    program: Program, arguments: list[str]
) -> None:
    done = program.run(*arguments)
    assert done.returncode == 2
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr


def test_wrong_settings_are_told_all_at_once(program: Program) -> None:
    done = program.run(
        "ask", "docker ps", PORT="x", SETUPBOT_KNOWLEDGE="/no/such", SLACK_BOT_TOKEN="hunter22"
    )
    assert done.returncode == 2
    assert [line.partition(":")[0] for line in done.stderr.splitlines()[1:]] == [
        "- PORT",
        "- SETUPBOT_KNOWLEDGE",
        "- SLACK_BOT_TOKEN",
    ]
    assert "hunter22" not in done.stderr


def test_an_answer_as_json_has_the_keys_of_the_contract(program: Program) -> None:
    printed = program.ask("--os", "ubuntu:noble", "how do I run docker without sudo")
    assert set(printed) == KEYS
    assert (printed["outcome"], printed["entry"]) == ("answer", "docker-permission-denied")
    assert printed["language"] == "en"
    assert 0 < printed["score"] <= 1
    assert 0 < printed["margin"] <= 1
    assert 1 <= len(printed["candidates"]) <= 3
    assert all(set(candidate) == {"entry", "title", "score"} for candidate in printed["candidates"])
    assert set(printed["platform"]) == PLATFORM_KEYS
    assert printed["platform"]["distro"] == "ubuntu"
    assert printed["platform"]["from"] == {"arch": None, "distro": "flag", "release": "flag"}
    assert printed["text"].startswith("## ")
    assert printed["commands"]
    assert all(set(command) >= COMMAND_KEYS for command in printed["commands"])
    assert printed["why"]


@pytest.mark.parametrize(("text", "outcome"), [("점심 뭐 먹지", "abstain"), ("", "abstain")])
def test_no_answer_as_json_has_the_same_keys(program: Program, text: str, outcome: str) -> None:
    printed = program.ask(text, code=1)
    assert set(printed) == KEYS
    assert (printed["outcome"], printed["entry"], printed["commands"]) == (outcome, None, [])


def test_the_question_is_read_from_standard_input(program: Program) -> None:
    pasted = "$ docker ps\nCannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?\n"
    assert program.ask(typed=pasted)["entry"] == "docker-daemon-not-running"


def test_bytes_that_are_no_text_are_no_crash(program: Program) -> None:
    program.ask(typed=b"\xff\xfe\x00\x80", code=1)


def test_words_need_no_quotes(program: Program) -> None:
    assert program.ask("도커", "설치", "방법")["entry"] == "docker-install-ubuntu"


def test_the_machine_named_in_the_question_decides_the_commands(program: Program) -> None:
    printed = program.ask("how do I add the repo on my raspberry pi zero")
    assert printed["platform"]["arch"] == "armv6"
    assert "ARMv6" in printed["text"]


def test_flags_name_the_machine_and_the_language(program: Program) -> None:
    printed = program.ask("--arch", "aarch64", "--os", "fedora:43", "--lang", "ko", "install docker engine")
    assert printed["language"] == "ko"
    assert (printed["platform"]["arch"], printed["platform"]["release"]) == ("arm64", "43")
    assert any("dnf" in command["run"] for command in printed["commands"])


def test_the_same_question_gets_the_same_answer(program: Program) -> None:
    assert program.ask("docker ps") == program.ask("docker ps")


def test_chat_answers_line_by_line(program: Program) -> None:
    done = program.run("chat", typed="docker ps\n/quit\n")
    assert done.returncode == 0
    assert "docker ps" in done.stdout


def test_the_shipped_knowledge_has_no_fault(program: Program) -> None:
    done = program.run("kb", "check")
    assert done.returncode == 0
    assert "no fault" in done.stdout


def test_all_faults_of_a_folder_are_printed_at_once(program: Program, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(SOUND.replace("utterances", "utterence") + "  see_also: [docker-p]\n")
    (tmp_path / "b.yaml").write_text("- {\n")
    done = program.run("kb", "check", str(tmp_path))
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        f"{tmp_path}/a.yaml:1: key 'utterances' is missing",
        f"{tmp_path}/a.yaml:5: unknown key 'utterence' (did you mean 'utterances'?)",
        f"{tmp_path}/b.yaml:2: not valid YAML: did not find expected node content",
    ]
    assert "3 faults" in done.stderr


def test_a_sound_folder_has_no_fault(program: Program, team: Path) -> None:
    assert program.run("kb", "check", str(team)).returncode == 0


def test_a_folder_of_the_team_adds_an_entry(program: Program, team: Path) -> None:
    done = program.run("ask", "--json", "회사 브이피엔 어떻게 켜요", SETUPBOT_KNOWLEDGE=str(team))
    assert json.loads(done.stdout)["entry"] == "vpn"
    assert "VPN" in program.run("kb", "show", "vpn", SETUPBOT_KNOWLEDGE=str(team)).stdout


def test_kb_list_names_every_entry(program: Program) -> None:
    done = program.run("kb", "list", "--lang", "en")
    names = [line.split()[0] for line in done.stdout.splitlines()]
    assert len(names) == len(set(names)) >= 36
    assert "docker-gpu" in names


def test_kb_show_renders_an_entry_for_a_machine(program: Program) -> None:
    done = program.run(
        "kb", "show", "docker-install-engine", "--os", "fedora", "--arch", "arm64", "--lang", "ko"
    )
    assert done.returncode == 0
    assert "dnf" in done.stdout
    assert "apt-get" not in done.stdout


def test_kb_schema_is_that_of_entries(program: Program) -> None:
    schema = json.loads(program.run("kb", "schema").stdout)
    assert schema["$defs"]["Entry"]["additionalProperties"] is False


def test_kb_schema_writes_every_kind_to_a_folder(program: Program, tmp_path: Path) -> None:
    done = program.run("kb", "schema", "--to", str(tmp_path / "schema"))
    assert done.returncode == 0
    assert {path.name for path in (tmp_path / "schema").iterdir()} >= {"entries.json", "vocabulary.json"}


def test_eval_scores_and_writes_its_predictions(program: Program, tmp_path: Path) -> None:
    questions, predictions = tmp_path / "rows.jsonl", tmp_path / "out.jsonl"
    rows = [
        {"q": "docker ps", "label": "docker-ps", "lang": "en", "kind": "title"},
        {"q": "점심 뭐 먹지", "label": "none", "also": [], "lang": "ko", "kind": "sentence"},
    ]
    questions.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
    done = program.run("eval", str(questions), "--predictions", str(predictions), "--json")
    assert done.returncode == 0, done.stderr
    printed = json.loads(done.stdout)
    assert printed["rows"] == 2
    assert printed["groups"]["strict"]["right"] == 1.0
    assert printed["groups"]["strict"]["false"] == 0.0
    written = [json.loads(line) for line in predictions.read_text().splitlines()]
    assert [set(row) >= {"q", "label", "outcome", "entry", "candidates"} for row in written] == [True, True]
    assert [row["entry"] for row in written] == ["docker-ps", None]


def test_eval_prints_a_table(program: Program, tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").write_text(
        '{"q": "docker ps", "label": "docker-ps", "lang": "en", "kind": "title"}'
    )
    done = program.run("eval", str(tmp_path / "rows.jsonl"))
    assert done.returncode == 0
    assert done.stdout.splitlines()[0].split()[0] == "group"
    assert "en/title" in done.stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_one_line_to_put_into_the_shells_file(program: Program, shell: str) -> None:
    done = program.run("completion", shell)
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == 1
    assert f"{shell}_source" in done.stdout


def test_the_shell_is_told_the_commands(program: Program) -> None:
    environ = {"_SETUPBOT_COMPLETE": "bash_complete", "COMP_WORDS": "setupbot ", "COMP_CWORD": "1"}
    code = "from bot.__main__ import ATTACHED; from bot.cli.app import make_cli; make_cli(ATTACHED)(prog_name='setupbot')"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "SETUPBOT_HOME": str(program.home), **environ},
        capture_output=True,
        text=True,
        check=False,
    )
    assert {"plain,ask", "plain,chat", "plain,serve"} <= set(done.stdout.split())


def test_help_lists_every_command(program: Program) -> None:
    done = program.run("--help")
    assert done.returncode == 0
    assert all(
        f"  {name} " in done.stdout for name in ("ask", "chat", "eval", "kb", "serve", "worker", "migrate")
    )


def test_a_second_start_reads_the_kept_knowledge(program: Program) -> None:
    program.run("ask", "docker ps")
    kept = {path: path.stat().st_mtime_ns for path in program.home.rglob("*.knowledge")}
    program.run("ask", "docker ps")
    assert {path: path.stat().st_mtime_ns for path in program.home.rglob("*.knowledge")} == kept


def test_a_broken_kept_file_is_made_anew(program: Program, tmp_path: Path) -> None:
    expected = program.ask("docker ps")
    kept = [tmp_path / path.relative_to(program.home) for path in program.home.rglob("*.knowledge")]
    kept[0].parent.mkdir(parents=True)
    for path in kept:
        path.write_bytes(b"broken")
    assert Program(tmp_path).ask("docker ps") == expected
    assert any(path.read_bytes() != b"broken" for path in kept)


def test_a_home_that_cannot_be_written_still_answers(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = Program(tmp_path / "file" / "home").run("ask", "docker ps")
    assert done.returncode == 0
