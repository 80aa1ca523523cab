"""The shipped ``platforms.yaml``, read once for all tests."""

from __future__ import annotations

from pathlib import Path

import yaml

from bot.platforms.catalogue import Catalogue, catalogue_from

FILE = Path(__file__).parents[1] / "knowledge" / "platforms.yaml"
CATALOGUE: Catalogue = catalogue_from(yaml.load(FILE.read_text("utf-8"), yaml.CSafeLoader))
