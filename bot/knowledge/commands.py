"""Whether a command pastes cleanly into bash and zsh (or PowerShell), and does nothing we never advise."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

MOST_CHARS = 2_000
"""Nobody reads a longer command before pasting it, and the patterns below would take long over it."""
Rule = tuple[re.Pattern[str], str]

EVERYWHERE: tuple[Rule, ...] = (
    (
        re.compile("[\u00a0\u1680\u2000-\u200f\u202f\u205f\u2060\u3000\ufeff]"),
        "holds a no-break or invisible space",
    ),
    (re.compile("[‘’“”‚„′″«»]"), "holds a typographic quote"),
    (re.compile("[‐‑‒–—−…]"), "holds a typographic dash or ellipsis"),
    (re.compile("\t"), "holds a tab, which a terminal takes for completion"),
    (re.compile("[\x00-\x08\x0b-\x1f\x7f]"), "holds a control character"),
    (re.compile(r"[ ]+$", re.MULTILINE), "has blanks at the end of a line"),
    (
        re.compile(r"<[A-Za-z가-힣_](?:[^<>\n|&;$]*[^\s<>|&;$])?>"),
        "holds a <placeholder>: a shell reads < and > itself",
    ),
    (
        re.compile(r"\b[Yy](?:OUR|our)[_-][A-Za-z]|\bMY_[A-Z]|(?i:\bchange-?me\b|\bxxx+\b)"),
        "holds a placeholder",
    ),
    (re.compile(r"(?m)^\s*(?:[$%>❯]|PS [A-Z]:\\[^>\n]*>|\S+@\S+[:~][^\s]*[$#])\s"), "begins with a prompt"),
)
# Looked for outside quotes.
SHELL: tuple[Rule, ...] = (
    (re.compile(r"(?:^|\s)#"), "has a # remark; interactive zsh does not know them"),
    (re.compile(r"(?:^|\s)//"), "has a // remark, which the shell takes for an argument"),
    (re.compile(r"(?<!<)<<(?!<)"), "has a heredoc, which does not survive indentation"),
    (
        re.compile(r"(?<![${])![^\s=(\x22\x27]"),
        "has a ! that an interactive shell expands; put it in single quotes",
    ),
    (
        re.compile(r"(?:=|://)[^\s$`]*[*?]"),
        "has a bare * or ?, which zsh refuses when no file matches; quote it",
    ),
    (re.compile(r"(?:\\|&&|\|)\s*\Z"), "ends in the middle: nothing follows \\, && or |"),
    (
        re.compile(r"(?m)(?:^|[;&|(]|\bsudo)\s*apt\s+(?:-\S+\s+)*(?!list\b)\w"),
        "uses apt: write apt-get or apt-cache, apt's output is for people",
    ),
    (
        re.compile(
            r"\b(?:apt-get|dnf|yum)\b(?![^;&|\n]* -(?:y\b|-yes\b|s\b|-assumeyes\b))[^;&|\n]* (?:install|remove|purge|upgrade|dist-upgrade|autoremove)\b"
        ),
        "would stop to ask: add -y",
    ),
)
UNSAFE: tuple[Rule, ...] = (
    (re.compile(r"\bchmod\b[^;&|\n]*\s0?[0-7]?[0-7]{2}[2367]\b"), "opens a file to everybody"),
    (re.compile(r"\bchmod\b[^;&|\n]*[\s,][ug]*[ao][ugao]*[+=][rxXst]*w"), "opens a file to everybody"),
    (re.compile(r"(?:-H|--host|\bhosts\b)\W{1,8}tcp://"), "makes the daemon listen on the network"),
    (re.compile(r"\brm\b[^;&|\n]*\block\b|\brm\b[^;&|\n]*/lock-?\w*"), "deletes a lock file"),
    (
        re.compile(r"\brm\b(?=[^;&|\n]*\s(?:-\w*[rR]|--recursive))[^;&|\n]*\s/\*?(?:\s|$)"),
        "deletes everything",
    ),
)
LAST = re.compile(
    r"(?:^|&&|\|\||[;|(])\s*(?:sudo\s+(?:-\w+\s+)*)?"
    r"(newgrp|ssh|reboot|poweroff|exec|su|exit|logout)\b(?!-)(?P<rest>[^\n]*)"
)
GOES_ON = re.compile(r"&&|\|\||;")


def faults_of_command(run: str, shell: Literal["sh", "powershell"] = "sh") -> list[str]:
    """Each fault as the end of the sentence "the command ...", in the order of the rules."""
    return list(dict.fromkeys(_faults(run, shell)))


def _faults(run: str, shell: str) -> Iterator[str]:
    if not run.strip():
        yield "is empty"
        return
    if len(run) > MOST_CHARS:
        yield f"has more than {MOST_CHARS} characters"
        return
    yield from _broken(EVERYWHERE, run.rstrip("\n"))
    yield from _broken(UNSAFE, run)
    if shell == "powershell":
        return
    bare, is_closed = without_quotes(run.rstrip("\n"))
    if not is_closed:
        yield "has a quote or bracket that is not closed"
    yield from _broken(SHELL, bare)
    yield from _not_last(bare)


def _broken(rules: tuple[Rule, ...], text: str) -> Iterator[str]:
    return (what for pattern, what in rules if pattern.search(text))


def _not_last(bare: str) -> Iterator[str]:
    """``newgrp``, ``ssh`` and their like take over the terminal: what follows is lost."""
    lines = bare.replace("\\\n", "  ").split("\n")
    for number, line in enumerate(lines):
        found = LAST.search(line)
        if found and (number < len(lines) - 1 or GOES_ON.search(found["rest"])):
            yield f"has more after {found[1]}, which takes over the terminal: make it the last line"


def without_quotes(text: str) -> tuple[str, bool]:
    """The text with every quoted character as ``x``, and whether all quotes and ``$(`` are closed.

    What stands in ``$(...)`` is code again, also inside double quotes.
    """
    out: list[str] = []
    inside: list[str] = []  # of "'", '"', "(" and "{", the innermost last
    at = 0
    while at < len(text):
        sign, state = text[at], inside[-1] if inside else ""
        step = 1
        if state == "'":
            if sign == "'":
                inside.pop()
            out.append(sign if sign in "'\n" else "x")
        elif sign == "\\" and at + 1 < len(text):
            step = 2
            out.append(text[at : at + 2] if text[at + 1] == "\n" else "xx")
        elif text.startswith(("$(", "${"), at):
            inside.append(text[at + 1])
            step = 2
            out.append(text[at : at + 2])
        elif state == '"':
            if sign == '"':
                inside.pop()
            out.append(sign if sign in '"\n!' else "x")
        elif sign in "\"'" and state != "{":
            inside.append(sign)
            out.append(sign)
        elif (state, sign) in (("(", ")"), ("{", "}")):
            inside.pop()
            out.append(sign)
        elif state == "(" and sign == "(":
            inside.append("(")
            out.append(sign)
        else:
            out.append("x" if state == "{" else sign)
        at += step
    return "".join(out), not inside
