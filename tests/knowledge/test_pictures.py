"""The pictures that Entries name are there, and are what ``draw.py`` draws."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest
import yaml

KNOWLEDGE = Path(__file__).parents[2] / "knowledge"
PICTURES = KNOWLEDGE / "pictures"
LANGUAGES = ("ko", "en")
PNG_OPENING = b"\x89PNG\r\n\x1a\n"


def load_draw() -> ModuleType:
    """The script as a module: it stands beside its pictures and belongs to no package."""
    spec = importlib.util.spec_from_file_location("draw", PICTURES / "draw.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def named_pictures() -> set[str]:
    entries = [
        entry
        for path in sorted(KNOWLEDGE.glob("entries/*.yaml"))
        for entry in yaml.safe_load(path.read_text("utf-8"))
    ]
    return {picture["name"] for entry in entries for picture in entry.get("pictures", ())}


DRAW = load_draw()


def test_entries_name_only_pictures_that_are_drawn() -> None:
    assert {"ai-ml-dl", "ml-types", "ml-system"} <= named_pictures() <= set(DRAW.PICTURES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted(DRAW.PICTURES))
class TestPicture:
    def test_is_committed_as_png(self, name: str, language: str) -> None:
        assert (PICTURES / f"{name}.{language}.png").read_bytes().startswith(PNG_OPENING)

    def test_drawn_again_gives_the_committed_svg(self, name: str, language: str) -> None:
        assert DRAW.PICTURES[name](language).encode() == (PICTURES / f"{name}.{language}.svg").read_bytes()


def test_text_too_small_for_a_phone_is_refused() -> None:
    with pytest.raises(ValueError, match="too small"):
        DRAW.text(0, 0, "tiny", size=DRAW.SMALLEST_TEXT_PX - 1)
