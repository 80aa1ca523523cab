"""Which Entries offer to be gone through step by step: those that install something, in their order."""

from __future__ import annotations

from collections.abc import Iterator

from bot.answering.compose import compose
from bot.answering.model import Answer, Match
from bot.guides.model import is_guide
from bot.knowledge.model import Entry
from tests.knowledge.test_commands import knowledge, platforms

INSTALL = {
    "docker-install-ubuntu",
    "docker-prerequisites",
    "docker-gpg-key",
    "docker-apt-repository",
    "docker-install-engine",
    "docker-install-other-os",
    "docker-rootless",
    "docker-gpu",
}


def answers(entry: Entry) -> Iterator[Answer]:
    return (compose(knowledge(), entry, platform, "en") for platform in platforms())


def test_every_install_path_is_a_guide_and_nothing_else_is() -> None:
    assert {entry.id for entry in knowledge().entries.values() if entry.guide} == INSTALL
    for entry in knowledge().entries.values():
        offered = any(is_guide(answer, knowledge()) for answer in answers(entry))
        assert offered == (entry.id in INSTALL), entry.id


def test_what_is_refused_has_no_steps_to_go_through() -> None:
    refused = [one for name in INSTALL for one in answers(knowledge().entries[name]) if one.refusal]
    assert refused
    assert not any(is_guide(answer, knowledge()) for answer in refused)


def test_what_mends_a_pasted_error_is_no_guide() -> None:
    entry = next(one for one in knowledge().entries.values() if one.guide and one.signatures)
    pasted = Match(
        entry=entry.id, score=1.0, margin=1.0, candidates=(), why=(), signature=entry.signatures[0].id
    )
    whole = next(answer for answer in answers(entry) if is_guide(answer, knowledge()))
    mending = compose(knowledge(), entry, whole.platform, "en", pasted)
    assert not is_guide(mending, knowledge())
