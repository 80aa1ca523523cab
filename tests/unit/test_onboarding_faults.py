"""The checklist of onboarding leads nowhere wrong, and a team's own one replaces ours."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.knowledge.folders import own_folder
from bot.knowledge.source import read_knowledge
from tests.knowledge_folder import BOTH, faults, write

STEP = f"- {{id: ps, title: {BOTH}, says: {BOTH}, entries: [docker-ps]"


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        ([f"{STEP}, need: [x]}}"], "1: unknown key 'need' (did you mean 'needs'?)"),
        ([f"{STEP}, needs: [install]}}"], "1: step 'install' does not stand before 'ps'"),
        ([f"{STEP}, needs: [ps]}}"], "1: step 'ps' does not stand before 'ps'"),
        ([f"{STEP}}}", f"{STEP}}}"], "2: step 'ps' stands twice"),
        ([f"- {{id: ps, title: {BOTH}, says: {BOTH}}}"], "1: step 'ps' shows nothing: say entries, or asks"),
        (
            [f"- {{id: ps, title: {{ko: '', en: a}}, says: {BOTH}, asks: hello}}"],
            "1: 'title' is empty in 'ko'",
        ),
        (
            [f"{STEP.replace('docker-ps', 'docker-p')}}}"],
            "1: no Entry 'docker-p' (did you mean 'docker-ps'?)",
        ),
        (
            [f"{STEP}, ticks: {{checks: [run.p]}}}}"],
            "1: no check 'run.p' (did you mean 'run.ps'?)",
        ),
        (
            [f"{STEP}, ticks: {{read: [docker-arch]}}}}"],
            "1: no Entry of this step 'docker-arch' (did you mean 'docker-ps'?)",
        ),
    ],
)
def test_a_fault_of_the_checklist_is_told(folder: Path, lines: list[str], fault: str) -> None:
    write(folder / "onboarding.yaml", *lines)
    assert faults(folder) == [f"onboarding.yaml:{fault}"]


def test_a_checklist_longer_than_a_message_is_refused(folder: Path) -> None:
    write(folder / "onboarding.yaml", *(f"{STEP}}}".replace("id: ps", f"id: ps{n}") for n in range(13)))
    assert faults(folder) == ["onboarding.yaml:13: 13 steps: a checklist is of at most 12"]


def test_a_folder_of_the_teams_own_replaces_the_checklist_as_a_whole(tmp_path: Path) -> None:
    write(tmp_path / "onboarding.yaml", f"{STEP}}}")
    assert [step.id for step in read_knowledge([own_folder(), tmp_path]).onboarding] == ["ps"]


def test_the_checklist_goes_from_the_basics_to_a_host_of_ones_own() -> None:
    steps = read_knowledge([own_folder()]).onboarding
    assert [step.id for step in steps] == [
        *(
            "ml-basics",
            "mlops-basics",
            "machine",
            "install",
            "hello-world",
            "permissions",
            "docker-ps",
            "host",
        )
    ]
    assert [step.id for step in steps if step.optional] == ["host"]
