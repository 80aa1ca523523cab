"""The table of the channels in which the bot answers without being called."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Table, Text

from bot.storage.schema import MOMENT, metadata

open_channels = Table(
    "open_channels",
    metadata,
    Column("team", Text, primary_key=True, comment="Workspace."),
    Column("channel", Text, primary_key=True, comment="Conversation."),
    Column("is_open", Boolean, nullable=False, comment="It answers there without being called."),
    Column("set_by", Text, nullable=False, comment="The maintainer who said so."),
    Column(
        "set_at", MOMENT, nullable=False, comment="When they said it: an older word never replaces a newer."
    ),
    comment="Where maintainers said whether the bot answers without being called.",
)
