"""Who gets in: with a key, with a token, vouched for by a proxy; and who does not."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from contracts.keywords import Json
from registry.app import create_app
from registry.auth.api_keys import new_key
from registry.auth.roles import AccessRole
from registry.settings import Settings
from tests.api_keys import bearer, created_key
from tests.identity_provider import Provider, ec_key, identity_provider, signed
from tests.registry_texts import events_document
from tests.running_registry import local_client, register, registry_client

CONTRACTS = "/api/v1/contracts"
SCHEMA = "/api/v1/contracts/event/order.created/versions/1/schema"
TEXTS = {"docs/orders.md": events_document({"order.created": {"orderId": "uuid"}})}
KEY = ec_key("first")


@pytest.fixture
def required(settings: Settings) -> Settings:
    """Settings of a registry that nobody may ask without credentials."""
    return settings.model_copy(update={"authentication": "required"})


def code_of(client: TestClient, credential: str | None, path: str = CONTRACTS) -> tuple[int, str | None]:
    """The status and the problem that somebody gets."""
    answer = client.get(path, headers=bearer(credential) if credential else {})
    return answer.status_code, answer.json().get("code")


def test_a_request_without_credentials_is_challenged(required: Settings) -> None:
    """401 says which kind of credentials are wanted (RFC 6750), as a problem document."""
    with registry_client(required) as client:
        answer = client.get(CONTRACTS)
    assert (answer.status_code, answer.json()["code"]) == (401, "credentials-missing")
    assert answer.headers["www-authenticate"] == 'Bearer realm="bindery"'
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_key_lets_its_bearer_in(required: Settings) -> None:
    """From any address and under any name of the host: they were for the time without authentication."""
    key = created_key(required, AccessRole.READER)
    with TestClient(create_app(required), base_url="http://registry.example", client=("10.0.0.9", 1)) as client:
        assert client.get(CONTRACTS, headers=bearer(key)).status_code == 200


@pytest.mark.parametrize("credential", [new_key(), "bk_short", "x" * 40, "a.b.c"])
def test_unknown_credentials_are_refused(required: Settings, credential: str) -> None:
    """What the registry does not know is told apart from nothing, and is not repeated in the answer."""
    with registry_client(required) as client:
        answer = client.get(CONTRACTS, headers=bearer(credential))
    assert (answer.status_code, answer.json()["code"]) == (401, "credentials-invalid")
    assert 'error="invalid_token"' in answer.headers["www-authenticate"]
    assert credential not in answer.text


def test_an_expired_key_is_refused(required: Settings) -> None:
    """A key ends by itself, even if it was used a moment before."""
    key = created_key(required, expires_in=timedelta(seconds=-1))
    with registry_client(required) as client:
        assert code_of(client, key.key) == (401, "credentials-invalid")


def test_a_revoked_key_is_refused_at_once(required: Settings) -> None:
    """The process that revokes a key does not remember that it was good."""
    admin, victim = created_key(required), created_key(required)
    with registry_client(required) as client:
        before = code_of(client, victim.key)
        revoked = client.delete(f"/api/v1/keys/{victim.view.id}", headers=bearer(admin))
        after = code_of(client, victim.key)
    assert (before, revoked.status_code, after) == ((200, None), 204, (401, "credentials-invalid"))


def test_the_byte_cache_is_behind_the_gate(required: Settings) -> None:
    """Bytes that were served to somebody a moment ago are not for everybody."""
    admin = created_key(required)
    with registry_client(required) as client:
        client.headers.update(bearer(admin))
        assert register(client, TEXTS).status_code == 200
        assert client.get(SCHEMA).status_code == 200
        del client.headers["authorization"]
        assert code_of(client, None, SCHEMA) == (401, "credentials-missing")
        assert code_of(client, new_key(), SCHEMA) == (401, "credentials-invalid")


@pytest.mark.parametrize("path", ["/version", "/api/v1/openapi.json", "/nowhere", "/api/v1/../healthz", "/healthz/"])
def test_every_other_path_needs_credentials(required: Settings, path: str) -> None:
    """Not even what is served is told to strangers."""
    with registry_client(required) as client:
        assert code_of(client, None, path) == (401, "credentials-missing")


def test_probes_need_no_credentials(required: Settings) -> None:
    """Those who run the service ask it from anywhere, by any name."""
    with TestClient(create_app(required), base_url="http://10.0.0.1:8000", client=("10.0.0.9", 1)) as client:
        assert [client.get(path).status_code for path in ("/healthz", "/readyz")] == [200, 200]


def test_the_first_key_closes_the_registry(settings: Settings) -> None:
    """On loopback all is open until the first key exists; from then on it is needed, by whoever made it too."""
    with registry_client(settings) as client:
        assert client.get(CONTRACTS).status_code == 200
        made = client.post("/api/v1/keys", json={"name": "admin", "role": "admin"})
        assert made.status_code == 201
        assert code_of(client, None) == (401, "credentials-missing")
        assert code_of(client, made.json()["key"]) == (200, None)


def test_a_registry_whose_keys_are_all_revoked_stays_closed(settings: Settings) -> None:
    """Revoking the last key locks everybody out; it does not let everybody in."""
    key = created_key(settings)
    with registry_client(settings) as client:
        assert client.delete(f"/api/v1/keys/{key.view.id}", headers=bearer(key)).status_code == 204
    with registry_client(settings) as client:
        assert code_of(client, None) == (401, "credentials-missing")


def test_a_registry_that_cannot_look_is_closed(settings: Settings, tmp_path: Path) -> None:
    """If it is not known whether keys exist, nobody gets in without one."""
    with registry_client(settings) as client:
        with sqlite3.connect(tmp_path / "registry.db") as connection:
            connection.execute("ALTER TABLE api_key RENAME TO elsewhere")
        connection.close()
        assert code_of(client, None) == (503, "database-behind")


@pytest.fixture
def provider() -> Iterator[Provider]:
    """An identity provider."""
    with identity_provider(KEY) as running:
        yield running


def test_a_token_lets_its_bearer_in(settings: Settings, provider: Provider) -> None:
    """With the role that its claim names, and no other."""
    with registry_client(settings.model_copy(update=provider.settings)) as client:
        registrar = signed(KEY)
        assert code_of(client, registrar) == (200, None)
        assert code_of(client, registrar, "/api/v1/keys") == (403, "role-too-low")
        assert code_of(client, signed(KEY, roles=["admin"]), "/api/v1/keys") == (200, None)
        assert code_of(client, signed(ec_key("second"))) == (401, "credentials-invalid")


@pytest.mark.parametrize("path", [CONTRACTS, SCHEMA, "/version", "/api/v1/openapi.json", "/nowhere"])
def test_a_token_without_a_role_reads_nothing(settings: Settings, provider: Provider, path: str) -> None:
    """To be known is not to be allowed: the provider knows people who have no business here."""
    with registry_client(settings.model_copy(update=provider.settings)) as client:
        assert code_of(client, signed(KEY, roles=["cook"]), path) == (403, "role-too-low")


def test_a_provider_that_is_down_is_an_outage(settings: Settings) -> None:
    """Tokens that cannot be checked are neither good nor bad; keys go on working."""
    changed = {"oidc_issuer": "a", "oidc_audience": "b", "oidc_keys": "http://127.0.0.1:9/keys"}
    key = created_key(settings)
    with registry_client(settings.model_copy(update=changed)) as client:
        assert code_of(client, signed(KEY)) == (503, "identity-provider-silent")
        assert code_of(client, key.key) == (200, None)


def test_without_a_provider_no_token_is_good(required: Settings) -> None:
    """A registry that knows no issuer takes keys only."""
    with registry_client(required) as client:
        assert code_of(client, signed(KEY)) == (401, "credentials-invalid")


def proxied(settings: Settings, **changed: Json) -> FastAPI:
    """A registry behind a proxy at 10.0.0.1 that checks client certificates."""
    usual = {"trusted_proxies": ("10.0.0.0/30",), "proxy_subject_header": "x-client-subject"}
    return create_app(settings.model_copy(update=usual | changed))


def asked_through(app: FastAPI, address: str, headers: list[tuple[str, str]], path: str = CONTRACTS) -> int:
    """The status of a request that comes from an address."""
    with TestClient(app, base_url="http://registry.example", client=(address, 1)) as client:
        return client.get(path, headers=headers).status_code


def test_a_trusted_proxy_vouches_for_a_client(settings: Settings) -> None:
    """Who it names is a reader, unless the settings say otherwise."""
    named = [("x-client-subject", "CN=orders")]
    assert asked_through(proxied(settings), "10.0.0.1", named) == 200
    assert asked_through(proxied(settings), "10.0.0.1", named, "/api/v1/keys") == 403
    assert asked_through(proxied(settings, proxy_role="admin"), "10.0.0.1", named, "/api/v1/keys") == 200


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("10.0.0.9", [("x-client-subject", "CN=orders")]),
        ("10.0.0.9", [("x-client-subject", "CN=orders"), ("x-forwarded-for", "10.0.0.1")]),
        ("unix", [("x-client-subject", "CN=orders")]),
        ("10.0.0.1", []),
        ("10.0.0.1", [("x-client-subject", "")]),
        ("10.0.0.1", [("x-client-subject", "CN=orders"), ("x-client-subject", "CN=admin")]),
    ],
)
def test_nobody_else_vouches_for_anybody(settings: Settings, address: str, headers: list[tuple[str, str]]) -> None:
    """Not another address, nor one that claims to be the proxy; what is said twice the proxy did not say alone."""
    assert asked_through(proxied(settings), address, headers) == 401


def test_without_trusted_proxies_nobody_is_vouched_for(required: Settings) -> None:
    """The header means nothing unless the settings say so."""
    with local_client(create_app(required)) as client:
        assert client.get(CONTRACTS, headers={"x-client-subject": "CN=orders"}).status_code == 401
