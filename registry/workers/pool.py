"""A pool of workers that answers questions of compatibility, each within its limits."""

from __future__ import annotations

from queue import LifoQueue
from typing import TYPE_CHECKING, Self

from contracts.compatibility import check_schemas
from contracts.errors import CouldNotCheck
from registry.workers.answering import GaveUp, Limits, Refusal
from registry.workers.worker import Worker, WorkerLost

if TYPE_CHECKING:
    from contracts.compatibility.verdict import Verdict
    from contracts.keywords import Json
    from registry.workers.answering import Answer, Target


class ProofPool:
    """Proofs in processes of their own, at most `size` at a time; any number of threads may ask.

    A process starts with the first question that finds none idle. One that exceeds its time or its memory is killed,
    and the next question gets a new one.
    """

    def __init__(
        self,
        *,
        size: int = 2,
        timeout_seconds: float = 3.0,
        memory_bytes: int = 1024**3,
        target: Target = check_schemas,
    ) -> None:
        self._limits = Limits(timeout_seconds=timeout_seconds, memory_bytes=memory_bytes)
        self._target = target
        self._size = size
        self._idle: LifoQueue[Worker | None] = LifoQueue()  # None: room for a worker that was not needed so far
        for _ in range(size):
            self._idle.put(None)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def prove(self, **question: Json) -> Verdict:
        """The verdict of `contracts.compatibility.check_schemas` for these arguments.

        Raises:
            CouldNotCheck: the proof was stopped, or its process ended.
            InvalidSchema: one of the schemas is none.
            UnsupportedSchema: one of the schemas cannot be judged.
        """
        worker = self._idle.get()
        kept = None
        try:
            kept, answer = self._ask(worker, question)
        except WorkerLost as lost:
            raise CouldNotCheck(lost.reason) from lost
        finally:
            self._idle.put(kept)
        return _verdict(answer)

    def close(self) -> None:
        """End all workers; waits for questions that are being answered, which their time limit bounds."""
        for _ in range(self._size):
            worker = self._idle.get()
            if worker is not None:
                worker.kill()
        for _ in range(self._size):
            self._idle.put(None)

    def _ask(self, worker: Worker | None, question: dict[str, Json]) -> tuple[Worker | None, Answer]:
        """The answer, and the worker if it is fit for another question."""
        if worker is not None and not worker.is_alive:
            worker.kill()
            worker = None
        worker = worker or Worker.start(self._target, self._limits)
        try:
            answer = worker.ask(question)
        except BaseException:  # an interrupted caller too: the answer to come would be taken for that of the next
            worker.kill()
            raise
        if isinstance(answer, GaveUp) and not answer.is_fit:
            worker.kill()
            return None, answer
        return worker, answer


def _verdict(answer: Answer) -> Verdict:
    if isinstance(answer, Refusal):
        raise answer.rebuilt()
    if isinstance(answer, GaveUp):
        raise CouldNotCheck(answer.reason)
    return answer
