"""The whole loop as people meet it: the fake of Slack, the real program and database, a real agent process."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.slackfake.people import Person
from bot.slackfake.state import Channel, Message
from tests.database import until
from tests.integration.test_serve import ROOT, home, over_http  # noqa: F401 # a fixture

LIMIT_S = 60
CODE = re.compile(r"(?:[0-9A-Z]{4}-){5}[0-9A-Z]{4}")


def shown(message: Message) -> str:
    return str(message.blocks)


async def told(person: Person, words: str, channel: Channel | None = None) -> Message:
    """The bot's message to them that holds ``words``, as soon as there is one."""

    def found() -> list[Message]:
        return [message for message in person.answers(channel) if words in shown(message)]

    await until(lambda: bool(found()), limit_s=LIMIT_S)
    return found()[-1]


async def is_connected(person: Person, channel: Channel) -> bool:
    """Whether their list of hosts has one that is."""
    count = len(person.answers(channel))
    await person.commands("/docker-check", "", channel)
    await until(lambda: len(person.answers(channel)) > count, limit_s=LIMIT_S)
    return "'text': 'connected'" in shown(person.answers(channel)[-1])


@asynccontextmanager
async def agent(folder: Path, *words: str, typed: str = "") -> AsyncIterator[asyncio.subprocess.Process]:
    """The agent as a process while the block lasts."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "agent", "--home", str(folder), *words),
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8"},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    assert process.stdin
    process.stdin.write(typed.encode())
    process.stdin.close()
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        await asyncio.wait_for(process.wait(), LIMIT_S)


async def test_a_host_is_added_kept_checked_checked_again_and_shared(home: Path, tmp_path: Path) -> None:  # noqa: F811 # the fixture
    async with over_http(home) as (slack, channel, program):
        url = f"http://127.0.0.1:{program.port}"
        program._settings["PUBLIC_URL"] = url
        ann, ben = slack.add_person("ann", channel), slack.add_person("ben", channel)
        async with program.runs("serve"):
            await ann.commands("/docker-check", "add web-1", channel)
            code = CODE.search(shown(await told(ann, "setupbot-agent.pyz enroll", channel)))
            assert code
            async with agent(tmp_path, "enroll", url, "--user", "nobody", typed=f"{code[0]}\n") as enrolling:
                assert await asyncio.wait_for(enrolling.wait(), LIMIT_S) == 0
            joined = await told(ann, "web-1 joined")
            await ann.clicks(joined, joined.action_ids()[0])
            await told(ann, "You can check it right away")

            async with agent(tmp_path, "run"):
                await until(lambda: is_connected(ann, channel), limit_s=LIMIT_S)
                await ann.writes("check web-1")
                report = await told(ann, "for user nobody")
                assert len(ann.answers()) == 3  # joined, kept, and looking that became the Report
                await ann.clicks(report, "check_again:web-1")
                again = await told(ann, "Since the last check")
                assert again.ts != report.ts

                await ann.commands("/docker-check", "web-1", channel)
                private = await told(ann, "for user nobody", channel)
                assert (private.visible_to, ben.answers(channel)) == (ann.id, [])
                await ann.clicks(private, "share_answer")
                await told(ben, "for user nobody", channel)

                await ben.commands("/docker-check", "web-1", channel)
                refused = await told(ben, "belongs to somebody else", channel)
                assert refused.visible_to == ben.id
