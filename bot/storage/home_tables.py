"""The table of App Home."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Integer, Table, Text, func, text

from bot.storage.schema import MOMENT, metadata

homes = Table(
    "homes",
    metadata,
    Column("team", Text, primary_key=True, comment="Workspace."),
    Column("user_id", Text, primary_key=True, comment="Person."),
    Column(
        "wanted",
        Integer,
        nullable=False,
        server_default=text("0"),
        comment="Rises when something in it changes.",
    ),
    Column(
        "shown",
        Integer,
        nullable=False,
        server_default=text("0"),
        comment="How far the published view has come.",
    ),
    Column(
        "view_hash", Text, nullable=False, server_default=text("''"), comment="Slack's name for that view."
    ),
    Column(
        "questions",
        Integer,
        nullable=False,
        server_default=text("0"),
        comment="Asked in it; names the field, which is thereby empty again.",
    ),
    Column(
        "shows_work",
        Boolean,
        nullable=False,
        server_default=text("false"),
        comment="The view has what maintainers see.",
    ),
    Column("due_at", MOMENT, comment="When the queued job publishes it; null where none is queued."),
    Column("opened_at", MOMENT, nullable=False, server_default=func.now(), comment="When they last looked."),
    Column("published_at", MOMENT, comment="When it was last published."),
    comment="Each person's App Home, from the first time that they opened it.",
)
