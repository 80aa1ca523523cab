"""The terminal: exit codes, the JSON object, what a conversation remembers."""

from __future__ import annotations

import json
import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from bot.answering.model import Abstention, Answer, Candidate, Match, Question, Reason, Reply
from bot.cli.app import make_cli
from bot.cli.chat import Conversation, Thread
from bot.cli.session import asked_language, own_language, wants_colour
from bot.errors import BotError
from bot.knowledge.model import Language
from bot.platforms.flags import platform_from
from bot.platforms.model import Known, Platform
from bot.platforms.reading import read_platform
from tests.catalogue import CATALOGUE

MATCH = Match(
    entry="docker-ps",
    score=0.9,
    margin=0.5,
    candidates=(Candidate(entry="docker-ps", title="List containers", score=0.9),),
    why=(Reason(kind="word", what="ps", weight=1.5),),
)


class FakeAnswerer:
    """Knows ``docker ps`` and what a Platform is; remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[Question] = []

    def reply(self, question: Question) -> Reply:
        self.asked.append(question)
        platform = read_platform(question.text, CATALOGUE).over(question.platform)
        if "ps" in question.text or question.about:
            return self.show("docker-ps", platform, question.language or "en")
        near = (Candidate(entry="docker-ps", title="List containers", score=0.4),)
        reason = "close" if "contain" in question.text else "outside" if question.text.strip() else "empty"
        return Abstention(
            reason=reason,
            language=question.language or "en",
            platform=platform,
            near=near,
            score=0.4,  # type: ignore[arg-type]
        )

    def show(self, entry: str, platform: Platform, language: Language) -> Answer:
        if entry != "docker-ps":
            raise BotError(f"No Entry '{entry}'.")
        return Answer(
            entry=entry,
            language=language,
            platform=platform,
            match=MATCH,
            title="List containers",
            summary="So.",
        )


@pytest.fixture
def answerer(monkeypatch: pytest.MonkeyPatch) -> FakeAnswerer:
    fake = FakeAnswerer()
    for module in ("ask", "chat", "knowledge"):
        monkeypatch.setattr(f"bot.cli.{module}.open_answerer", lambda: (fake, CATALOGUE))
    for name in ("SETUPBOT_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    return fake


def run(*arguments: str, typed: str = "") -> tuple[int, str, str]:
    result = CliRunner().invoke(make_cli(), list(arguments), input=typed)
    return result.exit_code, result.stdout, result.stderr


@pytest.mark.usefixtures("answerer")
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["ask", "docker", "ps"], 0),
        (["ask", "containers"], 1),
        (["ask", "weather"], 1),
        (["ask", ""], 1),
        (["ask", "--arch", "z80", "docker ps"], 2),
        (["ask", "--os", "plan9", "docker ps"], 2),
        (["ask", "--lang", "fr", "docker ps"], 2),
        (["ask", "--nonsense"], 2),
        (["nonsense"], 2),
        (["kb", "show", "no-such"], 2),
        (["kb", "show", "docker-ps"], 0),
    ],
)
def test_the_exit_code_says_how_it_went(arguments: list[str], code: int) -> None:
    assert run(*arguments)[0] == code


def test_the_question_is_read_from_standard_input(answerer: FakeAnswerer) -> None:
    assert run("ask", typed="docker ps\n")[0] == 0
    assert answerer.asked[0].text == "docker ps\n"


def test_flags_become_the_platform_and_the_language(answerer: FakeAnswerer) -> None:
    run("ask", "--arch", "aarch64", "--os", "ubuntu:24.04", "--lang", "ko", "ps")
    question = answerer.asked[0]
    assert question.language == "ko"
    assert question.platform == Platform(
        arch=Known(value="arm64", origin="flag"),
        distro=Known(value="ubuntu", origin="flag"),
        release=Known(value="noble", origin="flag"),
    )


@pytest.mark.usefixtures("answerer")
def test_json_has_every_key_of_the_contract() -> None:
    code, out, _ = run("ask", "--json", "--os", "debian", "docker ps")
    printed = json.loads(out)
    assert code == 0
    assert {key: printed[key] for key in ("outcome", "entry", "score", "margin", "language")} == {
        "outcome": "answer",
        "entry": "docker-ps",
        "score": 0.9,
        "margin": 0.5,
        "language": "en",
    }
    assert printed["platform"] == {
        "arch": None,
        "distro": "debian",
        "release": None,
        "from": {"arch": None, "distro": "flag", "release": None},
    }
    assert printed["candidates"] == [{"entry": "docker-ps", "title": "List containers", "score": 0.9}]
    assert printed["why"] == [{"kind": "word", "what": "ps", "weight": 1.5}]
    assert printed["text"].startswith("## List containers\n")
    assert printed["commands"] == []


@pytest.mark.usefixtures("answerer")
@pytest.mark.parametrize(("text", "outcome"), [("containers", "suggest"), ("weather", "abstain")])
def test_json_tells_a_suggestion_from_an_abstention(text: str, outcome: str) -> None:
    code, out, _ = run("ask", "--json", text)
    assert code == 1
    assert json.loads(out)["outcome"] == outcome
    assert json.loads(out)["entry"] is None


@pytest.mark.usefixtures("answerer")
def test_a_wrong_flag_is_explained_in_the_persons_language() -> None:
    assert "I don't know the arch 'z80'. Choose one of: amd64" in run("ask", "--arch", "z80", "x")[2]
    assert "모르는 아키텍처예요: z80." in run("ask", "--arch", "z80", "--lang", "ko", "x")[2]


def test_our_own_bug_shows_an_incident_and_not_its_text(
    answerer: FakeAnswerer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(question: Question) -> Reply:
        raise ValueError("a secret")

    monkeypatch.setattr(answerer, "reply", broken)
    code, _, told = run("ask", "docker ps")
    assert code == 70
    assert "incident" in told
    assert "a secret" not in told
    assert "incident" in caplog.text


def test_chat_remembers_the_machine_and_what_it_was_about(answerer: FakeAnswerer) -> None:
    code, _, _ = run("chat", typed="docker ps on debian\nand on arm64?\n/quit\nnever asked\n")
    assert code == 0
    assert len(answerer.asked) == 2
    assert answerer.asked[1].about == "docker-ps"
    assert answerer.asked[1].platform.distro == Known(value="debian", origin="thread")


def conversation() -> tuple[Conversation, FakeAnswerer]:
    fake = FakeAnswerer()
    return Conversation(fake, CATALOGUE, Thread(Platform()), "en", None), fake


def test_a_number_chooses_what_was_suggested() -> None:
    talk, fake = conversation()
    talk.say("containers")
    answer = talk.say("1")
    assert isinstance(answer, Answer)
    assert talk.thread.about == "docker-ps"
    assert len(fake.asked) == 1


def test_commands_set_the_machine() -> None:
    talk, _ = conversation()
    assert talk.say("/os ubuntu:noble") == "Noted: Ubuntu 24.04"
    assert talk.say("/arch M1") == "Noted: Ubuntu 24.04 · arm64 (AArch64)"
    assert talk.say("/what") == "There is no /what. See /help."
    assert talk.say("/quit") is None
    with pytest.raises(BotError):
        talk.say("/arch z80")


@pytest.mark.parametrize(
    ("system", "distro", "release"),
    [
        ("ubuntu:noble", "ubuntu", "noble"),
        ("ubuntu:22.04", "ubuntu", "jammy"),
        ("Ubuntu", "ubuntu", None),
        ("mint 22", "linuxmint", "22"),
        ("raspbian:bookworm", "raspbian", "bookworm"),
        ("우분투 22.04", "ubuntu", "jammy"),
        ("debian:12", "debian", "bookworm"),
        ("ubuntu:21.10", "ubuntu", "21.10"),
        ("wsl", "wsl", None),
        ("alpine:3.20", "alpine", "3.20"),
        ("mac", "macos", None),
    ],
)
def test_an_os_flag_names_a_distro_and_perhaps_a_release(
    system: str, distro: str, release: str | None
) -> None:
    platform = platform_from(CATALOGUE, system=system)
    assert platform.distro == Known(value=distro, origin="flag")
    assert (platform.release.value if platform.release else None) == release


def test_an_unknown_release_is_told_with_those_known() -> None:
    with pytest.raises(BotError) as told:
        platform_from(CATALOGUE, system="ubuntu:sonoma")
    assert "24.04" in told.value.user_message


def test_the_language_follows_flag_setting_and_locale() -> None:
    assert own_language(None, {"LANG": "ko_KR.UTF-8"}) == "ko"
    assert own_language("en", {"LANG": "ko_KR.UTF-8"}) == "en"
    assert own_language(None, {"SETUPBOT_LANGUAGE": "ko"}) == "ko"
    assert own_language(None, {}) == "en"
    assert asked_language(None, {"LANG": "ko_KR.UTF-8"}) is None
    assert asked_language(None, {"SETUPBOT_LANGUAGE": "en"}) == "en"


def test_colour_is_off_where_it_was_refused() -> None:
    assert not wants_colour(True, {"FORCE_COLOR": "1"})
    assert not wants_colour(False, {"NO_COLOR": "1", "FORCE_COLOR": "1"})
    assert wants_colour(False, {"FORCE_COLOR": "1"})


def test_help_lists_attached_commands_without_importing_them() -> None:
    cli = make_cli({"serve": ("no.such.module:serve", "Answer in Slack.")})
    result = CliRunner().invoke(cli, ["-h"])
    assert result.exit_code == 0
    assert "Answer in Slack." in result.stdout


def test_completion_knows_the_commands() -> None:
    cli = make_cli({"serve": ("no.such.module:serve", "Answer in Slack.")})
    items = cli.shell_complete(click.Context(cli), "s")
    assert [item.value for item in items] == ["serve"]
    assert run("completion", "zsh")[1] == 'eval "$(_SETUPBOT_COMPLETE=zsh_source setupbot)"\n'


def test_the_command_line_starts_without_what_only_some_commands_need() -> None:
    code = (
        "import sys, bot.cli.app as app; app.make_cli();"
        "print([name for name in ('pydantic', 'yaml', 'rich', 'numpy', 'prompt_toolkit', 'slack_bolt',"
        " 'sqlalchemy', 'rapidfuzz') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
