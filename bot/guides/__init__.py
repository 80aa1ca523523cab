"""Guides: the steps of an Entry, one at a time."""
