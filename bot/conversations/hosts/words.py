"""Hears in ordinary words what ``/docker-check`` can do, for threads, mentions and direct messages.

A sentence is about a Host only if, besides one name, it has nothing but the words of such a sentence:
"check web-1", "web-1 상태 봐줘". So a question that merely begins like one ("check docker version")
goes to the answer path, unless there is a Host of that name.
"""

from __future__ import annotations

import re

from bot.conversations.hosts.command import COMMAND, USER, read_command
from bot.conversations.hosts.intents import Intent, Verb
from bot.conversations.hosts.subjects import subject_of_word, take_mentions
from bot.hosts.model import Subject
from bot.text.normalise import normalise

MOST_CHARS = 120
_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{0,62}")
TELLING = re.compile(r"[0-9.-]")  # names of machines have these, ordinary words do not
_SEAM = re.compile(r"(?<=[a-z0-9])(?=[가-힣])|(?<=[가-힣])(?=[a-z0-9])")
_ENDS = "?!.,~\"'():;"

_FILLERS = frozenset(
    """a again and are at can check could docker doing for give hand have health healthy host how how's hows i in
    into is it look machine me my now of ok okay on out please run see server show state status take tell that the
    there this to up us want what what's whats would wrong with you your fine alright good working""".split()  # noqa: SIM905 # sixty words are easier read as words
)
_ASKS = frozenset(
    """check recheck re-check inspect diagnose examine status state health healthy wrong how how's hows look ok okay
    fine alright working""".split()  # noqa: SIM905 # as above
)
_HANGUL_ASKS = (
    r"(?:확인|점검|체크|검사|진단)(?:을|를)?",
    r"(?:살펴|들여다|봐|보고)\s*",
    r"(?:상태|헬스)",
    r"(?:어때|어떤지|어떤가|어떻|괜찮|멀쩡|잘\s*(?:돼|되|돌아)|뭐가\s*문제|왜\s*(?:이래|안돼|안되)|문제\s*있)",
)
_HANGUL_FILLERS = (
    *(
        "호스트",
        "서버",
        "장비",
        "머신",
        "컴퓨터",
        "도커",
        "좀",
        "다시",
        "한번",
        "지금",
        "빨리",
        "이거",
        "여기",
    ),
    *(
        "사용자",
        "계정",
        "기준",
        "으로",
        "로",
        "에서",
        "에게",
        "에",
        "을",
        "를",
        "이",
        "가",
        "은",
        "는",
        "도",
        "의",
    ),
    r"(?:해|하|봐|보|줘|주|줄|주실|부탁|드려|드립니|알려|싶|고|여|있|없|래|요|세|니|다|나|까|지|어|야|자|라|아|볼|할|실|수|게)",
)
# Possessive: "보고" is also "보" and "고", and a text of many would be tried in every way.
_HANGUL = re.compile(f"(?:{'|'.join((*_HANGUL_ASKS, *_HANGUL_FILLERS))})*+")
_HANGUL_ASK = re.compile("|".join(_HANGUL_ASKS))

_HOST_WORDS = frozenset(("host", "hosts", "호스트"))
_MANAGE: tuple[tuple[Verb, re.Pattern[str]], ...] = (
    ("add", re.compile(r"\b(?:add|register|enrol|enroll)\b|추가|등록")),
    ("remove", re.compile(r"\b(?:remove|delete)\b|삭제|제거|지워")),
    ("revoke", re.compile(r"\brevoke\b|철회|해지")),
    ("log", re.compile(r"\b(?:logs?|who)\b|기록|로그|누가")),
)
_DISALLOW = re.compile(r"\b(?:disallow|deny|forbid)\b|취소|금지|막아")
_ALLOW = re.compile(r"\b(?:allow|let|permit|grant)\b|허용|허락|권한")
_LIST = re.compile(
    r"(?:please )?(?:show |list |see )?(?:me )?(?:all )?(?:my |our |the )?hosts"
    r"|(?:내|우리|등록된)?\s*호스트\s*(?:들)?\s*(?:의\s*)?(?:목록|리스트|상태)?\s*(?:을|를)?\s*(?:좀\s*)?(?:보여|알려|봐)?\s*(?:줘|주세요)?\s*(?:요)?"
)
_KOREAN_TO = re.compile(r"(?:에게|한테|은|는|이|가|를|을|도)$")
_HOW_TO_ADD = re.compile(
    r"(?:how (?:do|can) (?:i|we) |i want to |i'd like to )?(?:please )?(?:add|register|enrol|enroll) (?:a |my |another |new )*host"
    r"|(?:새 |내 )?호스트\s*(?:를|을)?\s*(?:좀 )?(?:추가|등록)(?:하는\s*(?:방법|법)|하려면|하고|할|해|은|방법|법)?.*"
)
_FOR_USER = re.compile(r"\b(?:for|as)\s+(?:the\s+)?(?:user\s+)?([a-z_][a-z0-9_.-]{0,31})$")
_KOREAN_USER = re.compile(r"([a-z_][a-z0-9_.-]{0,31})\s*(?:사용자|계정|유저)")
_MANAGING_WORDS = re.compile(
    r"(?:please|can|could|you|a|an|as|the|new|host|hosts|호스트|of|for|me|show|to|check|checked|look|looked|at|use|see"
    r"|add|register|enrol|enroll|remove|delete|revoke|logs?|who|allow|disallow|deny|forbid|let|permit|grant|from|on|it|access"
    r"|everyone|everybody|maintainers?|no|longer)"
)


def read_words(text: str) -> Intent | None:
    """What the sentence wants of hosts; None where it is about something else."""
    if text.lstrip().startswith(COMMAND):
        return read_command(text.lstrip())
    subjects, rest = take_mentions(text)
    line = normalise(rest).lower()
    if not line or len(line) > MOST_CHARS or "\n" in line:
        return None
    line = line.strip(f"{_ENDS} ")
    if _LIST.fullmatch(line) and "host" in line.replace("호스트", "host"):
        return Intent(verb="list")
    if _HOW_TO_ADD.fullmatch(line) and not re.search("[a-z]", line.partition("호스트")[2]):
        return Intent(verb="help")
    words = words_in_text(line)
    return _managing(line, words, subjects) or (None if subjects else _checking(line, words))


def words_in_text(text: str) -> list[str]:
    """The words of any text, Korean particles apart from the names that they follow."""
    words = [word.strip(_ENDS) for word in _SEAM.sub(" ", normalise(text).lower()).split()]
    return [word for word in words if word]


def _managing(line: str, words: list[str], subjects: tuple[Subject, ...]) -> Intent | None:
    """Adding, removing and allowing; without the word "host" only where somebody is named to allow."""
    names = [word for word in words if _NAME.fullmatch(word) and not _MANAGING_WORDS.fullmatch(word)]
    named = tuple(subject for word in words if (subject := subject_of_word(_KOREAN_TO.sub("", word))))
    whom = (*subjects, *named)
    if len(names) != 1:
        return None
    if whom and (_DISALLOW.search(line) or _ALLOW.search(line)):
        wish: Verb = "disallow" if _DISALLOW.search(line) else "allow"
        return Intent(verb=wish, name=names[0], subjects=whom, is_plain=bool(_HOST_WORDS & set(words)))
    if not _HOST_WORDS & set(words):
        return None
    for verb, pattern in _MANAGE:
        if pattern.search(line):
            return Intent(verb=verb, name=names[0])
    return None


def _checking(line: str, words: list[str]) -> Intent | None:
    user = None
    found = _FOR_USER.search(line) or _KOREAN_USER.search(line)
    if found and found[1] not in _FILLERS and USER.fullmatch(found[1]):
        user = found[1]
        words = [word for number, word in enumerate(words) if word != user or word in words[:number]]
        words = [word for word in words if word not in ("as", "user")]
    latin = [word for word in words if not re.search("[가-힣]", word)]
    hangul = "".join(word for word in words if re.search("[가-힣]", word))
    names = [word for word in latin if word not in _FILLERS and word not in _ASKS]
    if len(names) != 1 or not _NAME.fullmatch(names[0]):
        return None
    if hangul and not _HANGUL.fullmatch(hangul):
        return None
    asks = bool(_ASKS & set(latin)) or bool(hangul and _HANGUL_ASK.search(hangul))
    if not asks and len(words) > 1:
        return None
    says_host = bool(_HOST_WORDS & set(words)) or "호스트" in hangul
    is_plain = asks and says_host and bool(TELLING.search(names[0]))
    return Intent(verb="check", name=names[0], user=user, is_plain=is_plain, is_bare=not asks)
