"""Every route, and the least role that it answers to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from starlette.testclient import TestClient

from registry.app import create_app
from registry.auth.actors import Scope
from registry.auth.roles import AccessRole
from registry.entrance.access import least_role_of
from registry.entrance.gate import UNGUARDED, is_for_all
from registry.settings import Settings
from registry.web.assets import asset_url
from tests.api_keys import bearer, created_key
from tests.running_registry import registry_client

V1 = "/api/v1"
CONTRACT = f"{V1}/contracts/{{kind}}/{{name}}"
# a new route belongs here: who may ask it?
LEAST_ROLES = {
    f"GET {V1}/openapi.json": "reader",
    "GET /version": "reader",
    "GET /metrics": "reader",
    f"GET {V1}/contracts": "reader",
    f"GET {CONTRACT}": "reader",
    f"GET {CONTRACT}/versions": "reader",
    f"GET {CONTRACT}/versions/{{number}}": "reader",
    f"GET {CONTRACT}/versions/{{number}}/schema": "reader",
    f"GET {CONTRACT}/versions/{{number}}/cases": "reader",
    f"GET {V1}/documents": "reader",
    f"GET {V1}/services": "reader",
    f"GET {V1}/services/{{service}}/openapi.json": "reader",
    f"GET {V1}/services/{{service}}/lock": "reader",
    f"POST {V1}/compatibility": "reader",
    f"POST {V1}/registrations": "reader",  # a dry run; what is stored needs more, see test_registering_needs_a_role
    f"GET {V1}/keys": "admin",
    f"POST {V1}/keys": "admin",
    f"DELETE {V1}/keys/{{key_id}}": "admin",
    f"GET {V1}/audit": "admin",
    f"GET {V1}/documents/revisions": "reader",
    f"GET {CONTRACT}/compare": "reader",
    f"PUT {CONTRACT}/tags": "registrar",
    f"PUT {CONTRACT}/deprecation": "registrar",
    f"PUT {CONTRACT}/versions/{{number}}/deprecation": "registrar",
    f"POST {CONTRACT}/archive": "registrar",
    f"POST {CONTRACT}/versions/{{number}}/validate": "reader",
    f"GET {V1}/services/{{service}}": "reader",
    f"GET {V1}/services/{{service}}/asyncapi.json": "reader",
    f"GET {V1}/services/{{service}}/mermaid": "reader",
    f"GET {V1}/graph": "reader",
    f"GET {V1}/graph/mermaid": "reader",
    f"GET {V1}/changes": "reader",
    f"GET {V1}/environments": "reader",
    f"PUT {V1}/environments/{{environment}}": "deployer",
    f"GET {V1}/deployments": "reader",
    f"POST {V1}/deployments": "deployer",
    f"DELETE {V1}/deployments/{{environment}}/{{service}}": "deployer",
    f"GET {V1}/can-i-deploy": "reader",
    f"POST {V1}/can-i-deploy": "reader",
    f"GET {CONTRACT}/versions/{{number}}/users": "reader",
    f"GET {V1}/verifications": "reader",
    f"POST {V1}/verifications": "deployer",
    "GET /": "reader",
    "GET /contracts": "reader",
    "GET /contracts/{kind}/{name}/compare": "reader",
    "GET /graph": "reader",
    "GET /can-i-deploy": "reader",
    "GET /environments": "reader",
    "GET /environments/{environment}": "reader",
    "GET /contracts/{kind}/{name}": "reader",
    "GET /contracts/{kind}/{name}/versions": "reader",
    "GET /contracts/{kind}/{name}/versions/{number}": "reader",
    "GET /contracts/{kind}/{name}/versions/{number}/schema": "reader",
    "GET /contracts/{kind}/{name}/versions/{number}/cases": "reader",
    "GET /services": "reader",
    "GET /services/{service}": "reader",
    "GET /documents": "reader",
    "GET /preview": "reader",
    "GET /rules": "reader",
    "GET /rules/{rule}": "reader",
    "POST /preview": "reader",
    "GET /contracts/{kind}/{name}/versions/{number}/validate": "reader",
    "POST /contracts/{kind}/{name}/versions/{number}/validate": "reader",
    "POST /preview/register": "registrar",
    "GET /documents/revisions": "reader",
    "GET /audit": "admin",
    "POST /sign-out": "reader",
}
# served to those who do not show who they are
FOR_ALL = {"GET /static/{name}", "GET /sign-in", "POST /sign-in"}


def routes(app: FastAPI) -> Iterator[tuple[str, str, AccessRole]]:
    """Method, path template and least role of every route that asks for one."""
    for context in iter_route_contexts(app.routes):
        methods = sorted(set(context.methods or ()) - {"HEAD"})
        if context.path and context.path not in UNGUARDED and not is_for_all(context.path):
            yield from ((method, context.path, least_role_of(context.endpoint, methods)) for method in methods)


def test_every_route_has_the_role_that_is_written_here(settings: Settings) -> None:
    """A route that nobody thought about fails here, and until then it is for admins, or reads only."""
    assert {f"{method} {path}": role.value for method, path, role in routes(create_app(settings))} == LEAST_ROLES


def test_what_is_for_all_is_written_here(settings: Settings) -> None:
    """A route that needs no credentials is one of these."""
    found = {
        f"{method} {context.path}"
        for context in iter_route_contexts(create_app(settings).routes)
        if context.path and is_for_all(context.path)
        for method in set(context.methods or ()) - {"HEAD"}
    }
    assert found == FOR_ALL


def concrete(path: str) -> str:
    """A path of a template."""
    values = {
        "kind": "event",
        "name": "a",
        "number": "1",
        "service": "a",
        "rule": "no-schema",
        "environment": "production",
        "key_id": "0" * 8 + "-0000-4000-8000-" + "0" * 12,
    }
    return path.format(**values)


@pytest.mark.parametrize("role", list(AccessRole))
def test_every_route_asks_for_its_role(settings: Settings, role: AccessRole) -> None:
    """Each role gets past exactly those routes that it includes."""
    settings = settings.model_copy(update={"authentication": "required"})
    key = created_key(settings, role)
    with registry_client(settings) as client:
        allowed = {
            f"{method} {path}"
            for method, path, _ in routes(create_app(settings))
            if passes(client, method, path, key.key)
        }
    assert allowed == {route for route, least in LEAST_ROLES.items() if role.includes(AccessRole(least))}


def passes(client: TestClient, method: str, path: str, key: str) -> bool:
    """Whether a key is let through to a route; the body is garbage, which only the route itself would notice."""
    answer = client.request(method, concrete(path), content=b"{", headers=bearer(key))
    assert answer.status_code != 401
    return answer.status_code != 403 or answer.json()["code"] != "role-too-low"


@pytest.mark.parametrize("service", ["orders", "billing"])
def test_a_deployer_of_a_service_tells_of_its_builds_only(settings: Settings, service: str) -> None:
    """A key that is limited to orders neither records, ends nor verifies what billing runs."""
    key = created_key(settings, AccessRole.DEPLOYER, scope=Scope(service="orders"))
    lock = {"lock_version": 1, "service": service, "contracts": []}
    build = {"service": service, "version": "1.0"}
    result = {"kind": "event", "name": "order.created", "role": "consumer", "passed": True, "tests": 1}
    result |= {"fingerprint": f"sha256:{0:064}"}
    with registry_client(settings) as client:
        client.headers.update(bearer(key.key))
        answers = [
            client.post(f"{V1}/deployments", json={**build, "environment": "production", "lock": lock}),
            client.delete(f"{V1}/deployments/production/{service}"),
            client.post(f"{V1}/verifications", json={**build, "results": [result]}),
        ]
    if service == "orders":
        assert [answer.status_code for answer in answers] == [200, 200, 404]  # its contract is not registered here
    else:
        assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(403, "scope-too-narrow")}


@pytest.mark.parametrize(("scope", "status"), [(Scope(service="orders"), 403), (Scope(), 200)], ids=["limited", "free"])
def test_an_environment_is_created_by_a_key_for_all_services(settings: Settings, scope: Scope, status: int) -> None:
    """An environment concerns everybody, so a key for the builds of one service creates none."""
    key = created_key(settings, AccessRole.DEPLOYER, scope=scope)
    with registry_client(settings) as client:
        client.headers.update(bearer(key.key))
        assert client.put(f"{V1}/environments/testing").status_code == status
        names = [item["name"] for item in client.get(f"{V1}/environments").json()["items"]]
    assert ("testing" in names) == (status == 200)


def test_without_credentials_no_route_answers(settings: Settings) -> None:
    """Not one of all routes."""
    settings = settings.model_copy(update={"authentication": "required"})
    with registry_client(settings) as client:
        found = {client.request(method, concrete(path)).status_code for method, path, _ in routes(create_app(settings))}
    assert found == {401}


def test_no_route_is_beyond_the_limit(settings: Settings) -> None:
    """After its limit, a caller gets 429 from all routes, with the time to wait; probes are answered on."""
    key = created_key(settings)
    asked = [(method, concrete(path)) for method, path, _ in routes(create_app(settings))]
    for_all = [
        (route.split(" ")[0], asset_url("bindery.css") if "static" in route else "/sign-in") for route in FOR_ALL
    ]
    with registry_client(settings.model_copy(update={"rate_limit": "1/hour"})) as client:
        client.headers.update(bearer(key))
        assert client.get("/version").status_code == 200
        client.get("/sign-in")  # counted against the address
        refusals = [client.request(method, path) for method, path in asked + for_all]
        probes = [client.get(path).status_code for path in sorted(UNGUARDED)]
    assert {(answer.status_code, answer.json()["code"]) for answer in refusals} == {(429, "too-many-requests")}
    assert all(1 <= int(answer.headers["retry-after"]) <= 3600 for answer in refusals)
    assert probes == [200, 200]


def test_guessing_keys_is_limited(settings: Settings) -> None:
    """Unknown credentials count against the address that they come from, before anything is looked up."""
    changed = {"rate_limit": "2/hour", "authentication": "required"}
    with registry_client(settings.model_copy(update=changed)) as client:
        found = [client.get("/version", headers=bearer(f"guess-{number}")).status_code for number in range(4)]
        nothing = client.get("/version").status_code
    assert (found, nothing) == ([401, 401, 429, 429], 429)


def test_an_open_registry_counts_addresses(settings: Settings) -> None:
    """Without authentication, too, nobody may ask for ever."""
    with registry_client(settings.model_copy(update={"rate_limit": "2/hour"})) as client:
        assert [client.get("/version").status_code for _ in range(3)] == [200, 200, 429]
