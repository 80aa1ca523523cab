"""What is about onboarding in ordinary words, and what only sounds like it."""

from __future__ import annotations

import pytest

from bot.onboarding.reading import Wish, read_wish


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("/onboard", Wish(verb="mine")),
        ("/onboard me", Wish(verb="mine")),
        ("/onboard <@U1|mina>", Wish(verb="person", person="U1")),
        ("/onboard <@U1> lead <@U2>", Wish(verb="person", person="U1", lead="U2")),
        ("/onboard <@U1> 담당 <@U2>", Wish(verb="person", person="U1", lead="U2")),
        ("/onboard status", Wish(verb="status")),
        ("/onboard 현황", Wish(verb="status")),
        ("/onboard restart", Wish(verb="restart")),
        ("/onboard start over", Wish(verb="restart")),
        ("/onboard stop", Wish(verb="stop")),
        ("/onboard not for me", Wish(verb="stop")),
        ("/onboard help", Wish(verb="help")),
        ("/onboard @mina", Wish(verb="help", wrong="@mina")),
        ("onboard <@U1>", Wish(verb="person", person="U1")),
        ("please onboard our new teammate <@U1>", Wish(verb="person", person="U1")),
        ("<@U1>님 온보딩 시작해 주세요", Wish(verb="person", person="U1")),
        ("<@U1> 온보딩, 담당자는 <@U2>", Wish(verb="person", person="U1", lead="U2")),
        ("온보딩 시작", Wish(verb="mine")),
        ("내 온보딩 보여줘", Wish(verb="mine")),
        ("온보딩을 처음부터 다시", Wish(verb="restart")),
        ("온보딩 현황 알려줘", Wish(verb="status")),
        ("show my checklist", Wish(verb="mine")),
        ("onboarding status", Wish(verb="status")),
    ],
)
def test_a_wish_is_read(text: str, wish: Wish) -> None:
    assert read_wish(text) == wish


@pytest.mark.parametrize(
    "text",
    [
        "what is onboarding",
        "온보딩이 뭐예요",
        "onboard GPU가 안 잡혀요",
        "does the onboard wifi work on a raspberry pi",
        "docker install",
        "<@U1> 이거 봤어요?",
        "onboard\ndocker: permission denied",
        "onboard " * 40,
        "",
    ],
)
def test_what_only_sounds_like_it_is_left_alone(text: str) -> None:
    assert read_wish(text) is None
