"""What follows an answer, case by case: messages and modals."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.answering.model import Abstention
from bot.platforms.model import Platform
from bot.preferences.machine import Options
from bot.rendering.leading_slack import Called, failure_form, rating_form, render_called, settings_form
from bot.rendering.slack import More, Place, render_slack
from bot.words import words_in
from tests.golden.cases import CASES

KO, EN = words_in("ko").leading, words_in("en").leading
TOKEN = "00000000-0000-4000-8000-000000000001"
PLACE = Place(
    token=TOKEN,
    offers_person=True,
    offers_why=True,
    offers_guide=True,
    offers_feedback=True,
    offers_saving="arm64",
    more=(More(label="Back to step 2", action="move_guide:back", token=TOKEN),),
)
CALLED = Called(
    asker="U1",
    people=("U2", "U3"),
    groups=("S1",),
    question="permission denied <!channel> `rm`\n<@U9> & more",
    tried=(EN.person_shown.format(title="Docker without sudo"), EN.person_platform.format(platform="Ubuntu")),
    root=TOKEN,
)
CLOSED = replace(CALLED, resolved_by="U2", offers_teaching=True)
OUTSIDE = Abstention(reason="outside", language="ko", platform=Platform())
ARCHES = Options(choices=(("amd64", "Intel/AMD"), ("arm64", "ARM")), chosen="arm64")
SYSTEMS = Options(choices=(("debian:trixie", "Debian 13"),))

MESSAGES = {
    "leading-answer.en": render_slack(CASES["apt-repository.en"], PLACE),
    "leading-outside.ko": render_slack(OUTSIDE, PLACE),
    "leading-called.en": render_called(CALLED, EN, TOKEN),
    "leading-resolved.ko": render_called(CLOSED, KO, TOKEN),
}
VIEWS: dict[str, Any] = {
    "leading-rating.ko": rating_form(KO, TOKEN, "https://hooks.example.org/1"),
    "leading-rating.en": rating_form(EN, TOKEN, "https://hooks.example.org/1"),
    "leading-failure.en": failure_form(EN, TOKEN, 3),
    "leading-settings.ko": settings_form(KO, language="ko", systems=SYSTEMS, arches=ARCHES),
}
