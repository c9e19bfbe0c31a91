"""A tour of Bindery, from design documents to messages, tests and deployments: `python -m examples.shop.demo [--once]`.

Everything happens in a temporary folder, with the same commands that you would type.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from bindery_client import BinderyClientError
from examples.shop.tour.at_deploy_time import ask_and_deploy
from examples.shop.tour.at_design_time import register_and_break
from examples.shop.tour.at_run_time import pull_and_trade
from examples.shop.tour.at_test_time import generate_and_test
from examples.shop.tour.terminal import BINDERY, Terminal, TourError, say, shown

if TYPE_CHECKING:
    from collections.abc import Iterator


def main() -> int:
    """Run the tour; with `--once`, or without a terminal, end instead of serving on."""
    logging.getLogger("pika").setLevel(logging.CRITICAL)  # the tour itself says when no broker answers
    stay = "--once" not in sys.argv and sys.stdin.isatty()
    with tempfile.TemporaryDirectory(prefix="bindery-demo-") as folder:
        try:
            with served(Path(folder)) as url:
                tour(Terminal(folder=Path(folder), url=url))
                if stay:
                    wait(url)
        except (TourError, BinderyClientError) as error:
            print(f"The tour stopped: {error}", file=sys.stderr)
            return 1
    return 0


def tour(terminal: Terminal) -> None:
    """All parts, one after the other."""
    register_and_break(terminal)
    pull_and_trade(terminal)
    generate_and_test(terminal)
    ask_and_deploy(terminal)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The URL of a registry of its own, stopped at the end."""
    here = {"BINDERY_DATABASE_URL": f"sqlite+aiosqlite:///{folder}/bindery.db", "BINDERY_LOG_LEVEL": "warning"}
    command = [str(BINDERY), "serve", "--port", "0"]
    with subprocess.Popen(command, env={**os.environ, **here}, stdout=subprocess.PIPE, text=True) as server:  # noqa: S603 - our own
        try:
            line = server.stdout.readline() if server.stdout else ""
            if "http://" not in line:
                raise TourError(f"the registry did not start: {line}")
            yield line.split()[-1]
        finally:
            server.terminate()


def wait(url: str) -> None:
    """Serve until interrupted."""
    say(f"The registry listens on {url} (try {url}/api/v1/contracts). Press Ctrl-C to end.")
    try:
        sys.stdin.read()
    except KeyboardInterrupt:
        shown("")


if __name__ == "__main__":
    sys.exit(main())
