"""A pool of workers that answers questions, each within its limits: proofs first of all."""

from __future__ import annotations

from contextlib import contextmanager
from queue import Empty, LifoQueue
from threading import Lock
from typing import TYPE_CHECKING, Self

from contracts.compatibility import check_schemas
from contracts.errors import CouldNotCheck
from registry.workers.answering import GaveUp, Question, Refusal
from registry.workers.worker import Worker, WorkerLost, WorkerStarved

if TYPE_CHECKING:
    from collections.abc import Iterator

    from contracts.compatibility.verdict import Verdict
    from contracts.keywords import Json
    from registry.workers.answering import Answer, Task


class Starved(CouldNotCheck):
    """There was no process free, or no processor time for it: says nothing of the question, which may be repeated."""


class Reservation:
    """A process that is kept for the questions of one caller; `used_seconds` of processor time were spent on them."""

    def __init__(self, worker: Worker, *, proof: Task, proof_seconds: float) -> None:
        self.worker: Worker | None = worker
        self.used_seconds = 0.0
        self._proof = proof
        self._proof_seconds = proof_seconds

    def prove(self, **question: Json) -> Verdict:
        """The verdict of `contracts.compatibility.check_schemas` for these arguments.

        Raises:
            CouldNotCheck: the proof was stopped, or its process ended.
            Starved: the machine is too busy to tell.
            InvalidSchema: one of the schemas is none.
            UnsupportedSchema: one of the schemas cannot be judged.
        """
        verdict: Verdict = self.ask(
            Question(task=self._proof, arguments=question, seconds=self._proof_seconds, noun="the proof")
        )
        return verdict

    def ask(self, question: Question) -> Json:
        """What the task of the question returned.

        Raises:
            CouldNotCheck: the task was stopped, or its process ended.
            Starved: the machine is too busy to tell.
            InvalidSchema: the task found no schema where it needs one.
            UnsupportedSchema: the task found a schema that it cannot take.
        """
        answer = self._answer(question)
        self.used_seconds += answer.used_seconds
        if isinstance(answer.found, Refusal):
            raise answer.found.rebuilt()
        if isinstance(answer.found, GaveUp):
            if not answer.found.is_fit:
                self._kill()
            raise CouldNotCheck(answer.found.reason)
        return answer.found

    def _answer(self, question: Question) -> Answer:
        if self.worker is None:
            raise CouldNotCheck("the worker process ended with an earlier question")
        try:
            return self.worker.ask(question)
        except WorkerLost as lost:
            self._kill()
            self.used_seconds += lost.used_seconds
            raise (Starved if isinstance(lost, WorkerStarved) else CouldNotCheck)(lost.reason) from lost
        except BaseException:  # an interrupted caller too: the answer to come would be taken for that of the next
            self._kill()
            raise

    def _kill(self) -> None:
        if self.worker is not None:
            self.worker.kill()
            self.worker = None


class ProofPool:
    """Work in processes of its own, at most `size` at a time; any number of threads may ask.

    A process starts with the first question that finds none idle. One that exceeds its time or its memory is killed,
    and the next question gets a new one. `timeout_seconds` is processor time: a busy machine changes no verdict.
    """

    def __init__(
        self,
        *,
        size: int = 2,
        timeout_seconds: float = 3.0,
        memory_bytes: int = 1024**3,
        target: Task = check_schemas,
    ) -> None:
        self._timeout_seconds = timeout_seconds
        self._memory_bytes = memory_bytes
        self._target = target
        self.size = size
        self.killed = 0  # processes that had to be ended, those that ended by themselves among them
        self._counting = Lock()
        self._idle: LifoQueue[Worker | None] = LifoQueue()  # None: room for a worker that was not needed so far
        for _ in range(size):
            self._idle.put(None)

    @property
    def busy(self) -> int:
        """How many processes are kept by somebody right now."""
        return self.size - self._idle.qsize()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def prove(self, **question: Json) -> Verdict:
        """The verdict of `contracts.compatibility.check_schemas`, as `Reservation.prove` gives it."""
        with self.reserved() as reservation:
            return reservation.prove(**question)

    @contextmanager
    def reserved(self, *, wait_seconds: float | None = None) -> Iterator[Reservation]:
        """A process for one caller's questions, back in the pool afterwards; by default the wait for it has no end.

        Raises:
            Starved: none became free in time, or a new one does not start.
        """
        try:
            worker = self._idle.get(timeout=wait_seconds)
        except Empty:
            raise Starved(f"no worker process became free within {wait_seconds:g} s") from None
        kept = None
        try:
            reservation = Reservation(self._fit(worker), proof=self._target, proof_seconds=self._timeout_seconds)
            try:
                yield reservation
            finally:
                kept = reservation.worker
                if kept is None:
                    self._count_killed()
        finally:
            self._idle.put(kept)

    def close(self) -> None:
        """End all workers; waits for questions that are being answered, which their time limit bounds."""
        for _ in range(self.size):
            worker = self._idle.get()
            if worker is not None:
                worker.kill()
        for _ in range(self.size):
            self._idle.put(None)

    def _count_killed(self) -> None:
        with self._counting:
            self.killed += 1

    def _fit(self, worker: Worker | None) -> Worker:
        """The worker, or another one if the system has ended it meanwhile."""
        if worker is not None and worker.is_alive:
            return worker
        if worker is not None:
            worker.kill()
            self._count_killed()
        try:
            return Worker.start(self._target, memory_bytes=self._memory_bytes)
        except WorkerLost as lost:
            raise Starved(lost.reason) from lost
