"""Every sentence that the bot says in English."""

from bot.words.catalogue import Catalogue
from bot.words.en.answers import ANSWERS
from bot.words.en.checking import CHECKING
from bot.words.en.findings import FINDINGS
from bot.words.en.gateway import GATEWAY
from bot.words.en.home import HOME
from bot.words.en.hosts import HOSTS
from bot.words.en.installing import INSTALLING
from bot.words.en.leading import LEADING
from bot.words.en.listeners import LISTENERS
from bot.words.en.onboarding import ONBOARDING
from bot.words.en.overhearing import OVERHEARING
from bot.words.en.reports import REPORTS
from bot.words.en.teaching import TEACHING
from bot.words.en.terminal import TERMINAL
from bot.words.en.worklist import WORKLIST

EN = Catalogue(
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
