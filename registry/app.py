"""The composition root: settings in, a running service out."""

from __future__ import annotations

import asyncio
import socket
from asyncio import to_thread
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import uvicorn
from fastapi import FastAPI

from registry.api import add_api
from registry.api.body_limit import ProblemWhenTooLarge
from registry.api.cancellation import ProblemWhenCancelled
from registry.api.context import Context
from registry.api.loopback import LoopbackOnly
from registry.errors import CannotServe
from registry.services.delivery import delivering
from registry.settings import VERSION, Settings
from registry.storage import Database, migrate
from registry.workers import ProofPool

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from starlette.types import ASGIApp


class BinderyApp(FastAPI):
    """FastAPI, with two layers around everything else."""

    def build_middleware_stack(self) -> ASGIApp:
        """Return FastAPI's stack inside the layers that answer what it would answer in plain text, or not at all."""
        return ProblemWhenCancelled(ProblemWhenTooLarge(super().build_middleware_stack()))


def create_app(settings: Settings | None = None) -> FastAPI:
    """The service with these settings, by default those of the environment. Nothing is opened before it starts.

    Raises:
        CannotServe: the settings name no database that Bindery works with.
    """
    settings = settings or Settings()
    database = Database(settings.database_url)
    proofs = ProofPool(
        size=settings.proof_workers,
        timeout_seconds=settings.proof_timeout_seconds,
        memory_bytes=settings.proof_memory_bytes,
    )

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        if settings.migrates_at_start:
            await migrate(database)
        try:
            async with delivering(database, settings):
                yield
        finally:
            await to_thread(proofs.close)
            await database.close()

    app = BinderyApp(
        title="Bindery",
        summary="The contracts that design documents declare",
        version=VERSION,
        lifespan=lifespan,
        openapi_url="/api/v1/openapi.json",
        docs_url=None,  # FastAPI's pages load scripts from a CDN
        redoc_url=None,
        redirect_slashes=False,  # a path with one slash more is another path, which is not served
        max_body_size=settings.max_body_bytes,
    )
    app.state.context = Context(settings=settings, database=database, pool=proofs)
    app.add_middleware(LoopbackOnly)
    add_api(app)
    return app


class RegistryServer(uvicorn.Server):
    """A server that can be started in any thread and says where it listens; `should_exit` ends it."""

    def __init__(self, settings: Settings, *, on_start: Callable[[str], object] | None = None) -> None:
        """Take the port, so that nobody else gets it before the server starts.

        Raises:
            CannotServe: the address is not this machine's own, or is taken.
        """
        self._settings = settings
        self._on_start = on_start
        self._listener = _listener(settings)
        super().__init__(
            uvicorn.Config(
                create_app(settings),
                log_config=None,  # what goes wrong reaches standard error; the rest is the observability's business
                access_log=False,
                proxy_headers=False,
                server_header=False,
                timeout_graceful_shutdown=settings.shutdown_seconds,
            )
        )

    @property
    def url(self) -> str:
        """The base URL that the server answers at."""
        host, port = self._listener.getsockname()[:2]
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and tell the caller when requests are answered."""
        await super().startup(sockets=sockets)
        if self._on_start is not None and self.started:
            self._on_start(self.url)

    def answer_requests(self) -> None:
        """Answer requests until the server is told to end.

        Raises:
            CannotServe: the database cannot be used.
        """
        try:
            asyncio.run(prepare_database(self._settings))
            self.run(sockets=[self._listener])
        finally:
            self._listener.close()


def serve(settings: Settings, *, on_start: Callable[[str], object] | None = None) -> None:
    """Answer requests until interrupted; `on_start` gets the base URL once they are answered.

    Raises:
        CannotServe: the address is not this machine's own, or is taken; or the database cannot be used.
    """
    server = RegistryServer(settings, on_start=on_start)
    try:
        server.answer_requests()
    except KeyboardInterrupt:  # uvicorn has already ended in order, and hands the signal on
        return


async def prepare_database(settings: Settings) -> None:
    """Migrate before anybody relies on the database: an error inside of uvicorn's start reaches its log only.

    Several replicas may do it at once: one works, the others find it done.

    Raises:
        CannotServe: the database cannot be used, or belongs to another release.
    """
    database = Database(settings.database_url)
    try:
        if settings.migrates_at_start:
            await migrate(database)
    finally:
        await database.close()


def _listener(settings: Settings) -> socket.socket:
    if not settings.is_loopback:
        raise CannotServe(
            f"{settings.host} can be reached by other machines, and this registry has no authentication yet: "
            "listen on 127.0.0.1"
        )
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # asyncio sends small answers at once only on sockets that say TCP, which those of `create_server` do not
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
        listener.listen()
    except OSError as error:
        listener.close()
        raise CannotServe(f"cannot listen on {settings.host} port {settings.port}: {error.strerror}") from error
    return listener
