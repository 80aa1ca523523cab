"""Fixtures that every folder may use."""

pytest_plugins = ["tests.database", "tests.trained"]
