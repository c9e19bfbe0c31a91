"""The contracts of the example service, and its folder as a repository of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from contracts.keywords import Json, Schema
from contracts.model import Role
from tests.contract_files import event_in, operation_in, write_contract_files

SHOP = Path(__file__).parent / "shop"
CLIENT = Path(__file__).parents[4] / "clients" / "python" / "src"
SHOP_IMPORT = "from tests.clients.python.planted.shop import shop"
PLUGIN = ["-p", "bindery_client.pytest_plugin", "-p", "no:cacheprovider", "-q", "-W", "error"]


def an_object(required: dict[str, Json], **optional: Json) -> Schema:
    """An object schema."""
    return {"type": "object", "required": list(required), "properties": {**required, **optional}}


TEXT: Schema = {"type": "string"}
MAYBE: Schema = {"type": ["string", "null"]}
ORDER = an_object(
    {
        "eventType": {"const": "order.created"},
        "data": an_object(
            {"orderId": TEXT, "status": {"enum": ["paid", "open", "cancelled"]}},
            note=MAYBE,
            gift={"type": "boolean"},
            lines={"type": "array", "items": an_object({"sku": TEXT})},
        ),
    }
)
INVOICE = an_object(
    {"eventType": {"const": "invoice.issued"}, "data": an_object({"orderId": TEXT, "cents": {"type": "integer"}})}
)
REFUND = {
    "request": an_object({"orderId": TEXT, "cents": {"type": "integer", "minimum": 1}}, reason=MAYBE),
    "responses": {
        "201": {"application/json": an_object({"refundId": TEXT, "cents": {"type": "integer"}}, reason=MAYBE)}
    },
}
READ_REFUND = {"responses": {"200": {"application/json": an_object({"refundId": TEXT, "cents": {"type": "integer"}})}}}
RESERVATION = {
    "request": an_object({"sku": TEXT, "quantity": {"type": "integer"}}),
    "responses": {
        "201": {
            "application/json": an_object({"reservationId": TEXT, "status": {"enum": ["held", "waiting"]}}, at=MAYBE)
        },
        "409": {"application/json": an_object({"error": TEXT})},
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What pytest said: per test, `variant::test_name[case]`, the text of its failure, empty where it passed."""

    code: int
    text: str
    tests: Mapping[str, str]

    def failures(self, variant: str) -> dict[str, str]:
        """The tests of a variant that failed, with their texts."""
        own = {name: text for name, text in self.tests.items() if name.startswith(f"{variant}::")}
        assert own, self.text
        return {name.partition("::")[2]: text for name, text in own.items() if text}


def write_contracts(folder: Path) -> None:
    """Write the files that `bindery pull --cases` writes for the service, and its settings."""
    (folder / "pyproject.toml").write_text('[tool.bindery]\nservice = "billing"\n\n[tool.pytest]\n', "utf-8")
    write_contract_files(
        folder,
        "billing",
        event_in(Role.CONSUMER, "order.created", ORDER),
        event_in(Role.PRODUCER, "invoice.issued", INVOICE),
        operation_in(Role.PROVIDER, "billing:POST:/internal/refunds", REFUND),
        operation_in(Role.PROVIDER, "billing:GET:/internal/refunds/{}", READ_REFUND),
        operation_in(Role.CALLER, "warehouse:POST:/internal/reservations", RESERVATION),
    )


def write_variant(folder: Path, variant: str, *changes: tuple[str, str]) -> None:
    """Write the service with some changes to its code, each of which must apply exactly once, and its tests."""
    text = (SHOP / "shop.py").read_text("utf-8")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    tests = (SHOP / "contract_tests.py").read_text("utf-8").replace(SHOP_IMPORT, f"import {variant} as shop")
    (folder / f"{variant}.py").write_text(text, "utf-8")
    (folder / f"test_{variant}.py").write_text(tests, "utf-8")


def run_pytest(folder: Path, *arguments: str) -> Run:
    """What pytest says of a folder, in a process of its own; the client's plugin is the only one."""
    outcome = folder / "outcome.xml"
    command = [sys.executable, "-m", "pytest", *PLUGIN, f"--junitxml={outcome}", *arguments]
    paths = os.pathsep.join([str(CLIENT), str(folder)])
    environment = {**os.environ, "PYTHONPATH": paths, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "COLUMNS": "300"}
    done = subprocess.run(  # noqa: S603 - a fixed command on our own files
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    tests = dict(_results(outcome)) if outcome.exists() else {}
    return Run(code=done.returncode, text=done.stdout + done.stderr, tests=tests)


def _results(outcome: Path) -> Iterator[tuple[str, str]]:
    for test in ET.parse(outcome).iter("testcase"):  # noqa: S314 - what pytest has just written
        variant = (test.get("classname") or "").rpartition(".")[2].removeprefix("test_")
        broken = [element for kind in ("failure", "error") for element in test.iter(kind)]
        yield f"{variant}::{test.get('name')}", "".join(f"{one.get('message')}\n{one.text}" for one in broken)
