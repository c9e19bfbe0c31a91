"""Lock files: read, verified, and refused when they cannot be trusted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bindery_client import Contracts, ContractsUnavailable, InvalidLockFile, UnknownContract
from bindery_client.resolution.lock_file import read_lock
from contracts.keywords import Json
from contracts.model import Role
from tests.client_locks import RESERVE, event_entry, lock_bytes, locked, operation_entry, order, write_lock


def test_contracts_come_from_a_lock_file(tmp_path: Path) -> None:
    """The file alone is enough, and is named as the origin."""
    path = write_lock(tmp_path, event_entry(), operation_entry())
    contracts = Contracts.from_lock(path)
    assert (contracts.service, contracts.origin) == ("billing", f"lock file {path}")
    contracts.event("order.created").validate(order())


def test_a_lock_file_that_is_missing_is_named(tmp_path: Path) -> None:
    """The error says which file was looked for."""
    with pytest.raises(ContractsUnavailable, match=r"gone\.json: No such file"):
        Contracts.from_lock(tmp_path / "gone.json")


def test_an_unknown_name_brings_the_nearest_ones() -> None:
    """A typing error is answered with what was probably meant, and where contracts came from."""
    with pytest.raises(UnknownContract, match=r"from a lock\); did you mean 'order\.created'\?"):
        locked(event_entry()).event("order.craeted")
    with pytest.raises(UnknownContract, match=f"did you mean '{RESERVE}'"):
        locked(operation_entry()).operation("inventory:PUT:/internal/reservations")


def test_an_unknown_name_like_no_other_brings_a_count() -> None:
    """Where nothing is near, the error says how many there are."""
    with pytest.raises(UnknownContract, match="it has 1 of that kind"):
        locked(event_entry()).event("zzz")


def test_fractions_and_rare_keys_keep_their_fingerprint() -> None:
    """Numbers are written as RFC 8785 says, also where Python writes them otherwise."""
    schema = {"type": "number", "multipleOf": 1e-7, "maximum": 1e21, "enum": [1.0, -0.0, "\U0001f600"]}
    keys = {"properties": {"\U0001f600": schema, "\ufb33": True}}
    assert locked(event_entry(schema=keys)).event("order.created").schema == keys


def entry_with(**facts: Json) -> bytes:
    """A lock document with one entry that has these facts."""
    return lock_bytes(event_entry(Role.PRODUCER) | facts)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b"{", "is no JSON text"),
        (b"\xff", "is no JSON text"),
        (b"[]", "it is no lock document"),
        (b'{"lock_version": 2}', "it has lock_version 2, and this client reads 1"),
        (b'{"lock_version": 1, "service": "a"}', "`contracts` is no list"),
        (b'{"lock_version": 1, "contracts": []}', "`service` is missing or no text"),
        (b'{"lock_version": 1, "service": "a", "contracts": [1]}', "contract 0 is no object"),
        (b'{"lock_version": 1, "service": "a", "contracts": [{}]}', r"contract 0 \(unnamed\): `kind` is missing"),
        (entry_with(role="caller"), "'caller' is no role in a contract of kind 'event'"),
        (entry_with(version="3"), "`version` is '3', neither a number nor null"),
        (entry_with(version=0), "`version` is 0, neither a number nor null"),
        (b'{"lock_version": true}', "it has lock_version True"),
        (
            entry_with(content_model="closed"),
            "`content_model` is 'closed', and this client knows closed-writer and open",
        ),
        (entry_with(schema=[]), "`schema` is no schema"),
        (entry_with(writer_schema=[]), "`writer_schema` is no schema"),
        (entry_with(writer_schema=None), "`writer_schema` is missing, and the service writes as its producer"),
        (entry_with(schema={"type": "object"}), "is not what its fingerprint sha256:"),
        (entry_with(schema={"const": float("nan")}), "is not what its fingerprint sha256:"),
        (lock_bytes(operation_entry() | {"schema": True}), "`schema` is no schema"),
        (lock_bytes(operation_entry() | {"schema": {"request": 5}}), "`schema` is no schema"),
        (lock_bytes(operation_entry() | {"schema": {"responses": []}}), "`schema` is no schema"),
        (lock_bytes(operation_entry() | {"schema": {"responses": {"200": 5}}}), "`schema` is no schema"),
        (lock_bytes(operation_entry() | {"schema": {"responses": {"200": {"text/html": 5}}}}), "`schema` is no schema"),
        (lock_bytes(operation_entry() | {"writer_schema": {"request": 5}}), "`writer_schema` is no schema"),
        (lock_bytes(operation_entry() | {"name": "reserve"}), "'reserve' names no operation"),
        (b"[" * 100_000, "is no JSON text"),
        (lock_bytes(event_entry(), event_entry()), r"order\.created is listed twice in one role"),
    ],
)
def test_a_damaged_lock_document_is_refused(text: bytes, reason: str) -> None:
    """Each fault is named with the file and with what to do."""
    with pytest.raises(InvalidLockFile, match=reason) as caught:
        read_lock(text, origin="my.lock.json")
    assert str(caught.value).startswith("my.lock.json")
    assert str(caught.value).endswith("write it again with `bindery pull`")


def test_one_contract_has_one_version() -> None:
    """A service cannot write one version and read another."""
    other = event_entry(Role.CONSUMER, schema={"type": "object"})
    with pytest.raises(InvalidLockFile, match=r"order\.created is pinned to two versions"):
        locked(event_entry(Role.PRODUCER), other)


def test_one_role_stands_once() -> None:
    """Two entries of one role leave open which one counts."""
    with pytest.raises(InvalidLockFile, match="listed twice in one role"):
        locked(event_entry(), event_entry())


def test_formats_are_annotations_where_the_lock_file_says_so() -> None:
    """A contract whose policy annotates formats does not reject by them."""
    broken = order(orderId="17")
    assert not locked(event_entry()).event("order.created").check(broken)
    assert locked(event_entry(formats="annotate")).event("order.created").check(broken)


def test_facts_of_later_versions_are_passed_over() -> None:
    """An entry may grow without breaking this client."""
    document = json.loads(lock_bytes(event_entry(colour="green"))) | {"generator": "tomorrow"}
    assert len(read_lock(json.dumps(document).encode(), origin="a lock").contracts) == 1
