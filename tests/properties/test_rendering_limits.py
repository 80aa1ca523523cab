"""Whatever a Reply holds, every place can show it."""

from __future__ import annotations

import json
import re
from datetime import date

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.answering.model import (
    Abstention,
    Answer,
    Candidate,
    Link,
    Reply,
    ShownCommand,
    ShownPicture,
    ShownTable,
)
from bot.knowledge.model import Source
from bot.platforms.model import Platform
from bot.rendering.budget import MESSAGE_CHARS, characters
from bot.rendering.markdown import render_markdown
from bot.rendering.markup import parse
from bot.rendering.slack import Place, render_slack
from bot.rendering.terminal import render_terminal
from bot.slackfake.blocks import message_faults
from bot.slackfake.pings import pings_in

SIGNS = st.sampled_from(
    [*"ab 가힣<>&!@#`*_[]()|-1.\n\x1b\x00", "<!channel>", "<@U1>", "**", "```", "https://x.y/"]
)
WORDS = st.lists(SIGNS, max_size=30).map("".join)
LONG = st.one_of(WORDS, st.tuples(WORDS, st.integers(1, 900)).map(lambda pair: pair[0] * pair[1]))
ID = st.from_regex(r"[a-z0-9-]{1,40}", fullmatch=True)
LANGUAGE = st.sampled_from(["ko", "en"])
COMMAND = st.builds(
    ShownCommand,
    does=WORDS,
    run=LONG,
    shell=st.sampled_from(["sh", "powershell"]),
    needs_root=st.booleans(),
    grants_root=st.booleans(),
    expect=LONG,
    note=LONG,
)
ROW = st.lists(LONG, max_size=22).map(tuple)
TABLE = st.builds(
    ShownTable, title=WORDS, columns=ROW, rows=st.lists(ROW, max_size=5).map(tuple), attribution=WORDS
)
LINK = st.builds(Link, entry=ID, title=WORDS)


def some(strategy: st.SearchStrategy[object], most: int = 4) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(strategy, max_size=most).map(tuple)


ANSWER = st.builds(
    Answer,
    entry=ID,
    language=LANGUAGE,
    platform=st.just(Platform()),
    match=st.none(),
    title=LONG,
    summary=LONG,
    lead=LONG,
    notices=some(WORDS, 12),
    refusal=st.one_of(st.none(), st.tuples(LONG, LONG)),
    commands=some(COMMAND, 60),
    body=LONG,
    tables=some(TABLE, 3),
    pictures=some(st.builds(ShownPicture, stem=ID, alt=LONG)),
    warnings=some(LONG),
    changed=LONG,
    next=st.one_of(st.none(), LINK),
    see_also=some(LINK, 30),
    sources=some(st.builds(Source, title=LONG, url=WORDS, seen=st.just(date(2026, 11, 22)))),
    reviewed=WORDS,
    ask_arch=some(ID),
)
ABSTENTION = st.builds(
    Abstention,
    reason=st.sampled_from(["close", "outside", "empty"]),
    language=LANGUAGE,
    platform=st.just(Platform()),
    near=some(st.builds(Candidate, entry=ID, title=LONG, score=st.just(0.5)), 3),
)
REPLY = st.one_of(ANSWER, ABSTENTION)
PLACE = st.builds(
    Place,
    token=st.text(max_size=300),
    is_private=st.booleans(),
    pictures_url=st.sampled_from(["", "https://bot.example.org/p/"]),
    offers_person=st.booleans(),
)
FEW = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@FEW
@given(reply=REPLY, place=PLACE)
def test_every_page_is_within_slacks_limits(reply: Reply, place: Place) -> None:
    pages = render_slack(reply, place).pages
    for page in range(pages):
        message = render_slack(reply, place, page)
        assert message_faults(message.blocks) == []
        assert list(pings_in(message.blocks)) == []
        assert message.blocks
        assert characters(message.blocks) <= MESSAGE_CHARS
        assert 0 < len(message.text) <= 4_000


@FEW
@given(reply=ANSWER)
def test_every_command_that_a_page_can_hold_stands_on_one_page_exactly(reply: Answer) -> None:
    shown = []
    for page in range(render_slack(reply).pages):
        shown.append(json.dumps(render_slack(reply, Place(), page).blocks))
    for command in reply.commands:
        if command.run and len(command.run) + len(command.does) + len(command.expect) < 7_000:
            quoted = json.dumps(
                {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": command.run}]}
            )
            assert any(quoted in page for page in shown)


@FEW
@given(reply=REPLY)
def test_the_fallback_text_pings_nobody(reply: Reply) -> None:
    assert "<" not in render_slack(reply).text


@FEW
@given(reply=REPLY, colour=st.booleans())
def test_no_control_character_reaches_the_terminal(reply: Reply, colour: bool) -> None:
    text = render_terminal(reply, width=60, colour=False)
    assert not any(sign < " " and sign not in "\n\t" for sign in text)
    assert render_terminal(reply, width=60, colour=colour)


@FEW
@given(reply=REPLY)
def test_markdown_always_renders(reply: Reply) -> None:
    assert render_markdown(reply).endswith("\n")


@FEW
@given(text=LONG)
@example(text="```a")
@example(text="```a```\nb")
def test_markup_loses_no_letter(text: str) -> None:
    pieces = repr(parse(text))
    shown = re.sub("(?m)^[ \t]*```[^`\n]*$", "", text)  # a fence says what language the code is in
    assert all(sign in pieces for sign in "ab가힣" if sign in shown)
