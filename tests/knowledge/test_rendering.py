"""Every Entry renders in every place, within Slack's limits."""

from __future__ import annotations

import pytest

from bot.answering.compose import compose
from bot.knowledge.base import Knowledge
from bot.knowledge.folders import own_folder
from bot.knowledge.model import LANGUAGES
from bot.knowledge.source import read_knowledge
from bot.platforms.model import Known, Platform
from bot.rendering.budget import MESSAGE_CHARS, characters
from bot.rendering.markdown import render_markdown
from bot.rendering.slack import More, Place, render_slack
from bot.rendering.terminal import render_terminal
from bot.slackfake.blocks import message_faults
from bot.slackfake.pings import pings_in

PLATFORMS = [
    Platform(),
    *(
        Platform(distro=Known(value=distro, origin="flag"))
        for distro in ("debian", "fedora", "macos", "windows")
    ),
    Platform(arch=Known(value="armv6", origin="flag"), distro=Known(value="raspbian", origin="flag")),
]
PLACE = Place(
    token="0" * 36,
    is_private=True,
    pictures_url="https://bot.example.org/pictures",
    offers_person=True,
    offers_why=True,
    offers_guide=True,
    offers_feedback=True,
    offers_saving="arm64",
    more=(More(label="Back to step 12", action="move_guide:back", token="0" * 36),),
)
PAGES_MAX = 3


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return read_knowledge((own_folder(),))


@pytest.mark.parametrize("platform", PLATFORMS, ids=str)
def test_every_entry_is_within_slacks_limits(knowledge: Knowledge, platform: Platform) -> None:
    for entry in knowledge.entries.values():
        for language in LANGUAGES:
            answer = compose(knowledge, entry, platform, language)
            count = render_slack(answer, PLACE).pages
            assert count <= PAGES_MAX, entry.id
            for page in range(count):
                message = render_slack(answer, PLACE, page)
                assert message_faults(message.blocks) == [], entry.id
                assert list(pings_in(message.blocks)) == [], entry.id
                assert characters(message.blocks) <= MESSAGE_CHARS, entry.id


@pytest.mark.parametrize("platform", PLATFORMS, ids=str)
def test_every_command_stands_whole_in_terminal_and_markdown(
    knowledge: Knowledge, platform: Platform
) -> None:
    for entry in knowledge.entries.values():
        answer = compose(knowledge, entry, platform, "ko")
        terminal = render_terminal(answer, width=60, colour=False)
        markdown = render_markdown(answer)
        for command in answer.commands:
            assert command.run in terminal, entry.id
            assert command.run in markdown, entry.id
