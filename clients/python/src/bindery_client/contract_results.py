"""What the contract tests of a run found: a section of the terminal's summary, and the file of `--contract-report`."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from bindery_client.json_values import Json

PROPERTY = "bindery"
REPORT_VERSION = 1


@dataclass(slots=True, kw_only=True, eq=False)  # pytest keeps its plugins in sets
class ContractResults:
    """The results so far. They travel as a property of each test, so that workers of pytest-xdist report theirs too."""

    path: Path | None
    results: dict[str, dict[str, Json]] = field(default_factory=dict)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep the result of a contract test; what fails in any phase has failed."""
        for key, facts in report.user_properties:
            known = self.results.get(report.nodeid, {}).get("outcome")
            if key == PROPERTY and isinstance(facts, dict) and known != "failed":
                is_decisive = report.when == "call" or not report.passed
                outcome = {"outcome": report.outcome} if is_decisive else {}
                self.results[report.nodeid] = {
                    "test": report.nodeid,
                    **self.results.get(report.nodeid, {}),
                    **facts,
                    **outcome,
                }

    def pytest_sessionfinish(self) -> None:
        """Write the report, if one was asked for."""
        if self.path:
            found = [self.results[node] for node in sorted(self.results)]
            services = sorted({result["service"] for result in found})
            report = {"report_version": REPORT_VERSION, "services": services, "results": found}
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.path.write_text(json.dumps(report, indent=2, sort_keys=True, ensure_ascii=False) + "\n", "utf-8")

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Name what could not be judged: it has passed no test."""
        lines = [f"{test}: {one}" for test, result in self.results.items() for one in result.get("not_judged", ())]
        if lines:
            terminalreporter.section("contracts that were not judged")
            for line in lines:
                terminalreporter.line(line)
