"""Every fault of every knowledge file is told at once, with file, line, value and what was expected."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.knowledge.faults import Fault, KnowledgeError, did_you_mean
from bot.knowledge.folders import digest_of
from bot.knowledge.soundness import faults_of
from bot.knowledge.source import read_knowledge, read_sources
from tests.catalogue import FILE as PLATFORMS

NOT_ITS_TAG = "not valid YAML: a value does not fit its tag"
BOTH = "{ko: 가, en: a}"


def entry(name: str, *more: str, without: str = "") -> list[str]:
    """The lines of a sound Entry: id on line 1, title 2, summary 3, answer 4, utterances 5, sources 6, reviewed 7."""
    lines = [
        f"- id: {name}",
        f"  title: {BOTH}",
        f"  summary: {BOTH}",
        f"  answer: {BOTH}",
        f"  utterances: {{ko: [{name} 가], en: [{name} a]}}",
        "  sources: [{title: a, seen: 2026-11-22}]",
        "  reviewed: 2026-11-22",
        *(f"  {line}" for line in more),
    ]
    return [line for line in lines if not without or not line.startswith(f"  {without}:")]


def step(run: str, *more: str) -> str:
    return "steps: [{" + ", ".join(["id: s", f"does: {BOTH}", f"commands: [{{run: {run}}}]", *more]) + "}]"


def when(condition: str) -> str:
    return f"steps: [{{id: s, does: {BOTH}, commands: [{{run: ls, when: {{{condition}}}}}]}}]"


def signature(name: str, pattern: str, samples: str) -> str:
    return f"{{id: {name}, title: {BOTH}, pattern: {pattern}, samples: [{samples}], cause: {BOTH}}}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A knowledge folder in which every kind of file is sound; ``web.yaml`` is for the test to write."""
    here = tmp_path / "knowledge"
    (here / "entries").mkdir(parents=True)
    # Naming distros is not what most of these tests are about, and reading them takes long.
    write(here / "recipes.yaml", f"- {{id: update, does: {BOTH}, commands: [{{run: ls}}]}}")
    lists = f"{{lists: {{status: pass, says: {BOTH}}}}}"
    write(here / "checks.yaml", f"- {{id: run.ps, title: {BOTH}, facts: [containers], findings: {lists}}}")
    write(here / "entries" / "base.yaml", *entry("docker-ps"))
    return here


def write(path: Path, *lines: str) -> None:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def faults(*folders: Path) -> list[str]:
    """The faults as told, with paths below the first folder."""
    sources = read_sources(folders)
    return [
        str(fault).replace(f"{folders[0]}/", "") for fault in sorted([*sources.faults, *faults_of(sources)])
    ]


def faults_in(folder: Path, *lines: str) -> list[str]:
    write(folder / "entries" / "web.yaml", *lines)
    return faults(folder)


def test_sound_files_have_no_fault(folder: Path) -> None:
    assert (
        faults_in(folder, *entry("web", "steps: [update]", "checks: [run.ps]", "see_also: [docker-ps]")) == []
    )


FAULTY: list[tuple[str, list[str], str]] = [
    (
        "a key that is none, with the nearest one",
        entry("web", "utterence: []"),
        "8: unknown key 'utterence' (did you mean 'utterances'?)",
    ),
    ("a key that is like no other", entry("web", "zzz: 1"), "8: unknown key 'zzz'"),
    ("a key that is missing", entry("web", without="reviewed"), "1: key 'reviewed' is missing"),
    (
        "a missing language",
        [*entry("web", without="title"), "  title: {en: a}"],
        "7: key 'ko' is missing",
    ),
    (
        "a word in place of a list",
        entry("web", "see_also: docker-ps"),
        """8: 'see_also' is "docker-ps": input should be a valid array""",
    ),
    (
        "a number in a list of words",
        entry("web", "see_also: [docker-ps, 3]"),
        "8: item 2 of 'see_also' is 3: input should be a valid string",
    ),
    (
        "a word that is not one of those expected",
        entry("web", f"steps: [{{id: s, does: {BOTH}, commands: [{{run: ls, shell: zsh}}]}}]"),
        """8: 'shell' is "zsh": expected 'sh' or 'powershell'""",
    ),
    (
        "a word in place of a yes or no",
        entry("web", "needs_packages: often"),
        """8: 'needs_packages' is "often": input should be a valid boolean""",
    ),
    (
        "a date that does not exist",
        [*entry("web", without="reviewed"), "  reviewed: 2026-02-30"],
        """7: 'reviewed' is "2026-02-30": input should be a valid date in the format YYYY-MM-DD, """
        "day value is outside expected range",
    ),
    (
        "a long value, cut",
        entry("web", f"needs_packages: {'x' * 80}"),
        f"""8: 'needs_packages' is "{"x" * 59}…: input should be a valid boolean""",
    ),
    (
        "an empty sentence",
        [*entry("web", without="answer"), "  answer: {ko: ' ', en: a}"],
        "7: 'answer' is empty in 'ko'",
    ),
    (
        "no utterance in a language",
        [*entry("web", without="utterances"), "  utterances:", "    ko: [가]", "    en: []"],
        "9: no utterance in 'en'",
    ),
    (
        "a dead see_also",
        entry("web", "see_also: [docker-p]"),
        "8: no Entry 'docker-p' (did you mean 'docker-ps'?)",
    ),
    ("a dead next step", entry("web", "next: nothing-like-it"), "8: no Entry 'nothing-like-it'"),
    ("a dead check", entry("web", "checks: [run.p]"), "8: no check 'run.p' (did you mean 'run.ps'?)"),
    (
        "a recipe that is none",
        entry("web", "steps: [updat]"),
        "8: no step of recipes.yaml 'updat' (did you mean 'update'?)",
    ),
    (
        "a refusal that leads nowhere",
        entry("web", f"refusals: [{{when: {{}}, reason: {BOTH}, alternative: {BOTH}, entry: docker-pz}}]"),
        "8: no Entry 'docker-pz' (did you mean 'docker-ps'?)",
    ),
    (
        "a step without a command",
        entry("web", f"steps: [{{id: s, does: {BOTH}, commands: []}}]"),
        "8: step 's' has no command",
    ),
    (
        "a command that does not paste",
        entry("web", step("'$ docker ps'")),
        "8: unsafe to paste: begins with a prompt",
    ),
    (
        "a command that nobody should be told",
        entry("web", step("sudo chmod 666 /var/run/docker.sock", "needs_root: true")),
        "8: unsafe to paste: opens a file to everybody",
    ),
    (
        "root that is not said",
        entry("web", step("sudo ls")),
        "8: step 's' uses sudo: say needs_root: true",
    ),
    (
        "root that is said and not asked for",
        entry("web", step("ls", "needs_root: true")),
        "8: step 's' says needs_root, but no command of it asks for root",
    ),
    (
        "the docker group given without saying so",
        entry("web", step("sudo usermod -aG docker mina", "needs_root: true")),
        "8: step 's' gives the docker group: say grants_root: true",
    ),
    (
        "a pattern that RE2 cannot read",
        entry("web", f"signatures: [{signature('web_error', '(?=a)', 'a')}]"),
        "8: not a regular expression of RE2 (no look-around): invalid perl operator: (?=",
    ),
    (
        "a signature without a sample",
        entry("web", f"signatures: [{signature('web_error', 'a', '')}]"),
        "8: signature 'web_error' has no sample",
    ),
    (
        "a sample that its pattern does not match",
        entry("web", "signatures:", f"  - {signature('web_error', 'abc', 'abc, abd')}"),
        "9: pattern of 'web_error' does not match this sample",
    ),
    (
        "a signature of two places",
        entry("web", "signatures:", f"  - {signature('e', 'a', 'a')}", f"  - {signature('e', 'b', 'b')}"),
        "10: signature 'e' is 'web''s too",
    ),
    (
        "a row of another length than its table",
        entry(
            "web",
            f"tables: [{{title: {BOTH}, columns: [{BOTH}], rows: [[{BOTH}], [{BOTH}, {BOTH}]], attribution: {BOTH}}}]",
        ),
        "8: a row of 2 cells under 1 columns",
    ),
    (
        "an id that no program could name",
        entry("Web 1"),
        "1: id 'Web 1': expected words of a-z and 0-9 joined by '-', and not 'none'",
    ),
    (
        "the id that means no Entry",
        entry("none"),
        "1: id 'none': expected words of a-z and 0-9 joined by '-', and not 'none'",
    ),
    (
        "a key that stands twice",
        entry("web", "see_also: []", "see_also: []"),
        "9: key 'see_also' stands twice here",
    ),
    ("an Entry that is no Entry", ["- web"], """1: item 1 of the file is "web": input should be an object"""),
    (
        "a file that is no list",
        ["id: web"],
        """1: the file is {"id": "web"}: input should be a valid array""",
    ),
    (
        "a bracket that is not closed",
        ["- id: web", "  title: {ko: a", "- id: b"],
        "3: not valid YAML: did not find expected ',' or '}'",
    ),
    (
        "a tab for indentation",
        ["- id: web", "\ttitle: a"],
        "2: not valid YAML: found a tab character that violates indentation",
    ),
    (
        "a control character",
        ["- id: web", "  title: a\x01b"],
        "2: not valid YAML: control characters are not allowed",
    ),
    ("an alias of nothing", ["- id: web", "  title: *nothing"], "2: not valid YAML: found undefined alias"),
    (
        "an alias inside what it repeats",
        ["- &web {id: *web}"],
        "1: an alias (*) stands inside what it repeats",
    ),
    (
        "a value that does not fit its tag",
        ["- id: !!int web"],
        f"1: {NOT_ITS_TAG}",
    ),
    (
        "a key that is a list",
        ["- id: web", "  {a: b}: c"],
        "2: a key is no single word; quote text that begins with { or [",
    ),
    ("a number of thousands of digits", ["- id: 1:" + "59:" * 3_000 + "1"], f"1: {NOT_ITS_TAG}"),
    ("a key of bytes", ["- ? !!binary aGk=", "  : x"], f"1: {NOT_ITS_TAG}"),
    ("lists without end", ["", "[" * 100_000], "2: nested 50 levels deep or more"),
    ("mappings without end", ["{a: " * 100_000], "1: nested 50 levels deep or more"),
    ("items without end", ["- " * 100_000 + "x"], "1: nested 50 levels deep or more"),
    ("only a remark", ["# nothing yet"], "1: the file is empty"),
]


@pytest.mark.parametrize(("lines", "fault"), [case[1:] for case in FAULTY], ids=[case[0] for case in FAULTY])
def test_a_fault_is_told_with_its_line(folder: Path, lines: list[str], fault: str) -> None:
    assert faults_in(folder, *lines) == [f"entries/web.yaml:{fault}"]


def test_an_empty_file_is_told(folder: Path) -> None:
    (folder / "entries" / "web.yaml").touch()
    assert faults(folder) == ["entries/web.yaml:1: the file is empty"]


def test_a_file_that_is_not_utf_8_is_told(folder: Path) -> None:
    (folder / "entries" / "web.yaml").write_bytes("- id: 도커".encode("cp949"))
    assert faults(folder) == ["entries/web.yaml:1: not UTF-8 at byte 6: save the file as UTF-8"]


def test_a_folder_named_like_a_file_is_told(folder: Path) -> None:
    (folder / "entries" / "web.yaml").mkdir()
    assert faults(folder) == ["entries/web.yaml:1: cannot be read: Is a directory"]


def test_a_file_that_grows_without_end_through_aliases_is_told(folder: Path) -> None:
    lines = ["- &a0 [x, x]", *(f"- &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 30))]
    assert faults_in(folder, *lines) == [
        "entries/web.yaml:1: its aliases make it too large: write out what they repeat"
    ]


def test_a_file_that_nests_without_end_through_aliases_is_told(folder: Path) -> None:
    lines = ["- &a0 [x]", *(f"- &a{n} [*a{n - 1}]" for n in range(1, 5_000))]
    assert faults_in(folder, *lines) == [
        "entries/web.yaml:1: its aliases make it too large: write out what they repeat"
    ]


def test_an_alias_that_repeats_a_step_is_sound(folder: Path) -> None:
    first = entry("web", f"steps: [&list {{id: s, does: {BOTH}, commands: [{{run: ls}}]}}]")
    assert faults_in(folder, *first, *entry("db", "steps: [*list]")) == []


def test_an_id_that_stands_twice_names_the_first_place(folder: Path) -> None:
    assert faults_in(folder, "", *entry("docker-ps")) == [
        f"entries/web.yaml:2: Entry 'docker-ps' stands twice; first at {folder}/entries/base.yaml:1".replace(
            f"{folder}/", ""
        )
    ]


def test_an_utterance_of_two_entries_is_told_however_it_is_written(folder: Path) -> None:
    lines = [
        *entry("web", without="utterances"),
        "  utterances:",
        "    ko: [가]",
        "    en: [b, 'Docker-PS  A?']",
    ]
    assert faults_in(folder, *lines) == [
        "entries/web.yaml:9: 'Docker-PS  A?' is an utterance of 'docker-ps' too"
    ]


def test_a_missing_picture_is_told_with_each_of_its_files(folder: Path) -> None:
    lines = entry("web", "pictures:", f"  - {{name: path, alt: {BOTH}}}")
    assert faults_in(folder, *lines) == [
        f"entries/web.yaml:9: picture 'path.{ending}' is missing in the folder pictures"
        for ending in ("en.png", "en.svg", "ko.png", "ko.svg")
    ]


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
    write(folder / "checks.yaml", "- {id: run.ps}")
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
        shutil.copy(PLATFORMS, folder)
        assert faults_in(folder, *entry("web", when(condition))) == [f"entries/web.yaml:8: {fault}"]

    def test_a_sound_folder_is_knowledge(self, folder: Path) -> None:
        shutil.copy(PLATFORMS, folder)
        write(
            folder / "entries" / "web.yaml",
            *entry("web", when("distro: [apt], arch: [arm64]"), "next: docker-ps"),
        )
        knowledge = read_knowledge([folder])
        assert list(knowledge.entries) == ["docker-ps", "web"]
        assert [step.id for step in knowledge.steps(["update"])] == ["update"]
        assert knowledge.digest == digest_of([folder])
