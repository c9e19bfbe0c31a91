"""The figures of one running service, as Prometheus reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector

if TYPE_CHECKING:
    from collections.abc import Iterator

    from prometheus_client import Metric

CONTENT_TYPE = CONTENT_TYPE_LATEST
NO_ROUTE = "none"  # nothing is served there, or the gate let the request go no further

# the objective is 0.2 s: without a bucket that ends there it could only be estimated
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2.5, 5, 10, 30)
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class WatchedPool(Protocol):
    """A pool of worker processes: at most `size`, `busy` of them right now, `killed` so far."""

    @property
    def size(self) -> int:
        """How many there may be."""
        ...

    @property
    def busy(self) -> int:
        """How many answer a question."""
        ...

    @property
    def killed(self) -> int:
        """How many had to be ended."""
        ...


class Metrics:
    """Counts what happens; may be shared by threads. Each service of a process has figures of its own."""

    def __init__(self, pool: WatchedPool) -> None:
        self._workers = _Workers(pool)
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._add_requests()
        self._add_contracts()
        self._add_parts()

    def _add_requests(self) -> None:
        self.request_seconds = Histogram(
            "bindery_request_seconds",
            "How long requests took, until the last byte was handed to the system; buckets end at 0.2 s, among others",
            ("route", "method", "status"),
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.refusals = Counter(
            "bindery_gate_refusals",
            "Requests that no route saw, by code: authentication failures (credentials-...), rate limits",
            ("code",),
            registry=self.registry,
        )

    def _add_contracts(self) -> None:
        self.registrations = Counter(
            "bindery_registrations", "Registrations that were answered", ("outcome",), registry=self.registry
        )
        self.verdicts = Counter(
            "bindery_verdicts", "Proofs, one per pair of schemas", ("outcome",), registry=self.registry
        )
        self.disagreements = Counter(
            "bindery_engine_disagreements",
            "Proofs that a validator contradicted; each is in the log, with both schemas",
            registry=self.registry,
        )

    def _add_parts(self) -> None:
        self.database_up = Gauge(
            "bindery_database_up", "1 if the database answered when the figures were read", registry=self.registry
        )
        self.registry.register(self._workers)
        self.outbox = OutboxFigures()
        self.registry.register(self.outbox)
        self.delivery_failures = Counter(
            "bindery_outbox_failures",
            "Attempts of this process to deliver events that ended without all of them delivered",
            registry=self.registry,
        )

    def observe_request(self, *, route: str | None, method: str, status: int | None, seconds: float) -> None:
        """Count one request; `route` is its template, `status` None if it got no answer."""
        labels = (
            route or NO_ROUTE,
            method if method in _METHODS else "other",
            f"{status // 100}xx" if status else "none",
        )
        self.request_seconds.labels(*labels).observe(seconds)

    def count_verdict(self, outcome: str) -> None:
        """Count one proof; what was stopped is `could not check`."""
        self.verdicts.labels(outcome).inc()

    def text(self) -> bytes:
        """All figures, in the format that `CONTENT_TYPE` names."""
        return generate_latest(self.registry)


class OutboxFigures(Collector):
    """How far the delivery of events is, as the database had it when it was asked last; nothing before that."""

    def __init__(self) -> None:
        self._seen: tuple[int, int, float] | None = None

    def set(self, *, delivered: int, waiting: int, oldest_seconds: float) -> None:
        """Show these from now on."""
        self._seen = delivered, waiting, oldest_seconds

    def forget(self) -> None:
        """Show nothing: what was seen may be long past."""
        self._seen = None

    def collect(self) -> Iterator[Metric]:
        """Return the figures, which are the same for all replicas."""
        delivered, waiting, oldest_seconds = self._seen or (None, None, None)
        yield CounterMetricFamily(
            "bindery_outbox_delivered", "Events that a broker has confirmed; of all replicas", value=delivered
        )
        yield GaugeMetricFamily(
            "bindery_outbox_waiting",
            "Events that no broker has confirmed yet; of all replicas, and without a broker all of them",
            value=waiting,
        )
        yield GaugeMetricFamily(
            "bindery_outbox_oldest_seconds",
            "How long the first of the waiting events has waited; 0 if none does",
            value=oldest_seconds,
        )


class _Workers(Collector):
    """What a pool says of itself when the figures are read."""

    def __init__(self, pool: WatchedPool) -> None:
        self._pool = pool

    def collect(self) -> Iterator[Metric]:
        """Return the figures of the pool."""
        yield GaugeMetricFamily("bindery_workers", "Worker processes, at most", value=self._pool.size)
        yield GaugeMetricFamily("bindery_workers_busy", "Worker processes that are in use", value=self._pool.busy)
        yield CounterMetricFamily(
            "bindery_workers_killed",
            "Worker processes that had to be ended: time, memory, a crash",
            value=self._pool.killed,
        )
