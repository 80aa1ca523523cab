"""The sentences around an Answer, once in each language."""

from __future__ import annotations

from dataclasses import dataclass

from bot.knowledge.model import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Everything the bot says itself; what stands in braces is put in by ``str.format``."""

    needs_root: str
    grants_root: str
    powershell: str
    expect: str
    instead: str
    careful: str
    changed: str
    which_arch: str
    tell_arch: str
    next: str
    see_also: str
    sources: str
    reviewed: str
    picture: str
    page: str
    show_rest: str
    more_below: str
    share: str
    too_long: str
    did_you_mean: str
    none_of_these: str
    unknown: str
    can_answer: str
    ask_person: str
    ask_person_button: str
    nothing_asked: str
    examples: tuple[str, ...]
    assumed_distro: str
    read_as: str
    other_layout: str
    fits: str
    learning: str
    arch_names: tuple[tuple[str, str], ...]

    def arch_name(self, arch: str) -> str:
        """What a button for an arch says."""
        return dict(self.arch_names).get(arch, arch)


KO = Words(
    needs_root="root 권한 필요",
    grants_root="root와 같은 권한을 주는 명령이에요",
    powershell="PowerShell에서 실행하세요",
    expect="잘 됐다면 이렇게 나와요",
    instead="대신 이렇게 하세요",
    careful="주의",
    changed="2022년 노트와 달라진 점",
    which_arch="CPU에 따라 명령이 달라질 수 있어요. 터미널에서 `uname -m`을 실행해 보고 골라 주세요.",
    tell_arch="CPU에 따라 명령이 달라질 수 있어요. `uname -m` 결과를 알려 주시면 거기에 맞춰 드릴게요.",
    next="다음: {title}",
    see_also="함께 보기",
    sources="출처",
    reviewed="{date}에 확인한 내용이에요",
    picture="그림",
    page="{title} ({page}/{pages})",
    show_rest="이어서 보기",
    more_below="내용이 길어서 여기까지만 보여드려요.",
    share="채널에 공유하기",
    too_long="이 부분은 너무 길어서 여기에 다 담을 수 없어요. 터미널에서 setupbot kb show {entry} 를 실행하면 볼 수 있어요.",
    did_you_mean="혹시 이걸 물어보신 건가요?",
    none_of_these="여기에 없다면 조금 더 자세히 적어 주세요. 에러 메시지를 그대로 붙여 넣어도 좋아요.",
    unknown="그건 아직 제가 모르는 내용이에요.",
    can_answer="저는 Docker 설치와 문제 해결, 그리고 머신러닝 기초와 MLOps에 대해 답할 수 있어요.",
    ask_person="Docker 이야기라면 에러 메시지를 그대로 붙여 주시고, 아니라면 팀원에게 물어보는 게 빨라요.",
    ask_person_button="담당자에게 물어보기",
    nothing_asked="무엇을 도와드릴까요? 이렇게 물어보시면 돼요.",
    examples=("우분투에 도커 설치하는 법", "docker permission denied 해결", "지도 학습이 뭐야?"),
    assumed_distro="어떤 시스템인지 몰라서 {title} 기준으로 알려드려요.",
    read_as="“{text}” 질문으로 이해했어요.",
    other_layout="한/영 전환이 안 된 것 같아서 “{text}”라고 읽었어요.",
    fits="{platform} 기준이에요.",
    learning="지식 베이스를 익히고 있어요. 내용이 바뀐 뒤 한 번만 몇 초 걸려요…",
    arch_names=(
        ("amd64", "Intel/AMD 64비트 (amd64)"),
        ("arm64", "ARM 64비트, M1 이후 (arm64)"),
        ("armhf", "ARM 32비트 (armhf)"),
        ("armv6", "라즈베리파이 1·Zero (ARMv6)"),
    ),
)

EN = Words(
    needs_root="needs root",
    grants_root="gives rights equal to root",
    powershell="run it in PowerShell",
    expect="If it worked, you see",
    instead="Do this instead",
    careful="Careful",
    changed="What changed since the notes of 2022",
    which_arch="The commands can depend on your CPU. Run `uname -m` in a terminal, then pick yours.",
    tell_arch="The commands can depend on your CPU: tell me what `uname -m` prints, and I will fit them to it.",
    next="Next: {title}",
    see_also="See also",
    sources="Sources",
    reviewed="Checked on {date}",
    picture="Picture",
    page="{title} ({page}/{pages})",
    show_rest="Show the rest",
    more_below="It is long, so I stop here for now.",
    share="Share with the channel",
    too_long="This part is too long to fit in here. In a terminal, setupbot kb show {entry} prints it.",
    did_you_mean="Did you mean one of these?",
    none_of_these="If not, tell me a little more. Pasting the error message as it is helps too.",
    unknown="I don't know that one yet.",
    can_answer="I can help with installing and mending Docker, and with the basics of machine learning and MLOps.",
    ask_person="If it is about Docker, paste the error message as it is; otherwise a teammate is the quicker way.",
    ask_person_button="Ask a person",
    nothing_asked="How can I help? You could ask, for example:",
    examples=(
        "how do I install docker on ubuntu",
        "docker permission denied",
        "what is supervised learning?",
    ),
    assumed_distro="I don't know your system, so these are the commands for {title}.",
    read_as="I read it as “{text}”.",
    other_layout="That looked like the other keyboard layout; I read it as “{text}”.",
    fits="For {platform}.",
    learning="Learning the knowledge base; it takes some seconds, once after each change…",
    arch_names=(
        ("amd64", "Intel/AMD 64-bit (amd64)"),
        ("arm64", "ARM 64-bit, M1 and later (arm64)"),
        ("armhf", "ARM 32-bit (armhf)"),
        ("armv6", "Raspberry Pi 1 or Zero (ARMv6)"),
    ),
)


def words_for(language: Language) -> Words:
    """The sentences of a language."""
    return KO if language == "ko" else EN
