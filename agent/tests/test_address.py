from __future__ import annotations

import pytest

from agent.address import proxy_for, read_address
from agent.words import Told


@pytest.mark.parametrize(
    "text",
    [
        "https://bot.example.com",
        "https://bot.example.com:8443/base",
        "http://127.0.0.1:3000",
        "http://localhost",
        "http://[::1]:80",
    ],
)
def test_an_address_is_read_and_written_back(text: str) -> None:
    assert read_address(str(read_address(text + "/"))) == read_address(text)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("bot.example.com", "address_wrong"),
        ("ftp://bot.example.com", "address_wrong"),
        ("https://", "address_wrong"),
        ("https://user:pass@bot.example.com", "address_wrong"),
        ("https://bot.example.com/?x=1", "address_wrong"),
        ("https://bot.example.com/#x", "address_wrong"),
        ("https://bot.example.com:99999", "address_wrong"),
        ("https://bot.example.com/a b", "address_wrong"),
        ("https://bot.example.com\r\nHost: x", "address_wrong"),
        ("http://bot.example.com", "address_plain"),
        ("http://10.0.0.1", "address_plain"),
        ("http://127.0.0.1.example.com", "address_plain"),
        ("http://0.0.0.0", "address_plain"),
    ],
)
def test_an_address_that_would_send_the_key_in_the_clear_or_nowhere_is_refused(text: str, key: str) -> None:
    with pytest.raises(Told) as told:
        read_address(text)
    assert told.value.key == key


def test_a_proxy_is_not_used_where_the_environment_says_so() -> None:
    bot = read_address("https://bot.example.com")
    environment = {"HTTPS_PROXY": "http://proxy:3128"}
    assert proxy_for(bot, environment) is not None
    assert proxy_for(bot, {**environment, "NO_PROXY": ".example.com"}) is None
    assert proxy_for(read_address("https://127.0.0.1"), environment) is None
    assert proxy_for(bot, {"HTTP_PROXY": "http://proxy:3128"}) is None


@pytest.mark.parametrize(
    "value", ["socks5://proxy:1080", "https://proxy:443", "http://pro xy", "http://proxy:x"]
)
def test_a_proxy_of_another_kind_is_said(value: str) -> None:
    with pytest.raises(Told) as told:
        proxy_for(read_address("https://bot.example.com"), {"HTTPS_PROXY": value})
    assert told.value.key == "proxy_wrong"
