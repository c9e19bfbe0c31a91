"""What is exported is what the specifications of OpenAPI and AsyncAPI allow, in the words of their own validators."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator
from starlette.testclient import TestClient

from contracts.keywords import Json
from contracts.validation import Validator
from registry.settings import Settings
from tests.bindery_design import PAGE
from tests.running_registry import register, registry_client

ROOT = Path(__file__).parents[3]
SHOP = ROOT / "examples" / "shop"
ASYNCAPI = ROOT / "tests" / "specifications" / "asyncapi-3.0.0.json"


def documents() -> dict[str, str]:
    """The design documents of the shop, and Bindery's own: events, operations, and some without a schema."""
    files = [PAGE, *sorted(SHOP.glob("**/*.design.md"))]
    return {file.relative_to(ROOT).as_posix(): file.read_text(encoding="utf-8") for file in files}


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A registry with these documents."""
    folder = tmp_path_factory.mktemp("registry")
    with registry_client(Settings.of_sqlite_file(folder / "registry.db")) as client:
        register(client, documents()).raise_for_status()
        yield client


@pytest.fixture(scope="module")
def asyncapi() -> Validator:
    """The schema of AsyncAPI 3.0.0, as its authors publish it."""
    return Validator(json.loads(ASYNCAPI.read_bytes()))


def exports(client: TestClient, name: str) -> dict[str, Json]:
    """The export of every service."""
    services = [item["name"] for item in client.get("/api/v1/services").json()["items"]]
    return {service: client.get(f"/api/v1/services/{service}/{name}").json() for service in services}


def test_every_asyncapi_export_is_one(registry: TestClient, asyncapi: Validator) -> None:
    """No service's document has anything that the specification does not allow."""
    found = exports(registry, "asyncapi.json")
    assert sum(bool(document["channels"]) for document in found.values()) > 2
    assert {service: asyncapi.rejections(document) for service, document in found.items()} == dict.fromkeys(found, ())


def test_every_openapi_export_is_one(registry: TestClient) -> None:
    """No service's document has anything that the specification does not allow."""
    found = exports(registry, "openapi.json")
    assert sum(bool(document["paths"]) for document in found.values()) > 1
    errors = {service: list(OpenAPIV31SpecValidator(document).iter_errors()) for service, document in found.items()}
    assert errors == {service: [] for service in found}


def test_the_description_of_the_registry_is_openapi(registry: TestClient) -> None:
    """So is what the registry says of itself."""
    assert list(OpenAPIV31SpecValidator(registry.get("/api/v1/openapi.json").json()).iter_errors()) == []


def test_the_validators_do_find_faults(registry: TestClient, asyncapi: Validator) -> None:
    """An operation that neither sends nor receives, and a response without a description, are told."""
    events = exports(registry, "asyncapi.json")["bindery"]
    next(iter(events["operations"].values()))["action"] = "shout"
    assert not asyncapi.accepts(events)
    operations = exports(registry, "openapi.json")["bindery"]
    next(iter(next(iter(operations["paths"].values())).values()))["responses"] = {"200": {}}
    assert list(OpenAPIV31SpecValidator(operations).iter_errors()) != []
