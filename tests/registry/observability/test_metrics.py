"""The figures of a running service."""

from __future__ import annotations

import pytest
from prometheus_client.parser import text_string_to_metric_families

from registry.observability.metrics import Metrics
from registry.workers import ProofPool


def figures(metrics: Metrics) -> dict[tuple[str, str], float]:
    """Every figure by its name and its labels, written `a=b,c=d`."""
    return {
        (sample.name, ",".join(f"{name}={value}" for name, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(metrics.text().decode())
        for sample in family.samples
    }


@pytest.mark.parametrize(("seconds", "is_within"), [(0.2, 1.0), (0.2001, 0.0)])
def test_the_objective_has_a_bucket(seconds: float, is_within: float) -> None:
    """How many requests took at most 0.2 s is counted, not estimated."""
    metrics = Metrics(ProofPool())
    metrics.observe_request(route="/readyz", method="GET", status=200, seconds=seconds)
    found = figures(metrics)
    assert found["bindery_request_seconds_bucket", "le=0.2,method=GET,route=/readyz,status=2xx"] == is_within


@pytest.mark.parametrize(
    ("route", "method", "status", "labels"),
    [
        ("/readyz", "GET", 503, "method=GET,route=/readyz,status=5xx"),
        (None, "GET", 404, "method=GET,route=none,status=4xx"),
        ("/readyz", "BREW", 405, "method=other,route=/readyz,status=4xx"),
        ("/readyz", "GET", None, "method=GET,route=/readyz,status=none"),
    ],
)
def test_labels_are_few(route: str | None, method: str, status: int | None, labels: str) -> None:
    """Whatever strangers send, it makes no series of its own."""
    metrics = Metrics(ProofPool())
    metrics.observe_request(route=route, method=method, status=status, seconds=0.001)
    assert figures(metrics)["bindery_request_seconds_count", labels] == 1


def test_the_pool_tells_of_itself() -> None:
    """How many workers are in use is asked when the figures are read."""
    with ProofPool(size=3) as pool:
        metrics = Metrics(pool)
        with pool.reserved():
            found = figures(metrics)
        idle = figures(metrics)
    assert (found["bindery_workers", ""], found["bindery_workers_busy", ""]) == (3, 1)
    assert idle["bindery_workers_busy", ""] == 0


def test_services_of_one_process_count_apart() -> None:
    """Two applications share no figures."""
    first, second = Metrics(ProofPool()), Metrics(ProofPool())
    first.count_verdict("compatible")
    assert ("bindery_verdicts_total", "outcome=compatible") in figures(first)
    assert ("bindery_verdicts_total", "outcome=compatible") not in figures(second)
