"""Who may not ask, or not as often."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registry.errors.root import ServiceError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class CredentialsMissing(ServiceError):
    """The request does not show who sends it."""

    code = "credentials-missing"
    status = 401
    title = "Credentials are missing"

    def __init__(self) -> None:
        super().__init__("this registry answers to API keys and tokens only: send `Authorization: Bearer ...`")

    @property
    def headers(self) -> Mapping[str, str]:
        """The challenge of RFC 6750; without an error, because nothing was shown."""
        return {"www-authenticate": 'Bearer realm="bindery"'}


class CredentialsInvalid(ServiceError):
    """The key or token is none that this registry accepts. `reason` never repeats it."""

    code = "credentials-invalid"
    status = 401
    title = "The credentials are not accepted"

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    @property
    def headers(self) -> Mapping[str, str]:
        """The challenge of RFC 6750."""
        return {"www-authenticate": 'Bearer realm="bindery", error="invalid_token"'}


class RoleTooLow(ServiceError):
    """It is known who asks, and this is not for them."""

    code = "role-too-low"
    status = 403
    title = "The role does not allow this"

    def __init__(self, actor: str, *, least: str, roles: Sequence[str]) -> None:
        has = f"the role {' and '.join(roles)}" if roles else "no role"
        super().__init__(f"this needs the role {least}; {actor} has {has}")
        self.least = least


class ScopeTooNarrow(ServiceError):
    """The request concerns contracts or builds that the caller's key is not for; nothing was stored."""

    code = "scope-too-narrow"
    status = 403
    title = "The key is for others"

    def __init__(self, actor: str, scope: str, *, outside: Sequence[str]) -> None:
        named = ", ".join(outside)
        super().__init__(f"{actor} is limited to {scope}, and this concerns {named}; nothing was stored")
        self.outside = tuple(outside)


class LimitWithoutEffect(ServiceError):
    """A key was wanted with a limit that would limit nothing: whoever relies on it would be wrong."""

    code = "limit-without-effect"
    status = 422
    title = "The limit would have no effect"

    def __init__(self) -> None:
        super().__init__(
            "a contract prefix limits nothing for the role deployer, which shapes no contract: limit the key to the "
            "builds of a service, or leave the prefix out"
        )


class TooManyRequests(ServiceError):
    """The caller's limit is used up for now."""

    code = "too-many-requests"
    status = 429
    title = "Too many requests"

    def __init__(self, limit: str, *, retry_after_seconds: int) -> None:
        super().__init__(f"more than {limit}: send it again in {retry_after_seconds} seconds")
        self.retry_after_seconds = retry_after_seconds

    @property
    def headers(self) -> Mapping[str, str]:
        """When to come again."""
        return {"retry-after": str(self.retry_after_seconds)}


class IdentityProviderSilent(ServiceError):
    """Tokens cannot be checked: the keys of their issuer were never obtained."""

    code = "identity-provider-silent"
    status = 503
    title = "The identity provider does not answer"

    def __init__(self) -> None:
        super().__init__("tokens cannot be checked, for their issuer does not show its keys: send it again")
