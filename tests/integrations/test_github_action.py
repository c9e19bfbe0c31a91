"""The composite action: its steps run as GitHub runs them."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from contracts.keywords import Json
from tests.command_line import Project
from tests.pipelines import ROOT, Run, clone, commit_of, put_bindery, run_script

ACTION: Json = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
INSTALL, CHECK = ACTION["runs"]["steps"]
EXPRESSION = re.compile(r"\$\{\{ (.+?) \}\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Runner:
    """A runner with a checkout of a branch; `event` holds what GitHub fills into expressions and variables."""

    work: Path
    checkout: Path

    def step(self, step: Json, *, inputs: dict[str, str] | None = None, before: str = "", base: str = "") -> Run:
        """What a step does in the checkout."""
        given = {f"inputs.{name}": told["default"] for name, told in ACTION["inputs"].items()}
        given |= {f"inputs.{name}": value for name, value in (inputs or {}).items()} | {"github.event.before": before}
        variables = {name: EXPRESSION.sub(lambda found: given[found[1]], value) for name, value in step["env"].items()}
        variables |= {
            "RUNNER_TEMP": str(self.work),
            "GITHUB_ACTION_PATH": str(ROOT),
            "GITHUB_BASE_REF": base,
            "GITHUB_OUTPUT": str(self.work / "output"),
            "GITHUB_STEP_SUMMARY": str(self.work / "summary"),
        }
        return run_script(step["run"], folder=self.checkout, variables=variables)

    def outputs(self) -> dict[str, str]:
        """What the steps gave out."""
        lines = (self.work / "output").read_text("utf-8").splitlines()
        return dict(line.split("=", 1) for line in lines)


@pytest.fixture
def runner(origin: Project, tmp_path: Path) -> Runner:
    """A runner that has Bindery, with one commit of `feature` checked out."""
    work = tmp_path / "runner"
    put_bindery(work / "bindery" / "bin")
    return Runner(work=work, checkout=clone(origin.root, "feature", tmp_path / "checkout"))


def test_a_pull_request_is_compared_with_its_base(runner: Runner) -> None:
    """Annotations in the log, a page in the summary, SARIF for the next step, and the exit code."""
    done = runner.step(CHECK, base="main")
    assert done.code == 1
    assert "\n::error file=docs/orders.md,line=" in done.out
    assert runner.outputs() == {"exit-code": "1", "sarif": "bindery.sarif"}
    assert (runner.work / "summary").read_text("utf-8").startswith("### ✗ check docs against git")
    (run,) = json.loads((runner.checkout / "bindery.sarif").read_bytes())["runs"]
    assert [result["ruleId"] for result in run["results"]] == ["required-property-removed", "unlisted-service"]


def test_a_push_is_compared_with_what_was_there_before(runner: Runner, origin: Project) -> None:
    """The commit is fetched by its name; a JUnit file where one is asked for."""
    done = runner.step(CHECK, before=commit_of(origin.root, "main"), inputs={"junit": "report.xml"})
    assert done.code == 1
    assert 'failures="1"' in (runner.checkout / "report.xml").read_text("utf-8")


@pytest.mark.parametrize("before", ["", "0" * 40])
def test_documents_without_a_past_are_linted(runner: Runner, before: str) -> None:
    """A new branch, or an event that is no push."""
    done = runner.step(CHECK, before=before)
    assert (done.code, runner.outputs()["exit-code"]) == (0, "0")
    assert "1 document, 1 problem" in done.err


def test_warnings_count_where_that_is_asked_for(runner: Runner) -> None:
    """`strict: true` is passed on."""
    document = runner.checkout / "docs" / "orders.md"
    document.write_text(document.read_text("utf-8").replace("| billing |", "| - |"), "utf-8")
    assert runner.step(CHECK).code == 0
    assert runner.step(CHECK, inputs={"strict": "true"}).code == 1


def test_a_check_that_could_not_be_made_fails_and_says_so(runner: Runner) -> None:
    """No SARIF file of an earlier run is taken for its answer."""
    (runner.checkout / "bindery.sarif").write_text("{}", "utf-8")
    done = runner.step(CHECK, inputs={"against": "git:nowhere"})
    assert done.code == 3
    assert "::error title=Bindery::the contracts were not all checked (exit code 3)" in done.out
    assert "'nowhere' is unknown" in done.err
    assert runner.outputs() == {"exit-code": "3"}


def test_names_are_data_and_never_commands(runner: Runner) -> None:
    """An input with a command in it is the name of a folder that does not exist."""
    done = runner.step(CHECK, inputs={"place": "docs; touch owned", "against": "$(touch owned)"})
    assert done.code == 2
    assert not (runner.checkout / "owned").exists()


def test_the_action_installs_itself(origin: Project, tmp_path: Path) -> None:
    """From its own checkout, into an environment that the check then uses."""
    runner = Runner(work=tmp_path, checkout=clone(origin.root, "feature", tmp_path / "checkout"))
    installed = runner.step(INSTALL, inputs={"python": sys.executable})
    assert installed.code == 0, installed.err
    assert runner.step(CHECK, base="main").code == 1
