"""The shipped ``platforms.yaml``, read once for all tests."""

from __future__ import annotations

import json
import re
from pathlib import Path

import yaml
from pydantic import TypeAdapter

from bot.platforms.catalogue import Catalogue

FILE = Path(__file__).parents[1] / "knowledge" / "platforms.yaml"
CATALOGUE = TypeAdapter(Catalogue).validate_json(
    json.dumps(yaml.load(FILE.read_text("utf-8"), yaml.CSafeLoader), default=str)
)

NAMING_NO_ENTRY = re.sub(r"\n    entry: .*", "", FILE.read_text("utf-8"))
"""The text of the file, for a knowledge folder that has other Entries than those it names."""
