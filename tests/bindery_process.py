"""The `bindery` command in a process of its own, which can be killed."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# a line for each request would fill the pipe of standard error, which nobody reads before the end
QUIET = {"BINDERY_LOG_LEVEL": "warning"}
_MAIN = "from registry.cli import main; main()"


@contextmanager
def bindery_process(*arguments: str, env: Mapping[str, str]) -> Iterator[subprocess.Popen[str]]:
    """A running command, killed at the end if it still runs; its standard output is read through a pipe."""
    process = subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-P", "-u", "-c", _MAIN, *arguments],
        env={**os.environ, **QUIET, **env},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


@contextmanager
def serving_process(database_url: str, **env: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A running registry on a free port, and its base URL."""
    with bindery_process("serve", "--port", "0", "--database-url", database_url, env=env) as process:
        yield process, told_url(process)


def told_url(process: subprocess.Popen[str]) -> str:
    """The base URL that a starting registry prints."""
    assert process.stdout is not None
    line = process.stdout.readline()
    assert "http" in line, line or process.communicate()[1]
    return line.split()[-1]
