"""Which language a person is spoken to in, where what they ask does not tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import pytest

from bot.conversations.languages import PersonLanguages
from bot.hosts.recent import Recent
from bot.knowledge.model import Language
from bot.onboarding.model import Profile
from bot.work.ports import Passing

KOREAN, ENGLISH, COMMAND = "도커 설치는 어떻게 해요?", "how do I install docker?", "check web-1"


@dataclass
class Said:
    """``Recent`` of somebody who said this, the newest first."""

    words: Sequence[str]

    async def last_words(self, team: str, user: str) -> Sequence[str]:
        return self.words


@dataclass
class Slack:
    """``Profiles`` of somebody whose Slack is in this language; None where Slack cannot say now."""

    language: Language | None

    async def find(self, team: str, user: str) -> Profile | None:
        if self.language is None:
            raise Passing("internal_error")
        return Profile(team=team, user=user, is_teammate=True, language=self.language, zone="")


@pytest.mark.parametrize(
    ("said", "slack", "language"),
    [
        ([ENGLISH], "ko", "en"),
        ([KOREAN], "en", "ko"),
        ([ENGLISH, KOREAN], "en", "en"),
        ([ENGLISH, KOREAN], "ko", "ko"),
        ([ENGLISH, KOREAN], None, "ko"),
        ([COMMAND], "ko", "ko"),
        ([COMMAND, KOREAN], "en", "ko"),
        (["", "settings", "helpers <@U2>", "here on"], "ko", "ko"),
        (["settings", ENGLISH], "ko", "en"),
        ([], "en", "en"),
        ([], None, "en"),
    ],
)
async def test_slack_decides_for_those_who_said_nothing_or_spoke_both(
    said: list[str], slack: Language | None, language: Language
) -> None:
    languages = PersonLanguages(cast("Recent", Said(said)), None, Slack(slack))
    assert await languages.of("T1", "U1") == language


async def test_a_changed_language_of_slack_counts_at_once() -> None:
    slack = Slack("ko")
    languages = PersonLanguages(cast("Recent", Said([])), None, slack)
    before = await languages.of("T1", "U1")
    slack.language = "en"
    assert (before, await languages.of("T1", "U1")) == ("ko", "en")
