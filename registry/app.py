"""The composition root: settings in, a running service out."""

from __future__ import annotations

import asyncio
import logging
import signal
import ssl
from asyncio import to_thread
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import uvicorn
from fastapi import FastAPI

from registry.api import add_api
from registry.api.schemas import read_schema
from registry.auth.actors import FIRST_START, Scope
from registry.auth.rate_limits import RateLimiter
from registry.auth.roles import AccessRole
from registry.auth.sessions import SessionSigner
from registry.auth.tokens import TokenRules
from registry.entrance.body_limit import ProblemWhenTooLarge
from registry.entrance.cancellation import ProblemWhenCancelled
from registry.entrance.context import Context
from registry.entrance.gate import Gate
from registry.entrance.held_answers import HeldFirst
from registry.entrance.listener import open_listener
from registry.entrance.observation import Observed
from registry.entrance.proxies import TrustedProxies
from registry.errors import DatabaseBehind, DatabaseUnavailable
from registry.observability.metrics import Metrics
from registry.observability.tracing import tracer_provider
from registry.services.authentication import Authenticator
from registry.services.delivery import deliverer_of, delivering
from registry.services.keys import WantedKey, create_first_key
from registry.services.signing_keys import SigningKeys
from registry.settings import VERSION, Settings
from registry.storage import Database, migrate
from registry.web.error_pages import PageForBrowsers
from registry.web.router import add_pages
from registry.workers import ProofPool

if TYPE_CHECKING:
    import socket
    from collections.abc import AsyncIterator, Callable
    from types import FrameType

    from fastapi.telemetry import TelemetryConfig
    from opentelemetry.sdk.trace import TracerProvider
    from starlette.types import ASGIApp

    from registry.services.keys import CreatedKey

_LOG = logging.getLogger(__name__)
_SIGN_INS = "10/minute"  # of one address


class BinderyApp(FastAPI):
    """FastAPI, with four layers around everything else."""

    def build_middleware_stack(self) -> ASGIApp:
        """Return FastAPI's stack inside the layers that answer what it would answer in plain text, or not at all."""
        problems = ProblemWhenCancelled(ProblemWhenTooLarge(super().build_middleware_stack()))
        answering = PageForBrowsers(problems)
        return Observed(answering, self.state.context.metrics, self.routes)


def create_app(settings: Settings | None = None) -> FastAPI:
    """The service with these settings, by default those of the environment. Nothing is opened before it starts.

    Raises:
        CannotServe: the settings name no database that Bindery works with.
    """
    settings = settings or Settings()
    here = _context(settings)
    traces = tracer_provider(settings.otlp_endpoint) if settings.otlp_endpoint else None

    app = BinderyApp(
        title="Bindery",
        summary="The contracts that design documents declare",
        version=VERSION,
        lifespan=lambda _app: _running(here, traces),
        openapi_url="/api/v1/openapi.json",
        docs_url=None,  # FastAPI's pages load scripts from a CDN
        redoc_url=None,
        redirect_slashes=False,  # a path with one slash more is another path, which is not served
        max_body_size=settings.max_body_bytes,
        telemetry=_telemetry(traces),
    )
    app.state.context = here
    app.add_middleware(HeldFirst, answers=here.answers, endpoint=read_schema)
    app.add_middleware(Gate)  # outside of what is held, and of all routes
    if settings.trusted_proxies:
        app.add_middleware(
            TrustedProxies, networks=settings.trusted_proxies, subject_header=settings.proxy_subject_header
        )
    add_api(app)
    add_pages(app)
    return app


@asynccontextmanager
async def _running(here: Context, traces: TracerProvider | None) -> AsyncIterator[None]:
    """The time between start and end."""
    if here.settings.migrates_at_start:
        await migrate(here.database)
    try:
        async with delivering(here.database, here.settings, on_failure=here.metrics.delivery_failures.inc):
            yield
    finally:
        await _close(here, traces)


async def _close(here: Context, traces: TracerProvider | None) -> None:
    await to_thread(here.pool.close)
    await here.limiter.close()
    await here.sign_in_limiter.close()
    await here.database.close()
    if traces is not None:
        await to_thread(traces.shutdown)  # sends what is left


def _context(settings: Settings) -> Context:
    database = Database(settings.database_url)
    is_limited = settings.rate_limit != "off"
    pool = ProofPool(
        size=settings.proof_workers,
        timeout_seconds=settings.proof_timeout_seconds,
        memory_bytes=settings.proof_memory_bytes,
    )
    return Context(
        settings=settings,
        database=database,
        pool=pool,
        metrics=Metrics(pool),
        authenticator=_authenticator(settings, database),
        limiter=RateLimiter(settings.rate_limit if is_limited else None, storage_url=settings.rate_limit_storage),
        sign_in_limiter=RateLimiter(_SIGN_INS if is_limited else None, storage_url=settings.rate_limit_storage),
        sessions=SessionSigner(settings.session_secret, lasts=timedelta(hours=settings.session_hours)),
    )


def _telemetry(traces: TracerProvider | None) -> TelemetryConfig:
    """Spans where they are wanted; figures and logs are Bindery's own, and say nothing of what was sent."""
    is_wanted = traces is not None
    return {"tracer_provider": traces, "tracing": is_wanted, "metrics": False, "logs": False, "auto_configure": False}


def _authenticator(settings: Settings, database: Database) -> Authenticator:
    is_required = settings.is_authentication_required
    if settings.oidc_issuer is None or settings.oidc_audience is None or settings.oidc_keys is None:
        return Authenticator(database, is_required=is_required)
    rules = TokenRules(
        issuer=settings.oidc_issuer,
        audience=settings.oidc_audience,
        algorithms=settings.oidc_algorithms,
        role_claim=settings.oidc_role_claim,
    )
    signing_keys = SigningKeys(
        settings.oidc_keys,
        interval_seconds=settings.oidc_refetch_seconds,
        timeout_seconds=settings.oidc_timeout_seconds,
    )
    return Authenticator(database, is_required=is_required, rules=rules, signing_keys=signing_keys)


class RegistryServer(uvicorn.Server):
    """A server that can be started in any thread and says where it listens; `should_exit` ends it."""

    def __init__(
        self,
        settings: Settings,
        *,
        on_start: Callable[[str], object] | None = None,
        on_first_key: Callable[[str], object] | None = None,
    ) -> None:
        """Take the port, so that nobody else gets it before the server starts.

        Raises:
            CannotServe: the address is no address of this machine, or is taken.
        """
        self._settings = settings
        self._on_start = on_start
        self._on_first_key = on_first_key
        self._listener = open_listener(settings.host, settings.port)
        super().__init__(
            uvicorn.Config(
                create_app(settings),
                log_config=None,  # what goes wrong reaches standard error; the rest is the observability's business
                access_log=False,
                proxy_headers=False,  # `TrustedProxies` reads them, where there are any
                server_header=False,
                timeout_graceful_shutdown=settings.shutdown_seconds,
                ssl_certfile=settings.tls_certificate,
                ssl_keyfile=settings.tls_key,
                ssl_ca_certs=settings.tls_client_ca,
                ssl_cert_reqs=ssl.CERT_NONE if settings.tls_client_ca is None else ssl.CERT_REQUIRED,
            )
        )

    @property
    def url(self) -> str:
        """The base URL that the server answers at."""
        host, port = self._listener.getsockname()[:2]
        scheme = "http" if self._settings.tls_certificate is None else "https"
        return f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and tell the caller when requests are answered."""
        await super().startup(sockets=sockets)
        if self._on_start is not None and self.started:
            self._on_start(self.url)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to end; who asks for it by SIGTERM, which uvicorn would hand on to the system, gets exit code 0."""
        if sig == signal.SIGTERM:
            self.should_exit = True
        else:
            super().handle_exit(sig, frame)

    def answer_requests(self) -> None:
        """Answer requests until the server is told to end.

        Raises:
            CannotServe: the database cannot be used.
        """
        try:
            first = asyncio.run(prepare_database(self._settings))
            if first is not None and self._on_first_key is not None:
                self._on_first_key(first.key)
            self.run(sockets=[self._listener])
        finally:
            self._listener.close()


def serve(
    settings: Settings,
    *,
    on_start: Callable[[str], object] | None = None,
    on_first_key: Callable[[str], object] | None = None,
) -> None:
    """Answer requests until interrupted; `on_start` gets the base URL once they are answered.

    `on_first_key` gets the admin key that is created where authentication is required and nobody could pass it.

    Raises:
        CannotServe: the address is no address of this machine, or is taken; or the database cannot be used.
    """
    server = RegistryServer(settings, on_start=on_start, on_first_key=on_first_key)
    try:
        server.answer_requests()
    except KeyboardInterrupt:  # uvicorn has already ended in order, and hands the signal on
        return


async def prepare_database(settings: Settings) -> CreatedKey | None:
    """Migrate, and look at the broker's URL, before uvicorn starts: an error inside of its start reaches its log only.

    Several replicas may do it at once: one works, the others find it done. Gives the first admin key, if one had to be
    created.

    Raises:
        CannotServe: the database cannot be used, or the broker's URL is none.
    """
    database = Database(settings.database_url)
    try:
        if settings.amqp_url is not None:
            deliverer_of(database, settings.amqp_url, settings)
        if settings.migrates_at_start:
            await migrate(database)
        return await _first_key(settings, database)
    finally:
        await database.close()


async def _first_key(settings: Settings, database: Database) -> CreatedKey | None:
    """An admin key to be told, where credentials are needed and nobody could have any; a given one is not told."""
    given = settings.first_key
    if given is None and (not settings.is_authentication_required or settings.oidc_issuer is not None):
        return None
    wanted = WantedKey(name="first key", role=AccessRole.ADMIN, scope=Scope())
    try:
        created = await create_first_key(database, wanted, actor=FIRST_START, key=given)
    except (DatabaseBehind, DatabaseUnavailable) as error:
        _LOG.warning("no admin key was created, if there is none yet run `bindery keys create`: %s", error)
        return None
    return created if given is None else None
