"""Which of the bot's listeners tests reach, as a plugin of pytest: ``-p tests.recording --listeners-to FILE``.

A listener is called by what it was registered for and by its function, such as
``action ^teach_item(?::.*)?$ TeachingListeners.handle_teach_item``.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_bolt.listener.async_listener import AsyncCustomListener

KINDS = ("event", "command", "action", "view", "view_closed", "shortcut", "message_shortcut")
OPTION = "--listeners-to"
NAME = "_named_by_tests"

reached: dict[str, set[str]] = defaultdict(set)
"""The listeners that ran, by the test in which they did."""

_now = [""]


def name_listeners(patch: pytest.MonkeyPatch) -> None:
    """From now on every listener that is registered has its name."""
    for kind in KINDS:
        patch.setattr(AsyncApp, kind, _naming(kind, getattr(AsyncApp, kind)))


def names_of(app: AsyncApp) -> list[str]:
    """Of all that is registered, in order."""
    return [getattr(listener, NAME, "without a name") for listener in app._async_listeners]


def _naming(kind: str, register: Callable[..., Any]) -> Callable[..., Any]:
    def named(app: AsyncApp, constraints: Any, *rest: Any, **more: Any) -> Any:
        add = register(app, constraints, *rest, **more)

        def added(function: Any) -> Any:
            done = add(function)
            words = (kind, getattr(constraints, "pattern", constraints), function.__qualname__)
            setattr(app._async_listeners[-1], NAME, " ".join(words))
            return done

        return added

    return named


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(OPTION, default="")


def pytest_configure(config: pytest.Config) -> None:
    if not config.getoption(OPTION, ""):
        return
    patch = pytest.MonkeyPatch()
    name_listeners(patch)
    run = AsyncCustomListener.run_ack_function

    async def noted(self: AsyncCustomListener, **given: Any) -> Any:
        reached[_now[0]].add(getattr(self, NAME, "without a name"))
        return await run(self, **given)

    patch.setattr(AsyncCustomListener, "run_ack_function", noted)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    _now[0] = item.nodeid
    return (yield)


def pytest_sessionfinish(session: pytest.Session) -> None:
    if to := session.config.getoption(OPTION, ""):
        Path(to).write_text(json.dumps({test: sorted(names) for test, names in reached.items()}))
