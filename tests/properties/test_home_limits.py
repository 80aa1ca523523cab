"""Whatever hosts, people and the work-list hold, App Home is a view that Slack takes, and pings nobody by it."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.answering.answerer import Answerer
from bot.answering.model import Candidate
from bot.home.model import AnsweredLine, Counted, Figures, HomePage, HostLine, Week
from bot.knowledge.model import Text
from bot.onboarding.checklist import ChecklistPage, ChecklistStep, Led
from bot.preferences.machine import Options
from bot.rendering.home_slack import render_home
from bot.slackfake.blocks import texts, view_faults
from bot.slackfake.pings import pings_in
from bot.text.unseen import STEERING
from bot.worklist.model import Item, Note, WorklistGroup, WorklistPage

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
HOSTILE = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            "",
            "\u202eevil\u202c",
            "<!channel>",
            "<@U123ABC>",
            "*b* _i_ ~s~ `c`",
            "&lt;!here&gt;",
            "가" * 3_001,
            "<https://x.y|z>",
            "\n\n\n",
            "👨‍👩‍👧" * 700,
            ":tada:" * 900,
        ]
    ),
)
LANGUAGE = st.sampled_from(["ko", "en"])
AGE = st.floats(min_value=0, max_value=1e9)
HOST = st.builds(
    HostLine,
    name=HOSTILE,
    is_mine=st.booleans(),
    owner=st.one_of(st.just("U0OWNER"), HOSTILE),
    state=st.sampled_from(["joined", "kept", "quarantined", "revoked"]),
    is_online=st.booleans(),
    mood=st.sampled_from([None, "healthy", "warned", "broken", "blind"]),
    age_s=st.one_of(st.none(), AGE),
)
LINE = st.builds(AnsweredLine, question_id=st.uuids(), title=HOSTILE, age_s=AGE)
OPTIONS = st.builds(
    Options, choices=st.lists(st.tuples(HOSTILE, HOSTILE), max_size=140).map(tuple), chosen=HOSTILE
)
ITEM = st.builds(
    Item,
    question_id=st.uuids(),
    team=st.just("T1"),
    text=HOSTILE,
    asked_at=st.just(AT),
    notes=st.just((Note(why="abstain", at=AT),)),
    asker=st.sampled_from([None, "U0ASKER"]),
)
CANDIDATE = st.builds(Candidate, entry=HOSTILE, title=HOSTILE, score=st.just(0.5))
GROUP = st.builds(
    WorklistGroup,
    items=st.lists(ITEM, min_size=1, max_size=3).map(tuple),
    nearest=st.lists(CANDIDATE, max_size=3).map(tuple),
)
WORK = st.builds(
    WorklistPage,
    language=LANGUAGE,
    groups=st.lists(GROUP, max_size=6).map(tuple),
    total=st.integers(0, 10**9),
    all_groups=st.integers(0, 10**9),
    faults=st.lists(HOSTILE, max_size=40).map(tuple),
)
COUNTED = st.lists(st.builds(Counted, title=HOSTILE, count=st.integers(0, 10**12)), max_size=5).map(tuple)
COUNT = st.integers(0, 10**9)
WEEKS = st.lists(
    st.builds(
        Week,
        monday=st.dates(date(2020, 1, 1), date(2090, 1, 1)),
        asked=COUNT,
        answered=COUNT,
        suggested=COUNT,
        abstained=COUNT,
    ),
    max_size=8,
).map(tuple)
FIGURES = st.builds(
    Figures,
    weeks=WEEKS,
    asked_most=COUNTED,
    fails_most=COUNTED,
    picture_url=st.sampled_from(["", "https://bot.example.org/home/weeks/a.b.png"]),
)
TEXT = st.builds(Text, ko=HOSTILE, en=HOSTILE)
STEP = st.builds(
    ChecklistStep,
    id=st.from_regex(r"[a-z-]{1,30}", fullmatch=True),
    title=TEXT,
    says=TEXT,
    state=st.sampled_from(["done", "skipped", "next", "open"]),
    is_optional=st.booleans(),
    shown=st.integers(0, 3),
    shows=st.integers(0, 3),
)
CHECKLIST = st.builds(
    ChecklistPage,
    token=st.uuids().map(str),
    language=LANGUAGE,
    state=st.sampled_from(["active", "done"]),
    steps=st.lists(STEP, min_size=1, max_size=9).map(tuple),
    percent=st.integers(0, 100),
    next=st.one_of(st.none(), STEP),
    undo=st.one_of(st.none(), STEP),
)
LED = st.builds(
    Led,
    user=st.just("U0ASKER"),
    state=st.just("active"),
    done=st.integers(0, 9),
    steps=st.integers(0, 9),
    percent=st.integers(0, 100),
    next=st.one_of(st.none(), TEXT),
    since=st.just(AT),
)
PAGE = st.builds(
    HomePage,
    language=LANGUAGE,
    is_chosen=st.booleans(),
    questions=COUNT,
    machine=HOSTILE,
    systems=OPTIONS,
    arches=OPTIONS,
    hosts=st.one_of(
        st.lists(HOST, max_size=12).map(tuple),
        HOST.map(lambda host: (host,) * 200),
    ),
    answered=st.lists(LINE, max_size=5, unique_by=lambda line: line.question_id).map(tuple),
    checklist=st.one_of(st.none(), CHECKLIST),
    led=st.one_of(st.just(()), LED.map(lambda one: (one,) * 60)),
    made_at=st.just(AT),
    worklist=st.one_of(st.none(), WORK),
    figures=st.one_of(st.none(), FIGURES),
)


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], max_examples=60)
@given(PAGE)
def test_a_home_is_within_slacks_limits(answerer: Answerer, page: HomePage) -> None:
    assert view_faults(render_home(page, answerer.knowledge)) == []


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], max_examples=60)
@given(PAGE)
def test_nothing_in_it_pings_links_or_turns_its_direction(answerer: Answerer, page: HomePage) -> None:
    blocks = render_home(page, answerer.knowledge)["blocks"]
    assert set(pings_in(blocks)) <= {"@U0OWNER", "@U0ASKER"}
    said = list(texts(blocks))
    assert not [one for one in said if STEERING.search(one)]
    mrkdwn = [one for block in blocks if block["type"] == "section" for one in texts(block.get("text"))]
    assert not [one for one in mrkdwn if re.search(r"<(?!@U0(?:OWNER|ASKER)>)", one)]


def test_two_hundred_hosts_are_ten_and_a_button() -> None:
    host = HostLine(name="h", is_mine=True, owner="U1", state="kept", is_online=True, mood="healthy", age_s=1)
    page = HomePage(language="en", hosts=tuple(host for _ in range(200)))
    said = str(render_home(page)["blocks"])
    assert said.count("all good") == 10
    assert "and 190 more" in said


def test_a_button_that_opens_an_answer_names_its_question() -> None:
    line = AnsweredLine(question_id=UUID(int=5), title="t", age_s=timedelta(days=1).total_seconds())
    said = str(render_home(HomePage(language="en", answered=(line,))))
    assert f"home_open:{UUID(int=5)}" in said
