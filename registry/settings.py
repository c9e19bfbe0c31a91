"""The settings of the service: read once at start, frozen, handed down; and the release."""

import ipaddress
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


def _version() -> str:
    try:
        return version("bindery-registry")
    except PackageNotFoundError:  # run from a checkout that is not installed
        return "0+checkout"


VERSION = _version()


class Migrate(StrEnum):
    """Which databases the service brings to the tables of this release when it starts: files only, or all."""

    FILE = "file"
    AUTO = "auto"


class Settings(BaseSettings):
    """What `BINDERY_*` variables say, `BINDERY_DATABASE_URL` for example; everything has a safe default.

    A SQLite database is one file; `postgresql+asyncpg://...` is the other choice. `port` 0 is any free port.
    """

    model_config = SettingsConfigDict(env_prefix="BINDERY_", frozen=True, extra="forbid")

    database_url: str = "sqlite+aiosqlite:///bindery.db"
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

    @classmethod
    def of_sqlite_file(cls, file: Path, *, port: int = 0) -> "Settings":
        """The default settings with this database file, on any free port unless told otherwise."""
        return cls(database_url=f"sqlite+aiosqlite:///{file}", port=port)

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
