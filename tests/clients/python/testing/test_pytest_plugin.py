"""The pytest plugin in sessions of its own, as services run it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from contracts.keywords import Json
from contracts.model import Role
from tests.builders import schema_of
from tests.clients.python.planted.shop_contracts import CLIENT, PLUGIN, Run, run_pytest
from tests.contract_files import event_in, operation_in, write_contract_files

ORDER = schema_of("orderId", note="string")
IMPORT = "from bindery_client.testing import calls, consumes, produces, provides\n\n"
HANDLER = IMPORT + '@consumes("order.created")\ndef test_handler(contract_message):\n    contract_message["orderId"]\n'
OTHERS = """
@consumes("order.created")
@produces("invoice.issued")
def test_handler_that_publishes(contract_message, published):
    published({"orderId": contract_message.pop("orderId")})

@consumes("order.created", "order.cancelled")
def test_two_events(contract_message):
    contract_message["orderId"]

@produces("invoice.issued")
def test_publishes_nothing(published):
    pass

@calls("shop:POST:/orders")
def test_caller(contract_server):
    contract_server.client.post("/orders", json={"orderId": "o"}).raise_for_status()

@provides("billing")
def test_nothing_judged(contract_api):
    contract_api.verify(not_found)

async def not_found(scope, receive, send):
    if scope["type"] != "http":
        raise NotImplementedError
    await receive()
    await send({"type": "http.response.start", "status": 404, "headers": []})
    await send({"type": "http.response.body", "body": b""})

@consumes("order.creatd")
def test_unknown(contract_message):
    pass

@consumes("invoice.issued")
def test_wrong_role(contract_message):
    pass

def test_undecorated(contract_message):
    pass

@consumes("order.created")
@produces("invoice.issued")
def test_half(contract_message):
    pass

def test_undecorated_publisher(published):
    pass

@provides("orders")
def test_wrong_service(contract_api):
    pass
"""


def write_service(folder: Path, tests: str, settings: str = "[tool.bindery]\n", name: str = "service") -> None:
    """Write a service with two events that it consumes, one that it produces, and two operations."""
    folder.mkdir(exist_ok=True, parents=True)
    (folder / "pyproject.toml").write_text(settings + "\n[tool.pytest]\n", "utf-8")
    (folder / f"test_{name}.py").write_text(tests, "utf-8")
    refusals = {"404": {"application/json": schema_of("error")}}
    write_contract_files(
        folder,
        "billing",
        event_in(Role.CONSUMER, "order.created", ORDER),
        event_in(Role.CONSUMER, "order.cancelled", ORDER),
        event_in(Role.PRODUCER, "invoice.issued", schema_of("orderId")),
        operation_in(Role.CALLER, "shop:POST:/orders", {"request": schema_of("orderId"), "responses": refusals}),
        operation_in(
            Role.PROVIDER, "billing:GET:/refunds/{}", {"responses": {"200": {"application/json": schema_of("id")}}}
        ),
    )


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """One session with every kind of test, and a report."""
    folder = tmp_path_factory.mktemp("service")
    write_service(folder, HANDLER + OTHERS)
    done = run_pytest(folder, "--contract-report", str(folder / "out" / "report.json"), "--strict-markers")
    report = json.loads((folder / "out" / "report.json").read_text("utf-8"))
    return Run(code=done.code, text=done.text, tests={**done.tests, "report": json.dumps(report)})


def failure(run: Run, test: str) -> str:
    """The text of a test's failure, empty if it passed."""
    return run.tests[f"service::{test}"]


@pytest.mark.parametrize(
    "test",
    [
        "test_handler[minimal]",
        "test_handler[full]",
        "test_handler[extra-field:$]",
        "test_handler_that_publishes[full]",
        "test_two_events[order.created:minimal]",
        "test_two_events[order.cancelled:minimal]",
        "test_caller[404:minimal]",
        "test_nothing_judged",
    ],
)
def test_right_tests_pass(test: str, run: Run) -> None:
    """One test per case, with the case as its id; a test that judges nothing does not fail."""
    assert failure(run, test) == ""


@pytest.mark.parametrize(
    ("test", "words"),
    [
        ("test_publishes_nothing", "nothing was published for invoice.issued"),
        ("test_unknown[cannot-test]", "order.created"),
        ("test_wrong_role[cannot-test]", "billing is producer of invoice.issued, not consumer"),
        ("test_half[minimal]", "@produces('invoice.issued') tests nothing: take the fixture `published`"),
        ("test_undecorated", "decorate the test: @consumes('...')"),
        ("test_undecorated_publisher", "decorate the test: @produces('...')"),
        ("test_wrong_service", "has no operation that orders provides"),
    ],
)
def test_a_test_that_cannot_run_says_why(test: str, words: str, run: Run) -> None:
    """It fails alone: the tests beside it run."""
    assert words in failure(run, test)


def test_what_was_not_judged_is_named(run: Run) -> None:
    """A skip says why, and the summary repeats it."""
    assert "contracts that were not judged" in run.text
    assert "billing:GET:/refunds/{}: made-up path parameters were answered with 404" in run.text


def results(run: Run) -> dict[str, Json]:
    """The results of the report, by test."""
    return {result["test"].partition("::")[2]: result for result in json.loads(run.tests["report"])["results"]}


def test_the_report_tells_contract_case_and_outcome(run: Run) -> None:
    """What a registry needs: which service, which contract by fingerprint, in which role, and what came out."""
    found = results(run)["test_handler[minimal]"]
    assert found["service"] == "billing"
    assert found["case"] == "minimal"
    assert found["outcome"] == "passed"
    assert [(one["name"], one["role"], one["version"]) for one in found["contracts"]] == [
        ("order.created", "consumer", 1)
    ]
    assert found["contracts"][0]["fingerprint"].startswith("sha256:")


def test_the_report_tells_failures_and_skips(run: Run) -> None:
    """Outcomes are pytest's words."""
    found = results(run)
    assert found["test_publishes_nothing"]["outcome"] == "failed"
    assert found["test_nothing_judged"]["outcome"] == "skipped"
    assert [one["role"] for one in found["test_handler_that_publishes[full]"]["contracts"]] == ["consumer", "producer"]


def test_deep_adds_generated_messages(tmp_path: Path) -> None:
    """`--contract-deep` tries messages that Hypothesis makes, the same for the same contract."""
    for name in ("one", "two"):
        write_service(tmp_path / name, HANDLER, name=name)
    done = run_pytest(tmp_path, "--contract-deep", "15")
    assert done.code == 0, done.text
    first, second = (
        [test.partition("::")[2] for test in done.tests if test.startswith(f"{name}::")] for name in ("one", "two")
    )
    assert first == second
    assert 5 <= len([test for test in first if "[generated:" in test]) <= 15


def test_a_lock_file_of_another_name_has_cases_of_its_own(tmp_path: Path) -> None:
    """The test messages bear the name of the lock file that the settings name."""
    write_service(tmp_path, HANDLER, "[tool.bindery]\nlock = 'shop.lock.json'\n")
    for kind in ("lock", "cases"):
        (tmp_path / f"contracts.{kind}.json").rename(tmp_path / f"shop.{kind}.json")
    assert run_pytest(tmp_path).code == 0


OBSTACLES: dict[str, tuple[str, dict[str, str], str]] = {
    "other_lock": ("[tool.bindery]\nlock = 'other.json'\n", {}, "no lock file at"),
    "other_service": ("[tool.bindery]\nservice = 'orders'\n", {}, "is of billing, but [tool.bindery] says orders"),
    "misspelt": ("[tool.bindery]\nservise = 'billing'\n", {}, "has no servise; it has service, registry, lock"),
    "no_cases": ("", {"contracts.cases.json": "{}"}, "is no case file"),
    "newer_cases": ("", {"contracts.cases.json": '{"cases_version": 2}'}, "has cases_version 2, not 1"),
    "empty_cases": (
        "",
        {"contracts.cases.json": '{"cases_version": 1, "contracts": []}'},
        "holds no test messages of order.created",
    ),
    "broken_lock": ("", {"contracts.lock.json": "{}"}, "contracts.lock.json"),
}


@pytest.fixture(scope="module")
def obstructed(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """One session over services whose files are missing, damaged or stale."""
    folder = tmp_path_factory.mktemp("obstructed")
    for name, (settings, files, _) in OBSTACLES.items():
        write_service(folder / name, HANDLER, settings, name)
        for file, text in files.items():
            (folder / name / file).write_text(text, "utf-8")
    return run_pytest(folder)


@pytest.mark.parametrize("name", OBSTACLES)
def test_missing_and_stale_files_are_told_in_one_sentence(name: str, obstructed: Run) -> None:
    """Each says what is wrong with which file; none is a traceback through the plugin."""
    text = obstructed.tests[f"{name}::test_handler[cannot-test]"]
    assert OBSTACLES[name][2] in text
    assert "Traceback" not in text


def test_a_report_is_a_file(tmp_path: Path) -> None:
    """A URL is refused with a sentence: the registry takes no reports yet."""
    write_service(tmp_path, HANDLER)
    done = run_pytest(tmp_path, "--contract-report", "https://contracts.example.org")
    assert done.code == pytest.ExitCode.USAGE_ERROR
    assert "the registry does not take reports yet" in done.text


def test_a_session_without_contract_tests_loads_nothing(tmp_path: Path) -> None:
    """The plugin is silent, and imports neither the contract tests nor Schemathesis and Hypothesis."""
    (tmp_path / "test_plain.py").write_text(
        "import sys\n\ndef test_plain():\n"
        "    loaded = {'schemathesis', 'hypothesis', 'bindery_client.testing'} & set(sys.modules)\n"
        "    assert not loaded\n",
        "utf-8",
    )
    done = run_pytest(tmp_path)
    assert done.code == 0
    assert "contract" not in done.text


def test_the_plugin_may_be_named_beside_its_entry_point() -> None:
    """The entry point is called as its module, so that naming the plugin with `-p` does not register it twice."""
    text = (CLIENT.parent / "pyproject.toml").read_text("utf-8")
    assert '"bindery_client.pytest_plugin" = "bindery_client.pytest_plugin"' in text


def test_consumers_are_tested_without_schemathesis(tmp_path: Path) -> None:
    """Only providers and `--contract-deep` need it: a missing library does not stop the rest."""
    write_service(tmp_path, HANDLER)
    (tmp_path / "schemathesis.py").write_text("raise ImportError('not installed')\n", "utf-8")
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(tmp_path), str(CLIENT)]),
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
    }
    command = [sys.executable, "-m", "pytest", *PLUGIN]
    assert subprocess.run(command, cwd=tmp_path, env=environment, check=False, capture_output=True).returncode == 0  # noqa: S603 - fixed
