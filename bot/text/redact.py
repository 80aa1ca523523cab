"""Takes secrets out of pasted text before it is stored, logged or shown again."""

from __future__ import annotations

import re

MARK = "[redacted]"

# Each alternative is a token format that its issuer publishes, or "a word that means secret = value".
# Repeats that could begin anywhere are bounded: 40,000 characters made to be slow take a third of a second.
TOKENS = re.compile(
    r"""
      xox[a-eoprs]-[\w-]{8,} | xapp-[\w-]{8,} | https://hooks\.slack\.com/\S+          # Slack
    | gh[pousr]_\w{20,} | github_pat_\w{20,} | glpat-[\w-]{16,}                          # GitHub, GitLab
    | dckr_(?:pat|oat)_[\w-]{16,} | npm_[A-Za-z0-9]{30,} | pypi-[\w-]{30,}              # registries
    | hf_[A-Za-z0-9]{20,} | nvapi-[\w-]{20,}                                              # hubs
    | (?:AKIA|ASIA)[A-Z0-9]{16} | AIza[\w-]{30,} | (?<![A-Za-z0-9])sk-[\w-]{20,}        # clouds
    | eyJ[\w-]{8,1000}\.[\w-]{8,}+\.[\w-]{8,}                                            # JSON Web Token
    """,
    re.VERBOSE,
)
PRIVATE_KEY = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----.*?(?:-----END [A-Z ]*PRIVATE KEY(?: BLOCK)?-----|\Z)",
    re.DOTALL,
)
USERINFO = re.compile(r"(\b[a-z][a-z0-9+.-]{0,30}://[^\s/:@]*):[^\s/@]+@", re.IGNORECASE)
ASSIGNMENT = re.compile(
    r"""(\b[\w.-]{0,40}(?:passw(?:or)?d|passphrase|secret|token|api[_-]?key|access[_-]?key"""
    r"""|비밀번호|비번|패스워드|암호|토큰)["']?\s*[=:]\s*["']?)"""
    r"""(?!\[redacted\])[^\s"',;&]{4,}""",
    re.IGNORECASE,
)
AUTHORIZATION = re.compile(
    r"""(\bauthorization["']?\s*:\s*["']?(?:bearer|basic|token|digest)\s+)(?!\[redacted\])[\w.~+/=-]{8,}""",
    re.IGNORECASE,
)
# Without the header or the scheme only what is no word: "basic configuration" stays.
CREDENTIALS = re.compile(
    r"(\b(?:bearer\s|basic\s|authorization:)\s*)(?=[\w.~+/-]*[0-9=])[\w.~+/=-]{12,}", re.IGNORECASE
)
LOGIN = re.compile(r"\blogin\b[^\n]*")
LOGIN_PASSWORD = re.compile(r"(\s(?:-p|--password)[ =]+)\S+")


def redact(text: str) -> str:
    """The text with every secret replaced by ``[redacted]``."""
    text = PRIVATE_KEY.sub(MARK, text)
    text = TOKENS.sub(MARK, text)
    text = USERINFO.sub(rf"\1:{MARK}@", text)
    text = CREDENTIALS.sub(rf"\1{MARK}", AUTHORIZATION.sub(rf"\1{MARK}", text))
    text = LOGIN.sub(lambda found: LOGIN_PASSWORD.sub(rf"\1{MARK}", found[0]), text)
    return ASSIGNMENT.sub(rf"\1{MARK}", text)
