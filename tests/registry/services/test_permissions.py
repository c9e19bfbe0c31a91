"""What a registrar may register: the contracts that the key is for, and no others."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from contracts.keywords import Json
from registry.auth.actors import Scope
from registry.auth.roles import AccessRole
from registry.settings import Settings
from tests.api_keys import bearer, created_key
from tests.registry_texts import RESERVATIONS, events_document
from tests.running_registry import register, registry_client

ORDERS = {"docs/orders.md": events_document({"order.created": {"orderId": "uuid"}})}
CHANGED = {"docs/orders.md": events_document({"order.created": {"orderId": "uuid", "note?": "text"}})}
PAYMENTS = {"docs/payments.md": events_document({"payment.captured": {"id": "uuid"}}, producer="payments")}
INVENTORY = {"docs/inventory.md": RESERVATIONS}
CONSUMED = """
### 3.4 Event Schema

| Event | Producer | Consumers |
|---|---|---|
| payment.captured | payments | orders |
"""
CONSUMING = {"docs/orders.md": ORDERS["docs/orders.md"] + CONSUMED}
HIJACK = {"docs/payments.md": events_document({"payment.captured": {"id": "uuid", "x?": "text"}}, producer="orders")}


def outcome(client: TestClient, key: str, texts: dict[str, str], **options: Json) -> tuple[int, str | None]:
    """The status and the code that the bearer of a key gets for a registration."""
    client.headers.update(bearer(key))
    answer = register(client, texts, **options)
    return answer.status_code, answer.json().get("code")


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (AccessRole.READER, [(200, None), (403, "role-too-low")]),
        (AccessRole.DEPLOYER, [(200, None), (403, "role-too-low")]),
        (AccessRole.REGISTRAR, [(200, None), (200, None)]),
        (AccessRole.ADMIN, [(200, None), (200, None)]),
    ],
)
def test_registering_needs_a_role(settings: Settings, role: AccessRole, expected: list[tuple[int, str | None]]) -> None:
    """Everybody may ask what would happen; registrars make it happen."""
    key = created_key(settings, role).key
    with registry_client(settings) as client:
        assert [outcome(client, key, ORDERS, dry_run=True), outcome(client, key, ORDERS)] == expected
        stored = client.get("/api/v1/contracts").json()["items"]
    assert bool(stored) == (expected[1][0] == 200)


def test_only_admins_accept_a_break(settings: Settings) -> None:
    """An accepted break binds those who relied on the contract, who were not asked."""
    registrar, admin = created_key(settings, AccessRole.REGISTRAR).key, created_key(settings).key
    broken = {"docs/orders.md": events_document({"order.created": {"orderId": 7}})}
    accepted = [{"name": "order.created", "reason": "agreed"}]
    with registry_client(settings) as client:
        assert outcome(client, registrar, ORDERS) == (200, None)
        assert outcome(client, registrar, broken, accept_breaking=accepted) == (403, "role-too-low")
        assert outcome(client, registrar, broken, accept_breaking=accepted, dry_run=True) == (200, None)
        assert outcome(client, admin, broken, accept_breaking=accepted) == (200, None)


@pytest.mark.parametrize(
    ("scope", "allowed", "refused"),
    [
        (Scope(contract_prefix="order."), ORDERS, PAYMENTS),
        (Scope(contract_prefix="inventory:"), INVENTORY, ORDERS),
        (Scope(service="orders"), ORDERS, PAYMENTS),
        (Scope(service="orders"), ORDERS, INVENTORY),
        (Scope(service="inventory"), INVENTORY, ORDERS),
        (Scope(contract_prefix="order.", service="orders"), ORDERS, INVENTORY),
    ],
    ids=str,
)
def test_a_limited_key_registers_its_own_contracts_only(
    settings: Settings, scope: Scope, allowed: dict[str, str], refused: dict[str, str]
) -> None:
    """What is refused is refused as a whole, and the sentence names the contracts."""
    key = created_key(settings, AccessRole.REGISTRAR, scope=scope).key
    with registry_client(settings) as client:
        assert outcome(client, key, allowed) == (200, None)
        before = client.get("/api/v1/contracts").json()["items"]
        answer = register(client, allowed | refused)
        assert (answer.status_code, answer.json()["code"]) == (403, "scope-too-narrow")
        names = {item["name"] for item in register(client, allowed | refused, dry_run=True).json()["results"]}
        outside = names - {item["name"] for item in before}
        assert outside
        assert all(name in answer.json()["detail"] for name in outside)
        assert client.get("/api/v1/contracts").json()["items"] == before


@pytest.mark.parametrize("scope", [Scope(contract_prefix="order."), Scope(service="orders")], ids=str)
def test_a_limited_key_may_name_itself_a_consumer(settings: Settings, scope: Scope) -> None:
    """A service registers what it consumes, whether the contract is there already or not yet."""
    limited, admin = created_key(settings, AccessRole.REGISTRAR, scope=scope).key, created_key(settings).key
    with registry_client(settings) as client:
        assert outcome(client, limited, CONSUMING) == (200, None)
        assert outcome(client, admin, PAYMENTS) == (200, None)
        found = client.get("/api/v1/contracts/event/payment.captured").json()
        assert (found["version"], found["owner"]["path"]) == (1, "docs/payments.md")
        assert outcome(client, limited, CONSUMING) == (200, None)


@pytest.mark.parametrize("scope", [Scope(contract_prefix="order."), Scope(service="orders")], ids=str)
@pytest.mark.parametrize("texts", [HIJACK, {"docs/payments.md": ""}], ids=["changed", "removed"])
def test_a_limited_key_takes_nothing_over(settings: Settings, scope: Scope, texts: dict[str, str]) -> None:
    """A document may claim whatever it likes: who wrote the contract until now decides. Removing is changing, too."""
    limited, admin = created_key(settings, AccessRole.REGISTRAR, scope=scope).key, created_key(settings).key
    nobody = {
        "docs/payments.md": events_document({"payment.captured": {"id": "uuid"}}, producer="payments", consumers=())
    }
    with registry_client(settings) as client:
        assert outcome(client, admin, nobody) == (200, None)
        assert outcome(client, limited, texts) == (403, "scope-too-narrow")


def test_a_limited_key_changes_its_own_contract(settings: Settings) -> None:
    """A new version of what the service writes is what the key is for."""
    limited = created_key(settings, AccessRole.REGISTRAR, scope=Scope(service="orders")).key
    with registry_client(settings) as client:
        assert outcome(client, limited, ORDERS) == (200, None)
        assert outcome(client, limited, CHANGED) == (200, None)
        assert client.get("/api/v1/contracts/event/order.created").json()["version"] == 2
