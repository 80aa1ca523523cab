"""What a Check says and what mends it: the schema of ``checks.yaml``. The judging itself is in ``bot.checks``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from bot.knowledge.model import STRICT, Step, Text

OutcomeStatus = Literal["pass", "warn", "fail", "skip", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What is said where the judge gives one code.

    ``says`` may hold values of the judge as ``{user}``, also with the Korean particle that fits
    (``{user:이/가}``), as a size (``{free:size}``) or a span of time (``{age:span}``). ``mends`` names the
    Entry that helps; ``steps`` are shown instead of all of its steps: ids of steps of that Entry (those of its
    signatures too) or of ``recipes.yaml``, or written out, with values in ``run``. A warning that nothing
    mends is a remark and never a cause. ``explained_by`` names Checks: where one of them fails, this is
    its consequence and no cause of its own; ``explains: false`` says that this finding is too slight for that.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    status: OutcomeStatus
    says: Text
    mends: str = ""
    steps: tuple[str | Step, ...] = ()
    explained_by: tuple[str, ...] = ()
    explains: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One Check. ``findings`` by the code that its judge gives.

    ``needs`` names the Checks that must not have failed; ``facts`` all that its judge may look at;
    ``until`` a Check that this one only leads up to: once that one passes, this one's findings come last.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    id: str
    title: Text
    facts: tuple[str, ...]
    findings: dict[str, Outcome]
    needs: tuple[str, ...] = ()
    until: str = ""

    def explained_by(self) -> Iterator[str]:
        """Every Check that some finding of this one names as its explanation."""
        for outcome in self.findings.values():
            yield from outcome.explained_by
