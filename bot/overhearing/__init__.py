"""Answering in a channel without being called, where its maintainers want that."""
