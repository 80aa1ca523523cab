"""Every sentence that the bot says in Korean."""

from bot.words.catalogue import Catalogue
from bot.words.ko.answers import ANSWERS
from bot.words.ko.checking import CHECKING
from bot.words.ko.findings import FINDINGS
from bot.words.ko.gateway import GATEWAY
from bot.words.ko.hosts import HOSTS
from bot.words.ko.installing import INSTALLING
from bot.words.ko.listeners import LISTENERS
from bot.words.ko.reports import REPORTS
from bot.words.ko.terminal import TERMINAL

KO = Catalogue(
    answers=ANSWERS,
    checking=CHECKING,
    findings=FINDINGS,
    gateway=GATEWAY,
    hosts=HOSTS,
    installing=INSTALLING,
    listeners=LISTENERS,
    reports=REPORTS,
    terminal=TERMINAL,
)
