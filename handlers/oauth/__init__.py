"""Workspaces install the bot for themselves, and leave again."""
