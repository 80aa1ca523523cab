"""What a judge may look at and give, read from its source: its own function and every function of ours that it calls."""

from __future__ import annotations

import ast
import dis
import inspect
from collections.abc import Callable, Iterator
from functools import cache
from types import CodeType, FunctionType
from typing import Any

from bot.checks.facts import FACTS

NAME_OF = {kind.__name__: name for name, kind in reversed(FACTS.items())}


@cache
def functions(judge: Callable[..., Any]) -> tuple[FunctionType, ...]:
    """The judge and all of ours below it, each once."""
    found: dict[str, FunctionType] = {}
    open_: list[Any] = [judge]
    while open_:
        function = open_.pop()
        if not isinstance(function, FunctionType) or not function.__module__.startswith("bot.checks"):
            continue
        name = f"{function.__module__}.{function.__qualname__}"
        if name not in found:
            found[name] = function
            open_ += [function.__globals__.get(used) for used in used_globals(function.__code__)]
    return tuple(found.values())


def used_globals(code: CodeType) -> Iterator[str]:
    for step in dis.get_instructions(code):
        if step.opname == "LOAD_GLOBAL":
            yield str(step.argval)
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from used_globals(inner)


@cache
def tree(function: FunctionType) -> ast.Module:
    return ast.parse(inspect.getsource(function))


def calls(judge: Callable[..., Any], name: str) -> Iterator[ast.Call]:
    """Every call of ``name``, as a function or a method."""
    for function in functions(judge):
        for node in ast.walk(tree(function)):
            if isinstance(node, ast.Call):
                of = node.func
                if (isinstance(of, ast.Name) and of.id == name) or (
                    isinstance(of, ast.Attribute) and of.attr == name
                ):
                    yield node


def facts_of(judge: Callable[..., Any]) -> set[str]:
    """The facts that it may ask an Observation for."""
    found = set()
    for call in calls(judge, "see"):
        kind, *name = call.args
        assert isinstance(kind, ast.Name)
        if name:
            assert isinstance(name[0], ast.Constant)
            found.add(str(name[0].value))
        else:
            found.add(NAME_OF[kind.id])
    return found


def words_of(judge: Callable[..., Any]) -> set[str]:
    """Every string constant in its functions: among them all codes that it gives."""
    return {
        node.value
        for function in functions(judge)
        for node in ast.walk(tree(function))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
