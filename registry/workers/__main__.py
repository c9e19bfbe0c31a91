"""A worker process: `python -m registry.workers FD` serves the connection that it inherits as FD."""

from __future__ import annotations

import sys
from multiprocessing.connection import Connection

from registry.workers.answering import answer_questions


def main() -> None:
    """Take the limit of memory from the connection, then answer questions until it is closed."""
    with Connection(int(sys.argv[1])) as connection:
        _, memory_bytes = connection.recv()  # the task that will be asked for: its modules are imported by now
        answer_questions(connection, memory_bytes=memory_bytes)


if __name__ == "__main__":
    main()
