"""Tokens: what is accepted, and every known way to forge one."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.keywords import Json
from registry.auth.key_sets import read_key_set
from registry.auth.roles import AccessRole
from registry.auth.tokens import TokenRules, actor_of_token, key_id_of, roles_in
from registry.errors import CredentialsInvalid
from tests.identity_provider import AUDIENCE, ISSUER, claims, ec_key, rsa_key, signed

RULES = TokenRules(issuer=ISSUER, audience=AUDIENCE, algorithms=("RS256", "ES256"), role_claim="roles")
RSA, EC = rsa_key("rsa"), ec_key("ec")
NOW = datetime.now(UTC)


@pytest.mark.parametrize("key", [RSA, EC], ids=["RS256", "ES256"])
def test_a_good_token_says_who_asks(key: object) -> None:
    """Its subject is the actor's name, its claim the roles, its end the actor's end."""
    used = RSA if key is RSA else EC
    token = signed(used)
    assert key_id_of(token, RULES) == used.kid
    actor = actor_of_token(token, used.public, RULES)
    assert (actor.name, set(actor.roles)) == ("token:ci@example.org", {AccessRole.REGISTRAR})
    assert actor.expires_at is not None
    assert actor.expires_at > NOW


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"iss": "https://identity.example/other"}, "issued by somebody else"),
        ({"iss": None}, "lacks"),
        ({"aud": "another service"}, "meant for somebody else"),
        ({"aud": None}, "lacks"),
        ({"sub": None}, "lacks"),
        ({"exp": None}, "lacks"),
        ({"exp": NOW - timedelta(minutes=5)}, "expired"),
        ({"nbf": NOW + timedelta(days=1)}, "not valid yet"),
        ({"iat": NOW + timedelta(days=1)}, "not valid yet"),
    ],
)
def test_a_token_with_a_wrong_claim_is_refused(changed: dict[str, Json], reason: str) -> None:
    """The reason is told: whoever holds a token may know why it is not taken."""
    with pytest.raises(CredentialsInvalid, match=reason):
        actor_of_token(signed(EC, **changed), EC.public, RULES)


def test_a_token_of_another_key_is_refused() -> None:
    """The key id is only a claim: what counts is the signature."""
    forged = signed(ec_key("ec"))
    with pytest.raises(CredentialsInvalid, match="signature"):
        actor_of_token(forged, EC.public, RULES)


def test_a_changed_token_is_refused() -> None:
    """Claims that were exchanged after signing do not fit the signature."""
    head, _, signature = signed(EC).split(".")
    body = jwt.encode(claims(roles=["admin"]), "x" * 32).split(".")[1]
    with pytest.raises(CredentialsInvalid, match="signature"):
        actor_of_token(f"{head}.{body}.{signature}", EC.public, RULES)


def unsigned(algorithm: str) -> str:
    """A token without a signature."""
    claimed = {**claims(), "exp": int((NOW + timedelta(minutes=1)).timestamp())}
    parts = ({"alg": algorithm, "typ": "JWT", "kid": "rsa"}, claimed)
    return ".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in parts) + "."


@pytest.mark.parametrize("algorithm", ["none", "None", "NONE", "", "HS256", "RS1"])
def test_a_token_without_a_signature_is_refused(algorithm: str) -> None:
    """`alg: none` and its spellings are no algorithms, whoever names the key."""
    token = unsigned(algorithm)
    with pytest.raises(CredentialsInvalid, match="not signed with"):
        key_id_of(token, RULES)
    with pytest.raises(CredentialsInvalid):
        actor_of_token(token, RSA.public, RULES)


def test_a_public_key_is_no_shared_secret() -> None:
    """HS256 with the public key as its secret: everybody could sign."""
    signing_input = unsigned("HS256").rstrip(".")
    mac = hmac.new(RSA.public_pem, signing_input.encode(), hashlib.sha256).digest()
    token = f"{signing_input}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}"
    assert jwt.api_jws.PyJWS()._load(token)[2]["alg"] == "HS256"
    with pytest.raises(CredentialsInvalid):
        key_id_of(token, RULES)
    with pytest.raises(CredentialsInvalid):
        actor_of_token(token, RSA.public, RULES)


def test_a_key_is_used_for_its_own_algorithm_only() -> None:
    """A key that says what it is for is not used for anything else."""
    with pytest.raises(CredentialsInvalid, match="algorithm of its key"):
        actor_of_token(signed(EC), {**EC.public, "alg": "ES384"}, RULES)
    with pytest.raises(CredentialsInvalid):
        actor_of_token(signed(EC), RSA.public, RULES)


def test_a_token_must_name_its_key() -> None:
    """Nothing is tried out: a token without a key id is refused."""
    token = jwt.encode(claims(), EC.private, "ES256")
    with pytest.raises(CredentialsInvalid, match="kid"):
        key_id_of(token, RULES)


@given(text=st.text() | st.binary().map(lambda some: base64.urlsafe_b64encode(some).decode() + ".e30.e30"))
def test_garbage_is_no_token(text: str) -> None:
    """Whatever is sent is refused, and nothing fails."""
    with pytest.raises(CredentialsInvalid):
        key_id_of(text, RULES)


def test_a_header_of_a_thousand_brackets_is_no_token() -> None:
    """Neither depth nor length of a token costs anything."""
    deep = base64.urlsafe_b64encode(b"[" * 5000).decode().rstrip("=")
    for token in (f"{deep}.e30.e30", "a" * 20_000):
        with pytest.raises(CredentialsInvalid):
            key_id_of(token, RULES)


@pytest.mark.parametrize(
    ("found", "place", "expected"),
    [
        ({"roles": "admin"}, "roles", {"admin"}),
        ({"roles": ["reader", "deployer", 7]}, "roles", {"reader", "deployer"}),
        ({"https://example.org/roles": ["admin"]}, "https://example.org/roles", {"admin"}),
        ({"realm_access": {"roles": ["registrar"]}}, "realm_access.roles", {"registrar"}),
        ({"roles": {"admin": True}}, "roles", set()),
        ({"roles": ["ADMIN", "administrator"]}, "roles", set()),
        ({}, "roles", set()),
        ({"realm_access": "admin"}, "realm_access.roles", set()),
    ],
)
def test_roles_are_read_where_the_settings_say(found: dict[str, Json], place: str, expected: set[str]) -> None:
    """Words that are no roles of Bindery give nothing."""
    assert roles_in(found, place) == expected


def test_only_public_signing_keys_count() -> None:
    """A secret in a key set is never used, nor is a key for encryption, nor one without an id."""
    keys = [
        EC.public,
        {"kty": "oct", "kid": "secret", "k": "c2VjcmV0"},
        {**EC.public, "kid": "enc", "use": "enc"},
        {"kty": "EC"},
        "key",
    ]
    assert set(read_key_set(json.dumps({"keys": keys}).encode())) == {"ec"}


@pytest.mark.parametrize("text", [b"", b"[]", b"{}", b'{"keys": 1}', b"[" * 100_000, b"\xff"])
def test_garbage_is_no_key_set(text: bytes) -> None:
    """Whatever a provider answers is either a key set or an error."""
    with pytest.raises(ValueError, match=r"^it is no"):
        read_key_set(text)
