"""What the real program says of knowledge: checked, listed, scored and kept."""

from __future__ import annotations

import json
from pathlib import Path

from tests.program import SOUND, Program


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
