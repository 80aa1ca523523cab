"""The sentences around a Report, once in each language."""

from __future__ import annotations

from dataclasses import dataclass

from bot.knowledge.model import Language

Named = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportWords:
    """Everything that is said about a Report; what stands in braces is put in by ``str.format``."""

    healthy: str
    warned: str
    one_to_mend: str
    some_to_mend: str
    blind: str
    lead_healthy: str
    lead_remarks: str
    lead_warned: str
    lead_blind: str
    seen_now: str
    seen_minutes: str
    seen_hours: str
    seen_a_day: str
    seen_days: str
    for_user: str
    cause: str
    seen_in: str
    or_else: str
    mend: str
    mend_nothing: str
    more_steps: str
    also: str
    remarks: str
    unseen: str
    and_more: str
    since: str
    mended: str
    broken: str
    remaining: str
    unchanged: str
    passed: str
    check_again: str
    all_checks: str
    next_page: str
    share: str
    all_title: str
    blocked_by: str
    tally: str
    statuses: Named
    reasons: Named
    areas: Named

    def status(self, status: str) -> str:
        """A Status in a word."""
        return dict(self.statuses)[status]

    def reason(self, because: str) -> str:
        """Why something could not be looked at; empty for a reason without words."""
        return dict(self.reasons).get(because, "")

    def area(self, check: str) -> str:
        """What a Check is about, by the first part of its id; that part itself where it has no words."""
        head = check.partition(".")[0]
        return dict(self.areas).get(head, head)

    def age(self, seconds: float) -> str:
        """How long ago something was seen."""
        minutes = max(0, int(seconds // 60))
        if minutes < 1:
            return self.seen_now
        if minutes < 60:
            return self.seen_minutes.format(count=minutes)
        if minutes < 24 * 60:
            return self.seen_hours.format(count=minutes // 60)
        days = minutes // (24 * 60)
        return self.seen_a_day if days == 1 else self.seen_days.format(count=days)


KO = ReportWords(
    healthy="{host}: 이상 없어요",
    warned="{host}: 잘 되지만 살펴볼 것이 있어요",
    one_to_mend="{host}: 고칠 것이 하나 있어요",
    some_to_mend="{host}: 고칠 것이 {count}개 있어요",
    blind="{host}: 아무것도 보지 못했어요",
    lead_healthy="Docker를 쓸 준비가 다 됐어요. {count}개 항목을 확인했고 모두 괜찮아요.",
    lead_remarks="Docker를 쓸 준비가 다 됐어요. {count}개 항목이 괜찮고, 알아 두면 좋은 것이 조금 있어요.",
    lead_warned="Docker는 쓸 수 있어요. 급하지는 않지만 이건 챙겨 두면 좋아요.",
    lead_blind="문제가 없다는 뜻은 아니에요. 아래 이유로 확인하지 못했어요.",
    seen_now="방금 봤어요",
    seen_minutes="{count}분 전에 봤어요",
    seen_hours="{count}시간 전에 봤어요",
    seen_a_day="하루 전에 봤어요",
    seen_days="{count}일 전에 봤어요",
    for_user="{user} 사용자 기준",
    cause="원인",
    seen_in="확인한 곳: {how}",
    or_else="또는: {says}",
    mend="이렇게 고쳐요",
    mend_nothing="바로 쓸 수 있는 명령은 없어요. 아래 버튼에서 자세히 볼 수 있어요.",
    more_steps="단계가 {count}개 더 있어요. 아래 버튼에서 이어서 볼 수 있어요.",
    also="그 밖에",
    remarks="알아 둘 것",
    unseen="확인하지 못한 것 {count}개: {titles}",
    and_more="외 {count}개",
    since="지난번과 비교하면",
    mended="고쳐졌어요",
    broken="새로 생겼어요",
    remaining="아직 남았어요",
    unchanged="달라진 것이 없어요",
    passed="확인한 것",
    check_again="다시 확인",
    all_checks="모든 항목 보기",
    next_page="다음 쪽",
    share="채널에 공유하기",
    all_title="{host}: 모든 항목",
    blocked_by="‘{title}’부터 풀려야 볼 수 있어요",
    tally="통과 {passed} · 주의 {warned} · 실패 {failed} · 건너뜀 {skipped} · 확인 못 함 {unknown}",
    statuses=(
        ("PASS", "통과"),
        ("WARN", "주의"),
        ("FAIL", "실패"),
        ("SKIP", "건너뜀"),
        ("UNKNOWN", "확인 못 함"),
    ),
    reasons=(
        ("absent", "이 호스트에 없음"),
        ("no_permission", "에이전트에 읽을 권한이 없음"),
        ("not_granted", "호스트 주인이 허락하지 않은 범위"),
        ("denied", "호스트 주인이 막아 둠"),
        ("timeout", "시간 안에 답이 없음"),
        ("not_supported", "이 시스템에서는 볼 수 없음"),
        ("failed", "보려다 실패함"),
        ("malformed", "에이전트가 보낸 값을 읽을 수 없음"),
        ("not_sent", "에이전트가 보내지 않음"),
    ),
    areas=(
        ("os", "시스템"),
        ("apt", "apt 저장소"),
        ("pkg", "패키지와 명령"),
        ("cli", "패키지와 명령"),
        ("svc", "서비스와 설정"),
        ("cfg", "서비스와 설정"),
        ("sock", "권한"),
        ("grp", "권한"),
        ("home", "권한"),
        ("rootless", "권한"),
        ("api", "데몬과 컨테이너"),
        ("info", "데몬과 컨테이너"),
        ("run", "데몬과 컨테이너"),
        ("disk", "디스크와 네트워크"),
        ("net", "디스크와 네트워크"),
    ),
)

EN = ReportWords(
    healthy="{host}: all good",
    warned="{host}: works, with something to look at",
    one_to_mend="{host}: one thing to mend",
    some_to_mend="{host}: {count} things to mend",
    blind="{host}: I could not see anything",
    lead_healthy="Docker is ready to use. I looked at {count} things, and all of them are fine.",
    lead_remarks="Docker is ready to use. {count} things are fine, and there is a little to know.",
    lead_warned="Docker works. Nothing is urgent, but this is worth a look.",
    lead_blind="That does not mean that all is well; this is what kept me from looking.",
    seen_now="seen just now",
    seen_minutes="seen {count} min ago",
    seen_hours="seen {count} h ago",
    seen_a_day="seen a day ago",
    seen_days="seen {count} days ago",
    for_user="for user {user}",
    cause="Cause",
    seen_in="Seen in {how}",
    or_else="Or: {says}",
    mend="How to mend it",
    mend_nothing="There is no command to paste for this; the button below says more.",
    more_steps="There are {count} more steps; the button below has them all.",
    also="Also",
    remarks="Good to know",
    unseen="Could not look at {count}: {titles}",
    and_more="and {count} more",
    since="Since the last check",
    mended="mended",
    broken="new",
    remaining="still there",
    unchanged="nothing changed",
    passed="Looked at",
    check_again="Check again",
    all_checks="All checks",
    next_page="Next page",
    share="Share with the channel",
    all_title="{host}: all checks",
    blocked_by="waits for “{title}”",
    tally="{passed} passed · {warned} to look at · {failed} failed · {skipped} skipped · {unknown} not seen",
    statuses=(
        ("PASS", "passed"),
        ("WARN", "look at it"),
        ("FAIL", "failed"),
        ("SKIP", "skipped"),
        ("UNKNOWN", "not seen"),
    ),
    reasons=(
        ("absent", "not on this host"),
        ("no_permission", "the agent may not read it"),
        ("not_granted", "its owner did not grant that much"),
        ("denied", "its owner keeps it private"),
        ("timeout", "no answer in time"),
        ("not_supported", "not possible on this system"),
        ("failed", "it broke while looking"),
        ("malformed", "what the agent sent cannot be read"),
        ("not_sent", "the agent did not send it"),
    ),
    areas=(
        ("os", "system"),
        ("apt", "apt repository"),
        ("pkg", "packages and commands"),
        ("cli", "packages and commands"),
        ("svc", "services and settings"),
        ("cfg", "services and settings"),
        ("sock", "access"),
        ("grp", "access"),
        ("home", "access"),
        ("rootless", "access"),
        ("api", "daemon and containers"),
        ("info", "daemon and containers"),
        ("run", "daemon and containers"),
        ("disk", "disk and network"),
        ("net", "disk and network"),
    ),
)


def report_words(language: Language) -> ReportWords:
    """The sentences of a language."""
    return KO if language == "ko" else EN
