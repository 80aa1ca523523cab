"""All faults of all knowledge files are told at once; a later folder replaces what an earlier one names."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.knowledge.faults import Fault, KnowledgeError, did_you_mean
from bot.knowledge.folders import digest_of
from bot.knowledge.soundness import faults_of
from bot.knowledge.source import read_knowledge, read_sources
from tests.catalogue import NAMING_NO_ENTRY
from tests.knowledge_folder import BOTH, entry, faults, faults_in, when, write


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        (
            ["- {id: c, ko: [가], pattern: '('}"],
            "1: not a regular expression: missing ), unterminated subpattern at position 0",
        ),
        (["- {id: c, en: ['!']}"], "1: '!' has no letter to be found by"),
        (
            ["- {id: c, en: [a]}", "- {id: c, en: [b]}"],
            "2: concept 'c' stands twice; first at vocabulary.yaml:1",
        ),
        (["- {id: c, fr: [a]}"], "1: unknown key 'fr'"),
    ],
)
def test_a_fault_of_the_vocabulary_is_told(folder: Path, lines: list[str], fault: str) -> None:
    write(folder / "vocabulary.yaml", *lines)
    assert faults(folder) == [f"vocabulary.yaml:{fault}"]


def test_faults_of_recipes_off_topic_lines_and_checks_are_told(folder: Path) -> None:
    write(folder / "recipes.yaml", f"- {{id: update, does: {BOTH}, commands: [{{run: sudo ls}}]}}")
    write(folder / "off_topic.yaml", "food:", "  ko: 점심")
    write(folder / "checks.yaml", "- {id: run.ps, facts: [], findings: {}}")
    assert faults(folder) == [
        "checks.yaml:1: key 'title' is missing",
        """off_topic.yaml:2: 'ko' is "점심": input should be a valid array""",
        "recipes.yaml:1: step 'update' uses sudo: say needs_root: true",
    ]


def test_all_faults_of_all_files_are_told_at_once_in_order(folder: Path) -> None:
    write(folder / "entries" / "db.yaml", *entry("db", "see_also: [docker-p]", "zzz: 1", without="title"))
    write(folder / "entries" / "cache.yaml", *entry("cache", "next: docker-p", "checks: [run.p]"))
    write(folder / "entries" / "broken.yaml", "- {")
    assert faults(folder) == [
        "entries/broken.yaml:2: not valid YAML: did not find expected node content",
        "entries/cache.yaml:8: no Entry 'docker-p' (did you mean 'docker-ps'?)",
        "entries/cache.yaml:9: no check 'run.p' (did you mean 'run.ps'?)",
        "entries/db.yaml:1: key 'title' is missing",
        "entries/db.yaml:8: unknown key 'zzz'",
    ]


def test_a_folder_that_is_not_there_is_told(folder: Path, tmp_path: Path) -> None:
    missing = tmp_path / "no-such"
    assert faults(folder, missing) == [
        f"{missing}:1: no such folder; SETUPBOT_KNOWLEDGE names folders of YAML files"
    ]


def test_a_file_that_would_never_be_read_is_told(folder: Path) -> None:
    write(folder / "entries" / "web.yml", *entry("web"))
    write(folder / "ours.YAML", *entry("ours"))
    assert faults(folder) == [
        "entries/web.yml:1: is not read: name it web.yaml",
        "ours.YAML:1: is not read: name it ours.yaml",
    ]


def test_a_later_folder_replaces_an_entry_by_its_id(folder: Path, tmp_path: Path) -> None:
    team = tmp_path / "team"
    team.mkdir()
    write(team / "ours.yaml", *entry("docker-ps", "needs_packages: true"), *entry("vpn"))
    sources = read_sources([folder, team])
    assert [*sources.faults, *faults_of(sources)] == []
    assert sources.entries["docker-ps"].value.needs_packages
    assert list(sources.entries) == ["docker-ps", "vpn"]


def test_a_later_folder_replaces_recipes_and_concepts_too(folder: Path, tmp_path: Path) -> None:
    team = tmp_path / "team"
    team.mkdir()
    write(folder / "vocabulary.yaml", "- {id: c, en: [a]}")
    write(team / "vocabulary.yaml", "- {id: c, en: [b]}")
    write(team / "recipes.yaml", f"- {{id: update, does: {BOTH}, commands: [{{run: df}}]}}")
    sources = read_sources([folder, team])
    assert sources.concepts["c"].value.en == ("b",)
    assert sources.recipes["update"].value.commands[0].run == "df"


def test_without_platforms_the_knowledge_is_not_used(folder: Path) -> None:
    with pytest.raises(KnowledgeError) as told:
        read_knowledge([folder])
    assert (
        told.value.user_message == f"The knowledge base has 1 fault:\n{folder}:1: platforms.yaml is missing"
    )


def test_faults_count_themselves_and_are_sorted_by_place() -> None:
    error = KnowledgeError(
        [Fault(Path("b.yaml"), 1, "x"), Fault(Path("a.yaml"), 9, "y"), Fault(Path("a.yaml"), 2, "z")]
    )
    assert error.user_message.splitlines() == [
        "The knowledge base has 3 faults:",
        "a.yaml:2: z",
        "a.yaml:9: y",
        "b.yaml:1: x",
    ]


@pytest.mark.parametrize(
    ("wrong", "meant"), [("utterence", " (did you mean 'utterances'?)"), ("zzz", ""), ("", "")]
)
def test_only_a_word_that_is_near_is_proposed(wrong: str, meant: str) -> None:
    assert did_you_mean(wrong, ["utterances", "title"]) == meant


def test_a_file_that_cannot_be_read_is_no_failure_of_the_digest(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert len(digest_of([folder])) == 64


def test_the_digest_changes_with_any_byte_and_name(folder: Path) -> None:
    first = digest_of([folder])
    assert digest_of([folder]) == first
    write(folder / "entries" / "web.yaml", "# a")
    second = digest_of([folder])
    (folder / "entries" / "web.yaml").rename(folder / "entries" / "db.yaml")
    assert len({first, second, digest_of([folder])}) == 3


class TestWithPlatforms:
    """Conditions are held against ``platforms.yaml``."""

    @pytest.mark.parametrize(
        ("condition", "fault"),
        [
            ("arch: [arm65]", "no arch 'arm65' (did you mean 'arm64'?)"),
            ("distro: [ubunto]", "no distro 'ubunto' (did you mean 'ubuntu'?)"),
            ("distro: [ubuntu], release: [nobel]", "no release 'nobel' (did you mean 'noble'?)"),
            ("release: [noble]", "a release needs its distro beside it"),
        ],
    )
    def test_a_condition_on_a_platform_that_is_none_is_told(
        self, folder: Path, condition: str, fault: str
    ) -> None:
        write(folder / "platforms.yaml", NAMING_NO_ENTRY)
        assert faults_in(folder, *entry("web", when(condition))) == [f"entries/web.yaml:8: {fault}"]

    def test_a_sound_folder_is_knowledge(self, folder: Path) -> None:
        write(folder / "platforms.yaml", NAMING_NO_ENTRY)
        write(
            folder / "entries" / "web.yaml",
            *entry("web", when("distro: [apt], arch: [arm64]"), "next: docker-ps"),
        )
        knowledge = read_knowledge([folder])
        assert list(knowledge.entries) == ["docker-ps", "web"]
        assert [step.id for step in knowledge.steps(["update"])] == ["update"]
        assert knowledge.digest == digest_of([folder])
