"""OpenAPI files on the command line: found among others, compared, and refused with a complete request."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema_rs
import pytest

from tests.command_line import Project, bindery

ROOT = Path(__file__).parents[3]
WAREHOUSE = (ROOT / "tests/golden/openapi/warehouse.yaml").read_text("utf-8")
HEADER = "- {name: X-Tenant, in: header, required: true"
STRICTER = WAREHOUSE.replace(HEADER, "- {name: X-Region, in: header, required: true, schema: {}}\n        " + HEADER)
NOTES = WAREHOUSE.index("  /items/{id}/notes:")
WITHOUT_NOTES = WAREHOUSE[:NOTES] + WAREHOUSE[WAREHOUSE.index("components:") :]


def compared(folder: Path, old: str, new: str, *options: str) -> tuple[int, str]:
    """The exit code and output of `bindery diff` on two documents."""
    (folder / "old.yaml").write_text(old, "utf-8")
    (folder / "new.yaml").write_text(new, "utf-8")
    answer = bindery("diff", str(folder / "old.yaml"), str(folder / "new.yaml"), *options)
    return answer.code, answer.out


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (WAREHOUSE, WAREHOUSE, 0),
        (WAREHOUSE, STRICTER, 1),
        (STRICTER, WAREHOUSE, 0),
        (WAREHOUSE, "openapi: 3.0.0\na: [", 1),
    ],
)
def test_two_documents_are_compared(tmp_path: Path, old: str, new: str, code: int) -> None:
    """A required header more is a finding, one fewer is not."""
    assert compared(tmp_path, old, new)[0] == code


def test_the_refusal_shows_a_complete_request(tmp_path: Path) -> None:
    """JSON holds the exchange, by its schema; the text shows it, with the line of the parameter."""
    _, out = compared(tmp_path, WAREHOUSE, STRICTER, "--format", "json")
    schema = json.loads((ROOT / "docs/schemas/plan.schema.json").read_text("utf-8"))
    jsonschema_rs.validator_for(schema).validate(json.loads(out))
    (check,) = [check for result in json.loads(out)["results"] for check in result["checks"] if check["blocking"]]
    exchange = check["witness"]["exchange"]
    assert (exchange["method"], exchange["path"].startswith("/v1/items/")) == ("GET", True)
    assert "x-region" not in exchange["headers"]
    assert check["changes"][0]["line"] == STRICTER[: STRICTER.index("X-Region")].count("\n") + 1
    text = compared(tmp_path, WAREHOUSE, STRICTER)[1]
    assert json.dumps(exchange) in text


@pytest.mark.parametrize("callers", ["x-callers: [orders]\n", ""])
def test_an_operation_that_is_gone_is_refused(tmp_path: Path, callers: str) -> None:
    """Whether its callers are known or not."""
    old, new = (text.replace("x-callers: [orders]\n", callers) for text in (WAREHOUSE, WITHOUT_NOTES))
    assert compared(tmp_path, old, new)[0] == 1


def test_other_yaml_and_json_in_a_folder_is_passed_over(project: Project) -> None:
    """Configuration stands beside documents; only OpenAPI is read."""
    project.write(WAREHOUSE, "warehouse.yaml")
    project.write("services:\n  web: {image: nginx}\n", "compose.yml")
    project.write('{"name": "shop"}', "package.json")
    answer = bindery("extract", project.docs, "--format", "json")
    read = {contract["provenance"]["path"] for contract in answer.json["contracts"]}
    assert (answer.code, read) == (0, {"docs/orders.md", "docs/warehouse.yaml"})
    schema = json.loads((ROOT / "docs/schemas/extract.schema.json").read_text("utf-8"))
    jsonschema_rs.validator_for(schema).validate(answer.json)


def test_a_file_that_is_named_must_be_openapi(project: Project) -> None:
    """Whoever names a file means it."""
    project.write("services: {}\n", "compose.yml")
    answer = bindery("lint", f"{project.docs}/compose.yml")
    assert answer.code == 1
    assert "unknown-data" in answer.out


def test_a_document_that_becomes_something_else_drops_its_contracts(project: Project) -> None:
    """A file that is no OpenAPI any more is not passed over where it was one."""
    project.write(WAREHOUSE, "warehouse.yaml")
    project.commit()
    project.write("services: {}\n", "warehouse.yaml")
    answer = bindery("check", project.docs, "--format", "json")
    assert (answer.code, answer.json["summary"]["contract-removed"]) == (1, 3)


def test_an_edit_is_judged_against_the_last_commit(project: Project) -> None:
    """`check` reads OpenAPI documents of a git reference too."""
    project.write(WAREHOUSE, "warehouse.yaml")
    project.commit()
    assert bindery("check", project.docs).code == 0
    project.write(STRICTER, "warehouse.yaml")
    assert bindery("check", project.docs).code == 1
