"""Bearer tokens of an OpenID Connect provider: JWTs (RFC 7519), checked as RFC 8725 asks for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import jwt

from registry.auth.actors import Actor
from registry.auth.roles import AccessRole
from registry.errors import CredentialsInvalid

if TYPE_CHECKING:
    from collections.abc import Mapping

    from contracts.keywords import Json

_LEEWAY_SECONDS = 30
_REQUIRED = ("exp", "iss", "aud", "sub")
_MAX_TOKEN_CHARACTERS = 16 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenRules:
    """What a token must say: who issued it, for whom, signed how; and where it says the roles.

    `algorithms` are asymmetric ones only: with HS256 the public key, which everybody has, would be the secret.
    """

    issuer: str
    audience: str
    algorithms: tuple[str, ...]
    role_claim: str


def key_id_of(token: str, rules: TokenRules) -> str:
    """The id of the key that a token claims to be signed with. Nothing is verified yet.

    Raises:
        CredentialsInvalid: it is no token, names no key, or an algorithm that is not allowed.
    """
    if len(token) > _MAX_TOKEN_CHARACTERS:
        raise CredentialsInvalid("the token is too long")
    try:
        header = jwt.get_unverified_header(token)
    except (jwt.PyJWTError, ValueError) as error:
        raise CredentialsInvalid("this is neither an API key nor a token") from error
    if header.get("alg") not in rules.algorithms:
        raise CredentialsInvalid(f"the token is not signed with {' or '.join(rules.algorithms)}")
    kid = header.get("kid")
    if not isinstance(kid, str) or not kid:
        raise CredentialsInvalid("the token does not name the key that it is signed with (`kid`)")
    return kid


def actor_of_token(token: str, key: Mapping[str, Json], rules: TokenRules) -> Actor:
    """Who a token says its bearer is; `key` is the JSON Web Key that it names.

    Raises:
        CredentialsInvalid: the signature, the issuer, the audience or the time is wrong, or something is missing.
    """
    try:
        algorithm = jwt.get_unverified_header(token)["alg"]
        if key.get("alg", algorithm) != algorithm or algorithm not in rules.algorithms:
            raise CredentialsInvalid("the token is not signed with the algorithm of its key")
        claims = jwt.decode(
            token,
            jwt.PyJWK(dict(key), algorithm),
            algorithms=[algorithm],
            issuer=rules.issuer,
            audience=rules.audience,
            leeway=_LEEWAY_SECONDS,
            options={"require": list(_REQUIRED)},
        )
    except (jwt.PyJWTError, ValueError, TypeError) as error:
        raise CredentialsInvalid(f"the token is refused: {_reason(error)}") from error
    return Actor(
        name=f"token:{claims['sub']}",
        roles=roles_in(claims, rules.role_claim),
        expires_at=datetime.fromtimestamp(int(claims["exp"]) + _LEEWAY_SECONDS, UTC),
    )


def roles_in(claims: Mapping[str, Json], place: str) -> frozenset[AccessRole]:
    """The roles that a claim names, as one word or a list; a dotted place leads into nested claims.

    >>> sorted(roles_in({"realm_access": {"roles": ["admin", "chef"]}}, "realm_access.roles"))
    [<AccessRole.ADMIN: 'admin'>]
    """
    found = claims.get(place, _nested(claims, place))
    words = found if isinstance(found, list) else [found]
    known = {role.value for role in AccessRole}
    return frozenset(AccessRole(word) for word in words if isinstance(word, str) and word in known)


def _nested(claims: Mapping[str, Json], place: str) -> Json:
    found: Json = claims
    for step in place.split("."):
        found = found.get(step) if isinstance(found, dict) else None
    return found


def _reason(error: Exception) -> str:
    return next((words for kind, words in _REASONS.items() if isinstance(error, kind)), "its signature does not fit")


_REASONS: dict[type[Exception], str] = {
    jwt.ExpiredSignatureError: "it has expired",
    jwt.ImmatureSignatureError: "it is not valid yet",
    jwt.InvalidIssuerError: "it was issued by somebody else",
    jwt.InvalidAudienceError: "it is meant for somebody else",
    jwt.MissingRequiredClaimError: f"it lacks one of {', '.join(_REQUIRED)}",
}
