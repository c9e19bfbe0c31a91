"""What runs inside a worker process: take a question, answer it, wait for the next."""

from __future__ import annotations

import gc
import pickle
import resource
import signal
from dataclasses import dataclass
from time import process_time
from typing import TYPE_CHECKING, TypeAlias

from contracts.errors import CouldNotCheck, InvalidSchema, UnsupportedSchema

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from multiprocessing.connection import Connection

    from contracts.keywords import Json

_COLLECT_EVERY = 50_000  # new objects; a question makes millions that all live until it is answered

Task: TypeAlias = "Callable[..., Json]"  # a function of a module: it is named to the process, not sent


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A task with its arguments, and how much processor time it may take; `noun` is what sentences call it."""

    task: Task
    arguments: Mapping[str, Json]
    seconds: float
    noun: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """An error of the core, taken apart: exceptions that take keyword arguments do not survive pickling."""

    error: type[InvalidSchema | UnsupportedSchema]
    reason: str
    pointer: str

    def rebuilt(self) -> InvalidSchema | UnsupportedSchema:
        """The error as it was raised."""
        return self.error(self.reason, pointer=self.pointer)


@dataclass(frozen=True, slots=True, kw_only=True)
class GaveUp:
    """A task that ended without a result, and whether the process is fit for the next one."""

    reason: str
    is_fit: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of a question: a result, a `Refusal` or a `GaveUp`; and the processor time that it took."""

    found: Json
    used_seconds: float


def answer_questions(connection: Connection, *, memory_bytes: int) -> None:
    """Serve one pool until it closes the connection.

    The system ends the process when a question takes more processor time than it may: no code of ours needs to run for
    that, neither here nor in the pool. Time that other programs take does not count.
    """
    _limit_memory(memory_bytes)
    gc.freeze()  # modules stay as they are: with the higher threshold, reading a document takes a quarter less time
    gc.set_threshold(_COLLECT_EVERY)
    connection.send("ready")
    while True:
        try:
            question = connection.recv()
        except EOFError:
            return
        signal.setitimer(signal.ITIMER_PROF, question.seconds)
        _send_answer(connection, question)
        signal.setitimer(signal.ITIMER_PROF, 0)


def _send_answer(connection: Connection, question: Question) -> None:
    begun = process_time()
    found = _found(question)
    answer = Answer(found=found, used_seconds=process_time() - begun)
    try:
        connection.send_bytes(pickle.dumps(answer))
    except (RecursionError, MemoryError):
        gave_up = GaveUp(reason=f"{question.noun} has a result that is too large to hand over", is_fit=False)
        connection.send(Answer(found=gave_up, used_seconds=process_time() - begun))


def _found(question: Question) -> Json:
    try:
        return question.task(**question.arguments)
    except (InvalidSchema, UnsupportedSchema) as error:
        return Refusal(error=type(error), reason=error.reason, pointer=error.pointer)
    except CouldNotCheck as error:
        return GaveUp(reason=error.reason, is_fit=True)
    except MemoryError:
        return GaveUp(reason=f"{question.noun} ran out of memory", is_fit=False)
    except RecursionError:
        return GaveUp(reason=f"{question.noun} failed: what it was given is nested too deeply", is_fit=True)
    except BaseException as error:  # noqa: BLE001 - the process edge; Rust panics arrive as BaseException
        return GaveUp(reason=f"{question.noun} failed ({type(error).__name__})", is_fit=False)


def _limit_memory(memory_bytes: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
