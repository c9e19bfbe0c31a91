"""The keys that an identity provider signs with: a JSON Web Key Set (RFC 7517)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from contracts.keywords import Json

_PUBLIC = frozenset({"RSA", "EC", "OKP"})


def read_key_set(text: bytes) -> Mapping[str, Mapping[str, Json]]:
    """The public keys for signatures in a key set, by id. Secrets, keys for encryption, keys without id are left out.

    Raises:
        ValueError: it is no key set.
    """
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"it is no JSON: {error}") from error
    keys = found.get("keys") if isinstance(found, dict) else None
    if isinstance(keys, list):
        return {key["kid"]: key for key in keys if _is_usable(key)}
    raise ValueError('it is no JSON Web Key Set: {"keys": [...]}')


def _is_usable(key: Json) -> bool:
    if not isinstance(key, dict) or not isinstance(key.get("kid"), str):
        return False
    return key.get("kty") in _PUBLIC and key.get("use", "sig") == "sig"
