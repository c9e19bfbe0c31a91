"""Servers in processes of their own, all on one core, and what their work costs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT = Path(__file__).parents[1]
_START_SECONDS = 60


class Served:
    """A server that answers on a port of this machine; `connection` is kept open."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.process = process
        self.port = port
        self.connection = HTTPConnection("127.0.0.1", port, timeout=60)

    def ask(
        self, path: str, *, method: str = "GET", body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> bytes:
        """The body of an answer, which must be a good one."""
        self.connection.request(method, path, body, dict(headers or {}))
        answer = self.connection.getresponse()
        content = answer.read()
        if answer.status not in {200, 201}:
            raise AssertionError(f"{method} {path}: {answer.status} {content[:300]!r}")
        return content

    def cpu_seconds(self) -> float:
        """The CPU time that all threads and workers of the server took so far."""
        return sum(
            int(stat.read_text(encoding="ascii").split()[0]) / 1e9
            for process in _family(self.process.pid)
            for stat in Path(f"/proc/{process}/task").glob("*/schedstat")
        )

    def memory_bytes(self) -> int:
        """The memory that the server and its workers hold, what they share counted once."""
        rolled = (
            Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii") for process in _family(self.process.pid)
        )
        return sum(int(re.findall(r"^Pss:\s+(\d+)", text, flags=re.MULTILINE)[0]) * 1024 for text in rolled)


def _family(process: int) -> list[int]:
    tasks = Path(f"/proc/{process}/task").glob("*/children")  # workers are children of the thread that started them
    return [process, *(int(child) for task in tasks for child in task.read_text(encoding="ascii").split())]


@contextmanager
def hello() -> Iterator[Served]:
    """A bare Starlette application that says hello."""
    with _started([str(Path(__file__))], {}) as served:
        yield served


@contextmanager
def registry(folder: Path, **settings: str) -> Iterator[Served]:
    """The registry with a database in this folder, as `bindery serve` starts it, its log thrown away."""
    variables = {f"BINDERY_{name.upper()}": value for name, value in settings.items()}
    variables["BINDERY_DATABASE_URL"] = f"sqlite+aiosqlite:///{folder / 'registry.db'}"
    with _started(["-c", "from registry.cli import main; main()", "serve", "--port", "0"], variables) as served:
        yield served


@contextmanager
def _started(arguments: list[str], variables: dict[str, str]) -> Iterator[Served]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("BINDERY_")}
    process = subprocess.Popen(  # noqa: S603 - our own
        [sys.executable, *arguments],
        env={**inherited, "PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, sys.path)]), **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        os.sched_setaffinity(process.pid, {min(os.sched_getaffinity(0))})
        yield Served(process, _port_of(process))
    finally:
        process.terminate()
        process.wait()


def _port_of(process: subprocess.Popen[bytes]) -> int:
    begun = time.monotonic()
    while time.monotonic() - begun < _START_SECONDS and process.stdout is not None:
        found = re.search(rb"http://127\.0\.0\.1:(\d+)", process.stdout.readline())
        if found:
            return int(found[1])
    raise AssertionError("the server did not start")


def _say_hello() -> None:
    import socket  # noqa: PLC0415 - only the server needs these

    import uvicorn  # noqa: PLC0415 - the same
    from starlette.applications import Starlette  # noqa: PLC0415 - the same
    from starlette.requests import Request  # noqa: PLC0415, TC002 - the same
    from starlette.responses import PlainTextResponse  # noqa: PLC0415 - the same
    from starlette.routing import Route  # noqa: PLC0415 - the same

    async def answer(_request: Request) -> PlainTextResponse:
        return PlainTextResponse("hello")

    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # as the registry's own
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    print(f"http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
    application = Starlette(routes=[Route("/", answer)])
    config = uvicorn.Config(
        application,
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=60,  # the registry that it is compared with may take longer to start than the usual 5 s
    )
    uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    _say_hello()
