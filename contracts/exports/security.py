"""Credentials as OpenAPI writes them: those of the contract, or what the words of a design document suggest."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from contracts.keywords import Json
    from contracts.model import Alternative

SECURITY: tuple[tuple[str, str, dict[str, Json]], ...] = (
    (r"mtls|mutual\s*tls", "mutualTls", {"type": "mutualTLS"}),
    (r"api[\s_-]*key", "apiKey", {"type": "apiKey", "in": "header", "name": "X-API-Key"}),
    (r"basic", "basic", {"type": "http", "scheme": "basic"}),
    (r"jwt|bearer|oauth|oidc|token", "bearer", {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}),
)


def guessed_security(auth: str) -> tuple[list[Json], dict[str, Json]]:
    """The requirement and the scheme that the word of an `Auth` column suggests; nothing where it suggests none."""
    found = [(name, scheme) for words, name, scheme in SECURITY if re.search(words, auth, re.IGNORECASE)][:1]
    return [{name: []} for name, _ in found], dict(found)


def stated_security(alternatives: Iterable[Alternative]) -> tuple[list[Json], dict[str, Json]]:
    """The requirements of a contract, and the schemes that they name."""
    requirements: list[Json] = []
    schemes: dict[str, Json] = {}
    for alternative in alternatives:
        requirements.append({_name(scheme): list(scopes) for scheme, scopes in alternative.items()})
        schemes |= {_name(scheme): _scheme(scheme) for scheme in alternative}
    return requirements, schemes


def _name(scheme: str) -> str:
    """A name for `components/securitySchemes`, whose letters the specification limits."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", scheme)


def _scheme(scheme: str) -> dict[str, Json]:
    kind, _, rest = scheme.partition(" ")
    if kind == "apiKey":
        place, _, name = rest.partition(" ")
        return {"type": kind, "in": place, "name": name}
    named = {"http": "scheme", "openIdConnect": "openIdConnectUrl"}.get(kind)
    return {"type": kind, **({named: rest} if named else {}), **({"flows": {}} if kind == "oauth2" else {})}
