"""The OpenAPI document that Schemathesis generates requests from."""

from __future__ import annotations

import json
from pathlib import Path

from bindery_client import Violation
from bindery_client.testing.generation import messages_of
from bindery_client.testing.openapi import openapi
from bindery_client.testing.violations import case_id, listing
from contracts.exports import contract_tests
from contracts.keywords import Schema
from contracts.validation import Validator
from tests.clients.python.planted.shop_contracts import run_pytest, write_contracts, write_variant

TREE: Schema = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$ref": "#/$defs/node",
    "$defs": {
        "node": {
            "type": "object",
            "required": ["default"],
            "properties": {
                "default": {"$ref": "#/$defs/name"},
                "children": {"type": "array", "items": {"$ref": "#/$defs/node"}},
                "kind": {"const": {"$ref": "#/$defs/name"}},
            },
        },
        "name": {"type": "string", "pattern": "^[a-z]{3}$"},
    },
}


def test_references_keep_their_meaning() -> None:
    """A recursive schema, and a property that is called like a keyword, generate valid messages."""
    tree = json.loads(json.dumps(TREE))
    del tree["$defs"]["node"]["properties"]["kind"]
    messages = messages_of(tree, examples=30)
    assert len(messages) > 5
    assert [message for message in messages if not Validator(tree).accepts(message)] == []


def test_what_is_no_reference_is_left_alone() -> None:
    """Nothing inside `const` is a reference."""
    document = openapi("shop", [{"name": "shop:POST:/trees", "schema": {"request": TREE}}])
    node = document["components"]["schemas"]["o0_request"]["$defs"]["node"]["properties"]
    assert node["kind"] == {"const": {"$ref": "#/$defs/name"}}
    assert node["default"] == {"$ref": "#/components/schemas/o0_request/$defs/name"}


def test_paths_name_their_parameters() -> None:
    """Contracts erase the names; queries are not part of a path."""
    document = openapi("shop", [{"name": "shop:GET:/a/{}/b/{}?limit=", "schema": {}}])
    assert list(document["paths"]) == ["/a/{p1}/b/{p2}"]
    assert document["paths"]["/a/{p1}/b/{p2}"]["get"]["responses"] == {"default": {"description": "not declared"}}


def violation(keyword: str, pointer: str, found: str = "a string") -> Violation:
    """A violation of a keyword at a place."""
    return Violation(pointer=pointer, keyword=keyword, expected="", found=found, message='"sku" is required')


def test_a_violation_has_the_id_of_a_case() -> None:
    """Items of lists are `[]`, odd names are quoted, an unknown keyword is its own kind."""
    assert case_id(violation("required", "/lines/3")) == "missing:lines[].sku"
    assert case_id(violation("type", "/a~1b/c")) == 'wrong-type:["a/b"].c'
    assert case_id(violation("oneOf", "")) == "oneOf:$"


def test_many_violations_are_counted() -> None:
    """Ten are shown."""
    assert listing([violation("type", "/a")] * 12).endswith("and 2 more")


CONFTEST = """
import pytest, shop

@pytest.fixture
def handle_order_created():
    return shop.handle_with_pydantic

@pytest.fixture
def publish_invoice_issued():
    return lambda publish: shop.issue_invoice("o-1", publish)

@pytest.fixture
def app():
    return shop.app

@pytest.fixture
def call_warehouse_post_internal_reservations():
    return lambda client: shop.reserve("sku-1", client)
"""


def test_the_generated_module_runs(tmp_path: Path) -> None:
    """What `bindery generate tests` writes passes for a correct service, one test per contract and role."""
    write_contracts(tmp_path)
    write_variant(tmp_path, "shop")
    generated = contract_tests(json.loads((tmp_path / "contracts.lock.json").read_text("utf-8")))
    folder = tmp_path / "tests" / "contract"
    folder.mkdir(parents=True)
    (folder / generated.name).write_text(generated.module, "utf-8")
    (folder / "conftest.py").write_text(CONFTEST, "utf-8")
    done = run_pytest(tmp_path, "tests")
    assert done.code == 0, done.text
    assert "1 skipped" in done.text
    assert len(done.tests) > 20


def test_the_generated_module_awaits_handlers(tmp_path: Path) -> None:
    """A coroutine that nobody awaits would pass whatever it does."""
    write_contracts(tmp_path)
    write_variant(tmp_path, "shop")
    generated = contract_tests(json.loads((tmp_path / "contracts.lock.json").read_text("utf-8")))
    (tmp_path / generated.name).write_text(generated.module, "utf-8")
    handler = "\n\nasync def faulty(message):\n    raise LookupError\n"
    conftest = CONFTEST.replace("return shop.handle_with_pydantic", "return faulty") + handler
    (tmp_path / "conftest.py").write_text(conftest, "utf-8")
    done = run_pytest(tmp_path, generated.name, "-k", "test_consumes_order_created")
    assert done.tests
    assert all("LookupError" in failure for failure in done.tests.values())
