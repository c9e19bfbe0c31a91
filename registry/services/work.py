"""What worker processes do for one request: reading documents, proving, generating cases; each within its limits.

Hostile input can make each of these slow, and one call into C code holds up all threads of the service.
"""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Protocol

from contracts.documents import read_design_documents
from contracts.errors import CouldNotCheck
from contracts.messages import Case, cases
from registry.errors import CasesStopped, ReadingStopped, RegistryBusy
from registry.services.remembered_cases import RememberedCases
from registry.services.watched_proofs import watched
from registry.workers import Question, Starved

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from contracts.compatibility import Prove, Verdict
    from contracts.keywords import Json
    from contracts.model import Definition, DesignDocument, Formats
    from registry.observability.metrics import Metrics
    from registry.settings import Settings
    from registry.workers import ProofPool
    from registry.workers.pool import Reservation


@dataclass(frozen=True, slots=True, kw_only=True)
class PartCases:
    """The test cases of one part of a contract."""

    part: str
    cases: tuple[Case, ...]


class Work(Protocol):
    """What a use case lets other processes do."""

    def read(self, texts: Mapping[str, str]) -> tuple[DesignDocument, ...]:
        """The documents, as `contracts.documents.read_design_documents` gives them."""
        ...

    def prover(self) -> Prove:
        """A `prove` for one attempt to answer the request."""
        ...


class RequestWork:
    """The work of one request: all its waiting for free processes together has an end, and changes no answer."""

    def __init__(
        self, pool: ProofPool, settings: Settings, metrics: Metrics, *, remembered: RememberedCases | None = None
    ) -> None:
        self._pool = pool
        self._remembered = remembered or RememberedCases()
        self._metrics = metrics
        self._settings = settings
        self._left_waiting_seconds = settings.request_wait_seconds

    @property
    def proof_seconds(self) -> float:
        """How much processor time one question about schemas may take."""
        return self._settings.proof_timeout_seconds

    def read(self, texts: Mapping[str, str]) -> tuple[DesignDocument, ...]:
        """The documents, as `contracts.documents.read_design_documents` gives them.

        Raises:
            ReadingStopped: it took too much time or memory.
            RegistryBusy: the machine is too busy to tell.
        """
        question = reading_question(texts, self._settings)
        try:
            documents: tuple[DesignDocument, ...] = self.reserved(lambda process: process.ask(question))
        except CouldNotCheck as error:
            raise ReadingStopped(error.reason) from error
        return documents

    def cases_of(self, definition: Definition, formats: Formats) -> list[PartCases]:
        """The test cases of a definition, part by part.

        Raises:
            CasesStopped: it took too much time or memory.
            RegistryBusy: the machine is too busy to tell.
        """
        found: list[PartCases] = self._remembered.of(definition, formats, lambda: self._generated(definition, formats))
        return found

    def _generated(self, definition: Definition, formats: Formats) -> Json:
        question = Question(
            task=part_cases,
            arguments={"definition": definition, "formats": formats},
            seconds=self._settings.cases_timeout_seconds,
            noun="the generation of test cases",
        )
        try:
            return self.reserved(lambda process: process.ask(question))
        except CouldNotCheck as error:
            raise CasesStopped(error.reason) from error

    def prover(self) -> Prove:
        """A `prove` for one attempt to answer the request, with all of the time that its proofs may take together."""
        return watched(ProofBudget(self, seconds=self._settings.request_proof_seconds), self._metrics)

    def reserved(self, ask: Callable[[Reservation], Json]) -> Json:
        """What `ask` returns, given a process of the pool.

        Raises:
            RegistryBusy: none became free in time, or there was no processor time for it.
        """
        begun = monotonic()
        try:
            with self._pool.reserved(wait_seconds=max(self._left_waiting_seconds, 0)) as reservation:
                self._left_waiting_seconds -= monotonic() - begun
                return ask(reservation)
        except Starved as error:
            raise RegistryBusy(error.reason) from error


class ProofBudget:
    """A `prove` that stops asking once its proofs took too much processor time, which no other request changes."""

    def __init__(self, work: RequestWork, *, seconds: float) -> None:
        self._work = work
        self._seconds = seconds
        self._left_seconds = seconds

    def __call__(self, **question: Json) -> Verdict:
        """The verdict of one question.

        Raises:
            CouldNotCheck: the proof was stopped, or nothing is left of the budget.
            RegistryBusy: the machine is too busy to tell.
        """
        if self._left_seconds <= 0:
            raise CouldNotCheck(
                f"the proofs of this request took more than {self._seconds:g} s of processor time: ask about fewer "
                "contracts at a time, or let the registry take longer (BINDERY_REQUEST_PROOF_SECONDS)"
            )
        verdict: Verdict = self._work.reserved(lambda process: self._proved(process, question))
        return verdict

    def _proved(self, process: Reservation, question: dict[str, Json]) -> Verdict:
        try:
            return process.prove(**question)
        finally:
            self._left_seconds -= process.used_seconds


def reading_question(texts: Mapping[str, str | bytes], settings: Settings) -> Question:
    """The question whose answer are the documents, with the processor time that texts of this size may take."""
    mebibytes = sum(map(len, texts.values())) / 1024**2
    return Question(
        task=read_design_documents,
        arguments={"documents": dict(texts)},
        seconds=settings.reading_timeout_seconds + mebibytes * settings.reading_seconds_per_mebibyte,
        noun="the reading of the documents",
    )


def part_cases(definition: Definition, formats: Formats) -> list[PartCases]:
    """The test cases of a definition, part by part; to be called in a process of its own."""
    return [PartCases(part=part.name, cases=cases(part.schema, formats=formats)) for part in definition.parts]
