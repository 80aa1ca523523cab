"""The environment as values, and all its faults at once, without a secret's value."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import BotError
from bot.settings import DEFAULT_API_URL, Settings, default_home, read_settings

HOME = {"SETUPBOT_HOME": "/srv/setupbot"}


def faults(**environ: str) -> list[str]:
    with pytest.raises(BotError) as told:
        read_settings(HOME | environ)
    first, *rest = told.value.user_message.splitlines()
    assert first == "The environment has faults:"
    return [line.removeprefix("- ") for line in rest]


def test_an_empty_environment_is_enough() -> None:
    assert read_settings(HOME) == Settings(home=Path("/srv/setupbot"))


def test_every_variable_is_read(tmp_path: Path) -> None:
    settings = read_settings(
        {
            "SETUPBOT_HOME": str(tmp_path),
            "SLACK_BOT_TOKEN": "xoxb-1",
            "SLACK_SIGNING_SECRET": "new, old",
            "SLACK_APP_TOKEN": "xapp-1",
            "SLACK_API_URL": "http://127.0.0.1:1/api/",
            "DATABASE_URL": "postgresql://bot@db/name",
            "PORT": "8080",
            "PUBLIC_URL": "https://bot.example.org/",
            "SETUPBOT_KNOWLEDGE": f"{tmp_path},",
            "SETUPBOT_MAINTAINERS": "U012AB3CD,S0614TZR7",
            "SETUPBOT_HELP_CHANNELS": "C024BE7LR",
            "SETUPBOT_LANGUAGE": "KO",
        }
    )
    assert settings == Settings(
        home=tmp_path,
        slack_bot_token="xoxb-1",
        slack_signing_secrets=("new", "old"),
        slack_app_token="xapp-1",
        slack_api_url="http://127.0.0.1:1/api/",
        database_url="postgresql://bot@db/name",
        port=8080,
        public_url="https://bot.example.org",
        knowledge=(tmp_path,),
        maintainers=("U012AB3CD", "S0614TZR7"),
        help_channels=("C024BE7LR",),
        language="ko",
    )


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("SLACK_BOT_TOKEN", "xoxp-1", "SLACK_BOT_TOKEN: expected a token that starts with xoxb-"),
        ("SLACK_APP_TOKEN", "xoxb-1", "SLACK_APP_TOKEN: expected a token that starts with xapp-"),
        (
            "SLACK_API_URL",
            "slack.com/api",
            "SLACK_API_URL: expected an address that starts with https:// or http://",
        ),
        ("PUBLIC_URL", "https://", "PUBLIC_URL: expected an address that starts with https:// or http://"),
        ("PUBLIC_URL", "https://[", "PUBLIC_URL: expected an address that starts with https:// or http://"),
        (
            "DATABASE_URL",
            "mysql://bot@db/name",
            "DATABASE_URL: expected postgresql://user:password@host:5432/name",
        ),
        ("PORT", "http", "PORT: expected a number from 0 to 65535"),
        ("PORT", "65536", "PORT: expected a number from 0 to 65535"),
        ("PORT", "-1", "PORT: expected a number from 0 to 65535"),
        ("PORT", "9" * 5_000, "PORT: expected a number from 0 to 65535"),
        ("PORT", "٣٠٠٠", "PORT: expected a number from 0 to 65535"),
        ("SETUPBOT_LANGUAGE", "fr", "SETUPBOT_LANGUAGE: expected ko or en"),
        ("SETUPBOT_KNOWLEDGE", "~nobody-here/x", "SETUPBOT_KNOWLEDGE: no folder ~nobody-here/x"),
        ("SETUPBOT_KNOWLEDGE", "/no/such", "SETUPBOT_KNOWLEDGE: no folder /no/such"),
        (
            "SETUPBOT_MAINTAINERS",
            "U012AB3CD,mina",
            "SETUPBOT_MAINTAINERS: expected the id of a user (U...) or user group (S...), not mina",
        ),
        (
            "SETUPBOT_HELP_CHANNELS",
            "#help",
            "SETUPBOT_HELP_CHANNELS: expected the id of a channel (C...), not #help",
        ),
    ],
)
def test_a_wrong_value_is_told_by_name_with_what_was_expected(name: str, value: str, fault: str) -> None:
    assert faults(**{name: value}) == [fault]


def test_all_faults_are_told_at_once() -> None:
    told = faults(PORT="x", SETUPBOT_LANGUAGE="fr", SLACK_BOT_TOKEN="wrong", DATABASE_URL="wrong")
    assert sorted(line.partition(":")[0] for line in told) == [
        "DATABASE_URL",
        "PORT",
        "SETUPBOT_LANGUAGE",
        "SLACK_BOT_TOKEN",
    ]


def test_no_secret_is_told_with_a_fault() -> None:
    told = faults(
        SLACK_BOT_TOKEN="hunter22", SLACK_APP_TOKEN="hunter22", DATABASE_URL="mysql://bot:hunter22@db/name"
    )
    assert "hunter22" not in "\n".join(told)


def test_settings_do_not_show_their_secrets() -> None:
    settings = read_settings(
        HOME
        | {
            "SLACK_BOT_TOKEN": "xoxb-hunter22",
            "SLACK_APP_TOKEN": "xapp-hunter22",
            "SLACK_SIGNING_SECRET": "hunter22",
            "DATABASE_URL": "postgresql://bot:hunter22@db/name",
        }
    )
    assert "hunter22" not in repr(settings)


@pytest.mark.parametrize("value", ["", "  "])
def test_a_blank_variable_counts_as_unset(value: str) -> None:
    blank = {"SLACK_API_URL": value, "PORT": value, "SETUPBOT_LANGUAGE": value, "SETUPBOT_MAINTAINERS": value}
    assert read_settings(HOME | blank) == Settings(home=Path("/srv/setupbot"))


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_scheme_that_the_database_takes_is_taken(scheme: str) -> None:
    address = f"{scheme}://db/name"
    assert read_settings(HOME | {"DATABASE_URL": address}).database_url == address


def test_an_api_address_ends_in_a_slash() -> None:
    assert read_settings(HOME | {"SLACK_API_URL": "https://slack.test/api"}).slack_api_url.endswith("/api/")
    assert DEFAULT_API_URL.endswith("/")


def test_without_a_home_the_users_data_folder_is_taken() -> None:
    assert read_settings({"XDG_DATA_HOME": "/data"}).home == Path("/data/setupbot")
    assert default_home({}).name == "setupbot"


def test_a_tilde_means_the_users_home() -> None:
    assert read_settings({"SETUPBOT_HOME": "~/bot"}).home == Path.home() / "bot"


SEVERAL = {
    "SLACK_CLIENT_ID": "1.2",
    "SLACK_CLIENT_SECRET": "hidden",
    "SETUPBOT_TOKEN_KEYS": "a" * 43 + "=",
    "PUBLIC_URL": "https://bot.example.org",
}


def test_several_workspaces_are_asked_for_by_what_installs_them() -> None:
    settings = read_settings(HOME | SEVERAL)
    assert settings.is_for_several
    assert (settings.slack_client_id, settings.slack_client_secret) == ("1.2", "hidden")
    assert [len(key) for key in settings.token_keys] == [32]
    assert "hidden" not in repr(settings)
    assert not read_settings(HOME).is_for_several


def test_keys_may_be_written_in_either_alphabet_of_base64() -> None:
    plain, url_safe = "+/" + "a" * 41 + "=", "-_" + "a" * 41 + "="
    settings = read_settings(HOME | SEVERAL | {"SETUPBOT_TOKEN_KEYS": f"{plain}, {url_safe}"})
    assert settings.token_keys[0] == settings.token_keys[1]


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, ["SLACK_BOT_TOKEN: it is the token of one workspace"]),
        ({"SLACK_CLIENT_SECRET": ""}, ["SLACK_CLIENT_SECRET: not set; for several workspaces"]),
        ({"PUBLIC_URL": ""}, ["PUBLIC_URL: not set; it is where people come back to"]),
        ({"SETUPBOT_TOKEN_KEYS": "short"}, ["SETUPBOT_TOKEN_KEYS: key 1 is no key"]),
        (
            {"SETUPBOT_TOKEN_KEYS": "a" * 43 + "=," + "schlüssel"},
            ["SETUPBOT_TOKEN_KEYS: key 2 is no key"],
        ),
    ],
)
def test_half_of_what_several_workspaces_need_is_said(environ: dict[str, str], said: list[str]) -> None:
    told = faults(**SEVERAL | environ)
    assert len(told) == len(said)
    assert all(line.startswith(begins) for line, begins in zip(told, said, strict=True))
    assert "hidden" not in str(told)
