"""`docs/reference/metrics.md`: the figures that a running service shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docs.pages.tables import WRITTEN, code, table
from registry.observability.metrics import Metrics
from registry.workers import ProofPool

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEAD = f"""\
# Metrics

What `GET /metrics` shows to Prometheus. [Operations](../operations.md#metrics) says what to watch, and what labels
mean.

{WRITTEN} Figures of the process (`process_...`) are left out: Prometheus' own library names them.

"""


def metrics_page() -> str:
    """The page: a row per figure, by name."""
    return _HEAD + table(
        ("name", "kind", "labels", "what it counts"), sorted(_rows(), key=lambda row: row[0].strip("`"))
    )


def _rows() -> Iterator[tuple[str, str, str, str]]:
    metrics = Metrics(ProofPool())
    labels = {
        collector._name: collector._labelnames  # type: ignore[attr-defined]  # noqa: SLF001 - nothing else tells them
        for collector in metrics.registry._collector_to_names  # noqa: SLF001 - the same
        if hasattr(collector, "_labelnames")
    }
    for family in metrics.registry.collect():
        if family.name.startswith("bindery_"):
            name = family.name + ("_total" if family.type == "counter" else "")
            said = ", ".join(code(label) for label in labels.get(family.name, ()))
            yield code(name), family.type, said, family.documentation
