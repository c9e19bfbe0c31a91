"""Documents of a git reference."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from registry.sources import SourceUnreadable, find_repository
from registry.sources.git import Repository, source_of_url


def git(folder: Path, *arguments: str) -> None:
    """Run git in a folder with a fixed author."""
    author = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    subprocess.run(["git", "-C", str(folder), *author, *arguments], check=True, capture_output=True)  # noqa: S603, S607 - git


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A repository with one commit that holds two documents and a file that is none."""
    git(tmp_path, "init", "-q", "-b", "main")
    (tmp_path / "docs" / "näïve dir").mkdir(parents=True)
    (tmp_path / "docs" / "orders.md").write_text("# Orders", encoding="utf-8")
    (tmp_path / "docs" / "näïve dir" / "b.md").write_bytes(b"\xff\xfe")
    (tmp_path / "docs" / "notes.txt").write_text("no document", encoding="utf-8")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "first")
    found = find_repository(tmp_path / "docs")
    assert found is not None
    return found


def test_documents_of_a_reference_are_read_as_committed(repository: Repository) -> None:
    """What was edited since then does not count, and a name beyond ASCII is found."""
    (repository.root / "docs" / "orders.md").write_text("# Edited", encoding="utf-8")
    files = repository.read_reference("HEAD", repository.root / "docs")
    assert {file.path: file.text for file in files} == {
        "docs/näïve dir/b.md": b"\xff\xfe",
        "docs/orders.md": b"# Orders",
    }


def test_a_single_document_may_be_asked_for(repository: Repository) -> None:
    """A place may be a file, even one that is gone by now."""
    (repository.root / "docs" / "orders.md").unlink()
    (file,) = repository.read_reference("main", repository.root / "docs" / "orders.md")
    assert file.text == b"# Orders"


def test_the_whole_repository_is_a_place(repository: Repository) -> None:
    """The root itself can be read."""
    assert len(repository.read_reference("HEAD", repository.root)) == 2


@pytest.mark.parametrize("reference", ["nowhere", "--upload-pack=x", "", "HEAD:docs"])
def test_an_unknown_reference_is_said(repository: Repository, reference: str) -> None:
    """A reference that is no commit here is an error that says what to do."""
    with pytest.raises(SourceUnreadable, match="is unknown in"):
        repository.read_reference(reference, repository.root)


@pytest.fixture
def behind(repository: Repository) -> Repository:
    """The repository on a branch, which `main` has left behind with a document more; `v1` is a tag there."""
    git(repository.root, "branch", "feature")
    (repository.root / "docs" / "stock.md").write_text("# Stock", encoding="utf-8")
    git(repository.root, "add", ".")
    git(repository.root, "commit", "-qm", "second")
    git(repository.root, "tag", "v1")
    git(repository.root, "switch", "-q", "feature")
    return repository


def test_a_branch_is_read_as_it_was_when_it_was_left(behind: Repository) -> None:
    """What `main` has gained since then does not look removed here."""
    assert behind.left_at("main") == behind.commit()
    assert "docs/stock.md" not in {file.path for file in behind.read_reference("main", behind.root / "docs")}


@pytest.mark.parametrize("reference", ["v1", "main~0"])
def test_a_tag_or_a_commit_is_read_as_it_is(behind: Repository, reference: str) -> None:
    """They do not move on: who names one means it."""
    assert behind.left_at(reference) is None
    assert "docs/stock.md" in {file.path for file in behind.read_reference(reference, behind.root / "docs")}


def test_a_branch_that_shares_no_commit_is_read_as_it_is(repository: Repository) -> None:
    """As in a clone of one commit, which does not show where they parted."""
    git(repository.root, "switch", "-q", "--orphan", "alone")
    git(repository.root, "commit", "-q", "--allow-empty", "-m", "alone")
    assert repository.left_at("main") is None
    assert len(repository.read_reference("main", repository.root)) == 2


def test_outside_a_repository_there_is_none(tmp_path: Path) -> None:
    """A folder without git has no repository."""
    assert find_repository(tmp_path) is None


def test_a_repository_is_named_by_its_remote_without_credentials(repository: Repository) -> None:
    """The source is the remote's host and path; without a remote it is the folder's name."""
    assert repository.source() == repository.root.name
    git(repository.root, "remote", "add", "origin", "https://me:secret@example.org/shop/orders.git")
    assert repository.source() == "example.org/shop/orders"


@pytest.mark.parametrize(
    ("url", "source"),
    [
        ("git@example.org:shop/orders.git", "example.org/shop/orders"),
        ("ssh://git@example.org:22/shop/orders", "example.org/shop/orders"),
        ("https://token@example.org/shop/orders/", "example.org/shop/orders"),
        ("/srv/git/orders.git", "srv/git/orders"),
    ],
)
def test_the_ways_to_write_a_remote_give_one_name(url: str, source: str) -> None:
    """Protocol, user, password, port and `.git` are left out."""
    assert source_of_url(url) == source


def test_before_the_first_commit_there_is_none(tmp_path: Path) -> None:
    """An empty repository has no commit."""
    git(tmp_path, "init", "-q")
    repository = find_repository(tmp_path)
    assert repository is not None
    assert repository.commit() is None
    with pytest.raises(SourceUnreadable, match="has no commit yet: commit the documents first"):
        repository.read_reference("HEAD", tmp_path)
