"""API keys: `bk_` and 256 random bits. The registry keeps the SHA-256 of a key and its beginning, never the key.

A fast hash is enough: what was chosen at random from 2^256 cannot be guessed, however fast the guesses are.
"""

from __future__ import annotations

import hashlib
import re
import secrets

PREFIX = "bk_"
_SHAPE = re.compile(r"bk_[A-Za-z0-9_-]{43}")
_SHOWN_CHARACTERS = 11


def new_key() -> str:
    """A key that nobody has."""
    return PREFIX + secrets.token_urlsafe(32)


def is_key(text: str) -> bool:
    """Whether a text has the form of a key.

    >>> is_key("bk_" + "a" * 43), is_key("bk_short"), is_key("eyJhbGciOi...")
    (True, False, False)
    """
    return _SHAPE.fullmatch(text) is not None


def digest_of(credential: str) -> str:
    """The SHA-256 that stands for a key, or for any other credential, in hexadecimal digits."""
    return hashlib.sha256(credential.encode()).hexdigest()


def shown_part(key: str) -> str:
    """The beginning of a key, by which people recognise it.

    >>> shown_part("bk_0123456789abcdef")
    'bk_01234567'
    """
    return key[:_SHOWN_CHARACTERS]
