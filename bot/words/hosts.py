"""The sentences about hosts and who owns them, once in each language. Markdown, but for labels and titles."""

from __future__ import annotations

from dataclasses import dataclass

from bot.knowledge.model import Language
from bot.words.reports import Named


@dataclass(frozen=True, slots=True, kw_only=True)
class HostWords:
    """Listing, adding, allowing, ending; braces as in ``str.format``, Korean particles as ``Name`` takes them."""

    list_title: str
    mine: str
    others: str
    none_yet: str
    opt_in: str
    opt_in_more: str
    never_checked: str
    online: str
    away: str
    states: Named
    moods: Named
    check: str
    check_again: str
    add_title: str
    add_says: str
    add_code: str
    add_download: str
    add_verify: str
    add_enroll: str
    add_enroll_note: str
    add_after: str
    add_private: str
    no_public_url: str
    name_taken: str
    name_taken_other: str
    too_many: str
    removed: str
    revoked_done: str
    kept: str
    ended: str
    allowed: str
    disallowed: str
    not_allowed_before: str
    whom: str
    bad_subject: str
    subjects: Named
    field_owner: str
    field_state: str
    field_machine: str
    field_enrolled: str
    field_seen: str
    field_checked: str
    field_allowed: str
    log_title: str
    log_empty: str
    log_yes: str
    log_no: str
    log_host: str
    log_bot: str
    log_terminal: str
    actions: Named
    joined_title: str
    joined: str
    joined_machine: str
    keep: str
    revoke: str
    add_again: str
    notice_quarantined: str
    notice_removed: str
    notice_revoked: str
    notice_revoked_terminal: str
    help_title: str
    help: str
    only_here: str

    def named(self, words: Named, key: str) -> str:
        """A word by its key; the key itself where there is none."""
        return dict(words).get(key, key)


KO = HostWords(
    list_title="호스트",
    mine="내 호스트",
    others="볼 수 있게 허락받은 호스트",
    none_yet="아직 등록한 호스트가 없어요.",
    opt_in="호스트 등록하기: `/docker-check add 이름` (예: `/docker-check add web-1`)",
    opt_in_more="코드를 드리면 호스트에서 직접 한 번 입력해요. 무엇을 보여 줄지는 호스트에서 정하고, 여기서는 넓힐 수 없어요.",
    never_checked="아직 확인 전",
    online="연결됨",
    away="연결 안 됨",
    states=(
        ("joined", "확인 대기: 내가 등록한 것이 맞는지 알려 주세요"),
        ("kept", ""),
        ("quarantined", "멈춤: 복제된 것으로 보여요"),
        ("revoked", "해지됨"),
    ),
    moods=(
        ("healthy", "이상 없음"),
        ("warned", "살펴볼 것 있음"),
        ("broken", "고칠 것 있음"),
        ("blind", "확인 못 함"),
    ),
    check="확인하기",
    check_again="다시 확인",
    add_title="{host} 등록하기",
    add_says="**{host}**에서 아래 명령을 차례로 실행하고, 코드를 물으면 이 코드를 입력하세요. 15분 동안 한 번만 쓸 수 있어요.",
    add_code="등록 코드",
    add_download="에이전트 내려받기",
    add_verify="받은 파일이 맞는지 확인하기",
    add_enroll="등록하기",
    add_enroll_note="systemd가 없는 시스템이라면 `--service`를 빼고 등록한 뒤 `python3 setupbot-agent.pyz run`을 켜 두세요.",
    add_after="등록되면 바로 알려드릴게요. 무엇을 볼 수 있는지는 호스트에서 정해요. 처음에는 파일만 보고, 마지막 명령에 `--level docker`를 붙이면 Docker API도 읽어요.",
    add_private="코드는 다른 사람에게 보여 주지 마세요.",
    no_public_url="지금은 호스트를 등록할 수 없어요. 봇의 주소(`PUBLIC_URL`)가 설정돼 있지 않아서 호스트가 찾아올 곳이 없어요. 봇 관리자에게 알려 주세요.",
    name_taken="**{host}**라는 이름은 이미 내 호스트가 쓰고 있어요. 다시 등록하려면 먼저 `/docker-check remove {host}`로 지워 주세요.",
    name_taken_other="**{host}**라는 이름은 다른 분의 호스트가 쓰고 있어요. 다른 이름으로 해 보세요.",
    too_many="쓰지 않은 코드가 너무 많아요. 15분쯤 뒤에 다시 해 주세요.",
    removed="**{host:을/를}** 지웠어요. 에이전트는 열쇠를 버리고 멈춰요. 같은 이름을 다시 쓸 수 있어요.",
    revoked_done="**{host}**의 등록을 해지했어요. 에이전트는 열쇠를 버리고 멈춰요.",
    kept="좋아요, **{host:이/가}** 등록됐어요. 이제 바로 확인해 볼 수 있어요.",
    ended="**{host:은/는}** 이미 끝난 등록이라 바꿀 수 없어요. `/docker-check add {host}`로 다시 등록하세요.",
    allowed="이제 **{host:을/를}** 확인할 수 있어요:",
    disallowed="이제 **{host:을/를}** 확인할 수 없어요:",
    not_allowed_before="원래 **{host}**에 허락된 적이 없어서 바꿀 것이 없어요.",
    whom="누구에게 허락할까요? 사람이나 그룹, 채널을 불러 주세요: `/docker-check allow {host} @사람`, `#채널`, `everyone`, `maintainers`",
    bad_subject="`{wrong}`에게 허락하는 방법을 모르겠어요. `@사람`, `@그룹`, `#채널`, `everyone`, `maintainers` 중에서 적어 주세요.",
    subjects=(("everyone", "워크스페이스의 모두"), ("maintainers", "봇 관리자들")),
    field_owner="주인",
    field_state="상태",
    field_machine="컴퓨터와 에이전트",
    field_enrolled="등록",
    field_seen="마지막 연결",
    field_checked="마지막 확인",
    field_allowed="확인할 수 있는 사람",
    log_title="{host} 기록",
    log_empty="아직 기록이 없어요.",
    log_yes="허락",
    log_no="거절",
    log_host="호스트 자신",
    log_bot="봇",
    log_terminal="터미널의 {user}",
    actions=(
        ("check", "확인"),
        ("add", "코드 받기"),
        ("enroll", "등록"),
        ("keep", "유지"),
        ("revoke", "해지"),
        ("remove", "삭제"),
        ("allow", "허락"),
        ("disallow", "허락 취소"),
        ("log", "기록 보기"),
        ("share", "공유"),
    ),
    joined_title="{host:이/가} 등록됐어요",
    joined="방금 **{host:이/가}** 내 이름으로 등록됐어요. 내가 한 것이 맞나요?",
    joined_machine="컴퓨터 이름: `{hostname}` · 에이전트 {version}",
    keep="네, 유지하기",
    revoke="아니요, 해지하기",
    add_again="다시 등록하기",
    notice_quarantined="**{host}**의 열쇠를 쓰는 에이전트가 두 군데서 보여서 멈춰 두었어요. 가상 머신을 복제했다면 한쪽에서 `setupbot-agent leave`를 실행하고 다시 등록하세요. 짚이는 일이 없다면 해지하세요.",
    notice_removed="**{host:이/가}** 14일 동안 소식이 없어서 목록에서 지웠어요. 다시 쓰려면 `/docker-check add {host}`로 등록하세요.",
    notice_revoked="**{host:이/가}** 스스로 등록을 해지했어요 (`setupbot-agent leave`). 다시 쓰려면 `/docker-check add {host}`로 등록하세요.",
    notice_revoked_terminal="봇 관리자가 터미널에서 **{host}**의 등록을 해지했어요.",
    help_title="호스트의 Docker 확인하기",
    help="""- `/docker-check`: 내 호스트와 마지막 상태
- `/docker-check web-1`: 지금 확인하기 (`web-1 alice`처럼 사용자를 정할 수도 있어요)
- `/docker-check add web-1`: 새 호스트 등록
- `/docker-check allow web-1 @사람`: 다른 사람에게 허락 (`#채널`, `everyone`, `maintainers`도 돼요)
- `/docker-check disallow web-1 @사람`: 허락 취소
- `/docker-check log web-1`: 누가 언제 확인했는지
- `/docker-check remove web-1`: 등록 지우기

스레드나 DM에서는 “web-1 확인해줘”처럼 말해도 돼요.""",
    only_here="그건 터미널이나 `/docker-check` 명령으로만 할 수 있어요.",
)

EN = HostWords(
    list_title="Hosts",
    mine="Your hosts",
    others="Hosts that you were allowed to check",
    none_yet="You have no hosts yet.",
    opt_in="Add a host: `/docker-check add NAME`, for example `/docker-check add web-1`",
    opt_in_more="You get a code and type it in once on the host itself. What may be looked at is decided there and can't be widened from here.",
    never_checked="not checked yet",
    online="connected",
    away="not connected",
    states=(
        ("joined", "waits for you to say that it is yours"),
        ("kept", ""),
        ("quarantined", "on hold: it looks cloned"),
        ("revoked", "revoked"),
    ),
    moods=(
        ("healthy", "all good"),
        ("warned", "something to look at"),
        ("broken", "something to mend"),
        ("blind", "could not look"),
    ),
    check="Check",
    check_again="Check again",
    add_title="Add {host}",
    add_says="Run these on **{host}**, one after the other, and type this code when asked. It works once, for 15 minutes.",
    add_code="The code",
    add_download="Download the agent",
    add_verify="See that it is the right file",
    add_enroll="Enrol the host",
    add_enroll_note="Without systemd, leave out `--service` and keep `python3 setupbot-agent.pyz run` running instead.",
    add_after="I will tell you as soon as it has joined. What may be seen is decided on the host: files only to begin with, the Docker API too if you add `--level docker` to the last command.",
    add_private="Keep the code to yourself.",
    no_public_url="Hosts cannot be added just now: the bot has no public address (`PUBLIC_URL`) for them to reach it. Please tell whoever runs the bot.",
    name_taken="A host of yours is called **{host}** already. To enrol it anew, first `/docker-check remove {host}`.",
    name_taken_other="Somebody else's host is called **{host}**. Please choose another name.",
    too_many="There are too many unused codes. Please try again in about 15 minutes.",
    removed="**{host}** is removed. Its agent deletes its key and stops; the name is free again.",
    revoked_done="**{host}** is revoked. Its agent deletes its key and stops.",
    kept="Good, **{host}** has joined. You can check it right away.",
    ended="**{host}** has been ended and cannot be changed any more. `/docker-check add {host}` enrols it anew.",
    allowed="Now allowed to check **{host}**:",
    disallowed="No longer allowed to check **{host}**:",
    not_allowed_before="They were not allowed to check **{host}** anyway, so nothing changed.",
    whom="Whom do you want to allow? Name a person, group or channel: `/docker-check allow {host} @person`, `#channel`, `everyone`, `maintainers`",
    bad_subject="I don't know how to allow `{wrong}`. Name a `@person`, a `@group`, a `#channel`, `everyone` or `maintainers`.",
    subjects=(("everyone", "everybody in the workspace"), ("maintainers", "the bot's maintainers")),
    field_owner="owner",
    field_state="state",
    field_machine="machine and agent",
    field_enrolled="enrolled",
    field_seen="last connected",
    field_checked="last checked",
    field_allowed="who may check it",
    log_title="Log of {host}",
    log_empty="Nothing has happened yet.",
    log_yes="allowed",
    log_no="denied",
    log_host="the host itself",
    log_bot="the bot",
    log_terminal="{user} at the terminal",
    actions=(
        ("check", "check"),
        ("add", "got a code"),
        ("enroll", "enrolled"),
        ("keep", "kept"),
        ("revoke", "revoked"),
        ("remove", "removed"),
        ("allow", "allowed"),
        ("disallow", "disallowed"),
        ("log", "read the log"),
        ("share", "shared"),
    ),
    joined_title="{host} joined",
    joined="**{host}** has just joined in your name. Was that you?",
    joined_machine="The machine calls itself `{hostname}` · agent {version}",
    keep="Yes, keep it",
    revoke="No, revoke it",
    add_again="Enrol it anew",
    notice_quarantined="Two agents used the key of **{host}**, so I put it on hold. If you cloned a virtual machine, run `setupbot-agent leave` on one of the two and enrol it anew. If you can't think of a reason, revoke it.",
    notice_removed="**{host}** was silent for 14 days, so I took it off the list. `/docker-check add {host}` adds it again.",
    notice_revoked="**{host}** has left by itself (`setupbot-agent leave`). `/docker-check add {host}` adds it again.",
    notice_revoked_terminal="Whoever runs the bot revoked **{host}** from the terminal.",
    help_title="Check Docker on a host",
    help="""- `/docker-check`: your hosts and how they were last seen
- `/docker-check web-1`: check it now (`web-1 alice` looks at that user)
- `/docker-check add web-1`: add a host
- `/docker-check allow web-1 @person`: let others check it (`#channel`, `everyone` and `maintainers` work too)
- `/docker-check disallow web-1 @person`: take that back
- `/docker-check log web-1`: who asked what, and when
- `/docker-check remove web-1`: remove it

In threads and direct messages just say it: “check web-1”.""",
    only_here="That works in a terminal or with `/docker-check` only.",
)


def host_words(language: Language) -> HostWords:
    """The sentences of a language."""
    return KO if language == "ko" else EN
