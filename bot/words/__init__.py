"""The bot's own sentences: one catalogue a language, ``words_in(language).reports.cause``.

How they are written: command first, one or two short sentences, no lecture, hardly an emoji. Korean in 해요체 as a
colleague speaks, not translated; English plain, with contractions (I'm, can't), without a "please" in every sentence. The
bot says 저 and I of itself, and never calls what is the reader's 내 or my, but on their own buttons and titles.

One word for one thing; our inner words (Entry, Abstention, Finding) are never said:

| in the program | Korean | English |
| --- | --- | --- |
| Entry | 답 | answer |
| Check | 확인, 항목 (one line of it) | check |
| Host | 호스트 | host |
| the asker's own computer | 컴퓨터 | machine |
| Platform's system, arch | 운영체제, CPU | operating system, CPU |
| enroll, revoke, on hold | 등록, 해지, 멈춤 | enroll (add), revoke, on hold |
| grant, deny | 허락, 막다 | allow, keep private |
| mend, Remedy | 고치다 | fix |
| maintainer | 관리자 | maintainer |
| whoever set the bot up | 봇을 운영하는 분 | whoever runs the bot |
| teammate, helper, lead | 팀원, 도와주는 분, 담당자 | teammate, helper, lead |
| guide, step | 안내, 단계 | guide, step |
| error | 에러 (오류 only of HTTP) | error |
"""

from bot.words.answers import AnswerWords
from bot.words.catalogue import Catalogue, words_in
from bot.words.checking import CheckingWords
from bot.words.findings import FindingWords
from bot.words.gateway import GatewayWords
from bot.words.hosts import HostWords
from bot.words.installing import InstallingWords
from bot.words.listeners import ListenerWords
from bot.words.named import Named
from bot.words.onboarding import OnboardingWords
from bot.words.particles import Name, with_particle
from bot.words.reports import ReportWords
from bot.words.terminal import TerminalWords

__all__ = [
    "AnswerWords",
    "Catalogue",
    "CheckingWords",
    "FindingWords",
    "GatewayWords",
    "HostWords",
    "InstallingWords",
    "ListenerWords",
    "Name",
    "Named",
    "OnboardingWords",
    "ReportWords",
    "TerminalWords",
    "with_particle",
    "words_in",
]
