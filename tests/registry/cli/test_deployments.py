"""The commands of a deploy pipeline, with a registry that really runs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import httpx2
import pytest

from tests.command_line import Answer, bindery
from tests.registry_texts import RESERVATIONS, events_document
from tests.running_registry import register, running_registry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from contracts.keywords import Json

ORDERS = {"orderId": "uuid", "total": 1}
TEAM = """# Orders

<!-- contract: event=order.created producer=team/orders consumers=billing -->
```json
{"eventType": "order.created", "orderId": "uuid"}
```
"""
NOWHERE = "http://127.0.0.1:9"


def texts(**data: Json) -> dict[str, str]:
    """The documents of orders and inventory; orders sends these fields too."""
    created = events_document({"order.created": {**ORDERS, **data}})
    return {"docs/orders.md": created, "docs/inventory.md": RESERVATIONS}


def send(url: str, documents: dict[str, str], *accepted: str) -> None:
    """Register documents, some breaks accepted."""
    with httpx2.Client(base_url=url) as client:
        breaks = [{"name": name, "reason": "agreed"} for name in accepted]
        assert register(client, documents, accept_breaking=breaks).status_code == 200


class Pipeline:
    """The commands of one pipeline, all with the same registry."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url = url
        self.folder = folder

    def lock(self, service: str) -> str:
        """The path of a service's lock file, as it is now."""
        path = self.folder / f"{service}.lock.json"
        bindery("pull", "--service", service, "--lock", str(path), "--url", self.url)
        return str(path)

    def run(self, command: str, service: str, version: str, *more: str) -> Answer:
        """The answer of a command about a build in production."""
        named = ("--service", service, "--version", version, "--environment", "production")
        return bindery(command, *named, "--url", self.url, *more)

    def report(self, lock: str, *outcomes: str) -> Answer:
        """The answer to a report of billing's tests, one per outcome, made with the order.created of a lock file."""
        (entry,) = json.loads(Path(lock).read_bytes())["contracts"]
        contract = {"name": "order.created", "role": "consumer", "fingerprint": entry["fingerprint"]}
        tests = [{"service": "billing", "outcome": outcome, "contracts": [contract]} for outcome in outcomes]
        file = self.folder / "report.json"
        file.write_text(json.dumps({"report_version": 1, "results": tests}), "utf-8")
        named = ("--service", "billing", "--version", "1.0", "--report", str(file), "--url", self.url)
        return bindery("record-verification", *named)


@pytest.fixture
def pipeline(tmp_path: Path) -> Iterator[Pipeline]:
    """A registry that holds the shop."""
    with running_registry(tmp_path) as url:
        send(url, texts())
        yield Pipeline(url, tmp_path)


def test_a_build_is_recorded_and_replaced(pipeline: Pipeline) -> None:
    """The command says what it replaced; the second time the lock file is not needed."""
    first = pipeline.run("record-deployment", "orders", "1.0", "--lock", pipeline.lock("orders"))
    assert (first.code, first.out) == (0, "orders 1.0 runs in production\n")
    pipeline.run("record-deployment", "orders", "2.0", "--lock", pipeline.lock("orders"))
    back = pipeline.run("record-deployment", "orders", "1.0")
    assert back.out == "orders 1.0 runs in production in place of 2.0\n"


def test_environments_show_what_runs_in_them(pipeline: Pipeline) -> None:
    """A new one can be created, and what is undeployed disappears."""
    pipeline.run("record-deployment", "orders", "1.0", "--lock", pipeline.lock("orders"), "--instance", "eu")
    shown = bindery("environments", "--create", "qa", "--url", pipeline.url)
    assert [line.split("  since")[0] for line in shown.out.splitlines()] == [
        "production",
        "  orders 1.0 (eu)",
        "qa",
        "staging",
    ]
    ended = bindery(
        *("undeploy", "--service", "orders", "--environment", "production", "--instance", "eu", "--url", pipeline.url)
    )
    assert ended.out == "orders 1.0 no longer runs in production\n"


def test_yes_is_exit_0(pipeline: Pipeline) -> None:
    """With a row for each counterpart."""
    pipeline.run("record-deployment", "orders", "1.0", "--lock", pipeline.lock("orders"))
    answer = pipeline.run("can-i-deploy", "billing", "1.0", "--lock", pipeline.lock("billing"))
    assert answer.code == 0
    assert "✓ order.created  consumer against orders 1.0, version 1 with version 1: compatible" in answer.out
    assert answer.out.endswith("billing 1.0 to production: yes (its only row is compatible)\n")


def test_no_is_exit_1_and_shows_the_message(pipeline: Pipeline) -> None:
    """Billing reads more than the deployed orders sends: contract, both builds, both versions, change and witness."""
    pipeline.run("record-deployment", "orders", "1.0", "--lock", pipeline.lock("orders"))
    send(pipeline.url, texts(channel="string"), "order.created")
    answer = pipeline.run("can-i-deploy", "billing", "2.0", "--lock", pipeline.lock("billing"))
    assert answer.code == 1
    assert "✗ order.created  consumer against orders 1.0, version 2 with version 1: message: " in answer.out
    assert "required-property-added `data.channel` is now required" in answer.out
    assert "orders 1.0 may send, and billing 2.0 rejects: " in answer.out
    ignored = pipeline.run(
        *("can-i-deploy", "billing", "2.0", "--lock", pipeline.lock("billing"), "--ignore", "order.created")
    )
    assert (ignored.code, "; ignored" in ignored.out) == (0, True)


def test_nothing_to_check_is_yes_with_that_reason(pipeline: Pipeline) -> None:
    """An empty environment gives no reason to stay out of it, except to callers."""
    answer = pipeline.run("can-i-deploy", "inventory", "1.0", "--lock", pipeline.lock("inventory"))
    assert answer.code == 0
    assert answer.out.endswith("yes (nothing to check: no counterpart of its contracts runs there)\n")


def test_a_contract_without_schema_blocks_where_that_is_asked(tmp_path: Path) -> None:
    """It is listed either way."""
    with running_registry(tmp_path) as url:
        send(url, {"docs/orders.md": events_document({"order.cancelled": None})})
        pipeline = Pipeline(url, tmp_path)
        asked = ("can-i-deploy", "billing", "1.0", "--lock", pipeline.lock("billing"))
        answers = [pipeline.run(*asked), pipeline.run(*asked, "--require-schemas")]
    assert [answer.code for answer in answers] == [0, 1]
    assert all("order.cancelled  consumer: no design document gives it a shape" in answer.out for answer in answers)


def test_a_caller_without_its_provider_may_not_go_though_there_is_no_schema(tmp_path: Path) -> None:
    """Once the provider runs there, it may."""
    table = "| Method | Path | From | To |\n|---|---|---|---|\n| GET | /internal/stock/{id} | billing | inventory |\n"
    with running_registry(tmp_path) as url:
        send(url, {"docs/api.md": f"## Internal API\n\n{table}"})
        pipeline = Pipeline(url, tmp_path)
        asked = ("can-i-deploy", "billing", "1.0", "--lock", pipeline.lock("billing"))
        alone = pipeline.run(*asked)
        assert pipeline.run("record-deployment", "inventory", "1.0", "--lock", pipeline.lock("inventory")).code == 0
        together = pipeline.run(*asked)
    assert (alone.code, together.code) == (1, 0)
    assert "no provider here" in alone.out


def test_what_is_ignored_must_be_a_contract(pipeline: Pipeline) -> None:
    """In any spelling; a slip is usage, with the nearest names."""
    lock = pipeline.lock("orders")
    ignored = ("--ignore", "inventory:POST:/internal/reservations/:item")
    assert pipeline.run("can-i-deploy", "orders", "1.0", "--lock", lock, *ignored).code == 0
    slip = pipeline.run("can-i-deploy", "orders", "1.0", "--lock", lock, *ignored, "--ignore", "order.creatd")
    assert (slip.code, slip.out) == (2, "")
    assert "event order.creatd is not registered: did you mean order.created?" in slip.err


def test_a_stale_lock_file_is_exit_3(pipeline: Pipeline) -> None:
    """A comparison that could not be made is no yes; the line says what to do."""
    stale = pipeline.folder / "stale.lock.json"
    stale.write_text(json.dumps({"lock_version": 1, "service": "billing", "contracts": []}), "utf-8")
    answer = pipeline.run("can-i-deploy", "billing", "1.0", "--lock", str(stale))
    assert answer.code == 3
    assert "? order.created  consumer: documents make billing a consumer of this" in answer.out
    assert "pull it again" in answer.out


def test_a_proof_that_was_stopped_is_exit_3(tmp_path: Path) -> None:
    """A registry that has no time left for proofs knows neither yes nor no, and says how it can have more."""
    with running_registry(tmp_path) as url:
        before = Pipeline(url, tmp_path)
        send(url, texts())
        before.run("record-deployment", "orders", "1.0", "--lock", before.lock("orders"))
        send(url, texts(channel="string"), "order.created")
        lock = before.lock("billing")
    with running_registry(tmp_path, request_proof_seconds=0) as url:
        answer = Pipeline(url, tmp_path).run("can-i-deploy", "billing", "2.0", "--lock", lock)
    assert answer.code == 3
    assert "? order.created  consumer against orders 1.0" in answer.out
    assert "BINDERY_REQUEST_PROOF_SECONDS" in answer.out
    assert answer.out.endswith("billing 2.0 to production: undecided (1 of 1 row speaks against it)\n")


def test_a_lock_file_of_another_registry_is_judged_by_its_fingerprints(pipeline: Pipeline) -> None:
    """The same contracts under other numbers are the same contracts: the answer stands, and the numbers are told."""
    path = Path(pipeline.lock("billing"))
    lock = json.loads(path.read_bytes())
    lock["contracts"][0]["version"] = 7
    path.write_text(json.dumps(lock), "utf-8")
    answer = pipeline.run("can-i-deploy", "billing", "1.0", "--lock", str(path))
    assert (answer.code, "consumer: no producer here" in answer.out) == (0, True)
    assert "order.created is version 7 in the lock file and version 1 in this registry" in answer.err


def test_who_uses_a_version_is_told(pipeline: Pipeline) -> None:
    """With the environment, and what follows for a deprecation, which is said again when it is told."""
    asked = ("order.created", "--version", "1", "--url", pipeline.url)
    assert "version 1 is safe to deprecate" in bindery("users", *asked).err
    pipeline.run("record-deployment", "orders", "1.0", "--lock", pipeline.lock("orders"), "--instance", "eu")
    found = bindery("users", *asked)
    assert (found.code, found.out.split("  since")[0]) == (0, "orders 1.0 in production (eu)")
    assert "version 1 is in use" in found.err
    assert "still used by orders 1.0 in production (eu)" in bindery("deprecate", *asked).err
    assert bindery("users", "order.created", "--version", "9", "--url", pipeline.url).code == 1


def test_the_formats_tell_the_same(pipeline: Pipeline) -> None:
    """JSON, markdown and JUnit, each where it was sent to."""
    pipeline.lock("orders")
    files = {shape: pipeline.folder / f"matrix.{shape}" for shape in ("json", "markdown", "junit")}
    options = [part for shape, file in files.items() for part in ("--format", f"{shape}={file}")]
    answer = pipeline.run("can-i-deploy", "orders", "1.0", "--lock", pipeline.lock("orders"), *options)
    assert (answer.code, answer.out) == (1, "")
    report = json.loads(files["json"].read_text("utf-8"))
    failing = [row["name"] for row in report["rows"] if row["blocking"]]
    assert failing == ["inventory:POST:/internal/reservations/{}"]
    suite = ET.fromstring(files["junit"].read_text("utf-8"))[0]  # noqa: S314 - written a line ago
    assert (suite.get("tests"), suite.get("failures")) == (str(len(report["rows"])), "1")
    assert [case.get("classname") for case in suite if case.find("failure") is not None] == failing
    assert f"| ✗ | {failing[0]} | caller | no | no provider here |" in files["markdown"].read_text("utf-8")


def test_a_report_of_contract_tests_is_recorded(pipeline: Pipeline) -> None:
    """One test that failed is a contract that failed."""
    lock = pipeline.lock("billing")
    asked = ("can-i-deploy", "billing", "1.0", "--lock", lock, "--require-verified")
    assert "✗ order.created  consumer: no producer here; no tests reported" in pipeline.run(*asked).out
    answer = pipeline.report(lock, "passed", "failed")
    assert (answer.code, answer.out) == (0, "✗ consumer  order.created  2 tests of version 1\n")
    refused = pipeline.run(*asked)
    assert (refused.code, "no producer here; tests failed" in refused.out) == (1, True)


@pytest.mark.parametrize("contract", [{"name": ["order.created"]}, {"role": {}}, {"fingerprint": None}])
def test_a_report_of_another_shape_is_no_report(tmp_path: Path, contract: dict[str, Json]) -> None:
    """It is refused before anybody is asked."""
    named = {"name": "order.created", "role": "consumer", "fingerprint": "sha256:0", **contract}
    tests = [{"service": "billing", "outcome": "passed", "contracts": [named]}]
    file = tmp_path / "report.json"
    file.write_text(json.dumps({"report_version": 1, "results": tests}), "utf-8")
    answer = bindery("record-verification", "--service", "billing", "--version", "1.0", "--report", str(file))
    assert (answer.code, "is no report of contract tests" in answer.err) == (2, True)


def test_tests_of_another_version_do_not_count(pipeline: Pipeline) -> None:
    """They passed before the contract changed; the build that is judged was never tested."""
    before = pipeline.lock("billing")
    send(pipeline.url, texts(channel="string"), "order.created")
    pipeline.report(before, "passed")
    asked = ("can-i-deploy", "billing", "1.0", "--lock", pipeline.lock("billing"), "--require-verified")
    refused = pipeline.run(*asked)
    assert (refused.code, "tests of another version of the contract" in refused.out) == (1, True)
    assert pipeline.report(pipeline.lock("billing"), "passed").out == "✓ consumer  order.created  1 test of version 2\n"
    assert pipeline.run(*asked).code == 0


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (("--version", "9", "--environment", "production"), 2, "was never recorded: send its lock file"),
        (("--version", "9", "--environment", "moon"), 2, "there is no environment 'moon'"),
        (("--version", "9", "--environment", "production", "--lock", "nowhere.json"), 2, "there is no lock file"),
        (("--version", "9", "--environment", "production", "--format", "html"), 2, "--format 'html' is none of"),
        (("--version", "9", "--environment", "production", "--url", NOWHERE), 3, "does not answer"),
    ],
)
def test_what_cannot_be_asked_is_never_a_yes(
    options: tuple[str, ...], code: int, words: str, pipeline: Pipeline
) -> None:
    """The exit code tells usage from a registry that is down."""
    answer = bindery("can-i-deploy", "--service", "billing", "--url", pipeline.url, *options)
    assert (answer.code, answer.out) == (code, "")
    assert words in answer.err


def test_an_unregistered_contract_is_a_finding(pipeline: Pipeline) -> None:
    """Register first, then ask and deploy: neither is a yes."""
    path = pipeline.folder / "billing.lock.json"
    pipeline.lock("billing")
    lock = json.loads(path.read_text("utf-8"))
    lock["contracts"][0] |= {"name": "order.unheard"}
    path.write_text(json.dumps(lock), "utf-8")
    for command in ("can-i-deploy", "record-deployment"):
        answer = pipeline.run(command, "billing", "1.0", "--lock", str(path))
        assert (answer.code, answer.out) == (1, "")
        assert "order.unheard; register them first" in answer.err


def test_a_service_with_a_slash_in_its_name_is_deployed_and_taken_back(tmp_path: Path) -> None:
    """Its name is written in paths as the names of contracts are: lock file, exports and deployments are found."""
    with running_registry(tmp_path) as url:
        send(url, {"docs/orders.md": TEAM})
        pipeline = Pipeline(url, tmp_path)
        lock = str(tmp_path / "contracts.lock.json")
        assert bindery("pull", "--service", "team/orders", "--lock", lock, "--url", url).code == 0
        assert pipeline.run("record-deployment", "team/orders", "1.0", "--lock", lock).code == 0
        place = ("--service", "team/orders", "--environment", "production", "--url", url)
        ended = bindery("undeploy", *place)
    assert ended.out == "team/orders 1.0 no longer runs in production\n"
