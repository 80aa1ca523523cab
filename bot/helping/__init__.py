"""Giving a question to the people who help a channel."""
