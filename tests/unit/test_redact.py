"""Secrets in pasted text are gone before anything is kept; all else stays as it was."""

from __future__ import annotations

import pytest

from bot.text.redact import MARK, redact

# Put together here, so that no scanner takes this file for a leak.
BODY = "A1b2C3d4" * 5
TOKENS = [
    "xoxb" + "-123456789012-" + BODY,
    "xoxp" + "-" + BODY,
    "xoxc" + "-" + BODY,
    "xoxd" + "-" + BODY,
    "xapp" + "-1-A0-" + BODY,
    "https://hooks." + "slack.com/services/T0/B0/" + BODY,
    "gh" + "p_" + BODY,
    "github" + "_pat_" + BODY,
    "glpat" + "-" + BODY,
    "dckr" + "_pat_" + BODY,
    "dckr" + "_oat_" + BODY,
    "npm" + "_" + BODY,
    "pypi" + "-" + BODY,
    "hf" + "_" + BODY,
    "AKIA" + "ABCDEFGHIJKLMNOP",
    "nvapi" + "-" + BODY,
    "AIza" + BODY,
    "sk" + "-proj-" + BODY,
    f"eyJ{BODY}.eyJ{BODY}.{BODY}",
]
ORDINARY = [
    "permission denied while trying to connect to the Docker daemon socket",
    "password authentication failed for user postgres",
    "docker run -p 8080:80 nginx",
    "docker login -u mina",
    "df says /mnt/disk-with-all-the-training-images is full",
    "from huggingface_hub import hf_hub_download_with_a_bar",
    "npm_config_prefix_and_a_very_long_name_indeed",
    "token: ok",
    "basic configuration of docker",
    "Basic authentication failed",
    "authorization: permission denied by the plugin",
    "the bearer certificate is missing",
    "비밀번호를 잊었어요",
    "curl https://download.docker.com/linux/ubuntu/gpg",
    "git clone ssh://git@example.org:22/repo.git",
    "sha256:2498fce14358aa50ead0cc6c19990fc6ff866ce72aeb5546e1d59caac3d0d60f",
]


@pytest.mark.parametrize("token", TOKENS, ids=lambda token: token[:6])
def test_a_token_of_a_known_form_is_taken_out(token: str) -> None:
    assert redact(f"it says {token} is wrong") == f"it says {MARK} is wrong"


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("password=hunter22", f"password={MARK}"),
        ("PASSWORD: hunter22", f"PASSWORD: {MARK}"),
        ("-e MYSQL_ROOT_PASSWORD=hunter22 mysql", f"-e MYSQL_ROOT_PASSWORD={MARK} mysql"),
        ('{"api_key": "hunter22"}', f'{{"api_key": "{MARK}"}}'),
        ("비밀번호: 한글비번1", f"비밀번호: {MARK}"),
        ("비번: hunter22", f"비번: {MARK}"),
        ("패스워드=hunter22", f"패스워드={MARK}"),
        ("토큰: hunter22", f"토큰: {MARK}"),
        ("ssh passphrase: hunter22", f"ssh passphrase: {MARK}"),
        ("AWS_SECRET_ACCESS_KEY=hunter22", f"AWS_SECRET_ACCESS_KEY={MARK}"),
        ("Authorization: Bearer hunter22hunter22", f"Authorization: Bearer {MARK}"),
        ("-H 'Authorization: Basic bWluYTpodW50ZXI='", f"-H 'Authorization: Basic {MARK}'"),
        ("authorization: Basic onlyletters", f"authorization: Basic {MARK}"),
        ("Authorization: hunter22hunter22", f"Authorization: {MARK}"),
        ("sent basic bWluYTpodW50ZXIyMg==", f"sent basic {MARK}"),
        ("docker login -u mina -p hunter22 ghcr.io", f"docker login -u mina -p {MARK} ghcr.io"),
        ("docker login --password hunter22", f"docker login --password {MARK}"),
        (
            "HTTP_PROXY=http://mina:hunter22@proxy.example.org:3128",
            f"HTTP_PROXY=http://mina:{MARK}@proxy.example.org:3128",
        ),
        ("postgresql://bot:hunter22@db/name", f"postgresql://bot:{MARK}@db/name"),
    ],
)
def test_what_is_named_a_secret_is_taken_out_and_its_name_kept(pasted: str, kept: str) -> None:
    assert redact(pasted) == kept


@pytest.mark.parametrize("end", ["\n-----END OPENSSH PRIVATE KEY-----", ""])
def test_a_private_key_is_taken_out_even_cut_off(end: str) -> None:
    key = "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk\nAAAAB3Nza" + end
    assert redact("my key: \n" + key) == f"my key: \n{MARK}"


def test_a_private_pgp_key_is_taken_out() -> None:
    frame = "-----{} PGP " + "PRIVATE KEY BLOCK-----"
    assert redact(f"{frame.format('BEGIN')}\nlQOYBF\n{frame.format('END')} is it") == f"{MARK} is it"


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert redact(text) == text


@pytest.mark.parametrize("token", TOKENS, ids=lambda token: token[:6])
def test_doing_it_twice_changes_nothing_more(token: str) -> None:
    once = redact(f"secret={token} {token} http://a:{token}@b Bearer {token}")
    assert redact(once) == once
