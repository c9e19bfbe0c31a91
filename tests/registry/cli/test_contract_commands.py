"""`bindery validate` and `bindery deprecate`, with a registry that really runs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from contracts.keywords import Json
from tests.command_line import Answer, bindery
from tests.registry_texts import RESERVATIONS, events_document
from tests.running_registry import register, running_registry

NOWHERE = "http://127.0.0.1:9"
RESERVE = "inventory:POST:/internal/reservations/{}"
VALID: Json = {"eventType": "order.created", "timestamp": "2026-01-01T00:00:00Z", "source": "o", "data": {"count": 1}}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a registry with an event in two versions, one without a schema, and an operation."""
    with running_registry(tmp_path_factory.mktemp("shop")) as url, httpx2.Client(base_url=url, timeout=60) as client:
        for data in ({"count": 1}, {"count": 1, "note?": "string"}):
            texts = {
                "docs/orders.md": events_document({"order.created": data, "order.lost": None}),
                "docs/inventory.md": RESERVATIONS,
            }
            assert register(client, texts).status_code == 200
        yield url


def validate(url: str, folder: Path, message: Json, *arguments: str, contract: str = "order.created") -> Answer:
    """The answer of `bindery validate` for a message in a file."""
    file = folder / "message.json"
    file.write_text(json.dumps(message), encoding="utf-8")
    return bindery("validate", contract, str(file), "--url", url, *arguments)


def test_a_valid_message_ends_well(shop: str, tmp_path: Path) -> None:
    """The current version is asked, and named; nothing stands on standard output."""
    answer = validate(shop, tmp_path, VALID)
    assert (answer.code, answer.out) == (0, "")
    assert "version 2" in answer.err


def test_violations_are_findings(shop: str, tmp_path: Path) -> None:
    """Each violation has a line with its place."""
    answer = validate(shop, tmp_path, {**VALID, "data": {"count": "x"}}, "--version", "1")
    assert (answer.code, answer.out.split(":")[0]) == (1, "/data/count")
    assert "not valid for event order.created version 1" in answer.err


def test_a_writer_is_held_to_declared_fields(shop: str, tmp_path: Path) -> None:
    """The same message passes as a reader and not as a writer."""
    message = {**VALID, "colour": "red"}
    assert validate(shop, tmp_path, message, "--as", "reader").code == 0
    assert validate(shop, tmp_path, message, "--as", "writer").code == 1


def test_a_part_of_an_operation_is_named(shop: str, tmp_path: Path) -> None:
    """A name with provider, method and path is an operation's; which part must be said."""
    assert validate(shop, tmp_path, {"quantity": 1}, "--part", "request", contract=RESERVE).code == 0
    unnamed = validate(shop, tmp_path, {"quantity": 1}, contract=RESERVE)
    assert unnamed.code == 3
    assert "'request'" in unnamed.err


@pytest.mark.parametrize(
    ("contract", "arguments"), [("order.nothing", ()), ("order.lost", ()), ("order.created", ("--version", "9"))]
)
def test_a_contract_that_is_nowhere_is_a_finding(
    shop: str, tmp_path: Path, contract: str, arguments: tuple[str, ...]
) -> None:
    """What is not registered, or has no schema, is told."""
    assert validate(shop, tmp_path, VALID, *arguments, contract=contract).code == 1


def test_what_is_no_json_is_not_sent(tmp_path: Path) -> None:
    """A file that cannot be read as JSON is a mistake of the caller, whether or not a registry runs."""
    (tmp_path / "message.json").write_text("{", encoding="utf-8")
    for name in ("message.json", "missing.json"):
        answer = bindery("validate", "order.created", str(tmp_path / name), "--url", NOWHERE)
        assert (answer.code, name in answer.err) == (2, True)


def status(url: str) -> tuple[str, Json]:
    """Status and deprecation of the event."""
    found = httpx2.get(f"{url}/api/v1/contracts/event/order.created").json()
    return found["status"], found["deprecation"]


def test_a_contract_is_deprecated_and_taken_back(shop: str) -> None:
    """Reason and sunset reach the registry, and are gone once it is undone."""
    told = bindery("deprecate", "order.created", "--reason", "old", "--sunset", "2027-01-31", "--url", shop)
    assert (told.code, status(shop)) == (0, ("deprecated", {"reason": "old", "sunset_on": "2027-01-31"}))
    assert bindery("deprecate", "order.created", "--undo", "--url", shop).code == 0
    assert status(shop) == ("active", None)


def test_a_version_is_deprecated(shop: str) -> None:
    """One version of a contract is told by its number."""
    assert bindery("deprecate", "order.created", "--version", "1", "--url", shop).code == 0
    found = httpx2.get(f"{shop}/api/v1/contracts/event/order.created/versions/1").json()
    assert found["deprecated"] is True


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("order.nothing",), 1),
        (("order.created", "--version", "9"), 1),
        (("order.created", "--undo", "--reason", "x"), 2),
        (("order.created", "--sunset", "soon"), 2),
    ],
)
def test_a_deprecation_that_makes_no_sense_is_told(shop: str, arguments: tuple[str, ...], code: int) -> None:
    """What is not there is a finding, what contradicts itself is a mistake of the caller."""
    assert bindery("deprecate", *arguments, "--url", shop).code == code


def test_a_registry_that_is_away_is_not_known(tmp_path: Path) -> None:
    """Without a registry there is no answer, and never a good one."""
    assert validate(NOWHERE, tmp_path, VALID).code == 3
    assert bindery("deprecate", "order.created", "--url", NOWHERE).code == 3
