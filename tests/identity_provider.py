"""An identity provider of a test's own: it signs tokens, and shows its keys on loopback."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from contracts.keywords import Json
from tests.loopback import Answer, Loopback, serving

ISSUER = "https://identity.example/realm"
AUDIENCE = "bindery"


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningKey:
    """A key pair and the id under which the provider shows its public half."""

    kid: str
    private: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey

    @property
    def algorithm(self) -> str:
        """What the key signs with."""
        return "RS256" if isinstance(self.private, rsa.RSAPrivateKey) else "ES256"

    @property
    def public(self) -> dict[str, Json]:
        """The JSON Web Key that everybody may see."""
        if isinstance(self.private, rsa.RSAPrivateKey):
            shown = RSAAlgorithm.to_jwk(self.private.public_key(), as_dict=True)
        else:
            shown = ECAlgorithm.to_jwk(self.private.public_key(), as_dict=True)
        return {**shown, "kid": self.kid, "use": "sig"}

    @property
    def public_pem(self) -> bytes:
        """The public half as a file that everybody may read."""
        return self.private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def rsa_key(kid: str) -> SigningKey:
    """A new RSA key."""
    return SigningKey(kid=kid, private=rsa.generate_private_key(public_exponent=65537, key_size=2048))


def ec_key(kid: str) -> SigningKey:
    """A new elliptic key, which takes no time to make."""
    return SigningKey(kid=kid, private=ec.generate_private_key(ec.SECP256R1()))


def claims(**changed: Json) -> dict[str, Json]:
    """The claims of a registrar's token that is good for a minute; None takes a claim away."""
    now = datetime.now(UTC)
    usual: dict[str, Json] = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": "ci@example.org",
        "exp": now + timedelta(minutes=1),
        "roles": ["registrar"],
    }
    return {name: value for name, value in (usual | changed).items() if value is not None}


def signed(key: SigningKey, **changed: Json) -> str:
    """A token with these claims, signed by a key."""
    return jwt.encode(claims(**changed), key.private, key.algorithm, headers={"kid": key.kid})


@dataclass(kw_only=True)
class Provider:
    """A running provider."""

    server: Loopback

    @property
    def keys_url(self) -> str:
        """Where the keys are."""
        return f"{self.server.url}/keys.json"

    @property
    def times_asked(self) -> int:
        """How often its keys were asked for."""
        return len(self.server.asked)

    def show(self, keys: Sequence[SigningKey]) -> None:
        """Show these keys from now on."""
        body = json.dumps({"keys": [key.public for key in keys]}).encode()
        self.server.answer = Answer(headers={"content-type": "application/json"}, pieces=(body,))

    @property
    def settings(self) -> dict[str, Json]:
        """The settings of a registry that trusts it."""
        return {"oidc_issuer": ISSUER, "oidc_audience": AUDIENCE, "oidc_keys": self.keys_url}


@contextmanager
def identity_provider(*keys: SigningKey) -> Iterator[Provider]:
    """A provider that shows these keys."""
    with serving(Answer()) as server:
        provider = Provider(server=server)
        provider.show(keys)
        yield provider
