"""The settings of the service: read once at start, frozen, handed down; and the release."""

import ipaddress
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

import limits
from pydantic import AfterValidator, BeforeValidator, Field, model_validator
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, EnvSettingsSource, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict


def _version() -> str:
    try:
        return version("bindery-registry")
    except PackageNotFoundError:  # run from a checkout that is not installed
        return "0+checkout"


VERSION = _version()


# each of them needs a private key to sign: with HS256 the public key, which everybody has, would be the secret
Algorithm = Literal[
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"
]  # fmt: skip


def _split(value: object) -> object:
    """The words of a list in a variable, which are separated by commas."""
    return [word.strip() for word in value.split(",") if word.strip()] if isinstance(value, str) else value


def _network(value: str) -> str:
    network = ipaddress.ip_network(value, strict=False)
    if network.prefixlen == 0:
        raise ValueError("a network that holds every address would let anybody claim to be anybody: name the proxies")
    return str(network)


def _rate_limit(value: str) -> str:
    try:
        return value if value == "off" else str(limits.parse(value)) and value
    except ValueError as error:
        raise ValueError("write a number and a time, as in 6000/minute, or off") from error


def _storage(value: str) -> str:
    if value == "memory://" or value.startswith(("redis://", "rediss://")):
        return value
    raise ValueError("requests are counted in memory:// or redis://HOST:PORT")


def _key_set_place(value: str) -> str:
    """An HTTPS address or a file; whoever can change an answer on its way could hand out keys of their own."""
    address = urlsplit(value)
    if address.scheme == "http" and address.hostname not in {"127.0.0.1", "::1", "localhost"}:
        raise ValueError("signing keys must come over https, from this machine over http, or from a file")
    return value


Secret = Annotated[str, Field(repr=False)]


class SecretFiles(EnvSettingsSource):
    """Takes each setting that may hold a password from the file that `BINDERY_..._FILE` names, if that is set."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[object, str, bool]:
        """Return the contents of the file without the line end, or None."""
        plain = f"{self.env_prefix}{field_name}".lower()  # the names of variables are kept in lower case
        variable = f"{plain}_file"
        file = self.env_vars.get(variable)
        if field.repr or file is None:
            return None, field_name, False
        if plain in self.env_vars:
            raise ValueError(f"{field_name} is given twice: by {variable.upper()}, and without _FILE")
        try:
            return Path(file).read_text(encoding="utf-8").rstrip("\r\n"), field_name, False
        except OSError as error:
            raise ValueError(f"{variable.upper()} names a file that cannot be read: {error.strerror}") from error


class Migrate(StrEnum):
    """Which databases the service brings to the tables of this release when it starts: files only, or all."""

    FILE = "file"
    AUTO = "auto"


class Settings(BaseSettings):
    """What `BINDERY_*` variables say, `BINDERY_DATABASE_URL` for example; everything has a safe default.

    What may hold a password can stand in a file instead, which `BINDERY_DATABASE_URL_FILE` names, for example.
    A SQLite database is one file; `postgresql+asyncpg://...` is the other choice. `port` 0 is any free port.
    """

    model_config = SettingsConfigDict(
        env_prefix="BINDERY_", frozen=True, extra="forbid", hide_input_in_errors=True, use_attribute_docstrings=True
    )

    database_url: Secret = "sqlite+aiosqlite:///bindery.db"
    """Where contracts are kept: a SQLite file, or `postgresql+asyncpg://user:password@host/name`, once migrated."""
    host: str = "127.0.0.1"
    """The address where `serve` listens; on any other than loopback, credentials are needed."""
    port: int = Field(default=8000, ge=0, le=65535)
    """Where `serve` listens; 0 takes a free port."""
    shutdown_seconds: int = Field(default=10, ge=0, le=3600)
    """How long a stopping service lets requests finish."""
    max_body_bytes: int = Field(default=8 * 1024 * 1024, ge=1024)
    """The largest request that is read."""
    max_json_depth: int = Field(default=100, ge=1, le=400)
    """How deeply the JSON of a request may be nested."""
    proof_workers: int = Field(default=2, ge=1, le=64)
    """Processes that run proofs."""
    proof_timeout_seconds: float = Field(default=3.0, gt=0, le=600)
    """When one proof is stopped; its answer is then `could not check`."""
    request_proof_seconds: float = Field(default=30.0, gt=0, le=3600)
    """How long the proofs of one request may take together."""
    request_wait_seconds: float = Field(default=10.0, ge=0, le=600)
    """How long a request waits for a free worker before it is told to come again."""
    reading_timeout_seconds: float = Field(default=10.0, gt=0, le=600)
    """When the reading of documents is stopped, in the service and in every command."""
    reading_seconds_per_mebibyte: float = Field(default=10.0, ge=0, le=600)
    """What a mebibyte of documents adds to that."""
    cases_timeout_seconds: float = Field(default=10.0, gt=0, le=600)
    """When the making of test cases is stopped."""
    migrate: Migrate = Migrate.FILE
    """`file`: `serve` makes the tables of SQLite files only; `auto`: of PostgreSQL too, one replica at a time."""
    amqp_url: str | None = Field(default=None, repr=False)  # it may hold a password
    """The broker of events, `amqp://user:password@host:5672/`; without one, they stand in the change feed only."""
    amqp_exchange: str = "bindery.events"
    """The topic exchange that events are published to."""
    outbox_poll_seconds: float = Field(default=1.0, gt=0, le=60)
    """How often `serve` and `worker` look for events of other processes."""
    proof_memory_bytes: int = Field(default=1024**3, ge=256 * 1024**2)
    """How much memory a proof may take before it is stopped."""

    authentication: Literal["auto", "required"] = "auto"
    """`required`: credentials are needed on loopback too, from the start ([access](../access.md))."""
    first_key: Annotated[str, Field(pattern="^bk_[A-Za-z0-9_-]{43}$")] | None = Field(default=None, repr=False)
    """The admin key that a first start creates, instead of one that it chooses and prints."""
    oidc_issuer: str | None = None
    """The identity provider whose tokens are taken."""
    oidc_audience: str | None = None
    """The audience that a token must name."""
    oidc_keys: Annotated[str, AfterValidator(_key_set_place)] | None = None
    """Its key set (JWKS): an HTTPS address, or a file."""
    oidc_algorithms: Annotated[tuple[Algorithm, ...], NoDecode, BeforeValidator(_split), Field(min_length=1)] = (
        "RS256",
        "ES256",
    )
    """How tokens may be signed, separated by commas."""
    oidc_role_claim: str = "roles"
    """Where tokens name roles."""
    oidc_refetch_seconds: float = Field(default=60.0, ge=1, le=3600)
    """How often at most the key set is read again."""
    oidc_timeout_seconds: float = Field(default=5.0, gt=0, le=60)
    """How long the key set is waited for."""
    trusted_proxies: Annotated[
        tuple[Annotated[str, AfterValidator(_network)], ...], NoDecode, BeforeValidator(_split)
    ] = ()
    """Addresses or networks whose `X-Forwarded-For` counts, separated by commas."""
    proxy_subject_header: str | None = None
    """The header in which they name the client."""
    proxy_role: Literal["reader", "registrar", "deployer", "admin"] = "reader"
    """The role of such a client."""
    rate_limit: Annotated[str, AfterValidator(_rate_limit)] = "6000/minute"
    """Requests per key, subject or address, or `off`."""
    rate_limit_storage: Annotated[Secret, AfterValidator(_storage)] = "memory://"
    """Where they are counted; `redis://HOST:PORT` where several replicas count together."""
    session_secret: Annotated[str, Field(min_length=32)] | None = Field(default=None, repr=False)
    """What sessions of the pages are signed with, the same for all replicas; without it, each process draws its own."""
    session_hours: float = Field(default=12.0, gt=0, le=720)
    """How long a session lasts."""
    log_format: Literal["auto", "json", "text"] = "auto"
    """`auto` is text on a terminal and JSON elsewhere ([logs](../operations.md#logs))."""
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    """What is logged at least."""
    otlp_endpoint: Annotated[str, Field(pattern=r"^https?://[^/?#@]+(/[^?#]*)?$")] | None = None
    """Where traces are sent; needs `bindery-registry[otel]`."""
    tls_certificate: Path | None = None
    """PEM file: serve HTTPS with this certificate."""
    tls_key: Path | None = None
    """PEM file: its key."""
    tls_client_ca: Path | None = None
    """PEM file: clients must show a certificate of this authority."""

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        oidc = (self.oidc_issuer, self.oidc_audience, self.oidc_keys)
        if any(oidc) and not all(oidc):
            raise ValueError(
                "oidc_issuer, oidc_audience and oidc_keys belong together: a token is checked by all three"
            )
        if (self.tls_certificate is None) != (self.tls_key is None):
            raise ValueError("tls_certificate and tls_key belong together")
        if self.tls_client_ca is not None and self.tls_certificate is None:
            raise ValueError("tls_client_ca needs tls_certificate and tls_key: who asks is checked inside TLS only")
        if self.proxy_subject_header is not None and not self.trusted_proxies:
            raise ValueError("proxy_subject_header needs trusted_proxies: anybody else could set the header")
        return self

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - pydantic's signature
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the same
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Return where settings come from: what is given first, then variables, then files that variables name."""
        return init_settings, env_settings, SecretFiles(settings_cls)

    @classmethod
    def of_sqlite_file(cls, file: Path, *, port: int = 0) -> "Settings":
        """The default settings with this database file, on any free port unless told otherwise."""
        return cls(database_url=f"sqlite+aiosqlite:///{file}", port=port)

    @property
    def is_authentication_required(self) -> bool:
        """Whether credentials are needed even if no API key exists yet."""
        is_configured = self.oidc_issuer is not None or self.proxy_subject_header is not None
        return self.authentication == "required" or is_configured or not self.is_loopback

    @property
    def migrates_at_start(self) -> bool:
        """Whether a start of the service makes the tables; else `bindery migrate` does, before the replicas start."""
        return self.migrate is Migrate.AUTO or self.database_url.startswith("sqlite")

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach `host`."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False
