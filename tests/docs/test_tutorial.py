"""The tutorial is true: a reader who does what it says sees what it shows."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from tests.documented_session import Session, steps

PAGE = Path(__file__).parents[2] / "docs" / "tutorial.md"


def test_the_tutorial_shows_what_its_commands_print(tmp_path: Path) -> None:
    """Files are saved and edited, commands typed, in the order of the page; each line that it shows is printed."""
    (tmp_path / "shop").mkdir()
    with ExitStack() as stack:
        session = Session(folder=tmp_path / "shop", stack=stack)
        missing = [line for step in steps(PAGE.read_text(encoding="utf-8")) for line in session.follow(step)]
    assert missing == []
