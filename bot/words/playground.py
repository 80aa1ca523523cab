"""What the page of the local workspace says itself; what the bot says there comes from the bot."""

from __future__ import annotations

from msgspec import Struct

from bot.knowledge.model import Language


class PlaygroundWords(Struct, frozen=True, kw_only=True):
    """Plain text, shown as it is. ``examples``: questions that a visitor can click."""

    name: str
    stand_in: str
    skip: str
    sidebar: str
    channels: str
    direct: str
    apps: str
    home: str
    home_tab: str
    messages_tab: str
    no_home: str
    tabs: str
    members: str
    you_are: str
    you_keep: str
    add_teammate: str
    teammate: str
    teammate_guest: str
    add: str
    theme: str
    language: str
    messages: str
    thread: str
    reply: str
    reply_to: str
    replies: str
    replies_one: str
    write_to: str
    send: str
    keys: str
    app: str
    edited: str
    only_you: str
    more: str
    menu: str
    choose: str
    table: str
    optional: str
    required: str
    unknown: str
    copy: str
    copied: str
    edit: str
    delete: str
    dismiss: str
    save: str
    cancel: str
    close: str
    back: str
    confirm: str
    empty_channel: str
    no_answer: str
    no_such_command: str
    not_in_threads: str
    gone: str
    ended: str
    welcome: str
    welcome_says: str
    try_one: str
    examples: tuple[str, ...]
    machine: str
    machine_says: str
    machine_ask: str
    machine_absent: str
    machine_joining: str
    machine_joined: str
    machine_failed: str
    machine_again: str
    machine_check: str
    machine_stop: str
    consent: str
    consent_says: str
    consent_level: str
    level_files: str
    level_docker: str
    level_active: str
    consent_never: str
    consent_more: str
    consent_yes: str


def playground_words(language: Language) -> PlaygroundWords:
    """The page's sentences in a language. They stand beside the catalogue: the page is not the bot."""
    return _korean() if language == "ko" else _english()


def _korean() -> PlaygroundWords:
    from bot.words.ko.playground import PLAYGROUND

    return PLAYGROUND


def _english() -> PlaygroundWords:
    from bot.words.en.playground import PLAYGROUND

    return PLAYGROUND
