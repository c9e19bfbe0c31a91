"""`bindery generate openapi` and `asyncapi`, from documents and from a registry that really runs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import httpx2
import pytest

from tests.command_line import Answer, Project, bindery
from tests.design_documents import EXTENDED, UNCLOSED, order_document
from tests.registry_texts import RESERVATIONS
from tests.running_registry import register, running_registry

if TYPE_CHECKING:
    from pathlib import Path

NOWHERE = "http://127.0.0.1:9"


@pytest.fixture
def documents(project: Project) -> Project:
    """The documents of orders and inventory."""
    project.write(RESERVATIONS, "inventory.md")
    return project


def generate(form: str, service: str, *more: str, url: str = NOWHERE) -> Answer:
    """The answer of `bindery generate`."""
    return bindery("generate", form, *more, "--service", service, "--url", url)


def test_documents_describe_an_api_without_a_registry(documents: Project) -> None:
    """The operations of the service alone, parameter names kept."""
    written = generate("openapi", "Inventory", documents.docs).json
    assert (written["openapi"], written["info"]["title"]) == ("3.1.0", "inventory")
    assert list(written["paths"]) == ["/internal/reservations/{itemId}"]
    assert generate("openapi", "orders", documents.docs).json["paths"] == {}


@pytest.mark.parametrize(("service", "action"), [("orders", "send"), ("billing", "receive")])
def test_documents_describe_events_without_a_registry(documents: Project, service: str, action: str) -> None:
    """Those that the service takes part in, as it does."""
    written = generate("asyncapi", service, documents.docs).json
    assert [operation["action"] for operation in written["operations"].values()] == [action]
    assert [channel["address"] for channel in written["channels"].values()] == ["order.created"]
    assert generate("asyncapi", "inventory", documents.docs).json["channels"] == {}


@pytest.mark.parametrize(("form", "service"), [("openapi", "inventory"), ("asyncapi", "orders")])
def test_the_registry_describes_what_is_registered(form: str, service: str, documents: Project, tmp_path: Path) -> None:
    """The same document but for the numbers of versions, which only a registry gives."""
    with running_registry(tmp_path) as url:
        with httpx2.Client(base_url=url) as client:
            texts = {"docs/orders.md": order_document(), "docs/inventory.md": RESERVATIONS}
            assert register(client, texts).status_code == 200
        registered = generate(form, service, url=url)
        assert generate(form, "unheard", url=url).code == 1
    declared = generate(form, service, documents.docs)
    assert (registered.code, registered.json["info"]["version"], declared.json["info"]["version"]) == (0, "1", "0")
    assert without_numbers(registered.json) == without_numbers(declared.json)


def without_numbers(document: object) -> object:
    """A description without what says which version of a contract it shows."""
    if isinstance(document, dict):
        left = {key: value for key, value in document.items() if key not in {"x-contract-version", "info"}}
        return {key: without_numbers(value) for key, value in left.items()}
    return [without_numbers(item) for item in document] if isinstance(document, list) else document


def test_a_file_is_written_and_checked(documents: Project) -> None:
    """`--check` ends with exit 1 once the documents say something else."""
    file = documents.root / "api" / "orders.json"
    asked = ("asyncapi", "orders", documents.docs, "--output", str(file))
    assert generate(*asked, "--check").code == 1
    assert generate(*asked).code == 0
    assert json.loads(file.read_bytes())["asyncapi"] == "3.0.0"
    assert generate(*asked, "--check").code == 0
    documents.write(order_document(EXTENDED))
    stale = generate(*asked, "--check")
    assert (stale.code, "bindery generate asyncapi --service orders" in stale.err) == (1, True)


def test_what_cannot_be_described_is_told(documents: Project) -> None:
    """A service that nobody names, documents with errors, no registry, and nothing to compare with."""
    assert generate("openapi", "unheard", documents.docs).code == 1
    assert generate("openapi", "inventory").code == 3
    assert generate("openapi", "inventory", documents.docs, "--check").code == 2
    documents.write(UNCLOSED)
    assert generate("asyncapi", "orders", documents.docs).code == 1
