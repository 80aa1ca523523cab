"""One's own settings: shown, changed in a modal, used and told of, forgotten."""

from __future__ import annotations

import pytest

from bot.platforms.model import Known, Platform
from bot.preferences.machine import systems_of
from bot.storage.model import Person
from tests.conversations.leading.bots import LeadingBot, seen

ARM = Platform(arch=Known(value="arm64", origin="saved"))


async def saved(it: LeadingBot) -> Person | None:
    return await it.store.person(it.slack.workspace.team, it.ann.id)


@pytest.mark.parametrize(("said", "expected"), [("my settings", "My settings"), ("내 설정", "내 설정")])
async def test_settings_are_shown_in_private_in_words(it: LeadingBot, said: str, expected: str) -> None:
    await it.ann.mentions(it.channel, said)
    await it.bot.work()
    shown = it.slack.said(it.ann.direct)[-1]
    assert expected in seen(shown)
    assert shown.action_ids() == ["open_settings", "forget_me"]


async def test_the_modal_keeps_what_was_chosen_and_answers_use_it_and_say_so(it: LeadingBot) -> None:
    await it.ann.commands("/ask", "settings", it.channel)
    await it.bot.work()
    await it.presses(it.ann, it.last(), "open_settings")
    assert await it.ann.submits({"language": "en", "arch": "arm64", "system": "debian:bookworm"}) == {}
    assert it.ann.modal is not None
    assert "Saved." in str(it.ann.modal.content)
    person = await saved(it)
    assert person is not None
    assert (person.language, person.platform.arch) == ("en", ARM.arch)
    answer = await it.asks("how do I install docker")
    assert "which you saved" in seen(answer)
    assert "download.docker.com/linux/debian" in seen(answer)


async def test_the_modal_has_the_menus_of_app_home_with_what_was_chosen_there(it: LeadingBot) -> None:
    team = it.slack.workspace.team
    await it.leading.preferences.choose(team, it.ann.id, system="ubuntu:noble", arch="arm64", language="ko")
    await it.ann.writes("my settings")
    await it.bot.work()
    await it.presses(it.ann, it.last(it.ann.direct), "open_settings")
    assert it.ann.modal is not None
    elements = {block["block_id"]: block["element"] for block in it.ann.modal.content["blocks"]}
    chosen = {name: element["initial_option"]["value"] for name, element in elements.items()}
    assert chosen == {"language": "ko", "system": "ubuntu:noble", "arch": "arm64"}
    catalogue = it.leading.editions.now().knowledge.catalogue
    offered = [option["value"] for option in elements["system"]["options"][1:]]
    assert offered == [value for value, _ in systems_of(Platform(), catalogue).choices]


async def test_a_release_that_is_not_offered_stays_until_another_system_is_chosen(it: LeadingBot) -> None:
    odd = Platform(distro=Known(value="ubuntu", origin="saved"), release=Known(value="27.10", origin="saved"))
    await it.store.keep_person(it.slack.workspace.team, it.ann.id, Person(platform=odd))
    preferences, team = it.leading.preferences, it.slack.workspace.team
    kept = await preferences.choose(team, it.ann.id, language="en", system="ubuntu:27.10", arch="-")
    assert (kept.platform, kept.language) == (odd, "en")
    assert (await preferences.choose(team, it.ann.id, system="-")).platform == Platform()


async def test_what_was_not_chosen_is_not_kept(it: LeadingBot) -> None:
    await it.store.keep_person(it.slack.workspace.team, it.ann.id, Person(platform=ARM, language="ko"))
    await it.ann.commands("/ask", "설정", it.channel)
    await it.bot.work()
    await it.presses(it.ann, it.last(), "open_settings")
    assert it.ann.modal is not None
    assert "내 설정" in str(it.ann.modal.content)
    await it.ann.submits({"language": "-", "arch": "-", "system": "-"})
    assert await saved(it) == Person()


async def test_the_question_for_the_cpu_offers_to_remember_it(it: LeadingBot) -> None:
    it.store.people[it.slack.workspace.team, it.ann.id] = Person()
    answer = await it.asks("install docker on raspbian")
    choice = next((one for one in answer.action_ids() if one.startswith("choose_arch")), None)
    assert choice is not None, answer.action_ids()
    await it.presses(it.ann, answer, choice)
    fitted = it.last()
    remember = next(one for one in fitted.action_ids() if one.startswith("remember_arch"))
    await it.presses(it.ann, fitted, remember)
    assert it.last().visible_to == it.ann.id
    person = await saved(it)
    assert person is not None
    assert person.platform.arch is not None
    assert person.platform.arch.value == choice.partition(":")[2]


async def test_forget_me_erases_and_says_what_stays(it: LeadingBot) -> None:
    await it.store.keep_person(it.slack.workspace.team, it.ann.id, Person(platform=ARM, language="en"))
    await it.ann.writes("my settings")
    await it.bot.work()
    await it.presses(it.ann, it.last(it.ann.direct), "forget_me")
    said = seen(it.last(it.ann.direct))
    assert all(kept in said for kept in ("180 days", "400 days", "What stays, and why"))
    assert await saved(it) is None


async def test_forget_me_erases_what_was_asked_and_the_answer_still_goes_with_the_message(
    it: LeadingBot,
) -> None:
    asked = await it.ann.mentions(it.channel, "install docker on my machine mars")
    await it.bot.work()
    answer = it.last()
    await it.ann.writes("내 설정")
    await it.bot.work()
    await it.presses(it.ann, it.last(it.ann.direct), "forget_me")
    assert "남아 있는 것과 그 이유" in seen(it.last(it.ann.direct))
    assert not any("mars" in question.text for question in it.store.questions.values())
    assert it.root().user_id.startswith("forgotten-")
    await it.ann.deletes(asked)
    await it.bot.work()
    assert answer not in it.slack.said(it.channel)


async def test_a_question_that_people_are_at_work_on_is_not_erased(it: LeadingBot) -> None:
    await it.maintainer.commands("/ask", f"helpers <@{it.bob.id}>", it.channel)
    await it.bot.work()
    answer = await it.asks("how do I feed my cat")
    await it.presses(it.ann, answer, "ask_person")
    team = it.slack.workspace.team
    await it.leading.forgetting.forget_person(team, it.ann.id)
    root = next(q for q in it.store.questions.values() if "cat" in q.text)
    assert root.user_id == it.ann.id
    await it.leading.help.resolve(root.id, it.bob.id)
    await it.bot.work()
    await it.leading.forgetting.forget_person(team, it.ann.id)
    assert not any("cat" in question.text for question in it.store.questions.values())


async def test_a_guide_of_somebody_forgotten_is_gone(it: LeadingBot) -> None:
    answer = await it.asks("how do I install docker on ubuntu 24.04 amd64")
    await it.presses(it.ann, answer, "start_guide")
    guide = it.last()
    await it.leading.forgetting.forget_person(it.slack.workspace.team, it.ann.id)
    move = next(one for one in guide.action_ids() if one.startswith("move_guide:done"))
    await it.presses(it.ann, guide, move)
    assert "gone" in seen(it.last())
