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

    model_config = SettingsConfigDict(env_prefix="BINDERY_", frozen=True, extra="forbid", hide_input_in_errors=True)

    database_url: Secret = "sqlite+aiosqlite:///bindery.db"
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    shutdown_seconds: int = Field(default=10, ge=0, le=3600)
    max_body_bytes: int = Field(default=8 * 1024 * 1024, ge=1024)
    max_json_depth: int = Field(default=100, ge=1, le=400)
    proof_workers: int = Field(default=2, ge=1, le=64)
    proof_timeout_seconds: float = Field(default=3.0, gt=0, le=600)
    request_proof_seconds: float = Field(default=30.0, gt=0, le=3600)
    request_wait_seconds: float = Field(default=10.0, ge=0, le=600)
    reading_timeout_seconds: float = Field(default=10.0, gt=0, le=600)
    reading_seconds_per_mebibyte: float = Field(default=10.0, ge=0, le=600)
    cases_timeout_seconds: float = Field(default=10.0, gt=0, le=600)
    migrate: Migrate = Migrate.FILE
    amqp_url: str | None = Field(default=None, repr=False)  # it may hold a password
    amqp_exchange: str = "bindery.events"
    outbox_poll_seconds: float = Field(default=1.0, gt=0, le=60)
    proof_memory_bytes: int = Field(default=1024**3, ge=256 * 1024**2)

    authentication: Literal["auto", "required"] = "auto"
    first_key: Annotated[str, Field(pattern="^bk_[A-Za-z0-9_-]{43}$")] | None = Field(default=None, repr=False)
    oidc_issuer: str | None = None
    oidc_audience: str | None = None
    oidc_keys: Annotated[str, AfterValidator(_key_set_place)] | None = None
    oidc_algorithms: Annotated[tuple[Algorithm, ...], NoDecode, BeforeValidator(_split), Field(min_length=1)] = (
        "RS256",
        "ES256",
    )
    oidc_role_claim: str = "roles"
    oidc_refetch_seconds: float = Field(default=60.0, ge=1, le=3600)
    oidc_timeout_seconds: float = Field(default=5.0, gt=0, le=60)
    trusted_proxies: Annotated[
        tuple[Annotated[str, AfterValidator(_network)], ...], NoDecode, BeforeValidator(_split)
    ] = ()
    proxy_subject_header: str | None = None
    proxy_role: Literal["reader", "registrar", "deployer", "admin"] = "reader"
    rate_limit: Annotated[str, AfterValidator(_rate_limit)] = "6000/minute"
    rate_limit_storage: Annotated[Secret, AfterValidator(_storage)] = "memory://"
    session_secret: Annotated[str, Field(min_length=32)] | None = Field(default=None, repr=False)
    session_hours: float = Field(default=12.0, gt=0, le=720)
    log_format: Literal["auto", "json", "text"] = "auto"
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    otlp_endpoint: Annotated[str, Field(pattern=r"^https?://[^/?#@]+(/[^?#]*)?$")] | None = None
    tls_certificate: Path | None = None
    tls_key: Path | None = None
    tls_client_ca: Path | None = None

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
