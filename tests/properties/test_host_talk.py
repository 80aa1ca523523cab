"""Whatever is typed at the bot about hosts is read without a fault, and names at most what was typed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.conversations.hosts.again import read_again
from bot.conversations.hosts.command import COMMAND, read_command
from bot.conversations.hosts.words import read_words
from bot.text.normalise import normalise

PIECES = """check web-1 add host 호스트 확인해줘 allow <@U123|ann> <!channel> everyone 로그 상태 를 for alice -rf `
< &lt; web-1.lan ? 모두에게 허용 다시 보고 이제 됐어요 is it fixed""".split()  # noqa: SIM905 # a line of words is easier read as words


@given(st.one_of(st.text(max_size=200), st.lists(st.sampled_from(PIECES), max_size=8).map(" ".join)))
def test_any_text_is_read(text: str) -> None:
    intent = read_words(text)
    if intent and not text.lstrip().startswith(COMMAND):
        assert intent.name in normalise(text).lower()
    read_command(f"{COMMAND} {text}")
    read_again(text)
