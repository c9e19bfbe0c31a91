"""One worker process, seen from the pool.

It is a program of its own and no `multiprocessing.Process`: that one would import the main program again in every
worker, which takes a second for the command line and runs a script that has no guard. It also inherits no secrets.
"""

from __future__ import annotations

import os
import pickle
import select
import signal
import subprocess
import sys
from multiprocessing import Pipe
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from contracts.keywords import Json
    from registry.workers.answering import Answer, Question, Task

_START_TIMEOUT_SECONDS = 60
_LEAST_PATIENCE_SECONDS = 10.0  # a first question may import modules
_PATIENCE = 4  # how many times its processor time a question may take by the clock: more says that nobody lets it run


class WorkerLost(Exception):
    """A process that gives no answer any more; `reason` says what became of it."""

    def __init__(self, reason: str, *, used_seconds: float = 0.0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.used_seconds = used_seconds


class WorkerStarved(WorkerLost):
    """A process that other programs left no processor time: asked again later, it may well answer."""


class Worker:
    """A process that answers one question at a time."""

    def __init__(self, process: subprocess.Popen[bytes], connection: Connection) -> None:
        self._process = process
        self._connection = connection
        self._arrival = select.poll()  # made once: `Connection.poll` makes one for every question
        self._arrival.register(connection.fileno(), select.POLLIN)

    @classmethod
    def start(cls, task: Task, *, memory_bytes: int) -> Self:
        """A worker that is ready for its first question; it has the modules of this task.

        Raises:
            WorkerStarved: the process was not ready in time, or ended before it was.
        """
        ours, theirs = Pipe()
        with theirs:
            worker = cls(_program(theirs.fileno()), ours)
        try:
            worker._sent((task, memory_bytes))
            worker._received(_START_TIMEOUT_SECONDS)
        except WorkerLost as lost:
            worker.kill()
            raise WorkerStarved("the worker process did not start") from lost
        return worker

    @property
    def is_alive(self) -> bool:
        """Whether the process still runs; the system may have ended one that was idle."""
        return self._process.poll() is None

    def ask(self, question: Question) -> Answer:
        """The answer to one question.

        Raises:
            WorkerLost: the process exceeded its time, or ended; it must be killed.
            WorkerStarved: it got too little processor time to tell; it must be killed as well.
        """
        self._sent(question)
        try:
            answer: Answer = self._received(max(question.seconds * _PATIENCE, _LEAST_PATIENCE_SECONDS))
        except _Ended as ended:
            raise self._lost(question) from ended
        return answer

    def kill(self) -> None:
        """End the process, whatever it is doing."""
        self._process.kill()
        self._process.wait()
        self._connection.close()

    def _sent(self, message: Json) -> None:
        try:
            self._connection.send_bytes(pickle.dumps(message))  # `send` looks for what only `multiprocessing` pickles
        except (OSError, RecursionError) as error:
            raise WorkerLost("the question could not be handed to the worker process") from error

    def _received(self, timeout_seconds: float) -> Json:
        try:
            if not self._arrival.poll(1000 * timeout_seconds):
                raise WorkerStarved(f"the worker process had too little processor time for {timeout_seconds:g} s")
            return self._connection.recv()
        except (EOFError, OSError) as error:
            raise _Ended("the worker process ended: out of memory, or a crash") from error

    def _lost(self, question: Question) -> WorkerLost:
        """What became of a process that has closed its connection."""
        if self._process.wait() == -signal.SIGPROF:
            sentence = f"{question.noun} was stopped after {question.seconds:g} s of processor time"
            return WorkerLost(sentence, used_seconds=question.seconds)
        return WorkerLost(f"{question.noun} ended with its process: out of memory, or a crash")


class _Ended(WorkerLost):
    """The other end of the connection is closed."""


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
