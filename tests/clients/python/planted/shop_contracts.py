"""The contracts of the example service, and its folder as a repository of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from contracts.keywords import Json, Schema
from contracts.model import Role
from tests.contract_files import event_in, operation_in, write_contract_files

SHOP = Path(__file__).parent / "shop"
CLIENT = Path(__file__).parents[4] / "clients" / "python" / "src"
PLUGIN = ["-p", "bindery_client.pytest_plugin", "-p", "no:cacheprovider", "-q", "-rfEsx"]


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
READ_REFUND = {
    "responses": {"200": {"application/json": an_object({"refundId": TEXT, "cents": {"type": "integer"}})}}
}
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
    """What pytest said."""

    code: int
    text: str

    @property
    def failed(self) -> list[str]:
        """The ids of the tests that failed, without the file."""
        lines = [line for line in self.text.splitlines() if line.startswith(("FAILED ", "ERROR "))]
        return [line.split(" ", 1)[1].partition("::")[2].partition(" - ")[0] for line in lines]


def write_shop(folder: Path, *changes: tuple[str, str]) -> None:
    """Write the service with some changes to its code, each of which must apply exactly once."""
    text = (SHOP / "shop.py").read_text("utf-8")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    (folder / "shop.py").write_text(text, "utf-8")
    (folder / "test_contracts.py").write_text((SHOP / "contract_tests.py").read_text("utf-8"), "utf-8")
    (folder / "pyproject.toml").write_text('[tool.bindery]\nservice = "billing"\n\n[tool.pytest.ini_options]\n', "utf-8")
    write_contract_files(
        folder,
        "billing",
        event_in(Role.CONSUMER, "order.created", ORDER),
        event_in(Role.PRODUCER, "invoice.issued", INVOICE),
        operation_in(Role.PROVIDER, "billing:POST:/internal/refunds", REFUND),
        operation_in(Role.PROVIDER, "billing:GET:/internal/refunds/{}", READ_REFUND),
        operation_in(Role.CALLER, "warehouse:POST:/internal/reservations", RESERVATION),
    )


def run_pytest(folder: Path, *arguments: str) -> Run:
    """What pytest says of a folder, in a process of its own, with nothing on its path but the client."""
    command = [sys.executable, "-m", "pytest", *PLUGIN, *arguments]
    environment = {**os.environ, "PYTHONPATH": str(CLIENT), "PYTHONDONTWRITEBYTECODE": "1", "COLUMNS": "300"}
    done = subprocess.run(  # noqa: S603 - a fixed command on our own files
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    return Run(code=done.returncode, text=done.stdout + done.stderr)
