"""Puts what was found out about a Host into sentences, before any place decides how they look. Pure."""
