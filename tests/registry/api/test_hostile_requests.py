"""Requests that Schemathesis makes up from the service's own OpenAPI document, against the service on a real port."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2

from tests.api_keys import bearer
from tests.identity_provider import AUDIENCE, ISSUER, ec_key, signed
from tests.registry_texts import RESERVATIONS, events_document
from tests.running_registry import register, running_registry

CONFIG = Path(__file__).parents[3] / "schemathesis.toml"
TEXTS = {
    "docs/orders.md": events_document({"order.created": {"orderId": "uuid", "total": 1}}),
    "docs/inventory.md": RESERVATIONS,
}
KEY = ec_key("first")
PROGRAM = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(CONFIG), "--no-color"]
OPTIONS = ["--phases", "coverage,fuzzing", "--checks", "all", "--max-examples", "15", "--seed", "1"]
OPTIONS += ["--warnings", "missing_auth"]  # that made-up names of contracts are not found is no wonder


def test_every_answer_is_one_that_is_described(tmp_path: Path) -> None:
    """Whatever is sent, right or wrong, the service answers what its description says, and never fails."""
    keys = tmp_path / "keys.json"
    keys.write_text(json.dumps({"keys": [KEY.public]}), encoding="utf-8")
    trusted = {"oidc_issuer": ISSUER, "oidc_audience": AUDIENCE, "oidc_keys": str(keys)}
    # an API key would be revoked on the way, for whoever tries everything finds its id
    shown = bearer(signed(KEY, roles=["admin"], exp=datetime.now(UTC) + timedelta(hours=1)))
    with running_registry(tmp_path, rate_limit="off", **trusted) as url:
        with httpx2.Client(base_url=url, timeout=60, headers=shown) as client:
            assert register(client, TEXTS).status_code == 200
            described = tmp_path / "openapi.json"
            described.write_bytes(client.get("/api/v1/openapi.json").content)
        run = subprocess.run(  # noqa: S603 - our own tool
            [*PROGRAM, "run", str(described), "--url", url, "-H", f"Authorization: {shown['authorization']}", *OPTIONS],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
    assert run.returncode == 0, run.stdout + run.stderr
    assert "No issues found" in run.stdout
