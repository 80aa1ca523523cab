"""Hears what ``/onboard`` can do, as a command and in ordinary words: "onboard @mina", "온보딩 시작".

A sentence is about onboarding only if it has nothing but the words of such a sentence, so "what is onboarding?"
goes to the answer path.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from bot.text.normalise import normalise

COMMAND = "/onboard"
MOST_CHARS = 160
Verb = Literal["mine", "person", "status", "restart", "stop", "help"]

_PERSON = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>")
_LEAD = re.compile(r"\blead(?:er)?\b|담당(?:자|은|는)?|리드|멘토|\bmentor\b|\bbuddy\b")
_PARTICLE = re.compile(r"(?:님|씨)?(?:을|를|은|는|이|가|의|에게|한테|으로|로)?$")
_SELF = frozenset("me myself my i 나 저 내 제 나의 저의".split())  # noqa: SIM905 # words are easier read as words
_VERBS: tuple[tuple[Verb, frozenset[str]], ...] = (
    ("help", frozenset("help ? -h --help usage 도움말 사용법".split())),  # noqa: SIM905 # as above
    ("restart", frozenset("restart over again anew reset 처음부터 다시 재시작".split())),  # noqa: SIM905 # as above
    ("stop", frozenset("stop no not quit cancel leave 그만 중지 취소 안 싫어".split())),  # noqa: SIM905 # as above
    (
        "status",
        frozenset("status progress who where 현황 상태 진행 상황 어디까지".split()),  # noqa: SIM905 # as above
    ),
)
_TOPIC = frozenset("onboard onboarding checklist 온보딩 체크리스트".split())  # noqa: SIM905 # as above
_FILLERS = frozenset(
    """please can could you start begin show see list the a an our us for is of to with and new teammate colleague lets let's
    시작 해줘 해주세요 해 줘 시작해 시작해줘 시작해주세요 시작할게요 할게요 해요 할래 할래요 보여줘 보여 보여주세요 좀 새 동료
    했어 했나 왔어 왔나요 했는지 왔는지 알려줘 부탁해 부탁해요 목록 주세요""".split()  # noqa: SIM905 # as above
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody wants of onboarding. ``wrong`` is what stood where a person was expected."""

    verb: Verb
    person: str | None = None
    lead: str | None = None
    wrong: str = ""


def read_wish(text: str) -> Wish | None:
    """None where it is about something else."""
    said = text.strip()
    is_command = said == COMMAND or said.startswith(f"{COMMAND} ")
    said = said.removeprefix(COMMAND) if is_command else said
    if len(said) > MOST_CHARS or "\n" in said:
        return Wish(verb="help") if is_command else None
    person, lead = _people(said)
    words = [_plain(word) for word in normalise(_LEAD.sub(" ", _PERSON.sub(" ", said))).lower().split()]
    words = [word for word in words if word]
    topic = [word for word in words if word in _TOPIC]
    if not is_command and not topic:
        return None
    rest = [word for word in words if word not in _TOPIC and word not in _SELF]
    verb = next((verb for verb, known in _VERBS if known.intersection(rest)), None)
    known = {word for _, some in _VERBS for word in some} | _FILLERS
    strange = [word for word in rest if word not in known]
    if strange:
        return Wish(verb="help", wrong=" ".join(strange)) if is_command else None
    if verb is not None:
        return Wish(verb=verb)
    return Wish(verb="person", person=person, lead=lead) if person else Wish(verb="mine")


def _people(said: str) -> tuple[str | None, str | None]:
    """Whom it is for, and who is named behind the word "lead"."""
    named = [(found.start(), found[1]) for found in _PERSON.finditer(said)]
    word = _LEAD.search(said.lower())
    after = [user for start, user in named if word and start > word.start()]
    before = [user for start, user in named if not (word and start > word.start())]
    return next(iter(before), None), next(iter(after), None)


def _plain(word: str) -> str:
    """Without what clings to it: signs, and particles where the word alone is known."""
    bare = word.strip("?!.,~\"'():;")
    known = {*_TOPIC, *_FILLERS, *_SELF, *(one for _, some in _VERBS for one in some)}
    if bare in known:
        return bare
    stem = _PARTICLE.sub("", bare)
    return stem if stem in known or not stem else bare
