"""The small tree that Markdown becomes: nothing of a text is lost, and nothing empty is made."""

from __future__ import annotations

import pytest

from bot.rendering.markup import Fenced, Paragraph, Piece, Run, parse, plain


def test_code_of_a_single_sign_ends_at_its_own_tick() -> None:
    assert (
        plain("`//`는 주석이 아니고 `(`가 오류라 `x`만 남아요") == "//는 주석이 아니고 (가 오류라 x만 남아요"
    )


@pytest.mark.parametrize(
    ("markdown", "pieces"),
    [
        ("```sh\ndocker ps\n```", (Fenced("docker ps"),)),
        ("```\ndocker ps\n\ndocker info", (Fenced("docker ps\n\ndocker info"),)),
        ("```", ()),
        ("```\n \n```", ()),
        ("```docker ps```\nshows them", (Paragraph((Run("docker ps", code=True), Run(" shows them"))),)),
    ],
)
def test_a_fence_opens_and_closes_on_lines_of_its_own(markdown: str, pieces: tuple[Piece, ...]) -> None:
    assert parse(markdown) == pieces
