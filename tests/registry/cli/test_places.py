"""Where commands look for documents, and what they say when there are none."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.command_line import Project, bindery, git
from tests.design_documents import BROKEN, order_document


@pytest.fixture
def loose(tmp_path: Path) -> Path:
    """A folder with a design document, in no repository."""
    folder = tmp_path / "loose" / "docs"
    folder.mkdir(parents=True)
    (folder / "orders.md").write_text(order_document(), encoding="utf-8")
    return folder


def test_a_break_that_moves_to_another_folder_is_seen(project: Project) -> None:
    """A document that moved is still the owner of its contracts."""
    git(project.root, "mv", "docs", "design")
    (project.root / "design" / "orders.md").write_text(order_document(BROKEN), encoding="utf-8")
    answer = bindery("check", str(project.root / "design"), "--format", "json")
    assert (answer.code, answer.json["summary"]) == (1, {"incompatible": 1})


def test_a_break_that_moves_to_another_file_is_seen(project: Project) -> None:
    """The same for a single file that was renamed."""
    git(project.root, "mv", "docs/orders.md", "docs/sales.md")
    project.write(order_document(BROKEN), "sales.md")
    assert bindery("check", f"{project.docs}/sales.md").code == 1


def test_a_place_outside_of_the_working_directory_is_read(loose: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a repository, an absolute path elsewhere is its own root."""
    monkeypatch.chdir("/usr")
    answer = bindery("extract", str(loose), "--format", "json")
    assert [contract["provenance"]["path"] for contract in answer.json["contracts"]] == ["orders.md"]
    assert bindery("diff", str(loose), str(loose / "orders.md")).code == 0


def test_paths_are_those_of_the_working_directory(loose: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a repository, a place below the working directory keeps the path that was typed."""
    monkeypatch.chdir(loose.parent)
    answer = bindery("extract", "docs", "--format", "json")
    assert answer.json["contracts"][0]["provenance"]["path"] == "docs/orders.md"


@pytest.mark.parametrize("command", ["lint", "extract", "check"])
def test_a_place_without_documents_is_said(loose: Path, command: str) -> None:
    """An empty folder is no success."""
    (loose / "orders.md").unlink()
    answer = bindery(command, str(loose), *(["--against", str(loose.parent.parent)] if command == "check" else []))
    assert answer.code == 2
    assert "docs" in answer.err


@pytest.mark.parametrize("against", ["", "empty", "main"])
def test_what_cannot_be_compared_with_is_no_answer(
    project: Project, against: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An unset variable, an empty folder, and a reference without `git:` end with exit 3."""
    monkeypatch.chdir(project.root)
    (project.root / "empty").mkdir()
    assert bindery("check", project.docs, "--against", against).code == 3


def test_documents_are_not_compared_with_themselves(project: Project) -> None:
    """A baseline that holds the same files is a slip."""
    assert bindery("check", project.docs, "--against", str(project.root)).code == 2


def test_the_variables_of_a_git_hook_do_not_mislead(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a hook git sets GIT_DIR, relative to a folder of its own."""
    monkeypatch.setenv("GIT_DIR", ".git")
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")
    assert bindery("check", project.docs, "--format", "json").json["summary"] == {"unchanged": 1}


def test_ignored_files_and_links_are_no_documents(project: Project) -> None:
    """What git ignores is not read, and a tracked link is not a second document."""
    (project.root / ".gitignore").write_text("docs/build/\n", encoding="utf-8")
    (project.root / "docs" / "build").mkdir()
    project.write(order_document(BROKEN), "build/orders.md")
    (project.root / "outside.md").write_text("# No document of this folder", encoding="utf-8")
    (project.root / "docs" / "link.md").symlink_to(project.root / "outside.md")
    project.commit()
    answer = bindery("check", project.docs, "--format", "json")
    assert (answer.code, answer.json["summary"]) == (0, {"unchanged": 1})


def test_a_file_name_that_is_no_text_is_said(project: Project) -> None:
    """A name that is not UTF-8 cannot be the identity of a document."""
    with open(os.fsencode(project.docs) + b"/\xff.md", "wb") as file:  # noqa: PTH123 - Path takes no bytes
        file.write(b"#")
    answer = bindery("lint", project.docs)
    assert answer.code == 3
    assert "is not UTF-8" in answer.err


def test_the_version_is_told() -> None:
    """--version names the release."""
    answer = bindery("--version")
    assert (answer.code, answer.out.split()[0]) == (0, "bindery")


def test_help_shows_brackets_as_they_are() -> None:
    """The name of a setting in brackets is not eaten as markup."""
    assert "BINDERY_PORT" in bindery("serve", "--help").out
