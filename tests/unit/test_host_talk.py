"""What people want of hosts, read from the command and from plain words."""

from __future__ import annotations

import pytest

from bot.conversations.hosts.again import read_again
from bot.conversations.hosts.command import read_command
from bot.conversations.hosts.intents import Intent
from bot.conversations.hosts.words import read_words
from bot.conversations.model import Press
from bot.hosts.model import Subject

ANN = Subject(kind="person", id="U123")


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("", Intent(verb="list")),
        ("   ", Intent(verb="list")),
        ("list", Intent(verb="list")),
        ("목록", Intent(verb="list")),
        ("help", Intent(verb="help")),
        ("web-1", Intent(verb="check", name="web-1")),
        ("check web-1", Intent(verb="check", name="web-1")),
        ("web-1 alice", Intent(verb="check", name="web-1", user="alice")),
        ("web-1 for alice", Intent(verb="check", name="web-1", user="alice")),
        ("확인 web-1 사용자 alice", Intent(verb="check", name="web-1", user="alice")),
        ("<http://web-1.lan|web-1.lan>", Intent(verb="check", name="web-1.lan")),
        ("rm -rf /", Intent(verb="remove", name="-rf /")),
        ("add web-1", Intent(verb="add", name="web-1")),
        ("추가 web-1", Intent(verb="add", name="web-1")),
        ("add", Intent(verb="help")),
        ("remove web-1", Intent(verb="remove", name="web-1")),
        ("log", Intent(verb="log")),
        ("log web-1", Intent(verb="log", name="web-1")),
        ("allow web-1 <@U123|ann>", Intent(verb="allow", name="web-1", subjects=(ANN,))),
        (
            "allow web-1 <@U123> <#C1|help> everyone",
            Intent(
                verb="allow",
                name="web-1",
                subjects=(ANN, Subject(kind="channel", id="C1"), Subject(kind="everyone")),
            ),
        ),
        ("allow web-1 @ann", Intent(verb="allow", name="web-1", wrong="@ann")),
        (
            "disallow web-1 <!subteam^S1|@ml>",
            Intent(verb="disallow", name="web-1", subjects=(Subject(kind="group", id="S1"),)),
        ),
    ],
)
def test_the_command_is_read(text: str, intent: Intent) -> None:
    assert read_command(f"/docker-check {text}") == intent
    assert read_words(f"/docker-check {text}") == intent


CHECKS = """check web-1
Check web-1!
please check web-1
can you take a look at web-1 for me?
how is web-1 doing?
what's wrong with docker on web-1
is web-1 ok?
web-1 status
recheck web-1 now
check web-1 again
web-1 확인해줘
web-1 다시 확인해 주세요
web-1을 확인해줘
web-1확인좀
web-1 상태 봐줘
web-1 괜찮아?
web-1 좀 살펴봐 줄래요?
web-1 도커 상태가 어때?
web-1에서 도커 왜 안돼
web-1 check 해줘"""


@pytest.mark.parametrize("said", CHECKS.split("\n"))
def test_a_wish_for_a_check_is_heard_whatever_its_words(said: str) -> None:
    assert read_words(said) == Intent(verb="check", name="web-1", is_plain=False)


@pytest.mark.parametrize("said", ["check host web-9", "호스트 web-9 점검해줘"])
def test_with_the_word_host_it_is_plain(said: str) -> None:
    assert read_words(said) == Intent(verb="check", name="web-9", is_plain=True)


@pytest.mark.parametrize("said", ["check web-1 for alice", "web-1 alice 사용자 확인해줘"])
def test_a_user_of_the_host_may_be_named(said: str) -> None:
    assert read_words(said) == Intent(verb="check", name="web-1", user="alice", is_plain=False)


def test_a_name_alone_says_little() -> None:
    intent = read_words("web-1")
    assert intent is not None
    assert intent.is_bare


MANAGING = [
    ("add host web-1", Intent(verb="add", name="web-1")),
    ("web-1 호스트 추가해줘", Intent(verb="add", name="web-1")),
    ("remove host web-1", Intent(verb="remove", name="web-1")),
    ("web-1 호스트 삭제해줘", Intent(verb="remove", name="web-1")),
    ("who checked host web-1", Intent(verb="log", name="web-1")),
    ("let <@U123> check web-1", Intent(verb="allow", name="web-1", subjects=(ANN,), is_plain=False)),
    ("web-1 <@U123>에게 허용해줘", Intent(verb="allow", name="web-1", subjects=(ANN,), is_plain=False)),
    (
        "web-1 모두에게 허용해줘",
        Intent(verb="allow", name="web-1", subjects=(Subject(kind="everyone"),), is_plain=False),
    ),
    ("list hosts", Intent(verb="list")),
    ("내 호스트 보여줘", Intent(verb="list")),
    ("호스트 목록", Intent(verb="list")),
    ("add a new host", Intent(verb="help")),
    ("호스트 추가하는 방법", Intent(verb="help")),
]


@pytest.mark.parametrize(("said", "intent"), MANAGING)
def test_managing_is_heard_in_words(said: str, intent: Intent) -> None:
    assert read_words(said) == intent


PLAIN_AGAIN = """check again
Check it again, please!
I fixed it, can you check again now?
recheck
re-check please
look at it again
다시 확인해줘
다시 한번 확인해 주세요
고쳤어요, 다시 봐 주세요!
한 번 더 확인해줄래?
재점검 부탁해요
확인 다시 해줘"""


@pytest.mark.parametrize("said", PLAIN_AGAIN.split("\n"))
def test_once_more_is_heard(said: str) -> None:
    assert read_again(said) == "plain"


WHERE_A_REPORT_STANDS = """is it fixed now?
is everything ok now
did that help?
how about now?
check docker again
이제 됐어?
이제 괜찮나요
해결됐어?
이제 정상이야?
도커 다시 확인해줘
확인해줘"""


@pytest.mark.parametrize("said", WHERE_A_REPORT_STANDS.split("\n"))
def test_once_more_may_be_meant_where_a_report_stands(said: str) -> None:
    assert read_again(said) == "there"


NOT_AGAIN = """이제 됐어
이제 됐어요!
로그 다시 보여줘
도커 다시 시작하는 법
다시 설치하려면?
check docker version again
docker ps again
try again
again
is it possible to use podman?
what about arm64?
thanks, it works now"""


@pytest.mark.parametrize(
    "said", [*NOT_AGAIN.split("\n"), "check again\nand again", "", "됐" + "어요" * 29 + "닭"]
)
def test_other_remarks_do_not_ask_once_more(said: str) -> None:
    assert read_again(said) is None


OTHERS = """what is docker
how do I install docker on ubuntu
docker ps
docker logs web-1
is docker ok?
도커 상태 확인
도커 설치하는 법
docker permission denied 해결
고마워요
web-1 로그 보여줘
how do I add a user to the docker group
check docker and the network of web-1
docker swarm host 추가
http://example.com/web-1
permission denied while trying to connect to the docker daemon socket"""


@pytest.mark.parametrize("said", [*OTHERS.split("\n"), "check web-1\nand restart it", ""])
def test_other_questions_are_not_about_hosts(said: str) -> None:
    assert read_words(said) is None


@pytest.mark.parametrize("said", ["web-1 " + "보고" * 55 + "닭", "web-1 " + "해보고" * 37 + "닭"])
def test_a_text_of_many_endings_is_read_at_once(said: str) -> None:
    assert read_words(said) is None


@pytest.mark.parametrize("said", ["check docker version", "check gpu", "gpu 확인해줘", "thanks!"])
def test_what_may_be_about_a_host_is_only_if_there_is_one(said: str) -> None:
    intent = read_words(said)
    assert intent is not None
    assert not intent.is_plain


@pytest.mark.parametrize(
    "press",
    [
        Press(action="check_again", target="web-1", token="t", is_private=True),
        Press(action="check_again", target="web-1", token="t"),
        Press(action="share_answer", target="", token="t"),
    ],
)
def test_a_press_is_read_as_it_was_written(press: Press) -> None:
    assert Press.read(str(press)) == press
