"""Hears "check again" and "is it fixed now?", which name no Host: the conversation tells which."""

from __future__ import annotations

import re
from typing import Literal

from bot.text.normalise import normalise

Again = Literal["plain", "there"]
"""``plain``: it can only mean that; ``there``: it does where a Report was shown, and may be anything elsewhere."""

MOST_CHARS = 60
_ENDS = "?!.,~\"'():; "

_POLITE = (
    r"(?:please|ok|okay|now|done|so|and|then|can you|could you|would you|i (?:did|ran|fixed) (?:it|that))"
)
_IT = r"(?:it|this|that|(?:the|this|that|my) (?:host|machine|server|box)|docker)"
_AGAIN = r"(?:again|once more|one more time)"
_PLAIN = (
    rf"(?:check|look|inspect|test|verify)(?: at)?(?: {_IT})? {_AGAIN}",
    rf"re-?check(?: {_IT})?",
    rf"(?:run|do) (?:it|that|the checks?) {_AGAIN}",
)
_THERE = (
    r"(?:is|are) (?:it|that|this|everything|all|docker) (?:all )?(?:fixed|ok|okay|fine|good|solved|mended|resolved|healthy|working|well)",
    r"(?:did|does) (?:it|that|this) (?:work|help|fix it)",
    r"(?:how|what) about now",
    rf"check(?: {_IT})?",
    rf"how is {_IT}",
)
_PLAIN_LINE, _THERE_LINE = (
    re.compile(rf"(?:{_POLITE} )*(?:{'|'.join(forms)})(?: (?:now|please|yet|thanks|for me|then))*")
    for forms in (_PLAIN, _THERE)
)

_STARTS = r"(?:이제|이제는|지금|지금은|그럼|그러면|자|네|응|오케이|방금|다|잘|좀|고쳤(?:어요?|는데|습니다|으니까?)|했(?:어요?|는데|습니다|으니까?)){0,6}"
_LOOK = r"(?:(?:확인|점검|체크|검사|진단)(?:을|를)?(?:해|하)?|봐|살펴봐?|들여다봐?|살펴)"
_PLEASE = r"(?:봐|볼래|줘|주라|줄래|주세요|주실래요|줄수(?:있어|있나요|있을까)|부탁해|부탁(?:드려|드립니다)|주시겠어요|달라|보자|볼까|요){0,4}"
_THING = r"(?:(?:이|그|저)?(?:호스트|서버|장비|머신|컴퓨터|거|것)(?:를|을|도|만|좀)?|여기(?:도|를|좀)?|도커(?:를|도|좀)?|상태(?:를|도|좀)?)?"
_MORE = r"(?:다시|한번더|한번만더|한번만다시|다시한번|또|재차)"
_HANGUL_PLAIN = re.compile(
    rf"{_STARTS}{_THING}(?:{_MORE}좀?{_LOOK}|재(?:확인|점검|검사|체크)(?:을|를)?(?:해|하)?"
    rf"|(?:확인|점검|체크|검사)(?:을|를)?{_MORE}해?){_PLEASE}"
)
_HANGUL_LOOK = re.compile(rf"{_STARTS}{_THING}(?:좀|한번)?{_LOOK}{_PLEASE}")
_WELL = r"(?:됐|돼|되|된|괜찮|괜찮아졌|괜찮아|고쳐졌|고쳐진|해결됐|해결된|해결|나아졌|정상|정상이|멀쩡|멀쩡해졌|작동해|동작해|잘돼|문제없|이상없)"
_ASKING = r"(?:어|아|나|니|나요|어요|아요|는지|은지|습니까|ㅂ니까|거야|거니|건가|건가요|인가|인가요|이야|이에요|지|죠|을까|을까요|요|까|해|한가|한가요){0,4}"
_HANGUL_WELL = re.compile(rf"{_STARTS}{_THING}{_STARTS}{_WELL}{_ASKING}")
_QUESTION = re.compile(r"(?:나|니|나요|는지|은지|습니까|건가|건가요|인가|인가요|까|까요|한가|한가요)$")


def read_again(text: str) -> Again | None:
    """Whether the sentence wants the Host of the conversation looked at once more."""
    typed = normalise(text).lower()
    if not typed or len(typed) > MOST_CHARS or "\n" in typed:
        return None
    line = re.sub(r"[,.!~]", " ", typed).strip(_ENDS)
    if re.search("[가-힣]", line):
        return _korean(re.sub(r"[\s?]+", "", line), asks="?" in typed)
    line = " ".join(line.replace("?", " ").split())
    if _PLAIN_LINE.fullmatch(line):
        return "there" if "docker" in line else "plain"
    return "there" if _THERE_LINE.fullmatch(line) else None


def _korean(line: str, *, asks: bool) -> Again | None:
    if _HANGUL_PLAIN.fullmatch(line):
        return "there" if "도커" in line else "plain"
    if _HANGUL_LOOK.fullmatch(line):
        return "there"
    # Without a question mark "이제 됐어" thanks for the help.
    is_question = asks or _QUESTION.search(line)
    return "there" if is_question and _HANGUL_WELL.fullmatch(line) else None
