"""A worker process: `python -m registry.workers FD` serves the connection that it inherits as FD."""

from __future__ import annotations

import sys
from multiprocessing.connection import Connection

from registry.workers.answering import answer_questions


def main() -> None:
    """Take the target and the limits from the connection, then answer questions until it is closed."""
    with Connection(int(sys.argv[1])) as connection:
        target, limits = connection.recv()
        answer_questions(connection, target, limits)


if __name__ == "__main__":
    main()
