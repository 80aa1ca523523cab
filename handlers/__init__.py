"""Slack and HTTP: what arrives from outside, turned into calls of ``bot``."""
