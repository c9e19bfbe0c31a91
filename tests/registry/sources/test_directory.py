"""Documents of a directory."""

from __future__ import annotations

from pathlib import Path

import pytest

from registry.sources import SourceUnreadable, read_directory
from registry.sources.file import MAX_READ_BYTES


def paths(place: Path, root: Path) -> list[str]:
    """The paths of the documents at a place."""
    return [file.path for file in read_directory(place, root=root)]


def test_markdown_files_are_found_below_a_place(tmp_path: Path) -> None:
    """Documents in folders are found; other files, hidden folders and installed packages are not."""
    for name in ("docs/a.md", "docs/deep/b.MD", "docs/c.txt", "docs/.hidden/d.md", "docs/node_modules/x/e.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("#", encoding="utf-8")
    assert paths(tmp_path / "docs", tmp_path) == ["docs/a.md", "docs/deep/b.MD"]


def test_data_counts_where_it_holds_contracts(tmp_path: Path) -> None:
    """AsyncAPI by what it says, schemas by their names; other YAML and JSON is passed over."""
    texts = {
        "events.yaml": "asyncapi: 3.0.0\n",
        "compose.yaml": "a: 1\n",
        "a.created.schema.json": "{}",
        "b.json": "{}",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert paths(tmp_path, tmp_path) == ["a.created.schema.json", "events.yaml"]


def test_a_single_file_is_a_place(tmp_path: Path) -> None:
    """A file is read whatever its suffix."""
    (tmp_path / "design.txt").write_text("#", encoding="utf-8")
    assert paths(tmp_path / "design.txt", tmp_path) == ["design.txt"]


def test_a_link_out_of_the_repository_is_not_followed(tmp_path: Path) -> None:
    """A document of a pull request cannot show a file of the machine."""
    (tmp_path / "secret.md").write_text("#", encoding="utf-8")
    (tmp_path / "repository").mkdir()
    (tmp_path / "repository" / "a.md").symlink_to(tmp_path / "secret.md")
    assert paths(tmp_path / "repository", tmp_path / "repository") == []


def test_a_place_that_is_not_there_is_said(tmp_path: Path) -> None:
    """Nothing at a place is an error, not an empty list."""
    with pytest.raises(SourceUnreadable, match="does not exist"):
        read_directory(tmp_path / "nowhere", root=tmp_path)


def test_no_more_than_the_limit_is_read(tmp_path: Path) -> None:
    """A huge file costs no more memory than the limit of a document."""
    (tmp_path / "huge.md").write_bytes(b"x" * (MAX_READ_BYTES + 10))
    (file,) = read_directory(tmp_path, root=tmp_path)
    assert len(file.text) == MAX_READ_BYTES
