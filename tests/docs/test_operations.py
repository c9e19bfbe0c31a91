"""`docs/operations.md`, held against what the service says of itself."""

from __future__ import annotations

import re
from pathlib import Path

from registry.observability.metrics import Metrics
from registry.workers import ProofPool

PAGE = (Path(__file__).parents[2] / "docs" / "operations.md").read_text(encoding="utf-8")


def test_every_figure_is_described() -> None:
    """The table has the figures of `/metrics`, with their labels, and no others."""
    metrics = Metrics(ProofPool())
    served = {
        collector._name: tuple(collector._labelnames)  # type: ignore[attr-defined]  # nothing else tells the labels
        for collector in metrics.registry._collector_to_names
        if hasattr(collector, "_labelnames")
    }
    names = {family.name for family in metrics.registry.collect()}
    described = {
        name.removesuffix("_total"): tuple(re.findall(r"`(\w+)`", labels))
        for name, labels in re.findall(r"^\| `(bindery_\w+)` \| [^|]+ \| ([^|]*)\|", PAGE, flags=re.MULTILINE)
    }
    assert described.keys() == {name for name in names if name.startswith("bindery_")}
    assert {name: described[name] for name in served} == served
