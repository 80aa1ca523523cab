"""The tables of workspaces that installed the bot, where several do; see ``bot.installing``."""

from __future__ import annotations

from sqlalchemy import Column, Index, Table, Text, func
from sqlalchemy.dialects.postgresql import ARRAY, BYTEA

from bot.storage.schema import MOMENT, metadata

installations = Table(
    "installations",
    metadata,
    Column("team", Text, primary_key=True, comment="Workspace."),
    Column("enterprise", Text, comment="Organisation that it belongs to."),
    Column("name", Text, nullable=False, comment="As Slack calls it."),
    Column("app", Text, nullable=False, comment="Slack app that was installed."),
    Column("bot_user", Text, nullable=False, comment="The bot as a member."),
    Column("bot", Text, nullable=False, comment="The bot as an author of messages."),
    Column("scopes", ARRAY(Text), nullable=False, comment="What it was granted."),
    Column("installed_by", Text, nullable=False, comment="Who installed it."),
    Column("sealed_token", BYTEA, nullable=False, comment="Its token, encrypted by SETUPBOT_TOKEN_KEYS."),
    Column("installed_at", MOMENT, nullable=False, server_default=func.now(), comment="When, the last time."),
    comment="Workspaces that installed the bot for themselves; a row goes when they uninstall it.",
)

install_states = Table(
    "install_states",
    metadata,
    Column("state_hash", BYTEA, primary_key=True, comment="SHA-256 of what Slack must bring back."),
    Column("browser_hash", BYTEA, nullable=False, comment="SHA-256 of the cookie of who began."),
    Column("expires_at", MOMENT, nullable=False, comment="Worthless from then on."),
    Index(None, "expires_at"),
    comment="Installations that were begun; a row goes when it is presented, whoever presents it.",
)
