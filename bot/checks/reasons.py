"""Why a fact was not seen, in words, and what the Host's owner can do about it."""

from __future__ import annotations

from bot.knowledge.model import Language

LEVELS = {
    **dict.fromkeys(("api_ping", "api_version", "api_info", "containers"), "docker"),
    "hello_world": "active",
}
"""The level that a fact needs; all others need only ``files``."""

KO = {
    "absent": "이 호스트에는 볼 것이 없어요.",
    "no_permission": "에이전트에 읽을 권한이 없었어요. 에이전트를 root로 실행하면 볼 수 있어요.",
    "not_granted": "호스트 주인이 여기까지는 허락하지 않았어요. 호스트에서 `setupbot-agent policy set --level {level}`을 실행하면 볼 수 있어요.",
    "denied": "호스트 주인이 이 항목은 보지 않도록 막아 두었어요. 그 호스트의 정책에서 {fact:을/를} 다시 허용할 수 있어요.",
    "timeout": "제한 시간 안에 답이 오지 않았어요.",
    "not_supported": "이 시스템에서는 볼 수 없어요.",
    "failed": "확인하려 했지만 실패했어요: {detail}",
    "malformed": "에이전트가 보낸 값을 읽을 수 없었어요. 에이전트를 새 버전으로 바꿔 보세요.",
    "not_sent": "에이전트가 보내지 않았어요. 오래된 에이전트라면 새 버전으로 바꿔 보세요.",
}
EN = {
    "absent": "There is nothing to look at on this host.",
    "no_permission": "The agent may not read it. Run as root, it can.",
    "not_granted": "The host's owner did not grant this much. On the host, `setupbot-agent policy set --level {level}` does.",
    "denied": "The host's owner keeps this one private. The policy on the host can allow {fact} again.",
    "timeout": "There was no answer in time.",
    "not_supported": "It cannot be seen on this system.",
    "failed": "Looking at it failed: {detail}",
    "malformed": "What the agent sent could not be read. A newer agent may help.",
    "not_sent": "The agent did not send it. If it is an old one, a newer one may help.",
}


def reason_words(because: str, fact: str, language: Language) -> str:
    """The sentence for a reason, with ``{fact}`` and ``{detail}`` still to be filled in."""
    words = (KO if language == "ko" else EN).get(because, "")
    return words.replace("{level}", LEVELS.get(fact, "files"))
