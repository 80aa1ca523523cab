"""The sentences about a check that is asked for, once in each language: Markdown."""

from __future__ import annotations

from dataclasses import dataclass

from bot.knowledge.model import Language
from bot.words.reports import Named


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckingWords:
    """What is said where there is no Report yet, or none at all; braces as in ``str.format``, Korean
    particles as ``Name`` takes them.
    """

    looking: str
    pointer: str
    learnt: str
    unknown: str
    unknown_other: str
    unknown_help: str
    bad_name: str
    not_yours: str
    not_yours_help: str
    owner_only: str
    offline: str
    never_seen: str
    offline_help: str
    quarantined: str
    quarantined_help: str
    revoked: str
    revoked_help: str
    busy: str
    expired: str
    last_seen: str
    nothing_granted: str
    more_granted: str
    not_to_share: str
    nothing_to_share: str
    refusals: Named

    def refusal(self, code: str) -> str:
        """Why a Host would not, in a sentence."""
        known = dict(self.refusals)
        return known.get(code, known["other"])


KO = CheckingWords(
    looking="👀 **{host:을/를}** 살펴보고 있어요. 몇 초면 돼요.",
    pointer="호스트 이야기라서 답은 다이렉트 메시지로 보냈어요. 나만 볼 수 있어요.",
    learnt="앞으로 이 컴퓨터({platform})에 맞춰 답할게요. 다른 컴퓨터라면 질문에 적어 주세요.",
    unknown="`{host}`라는 호스트는 아직 몰라요.",
    unknown_other="혹시 이 호스트인가요?",
    unknown_help="처음 보는 호스트라면 `/docker-check add {host}`로 등록할 수 있어요.",
    bad_name="`{host}`는 호스트 이름으로 쓸 수 없어요. 영문 소문자, 숫자, 하이픈, 점으로 63자까지 적어 주세요. 예: `web-1`",
    not_yours="**{host:은/는}** 다른 분이 등록한 호스트라서 보여드릴 수 없어요.",
    not_yours_help="주인이 `/docker-check allow {host} @나`로 허락하면 바로 볼 수 있어요. 주인:",
    owner_only="**{host:은/는}** 주인만 바꿀 수 있어요.",
    offline="**{host:이/가}** 지금은 연결돼 있지 않아요.",
    never_seen="아직 한 번도 확인한 적이 없어서 보여드릴 결과가 없어요.",
    offline_help="호스트가 켜져 있는데도 그렇다면, 호스트에서 `setupbot-agent status`를 실행해 보세요.",
    quarantined="**{host:은/는}** 잠시 멈춰 두었어요. 같은 열쇠를 쓰는 에이전트가 두 군데서 보였어요.",
    quarantined_help="가상 머신을 복제했다면 흔히 생겨요. 주인이 `/docker-check remove {host}`로 지우고 다시 등록하면 풀려요.",
    revoked="**{host:은/는}** 등록이 해지된 호스트예요.",
    revoked_help="다시 쓰려면 `/docker-check add {host}`로 새 코드를 받으세요.",
    busy="**{host}** 앞에 기다리는 확인이 이미 여러 개 있어요. 잠시 뒤에 다시 눌러 주세요.",
    expired="**{host:이/가}** 2분 안에 답하지 않았어요. 에이전트가 바쁘거나 막 꺼졌을 수 있어요.",
    last_seen="마지막으로 본 결과를 대신 보여드려요.",
    nothing_granted="호스트의 정책이 아무것도 보지 못하게 해 두었어요. 주인이 호스트에서 `setupbot-agent policy show`로 확인하고 `setupbot-agent policy set`으로 넓힐 수 있어요.",
    more_granted="Docker API까지 보려면 주인이 호스트에서 `setupbot-agent policy set --level docker`로 허락해 주세요.",
    not_to_share="이 결과는 호스트 주인만 공유할 수 있어요. 주인에게 부탁해 보세요:",
    nothing_to_share="공유할 결과가 더는 남아 있지 않아요. 다시 확인한 뒤 공유해 주세요.",
    refusals=(
        ("paused", "**{host:은/는}** 주인이 확인을 잠시 멈춰 두었어요. 호스트에서 다시 켜면 볼 수 있어요."),
        (
            "denied_asker",
            "**{host}** 호스트의 정책이 요청하신 분을 허락하지 않아요. 호스트 주인에게 이야기해 보세요.",
        ),
        (
            "unknown_fact",
            "**{host}**의 에이전트가 오래돼서 요청을 알아듣지 못했어요. 에이전트를 새로 받아 주세요.",
        ),
        (
            "bad_user",
            "**{host}**에서 그 사용자를 확인하는 것은 허락되지 않았어요. 호스트 정책의 `users`에 있는 이름만 볼 수 있어요.",
        ),
        ("rate", "**{host:이/가}** 한 시간에 허락한 횟수를 다 썼어요. 조금 뒤에 다시 해 주세요."),
        (
            "expired",
            "요청이 **{host}**에 너무 늦게 닿아서 호스트가 받지 않았어요. 호스트의 시계가 맞는지 보고 다시 해 주세요.",
        ),
        ("repeated", "같은 요청이 두 번 닿아서 **{host:이/가}** 받지 않았어요. 다시 확인을 눌러 주세요."),
        ("other_host", "다른 호스트에게 갈 요청이 와서 **{host:이/가}** 받지 않았어요. 다시 등록해 보세요."),
        ("malformed", "**{host:이/가}** 보낸 결과를 읽을 수 없었어요. 에이전트를 새로 받아 주세요."),
        (
            "other",
            "**{host:이/가}** 이번 확인을 받지 않았어요. 호스트에서 `setupbot-agent log`를 보면 이유가 있어요.",
        ),
    ),
)

EN = CheckingWords(
    looking="👀 Looking at **{host}**… it takes some seconds.",
    pointer="As this is about a host, I answered in our direct messages, where only you see it.",
    learnt="From now on I fit my answers to this machine ({platform}). If you mean another one, say so in the question.",
    unknown="I don't know a host called `{host}`.",
    unknown_other="Did you mean one of these?",
    unknown_help="If it is new, `/docker-check add {host}` adds it.",
    bad_name="`{host}` cannot be a host's name: use lower-case letters, digits, hyphens and dots, up to 63 of them, as in `web-1`.",
    not_yours="**{host}** belongs to somebody else, so I cannot show it to you.",
    not_yours_help="Once its owner has said `/docker-check allow {host} @you`, you can check it. Its owner:",
    owner_only="Only its owner can change that for **{host}**.",
    offline="**{host}** is not connected just now.",
    never_seen="It has never been checked, so there is no result to show.",
    offline_help="If the machine is up, run `setupbot-agent status` there.",
    quarantined="**{host}** is on hold: two agents were seen with the same key.",
    quarantined_help="A cloned virtual machine does that. Its owner can say `/docker-check remove {host}` and add it anew.",
    revoked="**{host}** was revoked.",
    revoked_help="To use it again, get a new code with `/docker-check add {host}`.",
    busy="Several checks of **{host}** are waiting already. Please try again in a moment.",
    expired="**{host}** did not answer within two minutes. Its agent may be busy, or may just have stopped.",
    last_seen="Here is the last result instead.",
    nothing_granted="The host's policy lets me see nothing. Its owner can look with `setupbot-agent policy show` on the host, and widen it with `setupbot-agent policy set`.",
    more_granted="To let me look at the Docker API too, its owner can run `setupbot-agent policy set --level docker` on the host.",
    not_to_share="Only the host's owner can share this. You could ask them:",
    nothing_to_share="There is no result left to share. Check again, then share it.",
    refusals=(
        ("paused", "**{host}** is paused by its owner. It can be checked again once they resume it there."),
        ("denied_asker", "The policy of **{host}** does not allow checks by you. Please talk to its owner."),
        (
            "unknown_fact",
            "The agent on **{host}** is too old to understand the request. Please fetch the new one.",
        ),
        (
            "bad_user",
            "Looking at that user is not allowed on **{host}**; only the names under `users` in its policy are.",
        ),
        ("rate", "**{host}** has used up the checks that it allows in an hour. Please try again later."),
        (
            "expired",
            "The request reached **{host}** too late, so it was not done. See whether its clock is right, then try again.",
        ),
        ("repeated", "The same request reached **{host}** twice, so it was not done. Please check again."),
        (
            "other_host",
            "**{host}** got a request meant for another host and did not do it. Enrolling it anew should help.",
        ),
        ("malformed", "What **{host}** sent cannot be read. Please fetch the new agent."),
        ("other", "**{host}** did not do the check. `setupbot-agent log` on the host says why."),
    ),
)


def checking_words(language: Language) -> CheckingWords:
    """The sentences of a language."""
    return KO if language == "ko" else EN
