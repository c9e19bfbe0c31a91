"""Drift: what `bindery check DIR --against registry` prints where documents and registry have gone apart."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.command_line import Answer, Project, bindery
from tests.running_registry import running_registry

ORDERS = """# Orders

## Events

| Event | Producer | Consumers | Payload |
|---|---|---|---|
| order.created | orders | billing | orderId: uuid, total: number |
| order.paid | orders | billing | orderId: uuid |
| order.closed | orders | billing | orderId: uuid |
| order.lost | orders | - | orderId: uuid |
| order.kept | orders | billing | orderId: uuid |
"""
BILLING = """# Billing

## Events consumed

| Event | Producer | Consumers |
|---|---|---|
| order.kept | orders | billing |
"""


@pytest.fixture
def registry(tmp_path: Path, project: Project) -> Iterator[str]:
    """The URL of a registry that holds the two documents."""
    project.write(ORDERS)
    project.write(BILLING, "billing.md")
    with running_registry(tmp_path) as url:
        assert bindery("register", project.docs, "--url", url, "--format", "json").code == 0
        yield url


def drift(project: Project, registry: str, *options: str) -> Answer:
    """What has gone apart."""
    return bindery("check", project.docs, "--against", "registry", "--url", registry, *options)


def edited(text: str, *edits: tuple[str, str]) -> str:
    """The text with some pieces replaced, each of which it holds."""
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    return text


def test_documents_as_they_are_registered_have_no_drift(project: Project, registry: str) -> None:
    """No contract is named beside the sum."""
    answer = drift(project, registry)
    assert (answer.code, answer.out.splitlines()[-1], "✓" in answer.out) == (0, "5 unchanged", False)


def test_each_drifted_contract_is_printed_with_its_line_and_the_registered_version(
    project: Project, registry: str
) -> None:
    """More fields, other parties, a break, a removal; what is as it was is not named."""
    edits = (
        ("orderId: uuid, total: number |", "orderId: uuid, total: number, note?: string |"),
        ("| order.paid | orders | billing | orderId: uuid |", "| order.paid | orders | billing | orderId: integer |"),
        ("| order.closed | orders | billing |", "| order.closed | orders | billing, mail |"),
        ("| order.lost | orders | - | orderId: uuid |\n", ""),
    )
    project.write(edited(ORDERS, *edits))
    answer = drift(project, registry)
    assert answer.code == 1
    lines = iter(answer.out.splitlines())
    for head, place in (
        ("✓ order.closed  parties-changed  version 1", "docs/orders.md:9, against version 1"),
        ("✓ order.created  compatible  version 2", "docs/orders.md:7, against version 1"),
        ("✓ order.lost  contract-removed  version 1", "docs/orders.md, against version 1"),
        ("✗ order.paid  incompatible", "docs/orders.md:8, against version 1"),
    ):
        assert any(line.startswith(head) for line in lines), answer.out
        assert next(lines).strip() == place
    assert "order.kept" not in answer.out


def test_a_party_that_another_repository_adds_has_the_line_of_its_own_document(tmp_path: Path, registry: str) -> None:
    """The owner's document is elsewhere."""
    (tmp_path / "billing.md").write_text(BILLING, encoding="utf-8")
    options = ("--url", registry, "--source", "billing", "--format", "json")
    answer = bindery("check", str(tmp_path / "billing.md"), "--against", "registry", *options)
    (result,) = answer.json["results"]
    place = (result["outcome"], result["path"], result["line"], result["registered_version"], result["owner"]["path"])
    assert place == ("parties-changed", "billing.md", 7, 1, "docs/orders.md")


def test_the_registered_version_is_the_one_that_its_owner_declares_now(project: Project, registry: str) -> None:
    """After a second version, drift is counted from it."""
    longer = edited(ORDERS, ("total: number |", "total: number, note?: string |"))
    project.write(longer)
    assert bindery("register", project.docs, "--url", registry).code == 0
    project.write(edited(longer, ("note?: string |", "note?: string, gift?: boolean |")))
    (result,) = [one for one in drift(project, registry, "--format", "json").json["results"] if one["version"] == 3]
    assert (result["outcome"], result["line"], result["registered_version"]) == ("compatible", 7, 2)


def test_a_contract_that_is_not_registered_has_no_registered_version(project: Project, registry: str) -> None:
    """It is new, and stands on its line."""
    project.write(ORDERS + "| order.found | orders | billing | orderId: uuid |\n")
    (result,) = [one for one in drift(project, registry, "--format", "json").json["results"] if one["outcome"] == "new"]
    assert (result["line"], result["version"], result["registered_version"]) == (12, 1, None)
