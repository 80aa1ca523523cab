"""What reaches the bot from a conversation, whatever carried it: said, edited, deleted or pressed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Manner = Literal["mention", "dm", "command", "shortcut", "follow-up", "overheard"]
Action = Literal[
    "choose_entry",
    "choose_arch",
    "show_rest",
    "share_answer",
    "check_again",
    "check_host",
    "all_checks",
    "keep_host",
    "revoke_host",
    "add_host",
    "why_answer",
    "ask_person",
    "hand_to",
    "resolve",
    "start_guide",
    "move_guide",
    "remember_arch",
    "forget_me",
]

ACTIONS: tuple[Action, ...] = get_args(Action)

PRESSES_MAX = 20
"""Buttons of replies to buttons of replies; a longer chain is cut there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Words for the bot in ``channel``; with ``follow-up`` perhaps, with ``overheard`` for nobody in particular.

    ``ts`` is the message, where there is one; ``thread`` the message under which to answer;
    ``response_url`` asks for a private answer; ``event`` is the id of this delivery.
    ``is_external``: said in a channel shared with another company, or by somebody from there.
    """

    team: str
    channel: str
    user: str
    manner: Manner
    text: str
    event: str
    ts: str | None = None
    thread: str | None = None
    response_url: str | None = None
    is_external: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """A message's words were changed; ``said`` is how it would be taken were it new.

    ``is_for_bot``: as it reads now, it is for the bot, whether it was before or not.
    """

    said: Said
    channel: str
    ts: str
    text: str
    event: str
    is_for_bot: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Deleted:
    """A message was taken back."""

    team: str
    channel: str
    ts: str
    event: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """A button of a reply: what it does, with which ``target`` (an Entry, an arch, a page).

    ``token`` is what the renderer wrote into the button: the id of the question that the reply
    answers. ``is_private`` tells that only the person saw the reply. ``clicked`` is the ts of the click.
    """

    team: str
    channel: str
    user: str
    action: Action
    target: str
    token: str
    message_ts: str
    clicked: str
    thread: str | None
    response_url: str
    is_private: bool
    is_external: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A press as it is kept in the text of its question: ``choose_arch:arm64 <token>``.

    ``is_private``: the pressed message was, which is the word ``private`` at the end.
    """

    action: str
    target: str
    token: str
    is_private: bool = False

    def __str__(self) -> str:
        return f"{self.action}:{self.target} {self.token}{' private' if self.is_private else ''}"

    @classmethod
    def read(cls, text: str) -> Press:
        """What ``str`` wrote."""
        pressed, _, rest = text.partition(" ")
        token, _, mark = rest.partition(" ")
        action, _, target = pressed.partition(":")
        return cls(action=action, target=target, token=token, is_private=mark == "private")


Happening = Said | Edited | Deleted | Pressed
