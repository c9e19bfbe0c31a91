"""Requests that Schemathesis makes up from the service's own OpenAPI document, against the service on a real port."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import httpx2

from tests.registry_texts import RESERVATIONS, events_document
from tests.running_registry import register, running_registry

CONFIG = Path(__file__).parents[3] / "schemathesis.toml"
TEXTS = {
    "docs/orders.md": events_document({"order.created": {"orderId": "uuid", "total": 1}}),
    "docs/inventory.md": RESERVATIONS,
}
PROGRAM = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(CONFIG), "--no-color"]
OPTIONS = ["--phases", "coverage,fuzzing", "--checks", "all", "--max-examples", "15", "--seed", "1"]


def test_every_answer_is_one_that_is_described(tmp_path: Path) -> None:
    """Whatever is sent, right or wrong, the service answers what its description says, and never fails."""
    with running_registry(tmp_path) as url:
        with httpx2.Client(base_url=url, timeout=60) as client:
            assert register(client, TEXTS).status_code == 200
        run = subprocess.run(  # noqa: S603 - our own tool
            [*PROGRAM, "run", f"{url}/api/v1/openapi.json", *OPTIONS],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
    assert run.returncode == 0, run.stdout + run.stderr
    assert "No issues found" in run.stdout
