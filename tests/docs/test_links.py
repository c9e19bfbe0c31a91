"""Every link between pages leads somewhere."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

ROOT = Path(__file__).parents[2]
WRITTEN_FOR_TESTS = ("tests/", "examples/")


def _pages() -> list[str]:
    """The Markdown files that people read, as git knows them."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout  # noqa: S603 - git
    return [name for name in listed.splitlines() if not name.startswith(WRITTEN_FOR_TESTS) and (ROOT / name).exists()]


def _links(page: Path) -> list[str]:
    tokens = MarkdownIt().enable("table").parse(page.read_text(encoding="utf-8"))
    children = [child for token in tokens for child in token.children or ()]
    found = [child.attrs.get("href") or child.attrs.get("src") for child in children]
    return [link for link in found if isinstance(link, str) and "://" not in link]


def _anchors(page: Path) -> set[str]:
    """The headings of a page, spelt as the usual viewers spell them in URLs."""
    tokens = MarkdownIt().parse(page.read_text(encoding="utf-8"))
    titles = [tokens[at + 1].content for at, token in enumerate(tokens) if token.type == "heading_open"]
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def test_there_are_pages() -> None:
    """Something is looked at, and it has links."""
    assert {"README.md", "docs/README.md"} <= set(_pages())
    assert len(_links(ROOT / "docs" / "README.md")) > 10


@pytest.mark.parametrize("name", _pages())
def test_every_link_leads_somewhere(name: str) -> None:
    """Files exist, and so do the headings that links name."""
    page = ROOT / name
    dead = []
    for link in _links(page):
        path, _, anchor = link.partition("#")
        target = page.parent / path if path else page
        if not target.exists() or (anchor and anchor not in _anchors(target)):
            dead.append(link)
    assert dead == []
