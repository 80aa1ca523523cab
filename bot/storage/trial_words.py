"""Takes words out of the trials that maintainers see, once whoever asked took them back."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

_NAMED = "change ->> 'source' = 'asked' AND change ->> 'text' = ANY(:words)"
_DROP = text(f"""
UPDATE proposals SET trial = jsonb_set(trial, '{{changes}}', (
    SELECT coalesce(jsonb_agg(change ORDER BY place), '[]')
    FROM jsonb_array_elements(trial -> 'changes') WITH ORDINALITY AS told(change, place) WHERE NOT ({_NAMED})
))
WHERE EXISTS (SELECT FROM jsonb_array_elements(trial -> 'changes') AS told(change) WHERE {_NAMED})
""")  # noqa: S608  # nothing of it comes from outside


async def drop_words(connection: AsyncConnection, words: Collection[str]) -> None:
    """In whichever workspace: who else asked the same is only told of less."""
    if words:
        await connection.execute(_DROP, {"words": list(words)})
