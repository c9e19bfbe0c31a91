"""One worker process, seen from the pool."""

from __future__ import annotations

import multiprocessing
from typing import TYPE_CHECKING, Self

from registry.workers.answering import answer_questions

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkServerContext
    from multiprocessing.process import BaseProcess

    from contracts.keywords import Json
    from registry.workers.answering import Answer, Limits, Target

_START_TIMEOUT_SECONDS = 60


class WorkerLost(Exception):
    """A process that gives no answer any more; `reason` says what became of it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Worker:
    """A process that answers one question at a time."""

    def __init__(self, process: BaseProcess, connection: Connection, limits: Limits) -> None:
        self._process = process
        self._connection = connection
        self._limits = limits

    @classmethod
    def start(cls, target: Target, limits: Limits) -> Self:
        """A worker that is ready for its first question.

        Raises:
            WorkerLost: the process ended before it was ready.
        """
        context = _context()
        ours, theirs = context.Pipe()
        process = context.Process(target=answer_questions, args=(theirs, target, limits), daemon=True)
        process.start()
        theirs.close()
        worker = cls(process, ours, limits)
        try:
            worker._received(_START_TIMEOUT_SECONDS)
        except WorkerLost as lost:
            worker.kill()
            raise WorkerLost("the proof worker did not start") from lost
        return worker

    @property
    def is_alive(self) -> bool:
        """Whether the process still runs; the system may have ended one that was idle."""
        return self._process.is_alive()

    def ask(self, question: dict[str, Json]) -> Answer:
        """The answer to one question.

        Raises:
            WorkerLost: the process exceeded its time, or ended; it must be killed.
        """
        try:
            self._connection.send(question)
        except (OSError, RecursionError) as error:
            raise WorkerLost("the question could not be handed to the proof worker") from error
        answer: Answer = self._received(self._limits.timeout_seconds)
        return answer

    def kill(self) -> None:
        """End the process, whatever it is doing."""
        self._process.kill()
        self._process.join()
        self._process.close()
        self._connection.close()

    def _received(self, timeout_seconds: float) -> Json:
        try:
            if not self._connection.poll(timeout_seconds):
                raise WorkerLost(f"the proof was stopped after {timeout_seconds:g} s")
            return self._connection.recv()
        except (EOFError, OSError) as error:
            raise WorkerLost("the proof worker ended: out of memory, or a crash") from error


def _context() -> ForkServerContext:
    """A server that was started clean forks the workers: cheap to replace, and no thread of ours is ever copied."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["registry.workers.answering", "contracts.compatibility"])
    return context
