"""The peer of the compatibility engine: jsonsubschema, stopped where it does not end."""

from __future__ import annotations

import contextlib
import io
import signal
import warnings
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from compatibility_pairs import Question

LIMIT_SECONDS = 5.0


class Jsonsubschema:
    """`isSubschema` of jsonsubschema.

    Raises:
        ImportError: it is not installed.
    """

    def __init__(self) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it uses what its own libraries deprecate
            from jsonsubschema import isSubschema  # noqa: PLC0415 - it may not be installed

        self._is_subschema = isSubschema

    def answer(self, question: Question) -> bool | None:
        """What it says, or None where it gives up, crashes or does not end in time."""
        writer = question.sent()
        with _limited(), _silent():
            try:
                return bool(self._is_subschema(writer, question.reader))
            except BaseException:  # noqa: BLE001 - it raises what it likes, exits included
                return None

    def ask(self, question: Question, writer: object) -> object:
        """The bare call, for the clock; `writer` is `question.sent()`."""
        return self._is_subschema(writer, question.reader)


class _Late(BaseException):
    """The peer used up its time."""


@contextlib.contextmanager
def _limited() -> Iterator[None]:
    """So many seconds; again and again, because some of its handlers swallow everything."""
    before = signal.signal(signal.SIGALRM, _stop)
    signal.setitimer(signal.ITIMER_REAL, LIMIT_SECONDS, LIMIT_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _stop(*_facts: object) -> None:
    raise _Late


@contextlib.contextmanager
def _silent() -> Iterator[None]:
    """Without what it prints and warns about."""
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        yield
