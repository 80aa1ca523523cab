"""The sentences of the terminal, in English."""

from __future__ import annotations

from bot.words.terminal import TerminalWords

TERMINAL = TerminalWords(
    type_question="Type your question, then Enter and Ctrl-D.",
    welcome="Hello! Ask me about Docker or machine learning set-ups. (/help for help, /quit to leave)",
    help="""/arch arm64        say what CPU you have
/os ubuntu:noble   say what system you have
1, 2, 3            choose what was suggested
/quit              leave""",
    noted="Noted: {platform}",
    no_such="There is no {word}. See /help.",
    this_machine="this machine",
    unknown_arch="I don't know the arch '{given}'. Choose one of: {known}",
    unknown_os="I don't know the system '{given}'. Write it as ubuntu:noble; the first part is one of: {known}",
    unknown_release="I don't know the release '{given}' of {distro}. I know: {known}",
)
