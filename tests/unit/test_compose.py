"""An Answer has the Entry's sentences in one language and its commands for one Platform."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.answering.compose import compose
from bot.answering.model import Answer, Link, Match, ShownCommand, ShownPicture, ShownTable
from bot.knowledge.model import Command, Entry, Language, When
from bot.platforms.model import Known, Platform
from tests.small_knowledge import INSTALL, LIST, SMALL, SOURCES, TYPES, step


def on(distro: str = "", arch: str = "", release: str = "") -> Platform:
    def known(value: str) -> Known | None:
        return Known(value=value, origin="flag") if value else None

    return Platform(arch=known(arch), distro=known(distro), release=known(release))


def made(entry: Entry, platform: Platform | None = None, language: Language = "en", **match: str) -> Answer:
    found = (
        Match(entry=entry.id, score=1.0, margin=1.0, candidates=(), why=(), signature=match["signature"])
        if match
        else None
    )
    return compose(SMALL, entry, platform or Platform(), language, found)


def runs(answer: Answer) -> list[str]:
    return [command.run for command in answer.commands]


@pytest.mark.parametrize(("language", "summary"), [("en", "summary in English"), ("ko", "summary 한국어")])
def test_sentences_are_in_the_language_asked_for(language: Language, summary: str) -> None:
    answer = made(INSTALL, language=language)
    assert answer.summary == summary
    assert answer.language == language


@pytest.mark.parametrize(
    ("platform", "run"),
    [
        (on(), "sudo apt-get install -y docker-ce"),
        (on("fedora"), "sudo dnf -y install docker-ce"),
        (on("ubuntu", "armhf"), "sudo apt-get install -y docker-ce:armhf"),
        (on("ubuntu", "arm64"), "sudo apt-get install -y docker-ce"),
        (on("fedora", "armhf"), "sudo dnf -y install docker-ce"),
    ],
)
def test_the_first_command_that_fits_the_platform_is_shown(platform: Platform, run: str) -> None:
    assert runs(made(replace(INSTALL, needs_packages=False), platform))[1] == run


def test_a_step_without_a_command_for_the_platform_is_left_out() -> None:
    assert len(made(INSTALL).commands) == 2


def test_a_named_step_is_that_of_the_recipes() -> None:
    assert made(INSTALL).commands[0] == ShownCommand(
        does="update in English",
        run="sudo apt-get update",
        shell="sh",
        needs_root=True,
        grants_root=False,
        expect="",
        note="",
    )


@pytest.mark.parametrize(
    ("command", "needs_root"),
    [
        (Command(run="sudo ls"), True),
        (Command(run="ls"), False),
        (Command(run="wsl --install", shell="powershell"), True),
    ],
)
def test_root_is_said_only_where_the_chosen_command_asks_for_it(command: Command, needs_root: bool) -> None:
    entry = replace(LIST, steps=(step("one", command, needs_root=True),))
    assert made(entry).commands[0].needs_root is needs_root


def test_rights_equal_to_root_are_said() -> None:
    entry = replace(LIST, steps=(step("group", Command(run="sudo usermod"), grants_root=True),))
    assert made(entry).commands[0].grants_root


def test_an_entrys_own_refusal_gives_reason_and_alternative_and_no_command() -> None:
    answer = made(INSTALL, on("alpine"), "ko")
    assert answer.refusal == ("reason 한국어", "alternative 한국어")
    assert answer.commands == ()
    assert answer.see_also[0].entry == "list"


def test_what_docker_does_not_publish_is_refused_with_its_reason() -> None:
    answer = made(replace(INSTALL, refusals=()), on("macos"))
    assert answer.refusal is not None
    assert all(answer.refusal)
    assert answer.commands == ()


def test_an_entry_that_needs_no_packages_is_not_refused() -> None:
    assert runs(made(LIST, on("macos"))) == ["docker ps"]


def test_where_packages_are_frozen_the_answer_says_so_and_gives_them() -> None:
    answer = made(INSTALL, on("raspbian", "armv6"))
    assert answer.refusal is None
    assert any("ARMv6" in notice for notice in answer.notices)
    assert answer.commands


def test_where_the_commands_differ_by_distro_the_machine_they_are_for_is_said() -> None:
    assert made(INSTALL, on("ubuntu", "amd64", "noble")).notices == ("For Ubuntu 24.04 · amd64 (x86-64).",)


def test_an_assumed_distro_is_said() -> None:
    (notice,) = made(INSTALL).notices
    assert "Ubuntu" in notice


def test_where_the_commands_are_the_same_everywhere_no_machine_is_said() -> None:
    assert made(LIST).notices == ()
    assert made(LIST, on("fedora")).notices == ()


def test_a_pasted_error_leads_with_its_own_cause_and_cure() -> None:
    answer = made(LIST, signature="ps_args")
    assert answer.lead == "**ps_args in English.** cause in English"
    assert runs(answer) == ["docker ps -a"]


def test_an_error_without_a_cure_of_its_own_gets_the_entrys() -> None:
    assert runs(made(LIST, signature="no_socket")) == ["docker ps"]


def test_whoever_got_the_error_is_not_told_that_it_cannot_happen() -> None:
    entry = replace(LIST, needs_packages=True)
    assert made(entry, on("macos")).refusal is not None
    assert made(entry, on("macos"), signature="ps_args").refusal is None


def test_an_answer_without_a_pasted_error_has_no_lead() -> None:
    assert made(LIST).lead == ""


def test_the_next_step_and_others_are_linked_by_title_but_not_itself() -> None:
    answer = made(INSTALL, language="ko")
    assert answer.next == Link(entry="list", title="컨테이너 목록 보기")
    assert answer.see_also == (Link(entry="list", title="컨테이너 목록 보기"),)


def test_the_last_step_has_no_next_one() -> None:
    assert made(LIST).next is None


def test_a_table_keeps_its_attribution() -> None:
    assert made(TYPES).tables == (
        ShownTable(
            title="table in English",
            columns=("first in English", "second in English"),
            rows=(("one in English", "two in English"),),
            attribution="team in English",
        ),
    )


def test_a_picture_is_that_of_the_language() -> None:
    assert made(TYPES, language="ko").pictures == (ShownPicture(stem="ml-types.ko", alt="alt 한국어"),)


def test_warnings_changes_sources_and_review_are_said() -> None:
    assert made(LIST).warnings == ("warning in English",)
    assert made(INSTALL).changed == "changed in English"
    assert made(LIST).changed == ""
    assert (made(LIST).sources, made(LIST).reviewed) == (SOURCES, "22 November 2026")


@pytest.mark.parametrize(
    ("entry", "platform", "asks"),
    [
        (INSTALL, on(), True),
        (INSTALL, on("fedora"), True),
        (INSTALL, on("ubuntu", "amd64"), False),
        (INSTALL, on("alpine"), False),
        (LIST, on(), False),
        (replace(LIST, steps=(step("one", Command(run="a", when=When(arch=("arm64",)))),)), on(), True),
    ],
)
def test_the_arch_is_asked_for_where_it_is_unknown_and_would_matter(
    entry: Entry, platform: Platform, asks: bool
) -> None:
    assert bool(made(entry, platform).ask_arch) is asks


@pytest.mark.parametrize(
    ("distro", "arches"), [("fedora", ("amd64", "arm64")), ("raspbian", ("armhf", "armv6"))]
)
def test_the_arches_asked_about_are_those_of_the_distro_that_docker_publishes_for(
    distro: str, arches: tuple[str, ...]
) -> None:
    assert set(arches) <= set(made(INSTALL, on(distro)).ask_arch)
    assert "s390x" not in made(INSTALL, on("fedora")).ask_arch
