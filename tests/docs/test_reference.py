"""The pages of the reference are what the code says of itself."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs.pages.reference import PAGES, REFERENCE
from registry.settings import Settings
from tests.running_registry import registry_client


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_up_to_date(name: str) -> None:
    """`make reference` would change nothing."""
    assert (REFERENCE / name).read_text(encoding="utf-8") == PAGES[name]()


@pytest.mark.parametrize("setting", sorted(Settings.model_fields))
def test_every_setting_says_what_it_is_for(setting: str) -> None:
    """No setting of the service is without a sentence."""
    assert Settings.model_fields[setting].description


def test_every_figure_that_is_served_has_a_row(tmp_path: Path) -> None:
    """What a running service shows at `/metrics` stands on the page, and nothing else does."""
    with registry_client(Settings.of_sqlite_file(tmp_path / "registry.db")) as client:
        served = set(re.findall(r"^# HELP (bindery_\w+)", client.get("/metrics").text, flags=re.MULTILINE))
    described = set(re.findall(r"^\| `(bindery_\w+)`", PAGES["metrics.md"](), flags=re.MULTILINE))
    assert {name for name in served if not name.endswith("_created")} == described
