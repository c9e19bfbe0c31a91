"""AsyncAPI and schema files beside Markdown: linted, checked and compared like any design document."""

from __future__ import annotations

import json

from tests.command_line import Project, bindery

ASYNCAPI = """asyncapi: 3.0.0
info: {title: stock, version: 1.0.0}
channels:
  moved:
    address: stock.moved
    messages:
      stockMoved:
        x-consumers: [orders]
        payload: {type: object, properties: {sku: {type: string}}, required: [sku]}
operations:
  send: {action: send, channel: {$ref: '#/channels/moved'}}
"""
OTHER = "services: {db: {image: postgres}}\n"


def outcomes(project: Project) -> dict[str, str]:
    """What `check` says of each contract."""
    report = bindery("check", project.docs, "--format", "json").json
    return {result["name"]: result["outcome"] for result in report["results"]}


def test_data_is_found_beside_markdown(project: Project) -> None:
    """The contracts of all files; YAML of another kind is passed over."""
    project.write(ASYNCAPI, "stock.yaml")
    project.write(OTHER, "compose.yaml")
    project.write(json.dumps({"x-producer": "pay", "x-consumers": "orders"}), "payment.captured.schema.json")
    answer = bindery("extract", project.docs, "--format", "json")
    assert {contract["name"] for contract in answer.json["contracts"]} >= {"stock.moved", "payment.captured"}
    assert bindery("lint", project.docs).code == 0


def test_data_that_is_named_must_hold_contracts(project: Project) -> None:
    """A file that is asked for by name and holds none is an error, with its line."""
    project.write(OTHER, "compose.yaml")
    answer = bindery("lint", f"{project.docs}/compose.yaml")
    assert answer.code == 1
    assert "docs/compose.yaml:1:1: error unknown-data " in answer.out


def test_a_break_in_data_is_refused(project: Project) -> None:
    """A required field that is gone breaks the consumers, as in Markdown."""
    project.write(ASYNCAPI, "stock.yaml")
    project.commit()
    assert outcomes(project)["stock.moved"] == "unchanged"
    project.write(ASYNCAPI.replace(", required: [sku]", ""), "stock.yaml")
    assert outcomes(project)["stock.moved"] == "incompatible"


def test_data_that_holds_contracts_no_more_has_removed_them(project: Project) -> None:
    """The file is still there, the contract is not."""
    project.write(ASYNCAPI, "stock.yaml")
    project.commit()
    project.write(OTHER, "stock.yaml")
    assert outcomes(project)["stock.moved"] == "contract-removed"
