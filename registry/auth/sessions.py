"""Browsers that signed in with an API key: what their cookie says, and the tokens that their forms carry.

The cookie holds the id of the key, never the key: a key that is revoked ends its sessions. It is a JWT (RFC 7519),
signed with a secret of the registry's own, and no token that the API takes.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import jwt

_ALGORITHM = "HS256"
_AUDIENCE = "bindery-session"
_CLAIMS = ("aud", "exp", "jti", "sub")


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One browser's time between sign-in and sign-out: `id` is random, `key_id` is that of the API key."""

    id: str
    key_id: UUID
    expires_at: datetime


class SessionSigner:
    """Signs and reads what browsers keep; replicas that share the secret share the sessions."""

    def __init__(self, secret: str | None, *, lasts: timedelta) -> None:
        """Take the secret; without one, draw one that no other process has and that ends with this one."""
        self._secret = (secret or secrets.token_urlsafe(32)).encode()
        self.lasts = lasts

    def begin(self, key_id: UUID) -> Session:
        """A new session of a key."""
        return Session(id=secrets.token_urlsafe(16), key_id=key_id, expires_at=datetime.now(UTC) + self.lasts)

    def cookie_of(self, session: Session) -> str:
        """The text that stands for a session."""
        claims = {"aud": _AUDIENCE, "exp": session.expires_at, "jti": session.id, "sub": str(session.key_id)}
        return jwt.encode(claims, self._derived("session"), _ALGORITHM)

    def session_of(self, cookie: str) -> Session | None:
        """The session that a text stands for; None if it was not signed here, was changed, or is over."""
        try:
            claims = jwt.decode(
                cookie,
                self._derived("session"),
                algorithms=[_ALGORITHM],
                audience=_AUDIENCE,
                options={"require": list(_CLAIMS)},
            )
            expires_at = datetime.fromtimestamp(int(claims["exp"]), UTC)
            return Session(id=str(claims["jti"]), key_id=UUID(claims["sub"]), expires_at=expires_at)
        except (jwt.PyJWTError, ValueError):
            return None

    def form_token(self, session: Session | None) -> str:
        """What every form of a session carries, and no page of another origin can know.

        Without a session, as in a registry that is open to its own machine, it is the same for all.
        """
        message = session.id if session is not None else ""
        return hmac.new(self._derived("form"), message.encode(), hashlib.sha256).hexdigest()

    def is_form_token(self, token: str, session: Session | None) -> bool:
        """Whether a form of this session carried the token."""
        return hmac.compare_digest(token.encode(), self.form_token(session).encode())

    def _derived(self, purpose: str) -> bytes:
        """A key for one purpose: what is signed for one is worth nothing for another."""
        return hmac.new(self._secret, purpose.encode(), hashlib.sha256).digest()
