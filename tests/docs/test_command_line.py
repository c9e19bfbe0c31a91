"""The page about the command line is complete."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.main import get_command

from registry.cli import app

PAGE = (Path(__file__).parents[2] / "docs" / "command-line.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", sorted(getattr(get_command(app), "commands", {})))
def test_every_command_is_documented(command: str) -> None:
    """Each command has a row."""
    assert f"| `bindery {command}" in PAGE
