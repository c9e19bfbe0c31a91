"""`bindery export` and `bindery import`: everything goes from one database to another, or nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from registry.settings import Settings
from tests.command_line import bindery
from tests.direct_registry import register as register_directly
from tests.registry_texts import RESERVATIONS, events_document
from tests.running_registry import register, registry_client

CREATED = "/api/v1/contracts/event/order.created"


@pytest.fixture
def filled(settings: Settings) -> Settings:
    """A registry with several versions, parties, revisions, tags, deprecations and events."""
    with registry_client(settings) as client:
        for data in ({"orderId": "uuid"}, {"orderId": "uuid", "größe?": "string"}):
            texts = {"docs/orders.md": events_document({"order.created": data}), "docs/inventory.md": RESERVATIONS}
            assert register(client, texts).status_code == 200
        client.put(f"{CREATED}/tags", json={"tags": ["core"]})
        client.put(f"{CREATED}/deprecation", json={"reason": "soon", "sunset_on": "2027-01-31"})
    return settings


def exported(url: str, file: Path) -> str:
    """The export of a database."""
    answer = bindery("export", str(file), "--database-url", url)
    assert answer.code == 0, answer.err
    return file.read_text(encoding="utf-8")


def url_of(file: Path) -> str:
    """The URL of a database file."""
    return f"sqlite+aiosqlite:///{file}"


@pytest.mark.postgres
def test_an_export_survives_a_journey_through_both_databases(
    filled: Settings, postgres_url: str, tmp_path: Path
) -> None:
    """From a file to a server and back, nothing is lost, added or changed; the order of events goes on."""
    first = exported(filled.database_url, tmp_path / "1")
    assert bindery("import", str(tmp_path / "1"), "--database-url", postgres_url).code == 0
    assert exported(postgres_url, tmp_path / "2") == first
    last = url_of(tmp_path / "last.db")
    assert bindery("import", str(tmp_path / "2"), "--database-url", last).code == 0
    assert exported(last, tmp_path / "3") == first
    assert len(first.splitlines()) > 20
    with registry_client(Settings(database_url=postgres_url)) as client:
        assert register(client, {"docs/new.md": events_document({"a.b": {"x": 1}})}).status_code == 200
        events = client.get("/api/v1/changes").json()
        contract = client.get(CREATED).json()
    assert [event["sequence"] for event in events["items"]] == [1, 2, 3, 4, 5]
    assert (contract["version"], contract["tags"], contract["deprecation"]["reason"]) == (2, ["core"], "soon")


def test_an_export_goes_through_a_pipe(filled: Settings, tmp_path: Path) -> None:
    """`-` is standard output, with nothing but the export in it."""
    answer = bindery("export", "-", "--database-url", filled.database_url)
    assert answer.out == exported(filled.database_url, tmp_path / "file")


def test_only_an_empty_registry_takes_an_import(filled: Settings, tmp_path: Path) -> None:
    """What a registry holds is never mixed with what another one held."""
    before = exported(filled.database_url, tmp_path / "export")
    answer = bindery("import", str(tmp_path / "export"), "--database-url", filled.database_url)
    assert answer.code == 2
    assert "not empty" in answer.err
    assert exported(filled.database_url, tmp_path / "after") == before


def cut(lines: list[str]) -> list[str]:
    """An export whose last line ends in the middle."""
    return [*lines[:-1], lines[-1][:-5]]


def short(lines: list[str]) -> list[str]:
    """An export that was cut between two lines."""
    return lines[:-2]


def with_a_gap(lines: list[str]) -> list[str]:
    """An export that lacks a row in the middle."""
    return lines[:5] + lines[6:]


def repeated(lines: list[str]) -> list[str]:
    """An export with one row twice, in place of another."""
    return [*lines[:-3], lines[-2], *lines[-2:]]


def of_another_release(lines: list[str]) -> list[str]:
    """An export with another revision."""
    return [json.dumps({"bindery-export": "0000"}), *lines[1:]]


def headless(lines: list[str]) -> list[str]:
    """An export without its first line."""
    return lines[1:]


def of_other_tables(lines: list[str]) -> list[str]:
    """An export with a row of a table that there is not."""
    return [*lines, json.dumps({"table": "other", "row": {}})]


def empty(_lines: list[str]) -> list[str]:
    """Nothing."""
    return []


@pytest.mark.parametrize(
    "damage", [cut, short, with_a_gap, repeated, of_another_release, headless, of_other_tables, empty]
)
def test_a_damaged_export_imports_nothing(
    filled: Settings, tmp_path: Path, damage: Callable[[list[str]], list[str]]
) -> None:
    """The line that is wrong is told, and the database stays empty: the whole export can still be imported."""
    lines = exported(filled.database_url, tmp_path / "whole").splitlines()
    (tmp_path / "damaged").write_text("\n".join(damage(lines)), encoding="utf-8")
    target = url_of(tmp_path / "target.db")
    answer = bindery("import", str(tmp_path / "damaged"), "--database-url", target)
    assert answer.code == 2
    assert "line " in answer.err
    assert bindery("import", str(tmp_path / "whole"), "--database-url", target).code == 0


def test_a_file_that_cannot_be_used_is_told(settings: Settings, tmp_path: Path) -> None:
    """A file that is not there, cannot be written, or is no text is named."""
    register_directly(settings, {"docs/new.md": events_document({"a.b": {"x": 1}})})
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    for command, name in (("import", "missing"), ("export", "no/such/folder"), ("import", "binary")):
        answer = bindery(command, str(tmp_path / name), "--database-url", settings.database_url)
        assert (answer.code, name in answer.err) == (2, True)
