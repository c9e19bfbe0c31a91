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
    from uuid import UUID

    from registry.auth.tokens import TokenRules
    from registry.services.signing_keys import SigningKeys
    from registry.storage import Database
    from registry.storage.key_views import ApiKeyView

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

    def recall(self, credential: str | UUID) -> Actor | None:
        """Who the credential belonged to a moment ago, None if that is not remembered."""
        found = self._known.get(_mark(credential))
        return found if found is not None and _is_valid(found) else None

    async def identify(self, credential: str | UUID) -> Actor:
        """Who the credential belongs to: a key, a token, or the id of the key that a browser signed in with.

        Raises:
            CredentialsInvalid: nobody, or no longer.
            IdentityProviderSilent: it is a token, and the keys of its issuer are not known.
            DatabaseUnavailable: the database does not answer.
        """
        found = await self._found(credential)
        if not _is_valid(found):
            raise CredentialsInvalid("the key has expired")
        self._known[_mark(credential)] = found
        return found

    async def find_key(self, key: str) -> ApiKeyView:
        """The API key that somebody signs in with.

        Raises:
            CredentialsInvalid: it is none, or no longer.
            DatabaseUnavailable: the database does not answer.
        """
        if not is_key(key):
            raise CredentialsInvalid("this is no API key: one is `bk_` and 43 letters, digits, `-` or `_`")
        async with self._database.reading() as store:
            found = _usable(await store.api_keys.by_digest(digest_of(key)))
        if not _is_valid(actor_of_key(found)):
            raise CredentialsInvalid("the key has expired")
        return found

    def forget(self) -> None:
        """Look again at who credentials belong to, and whether they are needed."""
        self._known.clear()
        self._open_until = -1.0

    async def _found(self, credential: str | UUID) -> Actor:
        if isinstance(credential, str) and not is_key(credential):
            return await self._of_token(credential)
        async with self._database.reading() as store:
            keys = store.api_keys
            key = await (
                keys.by_digest(digest_of(credential)) if isinstance(credential, str) else keys.by_id(credential)
            )
        return actor_of_key(_usable(key))

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


def _usable(key: ApiKeyView | None) -> ApiKeyView:
    if key is None:
        raise CredentialsInvalid("the registry does not know this key")
    if key.revoked_at is not None:
        raise CredentialsInvalid("the key was revoked")
    return key


def _mark(credential: str | UUID) -> str:
    """What a credential is remembered by, which is not the credential."""
    return digest_of(credential) if isinstance(credential, str) else str(credential)


def _is_valid(actor: Actor) -> bool:
    return actor.expires_at is None or datetime.now(UTC) < actor.expires_at
