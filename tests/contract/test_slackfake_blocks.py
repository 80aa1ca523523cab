"""What the fake refuses of Block Kit: each limit from both sides."""

from __future__ import annotations

from typing import Any

import pytest

from bot.slackfake.blocks import characters, message_faults, view_faults

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def section(text: str) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def header(length: int) -> list[Json]:
    return [{"type": "header", "text": plain("x" * length)}]


def button(number: int = 0, **more: Any) -> Json:
    return {"type": "button", "action_id": f"a{number}", "text": plain("go")} | more


def actions(*buttons: Json) -> list[Json]:
    return [{"type": "actions", "elements": list(buttons)}]


def context(count: int, length: int = 1) -> list[Json]:
    return [{"type": "context", "elements": [plain("x" * length)] * count}]


def table(rows: int, columns: int, length: int = 1, **more: Any) -> Json:
    cell = {"type": "raw_text", "text": "x" * length}
    return {"type": "table", "rows": [[cell] * columns for _ in range(rows)]} | more


def markdown(length: int) -> Json:
    return {"type": "markdown", "text": "x" * length}


def fields(count: int, length: int = 1) -> list[Json]:
    return [{"type": "section", "fields": [plain("x" * length)] * count}]


def select(options: int, length: int = 1) -> list[Json]:
    choice = {"text": plain("x"), "value": "v" * length}
    return [
        section("pick")
        | {"accessory": {"type": "static_select", "action_id": "s", "options": [choice] * options}}
    ]


def rich(*elements: Json) -> Json:
    return {"type": "rich_text", "elements": list(elements)}


def part(kind: str, *pieces: Json, **more: Any) -> Json:
    return {"type": f"rich_text_{kind}", "elements": list(pieces)} | more


def says(text: str = "x") -> Json:
    return {"type": "text", "text": text}


def items(*pieces: Json, style: str = "bullet", **more: Any) -> Json:
    return rich(part("list", *pieces, style=style, **more))


def image(alt: int) -> list[Json]:
    return [{"type": "image", "image_url": "https://example.com/a.png", "alt_text": "x" * alt}]


@pytest.mark.parametrize(
    ("fits", "passes"),
    [
        ([section("x")] * 50, [section("x")] * 51),
        ([section("x" * 3000)], [section("x" * 3001)]),
        ([section("x")], [section("")]),
        ([section("x")], [{"type": "section"}]),
        (header(150), header(151)),
        (header(1), [{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}]),
        (context(10), context(11)),
        (context(1), context(0)),
        (context(1, 3000), context(1, 3001)),
        (fields(10), fields(11)),
        (fields(1, 2000), fields(1, 2001)),
        (actions(*(button(n) for n in range(25))), actions(*(button(n) for n in range(26)))),
        (actions(button()), actions()),
        (actions(button(1), button(2)), actions(button(1), button(1))),
        (actions(button(text=plain("x" * 75))), actions(button(text=plain("x" * 76)))),
        (actions(button(value="x" * 2000)), actions(button(value="x" * 2001))),
        (actions(button(url="x" * 3000)), actions(button(url="x" * 3001))),
        (actions(button(style="danger")), actions(button(style="blue"))),
        (actions(button(action_id="x" * 255)), actions(button(action_id="x" * 256))),
        ([section("x") | {"block_id": "x" * 255}], [section("x") | {"block_id": "x" * 256}]),
        ([section("x") | {"block_id": "a"}], [section("x") | {"block_id": "a"}] * 2),
        ([markdown(12_000)], [markdown(12_001)]),
        ([markdown(6_000)] * 2, [markdown(6_001)] * 2),
        ([table(100, 2)], [table(101, 2)]),
        ([table(2, 20)], [table(2, 21)]),
        ([table(1, 1)], [table(1, 1)] * 2),
        ([table(1, 1)], [table(1, 1, length=0)]),
        ([table(2, 5, 1000)], [table(2, 5, 1001)]),
        ([table(1, 1, column_settings=[{}])], [table(1, 1, column_settings=[{"align": "top"}])]),
        (select(100), select(101)),
        (select(1, 150), select(1, 151)),
        (image(2000), image(2001)),
        (image(1), image(0)),
        ([rich(part("section", says()))], [rich()]),
        ([rich(part("quote", says()))], [rich(part("quote"))]),
        ([rich(part("section", says()))], [rich(part("section", says("")))]),
        ([rich(part("section", says()))], [rich(part("song", says()))]),
        (
            [rich(part("section", {"type": "user", "user_id": "U1"}))],
            [rich(part("section", {"type": "mrkdwn"}))],
        ),
        (
            [rich(part("preformatted", {"type": "link", "url": "x" * 3000}))],
            [rich(part("preformatted", {"type": "link", "url": "x" * 3001}))],
        ),
        (
            [rich(part("preformatted", says()))],
            [rich(part("preformatted", {"type": "emoji", "name": "eyes"}))],
        ),
        ([items(part("section", says()))], [items()]),
        ([items(part("section", says()))], [items(part("section"))]),
        ([items(part("section", says()))], [items(part("section", says()), style="dashed")]),
        ([items(part("section", says()), indent=8)], [items(part("section", says()), indent=9)]),
        ([table(1, 1) | {"rows": [[rich(part("section", says()))]]}], [table(1, 1) | {"rows": [[rich()]]}]),
        ([{"type": "divider"}], [{"type": "file"}]),
        ([{"type": "divider"}], "[]"),
    ],
)
def test_a_message_is_taken_up_to_the_limit_and_refused_past_it(fits: Any, passes: Any) -> None:
    assert message_faults(fits) == []
    assert message_faults(passes) != []


def test_a_fault_says_where_it_is() -> None:
    (fault,) = message_faults([section("x"), *header(151)])
    assert fault == "[ERROR] must be less than 151 characters [json-pointer:/blocks/1/text/text]"


@pytest.mark.parametrize(
    ("fits", "passes"),
    [
        ({"blocks": [section("x")] * 100}, {"blocks": [section("x")] * 101}),
        ({}, {"blocks": []}),
        ({}, {"title": plain("x" * 25)}),
        ({}, {"title": None}),
        ({"submit": plain("x" * 24)}, {"submit": plain("x" * 25)}),
        ({"private_metadata": "x" * 3000}, {"private_metadata": "x" * 3001}),
        ({}, {"blocks": [markdown(5)]}),
        ({}, {"blocks": [table(1, 1)]}),
    ],
)
def test_a_modal_has_limits_of_its_own(fits: Json, passes: Json) -> None:
    modal = {"type": "modal", "title": plain("x" * 24), "blocks": [section("x")]}
    assert view_faults(modal | fits) == []
    assert view_faults(modal | passes) != []


def test_an_input_wants_a_submit_button() -> None:
    element = {"type": "plain_text_input", "action_id": "i"}
    modal = {
        "type": "modal",
        "title": plain("t"),
        "blocks": [{"type": "input", "label": plain("l"), "element": element}],
    }
    assert view_faults(modal) != []
    assert view_faults(modal | {"submit": plain("s")}) == []


def test_the_hint_of_an_input_is_plain_text() -> None:
    def asks(hint: Json) -> Json:
        element = {"type": "plain_text_input", "action_id": "i"}
        block = {"type": "input", "label": plain("l"), "hint": hint, "element": element}
        return {"type": "modal", "title": plain("t"), "submit": plain("s"), "blocks": [block]}

    assert view_faults(asks(plain("x" * 2000))) == []
    assert view_faults(asks(plain("x" * 2001))) != []
    assert view_faults(asks({"type": "mrkdwn", "text": "x"})) != []


def test_characters_are_counted_over_all_blocks() -> None:
    assert characters([section("x" * 10), *header(5), table(2, 2, 3)]) == 27


def test_a_block_id_that_is_no_text_is_a_fault() -> None:
    (fault,) = message_faults([section("x") | {"block_id": ["x"]}])
    assert fault == "[ERROR] must be a string [json-pointer:/blocks/0/block_id]"
