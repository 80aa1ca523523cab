"""Blocks and texts as HTML: what Slack would show, each word escaped, nothing dropped."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from bot.slackfake.page.drawing import Drawing
from bot.slackfake.page.markdown import markdown
from bot.slackfake.page.mrkdwn import mrkdwn
from bot.slackfake.page.names import EMOJI, Names
from bot.slackfake.page.typing import as_read, as_sent
from bot.slackfake.state import Workspace
from bot.words.playground import playground_words

OWN = "http://127.0.0.1:3000"
HOSTILE = "\"><script>alert(1)</script><img src=x onerror=alert(1)>'"


@pytest.fixture
def workspace() -> Workspace:
    made = Workspace()
    made.add_user("mina").real_name = "김미나"
    made.add_channel("general")
    return made


@pytest.fixture
def drawing(workspace: Workspace) -> Drawing:
    return Drawing(workspace, "U0000001", playground_words("en"), OWN)


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*bold* _it_ ~gone~ `a*b*`", "<strong>bold</strong> <em>it</em> <s>gone</s> <code>a*b*</code>"),
        ("2*3*4 snake_case_name", "2*3*4 snake_case_name"),
        ("*도커*는", "*도커*는"),
        ("&lt;b&gt; &amp;amp;", "&lt;b&gt; &amp;amp;"),
        ("<b>", "&lt;b&gt;"),
        ("&gt; said\nthen", "<blockquote>said</blockquote>then"),
        ("<@U0000001> <#C0000002|x> <!here>", 'class="mention">@김미나</bdi> <bdi'),
        ("<https://a.b/?x=1&amp;y=2|docs>", 'href="https://a.b/?x=1&amp;y=2" target="_blank" rel="noopener noreferrer">docs'),
        ("<javascript:alert(1)|here>", "here <code>javascript:alert(1)</code>"),
        (":warning: :no-such:", "⚠️ :no-such:"),
        ("10:30:45", "10:30:45"),
    ],
)  # fmt: skip
def test_mrkdwn_reads_as_slack_reads_it(workspace: Workspace, text: str, html: str) -> None:
    assert html in mrkdwn(text, Names(workspace))


def test_a_fence_is_literal_and_can_be_copied(workspace: Workspace) -> None:
    drawn = mrkdwn("run\n```\necho *x* &lt;y&gt;\n```\nnow", Names(workspace))
    assert re.search(
        r"<code dir=\"ltr\">echo \*x\* &lt;y&gt;</code></pre><button[^>]+data-do=\"copy\"", drawn
    )


def test_markdown_has_tables_and_fences_but_neither_html_nor_scripts() -> None:
    drawn = markdown(
        "| a | b |\n|--:|---|\n| 1 | <b>x</b> |\n\n```sh\nls <dir>\n```\n[x](javascript:alert(1)) ![p](https://a/b.png)"
    )
    assert 'class="at-right"' in drawn
    assert "&lt;b&gt;x&lt;/b&gt;" in drawn
    assert "ls &lt;dir&gt;" in drawn
    assert '<a href="https://a/b.png"' in drawn
    assert not re.search(r"<img|<b>|href=\"javascript|style=", drawn)


def every_block(text: str) -> list[dict[str, Any]]:
    option = {"text": plain(text), "value": text, "description": plain(text)}
    run = [
        {"type": "text", "text": text, "style": {"bold": True}},
        {"type": "link", "url": text, "text": text},
    ]
    menus = [
        {"type": kind, "action_id": f"{text}{kind}", "options": [option], "placeholder": plain(text)}
        for kind in ("static_select", "multi_static_select", "overflow", "checkboxes", "radio_buttons")
    ]
    inputs = (
        "plain_text_input",
        "email_text_input",
        "url_text_input",
        "number_input",
        "datepicker",
        "timepicker",
    )
    confirm = {"title": plain(text), "text": plain(text), "confirm": plain(text), "deny": plain(text)}
    button = {"type": "button", "action_id": text, "text": plain(text), "url": text, "confirm": confirm}
    half = {"text": plain(text), "value": text}
    feedback = {
        "type": "feedback_buttons",
        "action_id": text,
        "positive_button": half,
        "negative_button": half,
    }
    icon = {"type": "icon_button", "action_id": text, "icon": "trash", "text": plain(text)}
    picture = {"type": "image", "image_url": f"{OWN}/{text}", "alt_text": text}
    cells = [{"type": "raw_text", "text": text}, {"type": "rich_text", "elements": []}]
    return [
        {"type": "section", "text": {"type": "mrkdwn", "text": text}, "fields": [plain(text)], "accessory": button},
        {"type": "header", "text": plain(text)},
        {"type": "divider"},
        {"type": "context", "elements": [{"type": "mrkdwn", "text": text}, picture]},
        {"type": "actions", "block_id": text, "elements": menus},
        {"type": "context_actions", "elements": [feedback, icon]},
        {"type": "markdown", "text": text},
        {"type": "rich_text", "elements": [
            {"type": "rich_text_section", "elements": run},
            {"type": "rich_text_list", "style": "bullet", "elements": [{"elements": run}]},
            {"type": "rich_text_quote", "elements": run},
            {"type": "rich_text_preformatted", "elements": run},
            {"type": text, "elements": []},
        ]},
        {"type": "table", "rows": [cells, cells], "column_settings": [{"align": text}]},
        picture,
        {"type": "image", "image_url": "https://elsewhere/x.png", "alt_text": text},
        *({"type": "input", "block_id": text, "label": plain(text), "hint": plain(text), "element": {"type": kind, "action_id": "a", "placeholder": plain(text), "initial_value": text}} for kind in inputs),
        {"type": "alert", "text": plain(text), "level": text},
        {"type": text, "whatever": text},
    ]  # fmt: skip


def test_hostile_words_stay_words_in_every_block(drawing: Drawing) -> None:
    drawn = str(drawing.blocks(every_block(HOSTILE)))
    tags = re.findall(r"<\s*([a-zA-Z]+)((?:\s+[^\s=>]+(?:=\"[^\"]*\")?)*)\s*/?>", drawn)
    assert "script" not in {name.lower() for name, _ in tags}
    names = {
        found
        for _, inside in tags
        for found in re.findall(r"\s([a-zA-Z-]+)=", re.sub(r'"[^"]*"', "", inside))
    }
    assert not [name for name in names if name.lower().startswith("on") or name == "style"]
    assert "<script" not in drawn
    assert "javascript:" not in drawn


def test_a_picture_from_elsewhere_is_linked_and_not_loaded(drawing: Drawing) -> None:
    own = {"type": "image", "image_url": f"{OWN}/pictures/a.png", "alt_text": "ours"}
    other = {"type": "image", "image_url": "https://elsewhere/x.png", "alt_text": "theirs"}
    drawn = str(drawing.blocks([own, other]))
    assert re.findall(r'<img src="([^"]+)"', drawn) == [f"{OWN}/pictures/a.png"]
    assert '<a href="https://elsewhere/x.png"' in drawn


def test_a_block_that_is_unknown_is_shown_as_what_it_is(drawing: Drawing) -> None:
    drawn = str(drawing.blocks([{"type": "video", "title": plain("Talk")}]))
    assert "“video”" in drawn
    assert "Talk" in drawn


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("@mina도 볼래? #general", "<@U0000001>도 볼래? <#C0000002|general>"),
        ("@minah a@mina.kr", "@minah a@mina.kr"),
        ("see https://a.b/c?d=1&e=2.", "see <https://a.b/c?d=1&amp;e=2>."),
        ("a < b `@mina`", "a &lt; b `@mina`"),
    ],
)
def test_what_is_typed_becomes_slacks_markup_and_back(workspace: Workspace, typed: str, sent: str) -> None:
    assert as_sent(typed, workspace) == sent
    assert as_read(sent, workspace) == typed


def test_both_languages_have_every_sentence_of_the_page() -> None:
    for language in ("ko", "en"):
        words = playground_words(language)  # type: ignore[arg-type] # a Language
        assert all(getattr(words, name) for name in words.__struct_fields__)
        assert len(words.examples) == 3


def test_every_sign_that_the_rendering_names_is_drawn() -> None:
    folder = Path(__file__).parents[2] / "bot" / "rendering"
    texts = [path.read_text("utf-8") for path in folder.glob("*.py")]
    named = {found for text in texts for found in re.findall(r"emoji\(\"([a-z_0-9+-]+)\"", text)}
    for text in texts:
        for table in re.findall(r"(?s)^(?:MARKS|STATUS_EMOJI)[^=]*= \{(.*?)\}", text, re.MULTILINE):
            named |= set(re.findall(r": \"([a-z_0-9+-]+)\"", table))
    assert {"warning", "white_check_mark"} <= named
    assert named - EMOJI.keys() == set()
