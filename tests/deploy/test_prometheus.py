"""Recording rules, alerts, routes and the dashboard, held against each other and against a running service."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from registry.settings import Settings
from tests.deployment_files import DEPLOY, read_yaml, run, tool
from tests.running_registry import registry_client

PROMETHEUS = DEPLOY / "prometheus"
RULES = [rule for group in read_yaml(PROMETHEUS / "rules.yml")["groups"] for rule in group["rules"]]
DASHBOARD = json.loads((DEPLOY / "grafana" / "dashboards" / "bindery.json").read_text(encoding="utf-8"))
SHOWN = [target["expr"] for panel in DASHBOARD["panels"] for target in panel["targets"]]
EXPRESSIONS = [rule["expr"] for rule in RULES] + SHOWN
SUFFIXES = {"counter": ("_total",), "histogram": ("_bucket", "_count", "_sum"), "gauge": ("",)}
OF_PROMETHEUS = {"job", "instance", "le"}  # labels that no service writes itself


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """Every name of a running service's `/metrics`, and the labels seen with it."""
    settings = Settings.of_sqlite_file(tmp_path_factory.mktemp("metrics") / "registry.db")
    with registry_client(settings) as client:
        client.get("/api/v1/contracts")
        families = list(text_string_to_metric_families(client.get("/metrics").text))
    found: dict[str, set[str]] = {
        family.name + suffix: set() for family in families for suffix in SUFFIXES.get(family.type, ())
    }
    for family in families:
        for sample in family.samples:
            found.setdefault(sample.name, set()).update(sample.labels)
    return found


def test_every_alert_fires_when_it_must_and_only_then() -> None:
    """Prometheus's own unit tests of the rules pass."""
    assert "SUCCESS" in run(tool("promtool"), "test", "rules", "rules.test.yml", cwd=PROMETHEUS)


def test_every_alert_is_tested() -> None:
    """For each alert there is a case in which it fires, and one in which it does not."""
    cases = [case for test in read_yaml(PROMETHEUS / "rules.test.yml")["tests"] for case in test["alert_rule_test"]]
    alerts = {rule["alert"] for rule in RULES if "alert" in rule}
    assert alerts == {case["alertname"] for case in cases if case["exp_alerts"]}
    assert alerts == {case["alertname"] for case in cases if not case["exp_alerts"]}


def test_every_figure_is_one_that_the_service_has(figures: dict[str, set[str]]) -> None:
    """Rules and dashboard name what stands in `/metrics`, or what a rule records."""
    recorded = {rule["record"] for rule in RULES if "record" in rule}
    named = {name for text in EXPRESSIONS for name in re.findall(r"\b(?:bindery|process)[_:][\w:]+", text)}
    assert named - recorded <= figures.keys()


def test_every_label_is_one_that_the_service_has(figures: dict[str, set[str]]) -> None:
    """A selector on a label that is nowhere would match nothing, or everything, for ever."""
    selectors = [
        (name, label)
        for text in EXPRESSIONS
        for name, labels in re.findall(r"\b((?:bindery|process)_\w+)\{([^}]*)\}", text)
        for label in re.findall(r"(\w+)[!=]?[=~]", labels)
    ]
    assert selectors
    assert [pair for pair in selectors if pair[1] not in figures[pair[0]] | OF_PROMETHEUS] == []


def test_the_dashboard_asks_what_prometheus_understands(tmp_path: Path) -> None:
    """Every expression of the dashboard is PromQL."""
    rules = [{"record": f"shown:{number}", "expr": text} for number, text in enumerate(SHOWN)]
    rules_file = tmp_path / "shown.yml"
    rules_file.write_text(yaml.safe_dump({"groups": [{"name": "shown", "rules": rules}]}), encoding="utf-8")
    run(tool("promtool"), "check", "rules", rules_file)


def test_prometheus_can_read_its_configuration() -> None:
    """What compose mounts is a configuration of Prometheus."""
    run(tool("promtool"), "check", "config", "--syntax-only", PROMETHEUS / "prometheus.yml")


def test_alertmanager_can_read_its_configuration() -> None:
    """The routes are a configuration of Alertmanager."""
    run(tool("amtool"), "check-config", PROMETHEUS / "alertmanager.yml")


@pytest.mark.parametrize(("severity", "receivers"), [("page", "pagerduty,slack"), ("ticket", "slack")])
def test_an_alert_reaches_who_must_know(severity: str, receivers: str) -> None:
    """Pages wake somebody, tickets do not; both are told in Slack."""
    file = f"--config.file={PROMETHEUS / 'alertmanager.yml'}"
    assert receivers in run(tool("amtool"), "config", "routes", "test", file, f"severity={severity}").splitlines()


def test_every_severity_has_a_route() -> None:
    """No alert names a severity that the routes do not know."""
    assert {rule["labels"]["severity"] for rule in RULES if "alert" in rule} == {"page", "ticket"}
