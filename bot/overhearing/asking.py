"""Whether words that were said to nobody in particular ask for help. Pure.

Slack brings a bot all that is said in its channels; most of it tells something. These cues are for that alone:
whoever calls the bot need not ask nicely.
"""

from __future__ import annotations

import re

_ASKS = re.compile(
    r"""\?
    |\b(?:how\s+(?:do|does|can|to|would|should)|what(?:'s|\s+is|\s+are|\s+does)|why|which|where\s+(?:do|can|is)
       |any(?:one|body)\b.{0,30}\b(?:know|seen?|tell|help)|any\s+ideas?|help|stuck|no\s+idea
       |can'?t|cannot|could\s?n[o']?t|does\s?n[o']?t|wo(?:n't|nt)|unable|fail(?:s|ing|ed)?|denied|refused|error)\b
    |어떻게|어떡|어케|뭐(?:예요|에요|죠|지|야|가)|뭔가요|무엇|무슨|왜|어디|어느|어떤|방법|알려|도와|차이|뜻이|의미가
    |나요|까요|는지|을지|인가요|은가요|는데요?$|모르겠|막혔|막혀
    |안\s?(?:돼|되|됩|된|떠|뜨|열|잡|보|나와)|못\s?(?:하|찾|쓰|붙)|오류|에러|실패|거부""",
    re.IGNORECASE | re.VERBOSE,
)
_TELLS = re.compile(
    r"""\b(?:fixed|solved|resolved|works\s+now|working\s+now|never\s?mind|nvm|thank(?:s|\s+you)|fyi|heads\s+up|done)\b
    |해결(?:했|됐|됨|완료)|고쳤|고쳐졌|됐어요|됐습니다|잘\s?(?:돼요|됩니다|되네요)|완료|감사|고마|공유(?:합|드|해요)|참고(?:하|로)""",
    re.IGNORECASE | re.VERBOSE,
)


def is_asking(text: str) -> bool:
    """Whether it reads like a question or a cry for help; what tells that all is well, or informs, does not."""
    return bool(_ASKS.search(text)) and (not _TELLS.search(text) or "?" in text)
