"""Finding out who asks."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from cachetools import TTLCache

from registry.auth.actors import Actor, Scope
from registry.auth.api_keys import digest_of, is_key
from registry.auth.roles import AccessRole
from registry.auth.tokens import actor_of_token, key_id_of
from registry.errors import CredentialsInvalid

if TYPE_CHECKING:
    from collections.abc import Callable

    from registry.auth.tokens import TokenRules
    from registry.services.signing_keys import SigningKeys
    from registry.storage import Database
    from registry.storage.views import ApiKeyView

REMEMBERED_SECONDS = 5.0
_REMEMBERED = 10_000


class Authenticator:
    """Says who a credential belongs to, and whether one is needed at all.

    One is needed where the settings say so (`is_required`), and everywhere as soon as the first API key exists. What
    was found is remembered for a few seconds: so long may a key that another process revoked still be used.
    """

    def __init__(
        self,
        database: Database,
        *,
        is_required: bool,
        rules: TokenRules | None = None,
        signing_keys: SigningKeys | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._rules = rules
        self._signing_keys = signing_keys
        self._clock = clock
        self._is_required = is_required
        self._open_until = -1.0
        self._known: TTLCache[str, Actor] = TTLCache(_REMEMBERED, REMEMBERED_SECONDS, timer=clock)

    @property
    def is_known_to_be_required(self) -> bool:
        """Whether credentials are needed, as far as is known without asking the database."""
        return self._is_required

    async def is_required(self) -> bool:
        """Whether credentials are needed; once they are, they stay so.

        Raises:
            DatabaseUnavailable: it is not known whether a key exists.
            DatabaseBehind: the same.
        """
        if not self._is_required and self._clock() >= self._open_until:
            async with self._database.reading() as store:
                self._is_required = await store.api_keys.any_exists()
            self._open_until = self._clock() + REMEMBERED_SECONDS
        return self._is_required

    def recall(self, credential: str) -> Actor | None:
        """Who the credential belonged to a moment ago, None if that is not remembered."""
        found = self._known.get(digest_of(credential))
        return found if found is not None and _is_valid(found) else None

    async def identify(self, credential: str) -> Actor:
        """Who the credential belongs to.

        Raises:
            CredentialsInvalid: nobody, or no longer.
            IdentityProviderSilent: it is a token, and the keys of its issuer are not known.
            DatabaseUnavailable: the database does not answer.
        """
        found = await (self._of_key(credential) if is_key(credential) else self._of_token(credential))
        if not _is_valid(found):
            raise CredentialsInvalid("the key has expired")
        self._known[digest_of(credential)] = found
        return found

    def forget(self) -> None:
        """Look again at who credentials belong to, and whether they are needed."""
        self._known.clear()
        self._open_until = -1.0

    async def _of_key(self, key: str) -> Actor:
        async with self._database.reading() as store:
            found = await store.api_keys.by_digest(digest_of(key))
        if found is None:
            raise CredentialsInvalid("the registry does not know this key")
        if found.revoked_at is not None:
            raise CredentialsInvalid("the key was revoked")
        return actor_of_key(found)

    async def _of_token(self, token: str) -> Actor:
        if self._rules is None or self._signing_keys is None:
            raise CredentialsInvalid("this is no API key of this registry, and it takes no tokens")
        key = await self._signing_keys.find(key_id_of(token, self._rules))
        return actor_of_token(token, key, self._rules)


def actor_of_key(key: ApiKeyView) -> Actor:
    """Who asks with this key."""
    return Actor(
        name=f"key:{key.shown}",
        roles=frozenset({AccessRole(key.role)}),
        scope=Scope(contract_prefix=key.contract_prefix, service=key.service),
        expires_at=key.expires_at,
    )


def _is_valid(actor: Actor) -> bool:
    return actor.expires_at is None or datetime.now(UTC) < actor.expires_at
