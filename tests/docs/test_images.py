"""The pictures that pages of the documentation show."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs.screens.__main__ import PAGES

ROOT = Path(__file__).parents[2]
IMAGES = sorted((ROOT / "docs" / "images").iterdir())


def test_each_screen_has_a_picture() -> None:
    """Those of pages, of a document under review, and of the terminal."""
    assert {path.name for path in IMAGES} == {f"{name}.png" for name in (*PAGES, "preview")} | {"refused.svg"}


@pytest.mark.parametrize("path", IMAGES, ids=lambda path: path.name)
def test_a_picture_is_small_and_loads_nothing(path: Path) -> None:
    """At most 150 KB; a drawing names no other host."""
    body = path.read_bytes()
    assert len(body) <= 150_000
    if path.suffix == ".svg":
        assert re.findall(rb"(?:href|src|url)\W+(https?:[^\"\')]+)", body) == []


def test_the_terminal_shows_a_witness() -> None:
    """It is the picture of a refusal."""
    text = (ROOT / "docs" / "images" / "refused.svg").read_text(encoding="utf-8").replace("&#160;", " ")
    assert "required-property-removed" in text
    assert "witness" in text
