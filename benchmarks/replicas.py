"""Replicas of the registry on one PostgreSQL database, behind HAProxy, as deploy/haproxy configures it."""

from __future__ import annotations

import asyncio
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import asyncpg

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parents[1]
_MAIN = "from registry.cli import main; main()"
_POSTGRES = "postgres@127.0.0.1:5432"
_PATIENCE_SECONDS = 180
_PATHS = f"{os.environ.get('PATH', '')}:/usr/sbin"


class CannotMeasure(Exception):
    """Something that is needed does not run here."""


class Replicas:
    """A number of replicas, each at a port of its own, which it keeps when it is replaced."""

    def __init__(self, database_url: str, count: int) -> None:
        self.ports = free_ports(count)
        self.key = f"bk_{secrets.token_urlsafe(32)}"
        self._running: dict[int, subprocess.Popen[bytes]] = {}
        self._variables = {
            "BINDERY_DATABASE_URL": database_url,
            "BINDERY_AUTHENTICATION": "required",
            "BINDERY_FIRST_KEY": self.key,
            "BINDERY_RATE_LIMIT": "100000000/minute",
            "BINDERY_PROOF_WORKERS": "1",
            "BINDERY_LOG_LEVEL": "warning",
        }

    def command(self, release: Path, *arguments: str) -> subprocess.Popen[bytes]:
        """The `bindery` command of the release that stands in a folder, started."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("BINDERY_")}
        return subprocess.Popen(  # noqa: S603 - our own
            [sys.executable, "-P", "-c", _MAIN, *arguments],
            cwd=release,
            env={**inherited, **self._variables, "PYTHONPATH": str(release)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def migrate(self, release: Path) -> None:
        """Bring the database to the tables of a release."""
        if self.command(release, "migrate").wait() != 0:
            raise CannotMeasure(f"`bindery migrate` of {release} failed")

    def start(self, port: int, release: Path) -> None:
        """Start the replica of a port, and wait until it is ready."""
        self._running[port] = self.command(release, "serve", "--port", str(port))
        wait_until(lambda: answers(port, "/readyz"), f"the replica at port {port} is ready")

    def end(self, port: int) -> None:
        """End the replica of a port, and wait until it has finished what it had begun."""
        process = self._running.pop(port)
        process.terminate()
        process.wait()

    def close(self) -> None:
        """End all of them."""
        for port in list(self._running):
            self.end(port)


class Proxy:
    """HAProxy in front of replicas; `port` is where clients ask."""

    def __init__(self, port: int, figures_port: int) -> None:
        self.port = port
        self._figures_port = figures_port

    def is_up(self, replica: int) -> bool:
        """Whether it sends requests to the replica of this port."""
        connection = HTTPConnection("127.0.0.1", self._figures_port, timeout=5)
        connection.request("GET", "/figures;csv")
        lines = connection.getresponse().read().decode().splitlines()
        connection.close()
        return any(line.startswith(f"registry,replica{replica},") and ",UP," in line for line in lines)


@contextmanager
def behind_proxy(count: int) -> Iterator[tuple[Replicas, Proxy]]:
    """So many replicas of this release on a new database, and the proxy.

    Raises:
        CannotMeasure: there is no PostgreSQL server or no HAProxy on this machine.
    """
    with ExitStack() as stack:
        replicas = Replicas(stack.enter_context(new_database()), count)
        stack.callback(replicas.close)
        replicas.migrate(ROOT)
        for port in replicas.ports:
            replicas.start(port, ROOT)
        proxy = stack.enter_context(running_proxy(replicas.ports))
        for port in replicas.ports:
            wait_until(lambda port=port: proxy.is_up(port), "the proxy knows every replica")
        yield replicas, proxy


@contextmanager
def running_proxy(replicas: list[int]) -> Iterator[Proxy]:
    """HAProxy with the configuration of deploy/haproxy, in front of these ports."""
    program = shutil.which("haproxy", path=_PATHS)
    if program is None:
        raise CannotMeasure("haproxy is not installed")
    port, figures_port = free_ports(2)
    servers = "\n".join(f"    server replica{replica} 127.0.0.1:{replica} check inter 1s" for replica in replicas)
    backend = f"backend registry\n    balance leastconn\n    option httpchk GET /readyz\n{servers}\n"
    figures = f"listen figures\n    bind 127.0.0.1:{figures_port}\n    stats enable\n    stats uri /figures\n"
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "replicas.cfg"
        file.write_text(backend + figures, encoding="utf-8")
        process = subprocess.Popen(  # noqa: S603 - a program of this machine
            [program, "-db", "-f", str(ROOT / "deploy" / "haproxy" / "haproxy.cfg"), "-f", str(file)],
            env={"BINDERY_PROXY_ADDRESS": f"127.0.0.1:{port}"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            wait_until(lambda: answers(figures_port, "/figures"), "the proxy answers")
            yield Proxy(port, figures_port)
        finally:
            process.terminate()
            process.wait()


@contextmanager
def new_database() -> Iterator[str]:
    """The URL of an empty database, dropped at the end."""
    name = f"bindery_load_{uuid4().hex}"
    try:
        asyncio.run(_on_server(f"CREATE DATABASE {name}"))
    except OSError as error:
        raise CannotMeasure(f"no PostgreSQL server on 127.0.0.1:5432: {error}") from error
    try:
        yield f"postgresql+asyncpg://{_POSTGRES}/{name}"
    finally:
        asyncio.run(_on_server(f"DROP DATABASE {name} WITH (FORCE)"))


async def _on_server(statement: str) -> None:
    connection = await asyncpg.connect(f"postgresql://{_POSTGRES}/postgres")
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


def free_ports(count: int) -> list[int]:
    """Ports of this machine that nobody listens on."""
    listeners = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [listener.getsockname()[1] for listener in listeners]
    for listener in listeners:
        listener.close()
    return ports


def answers(port: int, path: str) -> bool:
    """Whether a server answers there with 200."""
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200  # noqa: PLR2004 - the one good answer
    except OSError:
        return False
    finally:
        connection.close()


def wait_until(is_true: Callable[[], bool], claim: str) -> None:
    """Return once the claim is true."""
    begun = time.monotonic()
    while not is_true():
        if time.monotonic() - begun > _PATIENCE_SECONDS:
            raise CannotMeasure(f"not true after {_PATIENCE_SECONDS} seconds: {claim}")
        time.sleep(0.05)
