"""Fixtures that every folder may use."""

import os

# As the program itself does, before numpy is imported: more threads only get in each other's way.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

pytest_plugins = ["tests.database", "tests.trained"]
