"""The tables in words, for docs/storage.md; a test keeps the two the same."""

from __future__ import annotations

from sqlalchemy import Column, Table

from bot.storage.tables import metadata

BEGIN, END = "<!-- tables: begin -->", "<!-- tables: end -->"


def describe() -> str:
    """Every table and column with its comment, as Markdown; parents before children."""
    return "\n\n".join(_table(table) for table in metadata.sorted_tables)


def _table(table: Table) -> str:
    rows = "\n".join(_row(column) for column in table.columns)
    return f"### {table.name}\n\n{table.comment}\n\n| column | type | |\n| --- | --- | --- |\n{rows}"


def _row(column: Column[object]) -> str:
    kind = str(column.type).lower()
    marks = [kind, "key"] if column.primary_key else [kind]
    if column.nullable:
        marks.append("may be null")
    return f"| `{column.name}` | {', '.join(marks)} | {column.comment} |"
