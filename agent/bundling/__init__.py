"""Builds the one file that hosts run; it is no part of that file."""
