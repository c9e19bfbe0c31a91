"""What runs inside a worker process: take a question, answer it, wait for the next."""

from __future__ import annotations

import resource
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, TypeAlias

from contracts.errors import CouldNotCheck, InvalidSchema, UnsupportedSchema

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection

    from contracts.compatibility.verdict import Verdict
    from contracts.keywords import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one proof may use."""

    timeout_seconds: float
    memory_bytes: int


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
    """A proof that ended without a verdict, and whether the process is fit for the next one."""

    reason: str
    is_fit: bool


Target: TypeAlias = "Callable[..., Verdict]"  # `check_schemas`, or what takes its place in tests
Answer: TypeAlias = "Verdict | Refusal | GaveUp"


def answer_questions(connection: Connection, target: Target, limits: Limits) -> None:
    """Serve one pool until it closes the connection."""
    _limit_memory(limits)
    connection.send("ready")
    while True:
        try:
            question = connection.recv()
        except EOFError:
            return
        _limit_processor_time(limits)
        connection.send(_answer(target, question))


def _answer(target: Target, question: dict[str, Json]) -> Answer:
    try:
        return target(**question)
    except (InvalidSchema, UnsupportedSchema) as error:
        return Refusal(error=type(error), reason=error.reason, pointer=error.pointer)
    except CouldNotCheck as error:
        return GaveUp(reason=error.reason, is_fit=True)
    except MemoryError:
        return GaveUp(reason="the proof ran out of memory", is_fit=False)
    except RecursionError:
        return GaveUp(reason="the schemas are nested too deeply", is_fit=True)
    except BaseException as error:  # noqa: BLE001 - the process edge; Rust panics arrive as BaseException
        return GaveUp(reason=f"the proof failed ({type(error).__name__})", is_fit=False)


def _limit_memory(limits: Limits) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_processor_time(limits: Limits) -> None:
    """Let the system end a hung proof even when the pool is gone and nobody is left to kill it."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    seconds = ceil(usage.ru_utime + usage.ru_stime + limits.timeout_seconds) + 1
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, hard))
