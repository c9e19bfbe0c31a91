"""One worker process, seen from the pool.

It is a program of its own and no `multiprocessing.Process`: that one would import the main program again in every
worker, which takes a second for the command line and runs a script that has no guard. It also inherits no secrets.
"""

from __future__ import annotations

import os
import subprocess
import sys
from multiprocessing import Pipe
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

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

    def __init__(self, process: subprocess.Popen[bytes], connection: Connection, limits: Limits) -> None:
        self._process = process
        self._connection = connection
        self._limits = limits

    @classmethod
    def start(cls, target: Target, limits: Limits) -> Self:
        """A worker that is ready for its first question.

        Raises:
            WorkerLost: the process ended before it was ready.
        """
        ours, theirs = Pipe()
        with theirs:
            worker = cls(_program(theirs.fileno()), ours, limits)
        try:
            worker._sent((target, limits))
            worker._received(_START_TIMEOUT_SECONDS)
        except WorkerLost as lost:
            worker.kill()
            raise WorkerLost("the proof worker did not start") from lost
        return worker

    @property
    def is_alive(self) -> bool:
        """Whether the process still runs; the system may have ended one that was idle."""
        return self._process.poll() is None

    def ask(self, question: dict[str, Json]) -> Answer:
        """The answer to one question.

        Raises:
            WorkerLost: the process exceeded its time, or ended; it must be killed.
        """
        self._sent(question)
        answer: Answer = self._received(self._limits.timeout_seconds)
        return answer

    def kill(self) -> None:
        """End the process, whatever it is doing."""
        self._process.kill()
        self._process.wait()
        self._connection.close()

    def _sent(self, message: Json) -> None:
        try:
            self._connection.send(message)
        except (OSError, RecursionError) as error:
            raise WorkerLost("the question could not be handed to the proof worker") from error

    def _received(self, timeout_seconds: float) -> Json:
        try:
            if not self._connection.poll(timeout_seconds):
                raise WorkerLost(f"the proof was stopped after {timeout_seconds:g} s")
            return self._connection.recv()
        except (EOFError, OSError) as error:
            raise WorkerLost("the proof worker ended: out of memory, or a crash") from error


def _program(descriptor: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - this very program
        [
            sys.executable,
            "-P",
            "-m",
            "registry.workers",
            str(descriptor),
        ],  # -P: never import from the working directory
        pass_fds=(descriptor,),
        env={"PYTHONPATH": os.pathsep.join(sys.path)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl+C reaches the whole group: the pool decides when its workers end
    )
