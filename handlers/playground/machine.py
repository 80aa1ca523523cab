"""This machine as a host: enrolled through the bot as an owner would do it, with the Agent as a child process."""

from __future__ import annotations

import asyncio
import getpass
import json
import os
import re
import shutil
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import structlog

from bot.slackfake.people import Person
from bot.slackfake.state import Message, Workspace

NAME = "this-machine"
LEVELS = ("files", "docker", "active")
CODE = re.compile(r"\b(?:[0-9A-Z]{4}-){5}[0-9A-Z]{4}\b")
ANSWER_LIMIT_S = 20
AGENT_LIMIT_S = 90
END_LIMIT_S = 10
SAID_MAX = 2_000
# Ends the agent when this process is gone, in whatever way: its standard input closes then.
GUARDIAN = """
import subprocess, sys, threading
agent = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL)
threading.Thread(target=lambda: (sys.stdin.read(), agent.terminate()), daemon=True).start()
sys.exit(agent.wait())
"""

State = Literal["absent", "away", "joining", "joined", "failed"]

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Consent:
    """What a visitor agreed to; kept beside the Agent's own files."""

    owner: str
    level: str
    server: str


class Machine:
    """``folder`` is the Agent's; ``archive`` its one file; ``server`` where the bot's gateway is."""

    def __init__(self, *, folder: Path, archive: Path, server: str, workspace: Workspace) -> None:
        self._folder, self._archive, self._server = folder, archive, server
        self._workspace = workspace
        self._running: asyncio.subprocess.Process | None = None
        self._watching: asyncio.Task[None] | None = None
        self._one_at_a_time = asyncio.Lock()
        self._begun: State = "away"
        self.detail = ""

    @property
    def state(self) -> State:
        """How far it is."""
        return "absent" if self._begun == "away" and not self._archive.is_file() else self._begun

    async def resume(self) -> None:
        """Goes on with what was agreed to before a restart; forgets it where the bot has moved since."""
        consent = self._consent()
        if consent and consent.server == self._server and self._archive.is_file():
            await self._run(consent)
        elif consent:
            await self._call("leave")
            shutil.rmtree(self._folder, ignore_errors=True)

    async def enroll(self, owner: Person, level: str) -> None:
        """Asks the bot for a code as the owner, gives it to the Agent, and starts that."""
        async with self._one_at_a_time:
            if self.state not in ("away", "failed") or level not in LEVELS:
                return
            self._set("joining")
            try:
                await self._join(owner, level)
            except (OSError, TimeoutError) as fault:
                log.warning("playground_enrolment_failed", fault=type(fault).__name__)
                self._set("failed", str(fault) or type(fault).__name__)

    async def leave(self) -> None:
        """Ends the Agent and the pairing."""
        async with self._one_at_a_time:
            await self._end()
            await self._call("leave")
            await asyncio.to_thread(shutil.rmtree, self._folder, ignore_errors=True)
            self._set("away")

    async def run(self, stop: asyncio.Event) -> None:
        """A part of ``serve``: ends the Agent's process with the playground."""
        await stop.wait()
        await self._end()

    async def _join(self, owner: Person, level: str) -> None:
        told, code = await self._code(owner)
        consent = Consent(owner.id, level, self._server)
        await asyncio.to_thread(_make_private, self._folder)
        words = ("enroll", self._server, "--level", level, "--user", getpass.getuser())
        exit_code, said = await self._call(*words, typed=f"{code}\n")
        if exit_code:
            self._set("failed", said)
            return
        told.is_deleted = True  # private messages do not stay, and nobody has to follow this one
        (self._folder / "consent.json").write_text(json.dumps(asdict(consent)), "utf-8")
        await self._run(consent)

    async def _code(self, owner: Person) -> tuple[Message, str]:
        """The bot's private message, and the one-time code in it, which the owner would copy."""
        told = await self._ask(owner, f"add {NAME}")
        if not CODE.search(json.dumps(told.blocks)):
            # Enrolled once, when the bot was elsewhere, so that it was never told of the end.
            told.is_deleted = True
            (await self._ask(owner, f"remove {NAME}")).is_deleted = True
            told = await self._ask(owner, f"add {NAME}")
        found = CODE.search(json.dumps(told.blocks))
        if found is None:
            raise OSError(told.text)
        return told, found[0]

    async def _ask(self, owner: Person, words: str) -> Message:
        """The bot's next message to the owner after ``/docker-check`` with these words."""
        before = {message.ts for message in owner.sees(owner.direct)}

        def answer() -> Message | None:
            said = owner.answers(owner.direct)
            return next((message for message in said if message.ts not in before), None)

        await owner.commands("/docker-check", words, owner.direct)
        message = await self._workspace.until(answer, ANSWER_LIMIT_S)
        if message is None:
            raise TimeoutError
        return message

    async def _run(self, consent: Consent) -> None:
        self._running = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", GUARDIAN, *self._agent("run")),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
            env=self._environment(),
            start_new_session=True,
        )
        self._watching = asyncio.create_task(self._watch(self._running))
        self._set("joined", consent.level)

    async def _watch(self, process: asyncio.subprocess.Process) -> None:
        """An Agent that was revoked ends by itself."""
        await process.wait()
        if self._running is process:
            self._running = None
            await asyncio.to_thread(shutil.rmtree, self._folder, ignore_errors=True)
            self._set("away")

    async def _end(self) -> None:
        process, self._running = self._running, None
        if process is None or process.stdin is None:
            return
        process.stdin.close()
        try:
            await asyncio.wait_for(process.wait(), END_LIMIT_S)
        except TimeoutError:
            with suppress(ProcessLookupError):
                process.kill()
        if self._watching:
            await self._watching

    async def _call(self, *words: str, typed: str = "") -> tuple[int, str]:
        """One command of the Agent: its exit code and what it said."""
        process = await asyncio.create_subprocess_exec(
            *self._agent(*words),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            env=self._environment(),
            start_new_session=True,
        )
        try:
            said, _ = await asyncio.wait_for(process.communicate(typed.encode()), AGENT_LIMIT_S)
        except TimeoutError:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
            raise
        return process.returncode or 0, said.decode("utf-8", "replace")[-SAID_MAX:]

    def _agent(self, *words: str) -> tuple[str, ...]:
        return (sys.executable, "-I", str(self._archive), "--home", str(self._folder), *words)

    def _environment(self) -> dict[str, str]:
        # Without proxies: the server is this machine.
        kept = {name: os.environ[name] for name in ("PATH", "LANG", "HOME") if name in os.environ}
        return {**kept, "CACHE_DIRECTORY": str(self._folder.parent / "agent-cache")}

    def _consent(self) -> Consent | None:
        try:
            return Consent(**json.loads((self._folder / "consent.json").read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def _set(self, state: State, detail: str = "") -> None:
        self._begun, self.detail = state, detail
        self._workspace.changed()


def _make_private(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
