"""A person installs the bot: over the real pages, with a state that cannot be stolen, replayed or kept."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import pytest
from structlog.testing import capture_logs

from bot.installing.scopes import ALL, OPTIONAL
from bot.storage.installing.memory import MemoryInstallations
from handlers.oauth import flow
from tests.installing.harness import ONE, World


async def test_the_link_leads_to_slacks_page_with_a_state_and_every_scope(world: World) -> None:
    page = await world.browser().get("/slack/install")
    asked = parse_qs(urlsplit(page.location).query)
    assert page.status == 302
    assert page.location.startswith(world.slacks.authorize_url)
    assert asked["scope"] == [",".join(ALL)]
    assert asked["redirect_uri"] == [f"{world.home}/slack/oauth_redirect"]
    assert len(asked["state"][0]) >= 40
    assert page.headers["cache-control"] == "no-store"


async def test_the_cookie_is_for_this_site_and_no_script(world: World) -> None:
    page = await world.browser().get("/slack/install")
    cookie = page.headers["set-cookie"].lower()
    assert {"httponly", "samesite=lax", "path=/", "max-age=600"} <= {
        part.strip() for part in cookie.split(";")
    }


async def test_installing_ends_on_a_page_that_names_the_workspace_safely(world: World) -> None:
    page = await world.install(ONE)
    assert page.status == 200
    assert f"Team &lt;{ONE}&gt;" in page.text
    assert f"slack://app?team={ONE}&amp;id=A0000001" in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert page.headers["referrer-policy"] == "no-referrer"


async def test_the_page_is_in_the_browsers_language(world: World) -> None:
    page = await world.browser().get("/slack/oauth_redirect", accept_language="ko-KR,ko;q=0.9,en;q=0.8")
    assert '<html lang="ko">' in page.text
    assert "더는 쓸 수 없는 링크예요" in page.text


async def test_what_slack_gave_is_kept(world: World) -> None:
    await world.install(ONE)
    kept = await world.installations.find(ONE)
    fake = world.slacks.of(ONE).app
    assert kept is not None
    assert (kept.token, kept.bot_user, kept.bot, kept.scopes) == (
        fake.bot_token,
        fake.bot_user.id,
        fake.bot_id,
        ALL,
    )


async def test_scopes_that_a_person_refused_are_known_as_refused(world: World) -> None:
    browser = world.browser()
    began = await browser.get("/slack/install")
    await browser.get(world.slacks.agree(began.location, ONE, without=list(OPTIONAL)))
    kept = await world.installations.find(ONE)
    assert kept is not None
    assert not set(OPTIONAL) & set(kept.scopes)


async def test_a_stolen_state_is_refused_in_another_browser_and_then_everywhere(world: World) -> None:
    victim = world.browser()
    began = await victim.get("/slack/install")
    back = world.slacks.agree(began.location, ONE)
    thief = world.browser()
    await thief.get("/slack/install")  # has a cookie of its own

    assert (await thief.get(back)).status == 400
    assert (await victim.get(back)).status == 400
    assert world.slacks.exchanges == 0


async def test_a_browser_without_a_cookie_is_refused(world: World) -> None:
    began = await world.browser().get("/slack/install")
    assert (await world.browser().get(world.slacks.agree(began.location, ONE))).status == 400


async def test_a_replayed_state_is_refused(world: World) -> None:
    browser = world.browser()
    began = await browser.get("/slack/install")
    assert (await browser.get(world.slacks.agree(began.location, ONE))).status == 200
    again = await browser.get(world.slacks.agree(began.location, ONE))
    assert (again.status, world.slacks.exchanges) == (400, 1)


async def test_a_state_that_is_ten_minutes_old_is_refused(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = world.browser()
    monkeypatch.setattr(flow, "STATE_LIFE", timedelta(0))
    began = await browser.get("/slack/install")
    page = await browser.get(world.slacks.agree(began.location, ONE))
    assert (page.status, world.slacks.exchanges) == (400, 0)


def test_a_state_lives_for_ten_minutes() -> None:
    assert timedelta(minutes=10) == flow.STATE_LIFE


async def test_a_state_of_somebodys_own_making_is_refused(world: World) -> None:
    page = await world.browser().get("/slack/oauth_redirect?code=x&state=" + "a" * 43)
    assert (page.status, world.slacks.exchanges) == (400, 0)


async def test_two_tabs_do_not_spoil_each_other(world: World) -> None:
    browser = world.browser()
    first, second = await browser.get("/slack/install"), await browser.get("/slack/install")
    assert (await browser.get(world.slacks.agree(first.location, ONE))).status == 200
    assert (await browser.get(world.slacks.agree(second.location, ONE))).status == 200


async def test_a_person_who_cancels_is_told_that_nothing_was_installed(world: World) -> None:
    browser = world.browser()
    began = await browser.get("/slack/install")
    state = dict(parse_qsl(urlsplit(began.location).query))["state"]
    asked = urlencode({"error": "access_denied", "state": state})
    page = await browser.get(f"/slack/oauth_redirect?{asked}")
    assert (page.status, await world.installations.teams()) == (200, [])
    assert "Nothing was installed" in page.text


@pytest.mark.parametrize(
    ("answers", "status", "said"),
    [
        ({"error": "invalid_code"}, 400, "It says: invalid_code."),
        ({"error": "internal_error"}, 502, "be reached right now"),
        ({"is_enterprise_install": True, "team": None}, 400, "Choose one workspace"),
        ({"expires_in": 43200, "refresh_token": "xoxe-1"}, 400, "Token rotation is on"),
        ({"team": {"id": "T0000009", "name": "Other"}}, 400, "team_mismatch"),
    ],
)
async def test_what_slack_gives_that_is_no_use_is_said_and_not_kept(
    world: World, answers: dict[str, object], status: int, said: str
) -> None:
    world.slacks.answers = answers
    page = await world.install(ONE)
    assert (page.status, await world.installations.teams()) == (status, [])
    assert said in page.text
    assert world.slacks.revoked == ["xoxb-T0000001-2"] * ("error" not in answers)


@pytest.mark.parametrize(
    ("browser", "why", "what"),
    [
        ("en", "a token for each workspace", "choose a workspace instead of the organisation"),
        ("ko", "워크스페이스마다 토큰을 따로", "조직 대신 워크스페이스를 골라"),
    ],
)
async def test_for_a_whole_organisation_the_page_says_why_not_and_what_to_do(
    world: World, browser: str, why: str, what: str
) -> None:
    world.slacks.answers = {"is_enterprise_install": True, "team": None}
    person = world.browser()
    began = await person.get("/slack/install")
    page = await person.get(world.slacks.agree(began.location, ONE), accept_language=browser)
    assert [one for one in (why, what, "/slack/install") if one not in page.text] == []


async def test_a_token_that_cannot_be_given_back_is_logged_and_the_page_is_the_same(world: World) -> None:
    world.slacks.answers = {"expires_in": 43200, "refresh_token": "xoxe-1"}
    world.slacks.refuses_revoking = True
    with capture_logs() as lines:
        page = await world.install(ONE)
    assert "Token rotation is on" in page.text
    assert [line["fault"] for line in lines if line["event"] == "token_not_given_back"] == ["internal_error"]
    assert world.slacks.of(ONE).app.bot_token not in str(lines)


async def test_a_token_that_an_installation_works_with_is_not_given_back(world: World) -> None:
    await world.install(ONE)
    kept = await world.installations.find(ONE)
    assert kept is not None
    world.slacks.answers = {"is_enterprise_install": True, "access_token": kept.token}
    assert (await world.install(ONE)).status == 400
    assert world.slacks.revoked == []


async def test_a_fault_of_ours_is_a_page_and_a_line_in_the_log(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(MemoryInstallations, "keep", broken)
    with capture_logs() as lines:
        page = await world.install(ONE)
    assert page.status == 500
    assert "secret detail" not in page.text
    assert [line["event"] for line in lines if line["log_level"] == "error"] == ["fault"]


async def test_neither_tokens_nor_states_nor_codes_are_logged(world: World) -> None:
    browser = world.browser()
    with capture_logs() as lines:
        began = await browser.get("/slack/install")
        back = world.slacks.agree(began.location, ONE)
        await browser.get(back)
    logged = str(lines)
    secrets = [*dict(parse_qsl(urlsplit(back).query)).values(), world.slacks.of(ONE).app.bot_token]
    assert len(secrets) == 3
    assert [secret for secret in secrets if secret in logged] == []
    assert "installed" in [line["event"] for line in lines]


async def test_whoever_asks_too_often_is_asked_to_wait(world: World) -> None:
    browser = world.browser()
    statuses = [(await browser.get("/slack/install")).status for _ in range(30)]
    assert statuses[:10] == [302] * 10
    assert statuses[-1] == 429
