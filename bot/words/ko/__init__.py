"""Every sentence that the bot says in Korean."""

from bot.words.catalogue import Catalogue
from bot.words.ko.answers import ANSWERS
from bot.words.ko.checking import CHECKING
from bot.words.ko.findings import FINDINGS
from bot.words.ko.gateway import GATEWAY
from bot.words.ko.home import HOME
from bot.words.ko.hosts import HOSTS
from bot.words.ko.installing import INSTALLING
from bot.words.ko.leading import LEADING
from bot.words.ko.listeners import LISTENERS
from bot.words.ko.onboarding import ONBOARDING
from bot.words.ko.overhearing import OVERHEARING
from bot.words.ko.reports import REPORTS
from bot.words.ko.teaching import TEACHING
from bot.words.ko.terminal import TERMINAL
from bot.words.ko.worklist import WORKLIST

KO = Catalogue(
    answers=ANSWERS,
    checking=CHECKING,
    findings=FINDINGS,
    gateway=GATEWAY,
    home=HOME,
    hosts=HOSTS,
    installing=INSTALLING,
    leading=LEADING,
    listeners=LISTENERS,
    onboarding=ONBOARDING,
    overhearing=OVERHEARING,
    reports=REPORTS,
    teaching=TEACHING,
    terminal=TERMINAL,
    worklist=WORKLIST,
)
