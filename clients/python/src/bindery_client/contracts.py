"""The contracts of one service, resolved once at start and fixed for the life of the process."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from bindery_client.binding import Binding, Hook
from bindery_client.enforcement.validators import DEFAULT_CAPACITY, ValidatorCache
from bindery_client.errors import ContractsUnavailable, UnknownContract
from bindery_client.policies import Policies, check_policies
from bindery_client.resolution.lock_file import LockedContract, LockFile, read_lock
from bindery_client.resolution.registry import registry_address, served_lock
from bindery_client.resolution.registry_answer import without_credentials

if TYPE_CHECKING:
    from bindery_client.events import EventContract
    from bindery_client.operations import OperationContract

DEFAULT_LOCK = "contracts.lock.json"
DEFAULT_TIMEOUT_SECONDS = 5.0


class Contracts:
    """The contracts of one service. Immutable; safe to share between threads, and after a fork.

    Make one at start with `from_lock`, `from_registry` or `resolve`, and keep it. `policies` says what happens to a
    message that breaks its contract: `{"order.created": Policy.WARN}`, `{"*": ...}` for all, or
    `{("order.created", Side.READER): ...}` for one side; without one it is `enforce`. `on_check` is called with a
    `CheckEvent` after each check, to count them.
    """

    def __init__(
        self,
        lock: LockFile,
        *,
        registry_url: str | None = None,
        policies: Policies | None = None,
        on_check: Hook | None = None,
        max_validators: int = DEFAULT_CAPACITY,
    ) -> None:
        self._service, self._origin = lock.service, lock.origin
        self._registry_url = without_credentials(registry_url) if registry_url else None
        check_policies(policies, {locked.name for locked in lock.contracts}, origin=lock.origin)
        binding = Binding(
            origin=lock.origin, policies=policies, on_check=on_check, validators=ValidatorCache(max_validators)
        )
        self._events = {name: binding.event(locked) for name, locked in _by_name(lock, "event").items()}
        self._operations = {name: binding.operation(locked) for name, locked in _by_name(lock, "operation").items()}

    @classmethod
    def from_lock(
        cls,
        path: str | os.PathLike[str],
        *,
        registry_url: str | None = None,
        policies: Policies | None = None,
        on_check: Hook | None = None,
    ) -> Contracts:
        """The contracts of a lock file; nothing else is asked.

        `registry_url` is only written into CloudEvents: where their schema can be looked up.

        Raises:
            ContractsUnavailable: the file cannot be read.
            InvalidLockFile: it is damaged, or a schema is not what its fingerprint says.
        """
        origin = f"lock file {Path(path)}"
        try:
            text = Path(path).read_bytes()
        except OSError as error:
            raise ContractsUnavailable("(see the lock file)", (f"{origin}: {error.strerror or error}",)) from error
        lock = read_lock(text, origin=origin)
        return cls(lock, registry_url=registry_url, policies=policies, on_check=on_check)

    @classmethod
    def from_registry(  # noqa: PLR0913 - each is a setting of its own, and all but two have defaults
        cls,
        url: str,
        *,
        service: str,
        token: str | None = None,
        cache_directory: str | os.PathLike[str] | None = None,
        timeout_seconds: float = DEFAULT_TIMEOUT_SECONDS,
        policies: Policies | None = None,
        on_check: Hook | None = None,
    ) -> Contracts:
        """The latest versions that the registry has, or what it last served if it does not answer well.

        `token` is an API key or bearer token. What was served is kept under `cache_directory` (by default in the
        user's cache directory). `timeout_seconds` bounds the whole download.

        Raises:
            ContractsUnavailable: neither the registry nor the disk cache has them; says what was tried.
            InvalidLockFile: what they hold is of another version of Bindery.
        """
        lock = served_lock(
            url, service=service, token=token, cache_directory=cache_directory, timeout_seconds=timeout_seconds
        )
        return cls(lock, registry_url=url, policies=policies, on_check=on_check)

    @classmethod
    def resolve(  # noqa: PLR0913 - as from_registry
        cls,
        *,
        lock: str | os.PathLike[str] = DEFAULT_LOCK,
        registry: str | None = None,
        service: str | None = None,
        token: str | None = None,
        cache_directory: str | os.PathLike[str] | None = None,
        timeout_seconds: float = DEFAULT_TIMEOUT_SECONDS,
        policies: Policies | None = None,
        on_check: Hook | None = None,
    ) -> Contracts:
        """The contracts of the lock file if there is one, else those of the disk cache or the registry.

        The disk cache answers when the registry confirms that it is the latest, or does not answer. `registry`,
        `service` and `token` default to the variables `BINDERY_URL`, `BINDERY_SERVICE` and `BINDERY_TOKEN`
        (or the file that `BINDERY_TOKEN_FILE` names).

        Raises:
            ContractsUnavailable: no source has them; says what was tried.
            InvalidLockFile: the lock file is damaged: it is never passed over in silence.
        """
        if Path(lock).is_file():
            url = registry or os.environ.get("BINDERY_URL")
            return cls.from_lock(lock, registry_url=url, policies=policies, on_check=on_check)
        missing = f"lock file {Path(lock)}: there is none"
        address = registry_address(url=registry, service=service, token=token, tried=missing)
        try:
            return cls.from_registry(
                **address,
                cache_directory=cache_directory,
                timeout_seconds=timeout_seconds,
                policies=policies,
                on_check=on_check,
            )
        except ContractsUnavailable as error:
            raise ContractsUnavailable(address["service"], (missing, *error.tried)) from error

    @property
    def service(self) -> str:
        """The service whose contracts these are."""
        return self._service

    @property
    def origin(self) -> str:
        """Where the contracts came from, in words."""
        return self._origin

    @property
    def registry_url(self) -> str | None:
        """Where the registry is, as far as that is known."""
        return self._registry_url

    def events(self) -> tuple[EventContract, ...]:
        """The events that the service produces or consumes, by name."""
        return tuple(self._events.values())

    def operations(self) -> tuple[OperationContract, ...]:
        """The operations that the service provides or calls, by name."""
        return tuple(self._operations.values())

    def event(self, name: str) -> EventContract:
        """The event of this name.

        Raises:
            UnknownContract: there is none; names the nearest spellings.
        """
        try:
            return self._events[name]
        except KeyError:
            raise UnknownContract(self._unknown("event", name, list(self._events))) from None

    def operation(self, name: str) -> OperationContract:
        """The operation `provider:METHOD:path`; the names of path parameters do not matter.

        Raises:
            UnknownContract: there is none; names the nearest spellings.
        """
        try:
            return self._operations.get(name) or self._operations[re.sub(r"\{[^{}/]*\}", "{}", name)]
        except KeyError:
            raise UnknownContract(self._unknown("operation", name, list(self._operations))) from None

    def _unknown(self, kind: str, name: str, known: list[str]) -> str:
        from difflib import get_close_matches  # noqa: PLC0415 - needed by this error only

        near = get_close_matches(name, known, n=3, cutoff=0.5)
        meant = f"did you mean {' or '.join(map(repr, near))}?" if near else f"it has {len(known)} of that kind"
        return f"{self._service!r} has no {kind} {name!r} (contracts from {self._origin}); {meant}"


def _by_name(lock: LockFile, kind: str) -> dict[str, list[LockedContract]]:
    """The entries of a kind, grouped by name, in the order of names."""
    found: dict[str, list[LockedContract]] = {}
    for locked in sorted(lock.contracts, key=lambda locked: (locked.name, locked.role)):
        if locked.kind == kind:
            found.setdefault(locked.name, []).append(locked)
    return found
