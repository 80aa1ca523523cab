"""A new teammate and a real agent: the program as a process, its database, and a checklist that ticks itself."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.slackfake.people import Person
from bot.slackfake.state import Message
from tests.database import until
from tests.integration.test_host_talk import CODE, LIMIT_S, agent, is_connected, shown, told
from tests.integration.test_serve import home, over_http  # noqa: F401 # a fixture

STEPS = """\
- id: known
  title: {ko: 가, en: A machine that can be looked at}
  says: {ko: 가, en: a}
  entries: [docker-arch]
  ticks: {checks: [os.arch]}
- id: ps
  title: {ko: 나, en: Not done here}
  says: {ko: 나, en: b}
  entries: [docker-ps]
- id: host
  title: {ko: 다, en: A host of ones own}
  says: {ko: 다, en: c}
  asks: /docker-check
  ticks: {host: joined}
"""


def checklist(person: Person) -> Message | None:
    found = [message for message in person.answers() if "of 3 done" in shown(message)]
    return found[-1] if found else None


async def shows(person: Person, done: int) -> None:
    await until(
        lambda: (message := checklist(person)) is not None and f"{done} of 3 done" in shown(message),
        limit_s=LIMIT_S,
    )


async def test_who_joins_is_shown_around_by_a_list_that_ticks_itself_across_a_restart(
    home: Path,  # noqa: F811 # the fixture
    tmp_path: Path,
) -> None:
    knowledge = tmp_path / "knowledge"
    knowledge.mkdir()
    (knowledge / "onboarding.yaml").write_text(STEPS, encoding="utf-8")
    async with over_http(home) as (slack, channel, program):
        url = f"http://127.0.0.1:{program.port}"
        program._settings |= {
            "PUBLIC_URL": url, "SETUPBOT_KNOWLEDGE": str(knowledge), "SETUPBOT_ONBOARDING": "on",
        }  # fmt: skip
        async with program.runs("serve"):
            mina = await slack.joins("mina", channel, locale="en-US")
            await shows(mina, 0)
            await mina.commands("/docker-check", "add web-1", channel)
            code = CODE.search(shown(await told(mina, "setupbot-agent.pyz enroll", channel)))
            assert code
            async with agent(tmp_path, "enroll", url, "--user", "nobody", typed=f"{code[0]}\n") as enrolling:
                assert await asyncio.wait_for(enrolling.wait(), LIMIT_S) == 0
            await shows(mina, 1)
        async with program.runs("serve"), agent(tmp_path, "run"):
            await until(lambda: is_connected(mina, channel), limit_s=LIMIT_S)
            await mina.writes("check web-1")
            await shows(mina, 2)
            message = checklist(mina)
            assert message
            await mina.clicks(message, "onboard_done:ps")
            await told(mina, "All done")
            await shows(mina, 3)
        assert len([one for one in mina.answers() if "of 3 done" in shown(one)]) == 1
