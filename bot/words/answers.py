"""The sentences around an Answer."""

from __future__ import annotations

from msgspec import Struct


class AnswerWords(Struct, frozen=True, kw_only=True):
    """Everything the bot says itself; what stands in braces is put in by ``str.format``."""

    needs_root: str
    grants_root: str
    powershell: str
    expect: str
    instead: str
    careful: str
    changed: str
    which_arch: str
    tell_arch: str
    next: str
    see_also: str
    sources: str
    reviewed: str
    picture: str
    page: str
    show_rest: str
    more_below: str
    share: str
    too_long: str
    did_you_mean: str
    none_of_these: str
    unknown: str
    can_answer: str
    ask_person: str
    ask_person_button: str
    nothing_asked: str
    examples: tuple[str, ...]
    assumed_distro: str
    other_layout: str
    fits: str
    learning: str
    unknown_system: str
    unknown_system_instead: str
    arch_names: tuple[tuple[str, str], ...]

    def arch_name(self, arch: str) -> str:
        """What a button for an arch says."""
        return dict(self.arch_names).get(arch, arch)
