"""The last look before a message leaves: a reply never calls a whole channel or group.

What people typed is escaped where it is rendered; this catches what was missed.
"""

from __future__ import annotations

import re
from typing import Any

_BROADCAST = re.compile(r"<(!(?:channel|here|everyone|subteam))")


def without_broadcasts(node: Any) -> Any:
    """The same text or blocks with every broadcast shown as it was typed instead of acted on."""
    if isinstance(node, str):
        return _BROADCAST.sub(r"&lt;\1", node)
    if isinstance(node, (list, tuple)):
        return [without_broadcasts(item) for item in node]
    if isinstance(node, dict):
        if node.get("type") == "plain_text":
            return node
        return {key: without_broadcasts(value) for key, value in node.items()}
    return node
