"""`--format FORMAT[=FILE]` as a user gives it."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from tests.command_line import Project, bindery
from tests.design_documents import BROKEN, order_document


@pytest.fixture
def broken(project: Project) -> Project:
    """A repository with an edit that breaks a consumer."""
    project.write(order_document(BROKEN))
    return project


def test_every_format_goes_where_it_was_sent(broken: Project, tmp_path: Path) -> None:
    """One run, several files in folders that are made, and a format on standard output."""
    files = {form: tmp_path / "reports" / f"{form}.out" for form in ("text", "json", "junit", "sarif", "markdown")}
    options = [part for form, file in files.items() for part in ("--format", f"{form}={file}")]
    answer = bindery("check", broken.docs, "--format", "github", *options)
    assert (answer.code, answer.out.count("::error ")) == (1, 1)
    for file in files.values():
        assert "required-property-removed" in file.read_text("utf-8")
    assert json.loads(files["json"].read_text("utf-8"))["summary"] == {"incompatible": 1}
    assert {path.name for path in (tmp_path / "reports").iterdir()} == {file.name for file in files.values()}


@pytest.mark.parametrize("command", ["lint", "extract", "check"])
def test_every_command_takes_every_format(command: str, broken: Project) -> None:
    """Lint and extract too."""
    for form in ("text", "json", "github", "junit", "sarif", "markdown"):
        answer = bindery(command, broken.docs, "--format", form)
        assert answer.code == (1 if command == "check" else 0)


def test_a_file_is_replaced_as_a_whole(broken: Project, tmp_path: Path) -> None:
    """What was there before is gone, its rights stay, and nothing else is left beside it."""
    file = tmp_path / "report.xml"
    file.write_text("x" * 100_000, "utf-8")
    file.chmod(0o640)
    bindery("check", broken.docs, "--format", f"junit={file}")
    assert file.read_text("utf-8").endswith("</testsuites>\n")
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert not list(tmp_path.glob(".report.xml*"))


def test_a_device_is_written_to_and_not_replaced(broken: Project) -> None:
    """`/dev/null` stays what it is, whoever runs the command."""
    bindery("check", broken.docs, "--format", "junit=/dev/null")
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


def test_text_and_annotations_share_a_stream(broken: Project) -> None:
    """In the log of a workflow people read one, and GitHub the other."""
    answer = bindery("check", broken.docs, "--format", "text", "--format", "github")
    assert "1 incompatible; refused\n::error " in answer.out


@pytest.mark.parametrize(
    ("forms", "words"),
    [
        (["html"], "--format 'html' is none of text, json"),
        (["junit="], "names no file: write junit=FILE"),
        (["json", "sarif"], "json and sarif cannot share standard output: write --format sarif=FILE"),
        (["junit={folder}"], "cannot be written: it is a folder"),
        (["junit={folder}/file/report.xml"], "file is no folder"),
        (["json={folder}/x", "sarif={folder}/./x"], "is named by two --format options"),
    ],
)
def test_what_cannot_be_written_is_said_before_any_work(
    forms: list[str], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit 2, although there is not even a place to look at; no file has been made."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("", "utf-8")
    options = [part for form in forms for part in ("--format", form.format(folder=tmp_path))]
    answer = bindery("lint", "nowhere", *options)
    assert (answer.code, answer.out) == (2, "")
    assert words in answer.err
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_the_summary_of_a_github_step_is_added_to(
    broken: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where GitHub names a file for it; other formats leave it alone."""
    page = tmp_path / "summary.md"
    page.write_text("# before\n", "utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(page))
    bindery("check", broken.docs)
    assert page.read_text("utf-8") == "# before\n"
    bindery("check", broken.docs, "--format", "github")
    assert page.read_text("utf-8").startswith("# before\n### ✗ check ")


def test_warnings_fail_a_strict_run_in_every_format(project: Project, tmp_path: Path) -> None:
    """A report that shows green beside exit 1 would send people looking."""
    project.write(order_document(consumers="-"))
    file = tmp_path / "report.xml"
    answer = bindery("lint", project.docs, "--strict", "--format", "github", "--format", f"junit={file}")
    assert answer.code == 1
    assert answer.out.startswith("::error file=docs/orders.md")
    assert 'failures="1"' in file.read_text("utf-8")
