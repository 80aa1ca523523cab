"""What a Slack message holds, how a long one is cut, and what a typed text cannot do."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from bot.answering.model import Answer, Link, ShownTable
from bot.rendering.budget import characters, pages
from bot.rendering.slack import Place, SlackMessage, render_slack
from bot.rendering.slack_parts import one_line
from bot.slackfake.blocks import message_faults
from bot.slackfake.pings import pings_in
from tests.golden.cases import CASES, PERMISSION_KO, REPOSITORY_EN, TABLES_KO, command

LONG_GUIDE = replace(
    PERMISSION_KO,
    commands=tuple(command(f"echo {number} {'x' * 400}", f"step {number}") for number in range(60)),
)


def kinds(message: SlackMessage) -> list[str]:
    return [block["type"] for block in message.blocks]


def buttons(message: SlackMessage) -> list[str]:
    rows = [block["elements"] for block in message.blocks if block["type"] == "actions"]
    return [element["action_id"] for row in rows for element in row]


def commands(message: SlackMessage) -> list[str]:
    parts = [part for block in message.blocks if block["type"] == "rich_text" for part in block["elements"]]
    return [part["elements"][0]["text"] for part in parts if part["type"] == "rich_text_preformatted"]


def test_a_command_stands_exactly_and_alone_in_its_block() -> None:
    message = render_slack(REPOSITORY_EN)
    assert commands(message) == [REPOSITORY_EN.commands[0].run]


def test_the_answer_leads_with_title_cause_summary_and_commands() -> None:
    message = render_slack(PERMISSION_KO)
    assert kinds(message)[:5] == ["header", "rich_text", "rich_text", "context", "rich_text"]


def test_buttons_name_what_they_do_and_carry_the_token() -> None:
    message = render_slack(PERMISSION_KO, Place(token="t1", is_private=True))
    assert buttons(message) == [
        "choose_arch:amd64",
        "choose_arch:arm64",
        "choose_entry:docker-ps",
        "choose_entry:docker-rootless",
        "share_answer",
    ]
    values = {e["value"] for b in message.blocks if b["type"] == "actions" for e in b["elements"]}
    assert values == {"t1"}


def test_a_public_answer_is_not_offered_for_sharing() -> None:
    assert "share_answer" not in buttons(render_slack(PERMISSION_KO))


def test_a_suggestion_is_a_button_each() -> None:
    message = render_slack(CASES["close.ko"], Place(offers_person=True))
    assert buttons(message) == [
        "choose_entry:docker-uninstall",
        "choose_entry:docker-disk-full",
        "ask_person",
    ]


def test_an_abstention_says_so_and_offers_a_person_only_where_there_is_one() -> None:
    message = render_slack(CASES["outside.en"])
    assert "I don't know that one yet." in message.text
    assert buttons(message) == []
    assert buttons(render_slack(CASES["outside.en"], Place(offers_person=True))) == ["ask_person"]


def test_one_table_block_and_the_others_as_lists() -> None:
    message = render_slack(TABLES_KO)
    assert kinds(message).count("table") == 1
    assert "표 2" in json.dumps(message.blocks, ensure_ascii=False)
    assert "a | b" in json.dumps(message.blocks, ensure_ascii=False)


def test_a_table_that_slack_cannot_hold_becomes_lists() -> None:
    wide = ShownTable(title="w", columns=("c",) * 21, rows=(("x",) * 21,), attribution="a")
    assert "table" not in kinds(render_slack(replace(TABLES_KO, tables=(wide,))))


def test_pictures_need_a_public_address_and_are_words_without_one() -> None:
    assert "image" not in kinds(render_slack(TABLES_KO))
    shown = render_slack(TABLES_KO, Place(pictures_url="https://bot.example.org/pictures/"))
    images = [block for block in shown.blocks if block["type"] == "image"]
    assert images[0]["image_url"] == "https://bot.example.org/pictures/ml-system.ko.png"


def test_a_long_answer_is_cut_between_commands_and_the_rest_can_be_shown() -> None:
    first = render_slack(LONG_GUIDE)
    assert first.pages > 1
    assert buttons(first)[0] != "show_rest:0"
    assert "show_rest:1" in buttons(first)
    seen = [run for page in range(first.pages) for run in commands(render_slack(LONG_GUIDE, Place(), page))]
    assert seen == [one.run for one in LONG_GUIDE.commands]


def test_the_last_page_offers_no_more() -> None:
    last = render_slack(LONG_GUIDE, Place(), 99)
    assert last.page == last.pages - 1
    assert not any(action.startswith("show_rest") for action in buttons(last))
    assert f"({last.pages}/{last.pages})" in last.blocks[0]["text"]["text"]


def test_a_command_too_long_for_any_page_is_named_and_not_torn() -> None:
    huge = replace(REPOSITORY_EN, commands=(command("x" * 20_000, "huge"),))
    message = render_slack(huge)
    assert commands(message) == []
    assert "setupbot kb show docker-apt-repository" in json.dumps(message.blocks)


def test_what_was_typed_pings_nobody() -> None:
    typed = "<!channel> <@U123> & <#C1> `x`"
    answer = replace(
        PERMISSION_KO,
        title=typed,
        notices=(typed,),
        see_also=(Link(entry="docker-ps", title=typed),),
        next=None,
    )
    message = render_slack(answer)
    assert "<" not in message.text
    for text in texts(message.blocks):
        assert "<!" not in text
        assert "<@" not in text
    assert list(pings_in(message.blocks)) == []
    assert message_faults(message.blocks) == []


def texts(node: Any) -> list[str]:
    """Every text object that Slack parses: rich text elements are shown as they are."""
    if isinstance(node, list):
        return [text for child in node for text in texts(child)]
    if isinstance(node, dict):
        if node.get("type") in ("mrkdwn", "plain_text", "markdown"):
            return [node["text"]]
        return [text for child in node.values() for text in texts(child)]
    return []


def test_an_address_that_is_none_becomes_no_link() -> None:
    source = replace(REPOSITORY_EN.sources[0], url="javascript:alert(1)", title="T|x>")
    message = render_slack(replace(REPOSITORY_EN, sources=(source,)))
    assert "javascript" not in json.dumps(message.blocks)


def test_one_line_is_never_empty_and_never_too_long() -> None:
    assert one_line("", 5) == "–"
    assert one_line("abcdefgh", 5) == "abcd…"


def test_pages_keep_a_group_together() -> None:
    def block(size: int) -> dict[str, Any]:
        return {"type": "rich_text", "text": "x" * size}

    made = pages([[block(7_000)], [block(500), block(500)]], [block(1)])
    assert [characters(page) for page in made] == [7_000, 1_000]
    assert pages([], []) == [[]]


def test_an_answer_without_anything_still_renders() -> None:
    bare = Answer(entry="e", language="en", platform=PERMISSION_KO.platform, match=None, title="", summary="")
    assert message_faults(render_slack(bare).blocks) == []
    assert render_slack(bare).text
