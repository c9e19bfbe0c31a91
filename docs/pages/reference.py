"""Which page is written by which function."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from docs.pages.api import api_page
from docs.pages.commands import commands_page
from docs.pages.metrics import metrics_page
from docs.pages.settings import settings_page

if TYPE_CHECKING:
    from collections.abc import Callable

REFERENCE = Path(__file__).parents[1] / "reference"
PAGES: dict[str, Callable[[], str]] = {
    "api.md": api_page,
    "commands.md": commands_page,
    "metrics.md": metrics_page,
    "settings.md": settings_page,
}
