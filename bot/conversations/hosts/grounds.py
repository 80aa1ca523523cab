"""What a conversation stands on: the check that a button or "check again" is about, and the machine of a Host.

Whatever was seen of a Host is told to those whom its owner lets, and to nobody else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.conversations.hosts.command import COMMAND
from bot.conversations.hosts.intents import Intent
from bot.conversations.hosts.model import Looked
from bot.conversations.hosts.reports import Reports
from bot.conversations.hosts.turns import Turn, is_direct
from bot.conversations.hosts.words import TELLING, read_words, words_in_text
from bot.conversations.model import Press
from bot.hosts.checking import Checks
from bot.hosts.model import CheckState, Granted, KeptObservation, folded_name
from bot.hosts.permissions import Permissions
from bot.hosts.recent import Checked, Recent
from bot.knowledge.model import Language
from bot.platforms.model import Platform
from bot.storage.model import QuestionRow

CHARS_READ = 2_000
PRESSED = ("check_again", "check_host")
_BEFORE = frozenset(
    ("on", "in", "at", "for", "of", "from", "to", "host", "server", "machine", "호스트", "서버")
)
_AFTER = re.compile(r"(?:에서|에다|에|의|용|이라는|라는|호스트|서버|장비|머신|host|server|machine)")
_HOST = frozenset(("host", "server", "machine", "호스트", "서버", "장비", "머신"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """What was last seen of a Host: ``age_s`` ago, or never where there is no ``age_s``.

    ``from_words``: the question named it; else a button of its Report was pressed. ``is_private``: not all
    who read the conversation may know.
    """

    host: str
    platform: Platform
    age_s: float | None
    language: Language
    from_words: bool
    is_private: bool = False


class Grounds:
    """Finds them. ``looked`` has the hosts, ``recent`` what was said before."""

    def __init__(
        self, *, checks: Checks, looked: Looked, recent: Recent, permissions: Permissions, reports: Reports
    ) -> None:
        self._checks, self._looked, self._recent = checks, looked, recent
        self._permissions, self._reports = permissions, reports

    @property
    def _subjects(self) -> set[str]:
        """What questions are about: "docker", "ubuntu"."""
        knowledge = self._reports.knowledge
        concepts = {word for concept in knowledge.concepts for word in concept.en}
        return concepts | {word for distro in knowledge.catalogue.distros for word in distro.words}

    async def of(self, turn: Turn) -> CheckState | None:
        """The check that the pressed message was about."""
        for question in turn.chain[1:]:
            if asked := await self.asked_by(question):
                state = await self._checks.state(question.id, asked.host_name, turn.asker)
                if state:
                    return state
        return None

    async def asked_by(self, question: QuestionRow) -> Checked | None:
        """What a question asked to be checked, by its words, its button, or the conversation that it was said in."""
        intent = check_wanted_by(question)
        name = folded_name(intent.name) if intent else None
        if intent and name:
            return Checked(host_name=name, user=intent.user)
        return None if question.surface == "notice" else await self._recent.checked_by(question.id)

    async def user_of(self, turn: Turn, host_name: str) -> str | None:
        """The system user whom the pressed Report of that Host was about."""
        for question in turn.chain[1:]:
            asked = await self.asked_by(question)
            if asked and asked.host_name == host_name and asked.user:
                return asked.user
        return None

    async def meant_again(self, turn: Turn) -> Checked | None:
        """What "check again" is about: in a thread its last check, in direct messages the last one there."""
        question = turn.question
        if asked := await self._recent.checked_by(question.id):
            return asked  # it was answered before
        place = (question.team, question.user_id, question.channel)
        found = await self._recent.last_checked(*place, question.thread) if question.thread else None
        return found or (await self._recent.last_checked(*place) if is_direct(question) else None)

    async def machine(self, turn: Turn) -> Machine | None:
        """The machine that the reply has to fit, where that is a Host's."""
        if state := await self.of(turn):
            return await self._pressed(turn, state)
        asked = turn.chain[-1]
        if asked.surface in ("button", "notice") or asked.text.startswith(COMMAND):
            return None
        return await self._named(turn, asked)

    async def note_fitted(self, turn: Turn, platform: Platform) -> None:
        """Who learns what runs on a Host is in its log, however often the answer is given."""
        for host_id in {fact.host for fact in platform.facts().values() if fact.host}:
            if granted := await self._looked.host(host_id):
                await self._checks.record_shown(turn.question.id, turn.asker, granted.host, "platform")

    async def _pressed(self, turn: Turn, state: CheckState) -> Machine | None:
        granted = await self._looked.host(state.host.id) if state.host else None
        if state.observation is None or granted is None:
            return None
        may = await self._permissions.may_check(granted, turn.asker)
        if not may and not await self._was_shared(turn, granted):
            return None
        return await self._seen(granted, state.observation, turn, from_words=False)

    async def _was_shared(self, turn: Turn, granted: Granted) -> bool:
        """Whether the pressed message was shown to all by somebody who may."""
        for number, question in enumerate(turn.chain[1:], 1):
            if question.surface != "button" or Press.read(question.text).action != "share_answer":
                continue
            sharer = Turn(chain=turn.chain[number:], language=turn.language)
            if may_show(granted, sharer, self._permissions) and question.channel == turn.question.channel:
                return await self._permissions.may_check(granted, sharer.asker)
        return False

    async def _named(self, turn: Turn, asked: QuestionRow) -> Machine | None:
        """The one Host that the words name, of those that the asker may see."""
        words = words_in_text(asked.text[:CHARS_READ])
        found = [
            granted
            for granted in await self._looked.hosts(turn.question.team)
            if granted.host.name in words
            and self._is_meant(granted.host.name, words)
            and await self._permissions.may_check(granted, turn.asker)
        ]
        if len({granted.host.name for granted in found}) != 1:
            return None
        granted = max(found, key=lambda one: (one.host.is_live, one.host.enrolled_at))
        is_for_one = turn.is_alone or turn.question.response_url is not None
        is_private = not is_for_one and not may_show(granted, turn, self._permissions)
        if is_private and turn.question.surface == "button":
            return None  # what is pressed there is answered for all
        seen = await self._looked.last_observations(granted.host.id, limit=1)
        return await self._seen(
            granted, seen[0] if seen else None, turn, from_words=True, is_private=is_private
        )

    async def _seen(
        self,
        granted: Granted,
        seen: KeptObservation | None,
        turn: Turn,
        *,
        from_words: bool,
        is_private: bool = False,
    ) -> Machine:
        age_s = (self._reports.clock() - seen.received_at).total_seconds() if seen else None
        return Machine(
            host=granted.host.name,
            platform=(await self._reports.platform(seen)).as_seen_on(granted.host.id) if seen else Platform(),
            age_s=age_s,
            language=turn.language,
            from_words=from_words,
            is_private=is_private,
        )

    def _is_meant(self, name: str, words: Sequence[str]) -> bool:
        """A name like an ordinary word is meant as a name only where the words around it say so."""
        if TELLING.search(name):
            return True
        around = _HOST if name in self._subjects else _BEFORE
        for number, word in enumerate(words):
            if word != name:
                continue
            before = words[number - 1] if number else ""
            after = words[number + 1] if number + 1 < len(words) else ""
            if before in around or after in _HOST or (around is _BEFORE and _AFTER.match(after)):
                return True
        return False


def check_wanted_by(question: QuestionRow) -> Intent | None:
    """The check that a question names the Host of."""
    if question.surface == "button":
        press = Press.read(question.text)
        return Intent(verb="check", name=press.target) if press.action in PRESSED else None
    intent = read_words(question.text)
    return intent if intent and intent.verb == "check" and intent.name else None


def may_show(granted: Granted, turn: Turn, permissions: Permissions) -> bool:
    """Whether all in the conversation may read of it: its owner says so, or they may have it looked at themselves."""
    return permissions.owns(granted.host, turn.asker) or is_open(granted, turn.question.channel)


def is_open(granted: Granted, channel: str) -> bool:
    """Whether everybody in that channel may see it anyway."""
    return any(
        subject.kind == "everyone" or (subject.kind == "channel" and subject.id == channel)
        for subject in granted.subjects
    )
