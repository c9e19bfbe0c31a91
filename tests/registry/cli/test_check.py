"""`bindery check` and `bindery diff` without a server."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command_line import Project, bindery, git
from tests.design_documents import BROKEN, EXTENDED, UNCLOSED, order_document


def test_nothing_edited_is_nothing_to_say(project: Project) -> None:
    """Against its own commit a repository is unchanged."""
    answer = bindery("check", project.docs, "--format", "json")
    assert (answer.code, answer.json["summary"]) == (0, {"unchanged": 1})


def test_a_breaking_edit_is_refused_with_its_proof(project: Project) -> None:
    """The refusal holds contract, direction, rule, line, sentence, fix and witness."""
    project.write(order_document(BROKEN))
    answer = bindery("check", project.docs, "--against", "git:main", "--format", "json")
    (result,) = answer.json["results"]
    (check,) = [check for check in result["checks"] if check["blocking"]]
    assert (answer.code, result["name"], result["outcome"]) == (1, "order.created", "incompatible")
    assert (check["direction"], check["part"], check["against_version"]) == ("FORWARD", "message", 1)
    assert (check["witness"]["accepted_by"], check["witness"]["rejected_by"]) == ("the new version", "version 1")
    assert "total" not in check["witness"]["message"]["data"]
    change = check["changes"][0]
    assert change["rule"]
    assert change["fix"]
    assert "total" in change["sentence"]
    assert change["line"] in range(20, 30)


def test_the_text_says_it_too(project: Project) -> None:
    """For people: the same facts, with the line of the document and the word witness."""
    project.write(order_document(BROKEN))
    answer = bindery("check", project.docs)
    assert answer.code == 1
    for part in ("order.created", "incompatible", "docs/orders.md:", "fix", "witness", "rejected by version 1"):
        assert part in answer.out


def test_github_gets_an_annotation_on_the_line(project: Project) -> None:
    """A workflow command names the document and its line."""
    project.write(order_document(BROKEN))
    answer = bindery("check", project.docs, "--format", "github")
    assert answer.out.startswith("::error file=docs/orders.md,line=")


def test_a_harmless_edit_passes(project: Project) -> None:
    """An optional field more is compatible."""
    project.write(order_document(EXTENDED))
    answer = bindery("check", project.docs, "--format", "json")
    assert (answer.code, answer.json["summary"]) == (0, {"compatible": 1})


def test_a_new_contract_is_compatible(project: Project) -> None:
    """A document that the reference does not hold is new."""
    project.write(order_document().replace("order.created", "order.paid"), "paid.md")
    answer = bindery("check", project.docs, "--format", "json")
    assert (answer.code, answer.json["summary"]) == (0, {"new": 1, "unchanged": 1})


def test_a_deleted_document_removes_its_contracts(project: Project) -> None:
    """A document that is gone blocks while its event has a consumer."""
    (project.root / "docs" / "orders.md").unlink()
    answer = bindery("check", project.docs, "--format", "json")
    (result,) = answer.json["results"]
    assert (answer.code, result["outcome"], result["blocking"]) == (1, "contract-removed", True)


def test_a_document_with_an_error_never_passes(project: Project) -> None:
    """An unclosed fence is a finding with its line."""
    project.write(UNCLOSED)
    answer = bindery("check", project.docs, "--format", "json")
    assert answer.code == 1
    assert answer.json["refusal"] == "document-problems"
    assert any(problem["severity"] == "error" and problem["line"] > 1 for problem in answer.json["problems"])


def test_an_unreadable_baseline_is_not_no_breaking_changes(project: Project) -> None:
    """If the reference held a broken document, what it held is not known: exit 3."""
    project.write("# Orders\n\n```json\n{\n")
    project.commit()
    project.write(order_document())
    answer = bindery("check", project.docs, "--format", "json")
    assert (answer.code, answer.json["summary"]) == (3, {"could not check": 1})


@pytest.mark.parametrize(
    ("reference", "sentence"), [("git:nowhere", "is unknown"), ("nowhere-at-all", "does not exist")]
)
def test_a_baseline_that_cannot_be_read_is_no_answer(project: Project, reference: str, sentence: str) -> None:
    """An unknown reference or a missing directory ends with exit 3 and says so."""
    answer = bindery("check", project.docs, "--against", reference)
    assert (answer.code, answer.out) == (3, "")
    assert sentence in answer.err


def test_outside_a_repository_git_is_no_answer(tmp_path: Path) -> None:
    """Without git there is nothing to compare with."""
    (tmp_path / "orders.md").write_text(order_document(), encoding="utf-8")
    answer = bindery("check", str(tmp_path))
    assert answer.code == 3
    assert "git repository" in answer.err


def test_a_place_without_documents_is_a_slip(tmp_path: Path) -> None:
    """A directory that does not exist is a usage error."""
    assert bindery("check", str(tmp_path / "nowhere")).code == 2


def test_what_the_branch_lacks_is_not_removed_by_it(project: Project) -> None:
    """A branch behind `main` is compared with where it left it, and the commit is told; its own edits still count."""
    git(project.root, "branch", "feature")
    project.write(order_document().replace("order.created", "order.paid"), "payments.md")
    project.commit()
    git(project.root, "switch", "-q", "feature")
    answer = bindery("check", project.docs, "--against", "git:main", "--format", "json")
    assert (answer.code, answer.json["summary"]) == (0, {"unchanged": 1})
    assert "where main was left; it has moved on since" in answer.err
    project.write(order_document(BROKEN))
    assert bindery("check", project.docs, "--against", "git:main").code == 1


def test_a_directory_is_a_baseline(project: Project, tmp_path: Path) -> None:
    """A copy of the documents elsewhere can be compared with."""
    (tmp_path / "before").mkdir()
    (tmp_path / "before" / "orders.md").write_text(order_document(), encoding="utf-8")
    project.write(order_document(BROKEN))
    assert bindery("check", project.docs, "--against", str(tmp_path / "before")).code == 1


def test_two_files_are_compared(tmp_path: Path) -> None:
    """`diff` compares the contracts of two files, whatever they are called."""
    old, new = tmp_path / "old.md", tmp_path / "new.md"
    old.write_text(order_document(), encoding="utf-8")
    new.write_text(order_document(BROKEN), encoding="utf-8")
    answer = bindery("diff", str(old), str(new), "--format", "json")
    assert (answer.code, answer.json["summary"]) == (1, {"incompatible": 1})
    assert bindery("diff", str(old), str(old)).code == 0


def test_files_without_contracts_are_not_called_compatible(tmp_path: Path) -> None:
    """A comparison that compared nothing says so, and is no success."""
    old, new = tmp_path / "old.schema.json", tmp_path / "new.schema.json"
    old.write_text('{"type": "string"}', encoding="utf-8")
    new.write_text('{"type": "integer"}', encoding="utf-8")
    answer = bindery("diff", str(old), str(new))
    assert (answer.code, "nothing was compared" in answer.err) == (3, True)


def test_a_registry_that_is_down_is_no_answer(project: Project) -> None:
    """Without the registry nothing is known: exit 3, and how to start it."""
    answer = bindery("check", project.docs, "--against", "registry", "--url", "http://127.0.0.1:9")
    assert (answer.code, answer.out) == (3, "")
    assert "bindery serve" in answer.err
