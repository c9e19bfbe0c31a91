"""How releases reach the clusters: staging by itself, production by hand and as a canary."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
import yaml

from contracts.keywords import Json
from tests.deployment_files import DEPLOY, ROOT, read_yaml, run, tool

PROJECT = read_yaml(DEPLOY / "argocd" / "project.yaml")["spec"]
APPLICATIONS = {name: read_yaml(DEPLOY / "argocd" / f"{name}.yaml")["spec"] for name in ("staging", "production")}
ROLLOUT, ANALYSIS = yaml.safe_load_all(
    (DEPLOY / "kubernetes" / "overlays" / "production" / "rollout.yaml").read_text(encoding="utf-8")
)


@cache
def brought(environment: str) -> list[Json]:
    """What an application brings."""
    folder = ROOT / APPLICATIONS[environment]["source"]["path"]
    return list(yaml.safe_load_all(run(tool("kubectl", is_required=False), "kustomize", folder)))


def test_only_staging_follows_the_main_branch() -> None:
    """Staging is synced and mended by itself, production when somebody says so."""
    assert APPLICATIONS["staging"]["syncPolicy"]["automated"] == {"prune": True, "selfHeal": True}
    assert "automated" not in APPLICATIONS["production"]["syncPolicy"]


@pytest.mark.parametrize("environment", APPLICATIONS)
def test_the_project_allows_what_the_applications_bring(environment: str) -> None:
    """Repository, destination, and every kind that is rendered."""
    application = APPLICATIONS[environment]
    assert application["source"]["repoURL"] in PROJECT["sourceRepos"]
    assert application["destination"] in PROJECT["destinations"]
    allowed = {(entry["group"], entry["kind"]) for entry in PROJECT["namespaceResourceWhitelist"]}
    groups = [manifest["apiVersion"].rpartition("/")[0] for manifest in brought(environment)]
    assert {(group, manifest["kind"]) for group, manifest in zip(groups, brought(environment), strict=True)} <= allowed
    assert {manifest["metadata"]["namespace"] for manifest in brought(environment)} == {
        application["destination"]["namespace"]
    }


def test_a_canary_is_judged_after_every_step() -> None:
    """Each share of the replicas is followed by the analysis, of the canary's own pods."""
    steps = ROLLOUT["spec"]["strategy"]["canary"]["steps"]
    assert [next(iter(step)) for step in steps] == ["setWeight", "analysis"] * (len(steps) // 2)
    names = [template["templateName"] for step in steps[1::2] for template in step["analysis"]["templates"]]
    assert set(names) == {ANALYSIS["metadata"]["name"]}
    given = {argument["name"] for step in steps[1::2] for argument in step["analysis"]["args"]}
    used = set(re.findall(r"\{\{args\.(\w+)\}\}", str(ANALYSIS)))
    assert given == used == {argument["name"] for argument in ANALYSIS["spec"]["args"]}


def test_all_objectives_are_asked() -> None:
    """The metrics of the analysis are the objectives of the alerts, with the same bounds."""
    rules = read_yaml(DEPLOY / "prometheus" / "rules.yml")["groups"][0]["rules"]
    budgets = {rule["labels"]["objective"]: rule["expr"] for rule in rules if rule["record"] == "bindery:budget:ratio"}
    conditions = {metric["name"]: metric["successCondition"] for metric in ANALYSIS["spec"]["metrics"]}
    assert conditions.keys() == budgets.keys()
    for objective in ("latency", "errors"):
        assert budgets[objective] == f"vector({conditions[objective].split()[-1]})"


def test_the_questions_are_understood_by_prometheus(tmp_path: Path) -> None:
    """Every query of the analysis is PromQL."""
    queries = [metric["provider"]["prometheus"]["query"] for metric in ANALYSIS["spec"]["metrics"]]
    rules = [{"record": f"asked:{number}", "expr": query} for number, query in enumerate(queries)]
    rules_file = tmp_path / "asked.yml"
    rules_file.write_text(yaml.safe_dump({"groups": [{"name": "asked", "rules": rules}]}), encoding="utf-8")
    run(tool("promtool"), "check", "rules", rules_file)
