"""What only the terminal says, to those who ask there.

What it tells operators (settings, storage, ``kb check``, ``--help``) is English everywhere and stands where
it is said.
"""

from __future__ import annotations

from msgspec import Struct


class TerminalWords(Struct, frozen=True, kw_only=True):
    """Plain text; braces as in ``str.format``."""

    type_question: str
    welcome: str
    help: str
    noted: str
    no_such: str
    this_machine: str
    unknown_arch: str
    unknown_os: str
    unknown_release: str
