"""Who calls an operation: columns, headers of the request, sentences."""

from __future__ import annotations

import pytest

from contracts.documents import read_design_document
from contracts.model import Contract, Role


def operations(text: str) -> dict[str, Contract]:
    """The operations of a text by method and path."""
    found = read_design_document(text, path="a.md").contracts
    return {f"{contract.method} {contract.path}": contract for contract in found}


def callers(text: str, route: str = "POST /berths") -> tuple[str, ...]:
    """The callers of an operation."""
    return operations(text)[route].services(Role.CALLER)


@pytest.mark.parametrize(
    ("source", "target", "endpoint"),
    [
        ("Source", "Target", "Endpoint"),
        ("Source", "Destination", "Endpoint Pattern"),
        ("来源", "目标", "接口"),
        ("Origen", "Destino", "Ruta"),
        ("Kaynak", "Hedef", "Uç nokta"),
    ],
)
def test_where_the_target_provides_the_source_calls(source: str, target: str, endpoint: str) -> None:
    """In a table of endpoints."""
    text = f"# Calls\n\n| {source} | {target} | {endpoint} |\n|---|---|---|\n| pilots | dock | `POST /berths` |\n"
    assert (callers(text), operations(text)["POST /berths"].services(Role.PROVIDER)) == (("pilots",), ("dock",))


@pytest.mark.parametrize("header", ["X-Internal-Service", "X-Calling-Service", "X-Service-Name", "x-source-service"])
@pytest.mark.parametrize("language", ["http", "text", ""])
def test_a_header_of_the_request_names_the_caller(header: str, language: str) -> None:
    """The one that says which service asks."""
    text = f"# Dock\n\n## Book\n\n```{language}\nPOST /berths\n{header}: pilots\nContent-Type: application/json\n```\n"
    assert callers(text) == ("pilots",)
    assert operations(text)["POST /berths"].visibility == "internal"


def test_a_block_of_headers_speaks_of_the_operations_of_its_section() -> None:
    """And of no others."""
    text = (
        "# Dock\n\n## Calls of the dock\n\n```text\nX-Internal-Service: pilots\nX-Api-Key: secret\n```\n\n"
        "### Book\n\n```http\nPOST /berths\n```\n\n## Others\n\n### `GET /cranes`\n"
    )
    assert (callers(text), callers(text, "GET /cranes")) == (("pilots",), ())


def test_each_request_keeps_its_own_caller() -> None:
    """Beside another one of the same section."""
    text = (
        "# Dock\n\n## Calls\n\n```http\nPOST /berths\nX-Internal-Service: pilots\n```\n\n"
        "```http\nGET /cranes\nX-Internal-Service: customs\n```\n\n```http\nGET /tides\n```\n"
    )
    assert callers(text) == ("pilots",)
    assert callers(text, "GET /cranes") == ("customs",)
    assert callers(text, "GET /tides") == ()


@pytest.mark.parametrize(
    "line", ["X-Target-Service: dock", "X-Internal-Service: <name>", "X-Request-Id: 7", "X-Client-Id: a-b"]
)
def test_other_headers_name_no_caller(line: str) -> None:
    """A target, a place to fill in, an identifier."""
    assert callers(f"# Dock\n\n### `POST /berths`\n\n```http\nPOST /berths\n{line}\n```\n") == ()


@pytest.mark.parametrize(
    "said",
    [
        "Used by the `pilot-desk` Lambda to book.",
        "Books a berth. Called by `pilot-desk` once.",
        "Utilizado por `pilot-desk`.",
        "Llamado por el `pilot-desk`.",
        "Appelé par `pilot-desk`.",
        "由 `pilot-desk` 调用。",
        "`pilot-desk`에서 호출한다.",
        "`pilot-desk` から呼び出される。",
    ],
)
def test_a_sentence_below_the_endpoint_names_its_caller(said: str) -> None:
    """In code marks."""
    assert callers(f"# Dock\n\n## POST /berths\n\n{said}\n") == ("pilot-desk",)


def test_a_sentence_may_name_several_callers() -> None:
    """One after the other."""
    assert callers("# Dock\n\n## POST /berths\n\nUsed by the `pilot-desk` function and `tug-desk`.\n") == (
        "pilot-desk",
        "tug-desk",
    )


@pytest.mark.parametrize(
    "said",
    [
        "Used by `BerthController`.",
        "Used by the `berth-list` hook.",
        "Used by everyone.",
        "Called by `POST /x`.",
        "`pilot-desk` books.",
    ],
)
def test_a_sentence_without_a_service_names_no_caller(said: str) -> None:
    """A class, everybody, another endpoint."""
    assert callers(f"# Dock\n\n## POST /berths\n\n{said}\n") == ()
