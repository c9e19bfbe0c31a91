"""What the registry served, on disk: one file per body, named by its fingerprint, and one that names the latest."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bindery_client.resolution.canonical import fingerprint_of

_FINGERPRINT = re.compile(r"sha256:[0-9a-f]{64}")


class Damaged(Exception):
    """A cache entry that is not what it says; the text names the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DiskCache:
    """The entry of one service at one registry.

    Bodies are immutable and verified when they are read. A new body is written before the file that names it, each
    under a temporary name first: a crash at any point leaves the entry that was there.
    """

    directory: Path
    key: str

    @property
    def current(self) -> Path:
        """The file that names the latest body."""
        return self.directory / f"{self.key}.latest"

    def body_path(self, fingerprint: str) -> Path:
        """The file of a body."""
        return self.directory / f"{fingerprint.replace(':', '-')}.json"

    def read(self) -> bytes | None:
        """The latest body, None if nothing was ever kept.

        Raises:
            Damaged: what is there cannot be read, or is not what its name says.
        """
        try:
            fingerprint = self.current.read_text("ascii").strip()
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise Damaged(f"{self.current} cannot be read: {error}") from error
        if not _FINGERPRINT.fullmatch(fingerprint):
            raise Damaged(f"{self.current} holds no fingerprint")
        return self._verified(fingerprint)

    def keep(self, body: bytes) -> None:
        """Nothing; the body is the latest from now on.

        Raises:
            OSError: it cannot be written; what was there stays.
        """
        self.directory.mkdir(parents=True, exist_ok=True)
        fingerprint = fingerprint_of(body)
        _write_atomically(self.body_path(fingerprint), body)
        _write_atomically(self.current, fingerprint.encode("ascii") + b"\n")

    def _verified(self, fingerprint: str) -> bytes:
        path = self.body_path(fingerprint)
        try:
            body = path.read_bytes()
        except OSError as error:
            raise Damaged(f"{path} cannot be read: {error.strerror or error}") from error
        if fingerprint_of(body) != fingerprint:
            raise Damaged(f"{path} is damaged: its content is not what its name says")
        return body


def cache_at(directory: str | os.PathLike[str] | None, *, url: str, service: str) -> DiskCache | None:
    """The cache entry of a service at a registry, None where there is no directory for caches."""
    place = Path(directory) if directory is not None else default_directory(os.environ)
    if place is None:
        return None
    readable = re.sub(r"[^a-z0-9-]+", "-", service.lower())[:60]
    digest = hashlib.sha256(f"{url}\n{service}".encode()).hexdigest()[:16]
    return DiskCache(directory=place, key=f"{readable}-{digest}")


def default_directory(environment: os._Environ[str] | dict[str, str]) -> Path | None:
    """The user's directory for caches: of XDG, of Windows, or `~/.cache`; never one that others may write to."""
    for variable in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        if Path(environment.get(variable) or ".").is_absolute():
            return Path(environment[variable]) / "bindery"
    home = environment.get("HOME") or environment.get("USERPROFILE")
    return Path(home) / ".cache" / "bindery" if home else None


def _write_atomically(path: Path, content: bytes) -> None:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
