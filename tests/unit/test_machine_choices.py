"""What people may choose of their machine makes a Platform of what there is."""

from __future__ import annotations

import pytest

from bot.answering.answerer import Answerer
from bot.platforms.catalogue import Catalogue
from bot.platforms.choosing import describe
from bot.platforms.model import Known, Platform
from bot.preferences.machine import CHOICES_MAX, arches_of, systems_of, with_arch, with_system


@pytest.fixture
def catalogue(answerer: Answerer) -> Catalogue:
    return answerer.knowledge.catalogue


def test_every_choice_makes_a_platform_that_shows_itself_as_chosen(catalogue: Catalogue) -> None:
    choices = systems_of(Platform(), catalogue).choices
    assert 5 < len(choices) <= CHOICES_MAX
    for value, title in choices:
        platform = with_system(Platform(), value, catalogue)
        assert systems_of(platform, catalogue).chosen == value
        assert describe(platform, catalogue) == title


def test_a_release_that_is_offered_no_more_is_still_shown_as_chosen(catalogue: Catalogue) -> None:
    old = with_system(Platform(), "ubuntu:bionic", catalogue)
    options = systems_of(old, catalogue)
    assert options.chosen == "ubuntu:bionic"
    assert dict(options.choices)["ubuntu:bionic"] == "Ubuntu 18.04"


def test_a_release_that_the_table_lacks_is_shown_as_it_is(catalogue: Catalogue) -> None:
    unlisted = Platform(
        distro=Known(value="ubuntu", origin="saved"), release=Known(value="27.10", origin="saved")
    )
    assert systems_of(unlisted, catalogue).chosen == "ubuntu:27.10"


@pytest.mark.parametrize("forged", ["", "any", "plan9", "ubuntu:vista", "ubuntu:noble:x", "\x00"])
def test_what_there_is_not_is_not_kept(forged: str, catalogue: Catalogue) -> None:
    assert with_system(Platform(), forged, catalogue).release is None
    assert with_arch(Platform(), forged, catalogue).arch is None


def test_each_fact_leaves_the_other(catalogue: Catalogue) -> None:
    both = with_arch(with_system(Platform(), "debian:bookworm", catalogue), "arm64", catalogue)
    assert both.distro is not None
    assert arches_of(both, catalogue, str.upper).chosen == "arm64"
    assert systems_of(both, catalogue).chosen == "debian:bookworm"
