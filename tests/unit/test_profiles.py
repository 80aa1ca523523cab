"""Who somebody is, from what Slack tells of them."""

from __future__ import annotations

from typing import Any

import pytest

from bot.onboarding.model import Profile
from handlers.profiles import profile_of

MINA: dict[str, Any] = {"id": "U1", "team_id": "T1", "locale": "ko-KR", "tz": "Asia/Seoul", "is_bot": False}


def test_a_teammate_is_known_with_language_and_time_zone() -> None:
    assert profile_of(MINA, "T1") == Profile(
        team="T1", user="U1", is_teammate=True, language="ko", zone="Asia/Seoul"
    )


@pytest.mark.parametrize(
    "changed",
    [
        *(
            {name: True}
            for name in ("is_bot", "deleted", "is_restricted", "is_ultra_restricted", "is_stranger")
        ),
        {"team_id": "T2"},
        {"id": "USLACKBOT"},
        {"id": ""},
    ],
)
def test_whoever_else_there_is_is_none(changed: dict[str, Any]) -> None:
    assert not profile_of(MINA | changed, "T1").is_teammate


def test_within_an_organisation_people_have_teams_of_their_own() -> None:
    assert profile_of(MINA | {"team_id": "T2"}, "T1", is_enterprise=True).is_teammate


@pytest.mark.parametrize(("locale", "language"), [("en-GB", "en"), ("ja-JP", None), ("", None), (None, None)])
def test_a_language_that_is_none_of_ours_is_unknown(locale: str | None, language: str | None) -> None:
    assert profile_of(MINA | {"locale": locale}, "T1").language == language
