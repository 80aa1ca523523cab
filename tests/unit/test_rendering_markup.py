from __future__ import annotations

from bot.rendering.markup import plain


def test_code_of_a_single_sign_ends_at_its_own_tick() -> None:
    assert (
        plain("`//`는 주석이 아니고 `(`가 오류라 `x`만 남아요") == "//는 주석이 아니고 (가 오류라 x만 남아요"
    )
