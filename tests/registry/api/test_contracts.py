"""Routes that show contracts, versions, bytes and cases."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.validation import Validator
from registry.entrance.places import cursor_after, pair_of
from tests.registry_texts import RESERVATIONS, RESERVATIONS_KEY, events_document
from tests.running_registry import register

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from contracts.keywords import Json

API = "/api/v1"
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1)
TEXTS = {
    "docs/orders.md": events_document({"order.created": {"orderId": "uuid", "total": 1}, "order.cancelled": None}),
    "docs/payments.md": events_document({"payment.captured": {"amount": 1}}, producer="payments"),
    "docs/inventory.md": RESERVATIONS,
}


@pytest.fixture
def shop(client: TestClient) -> TestClient:
    """A registry that holds three events and an operation."""
    assert register(client, TEXTS).status_code == 200
    return client


def names(answer: Json) -> list[str]:
    """The names of the contracts in a list."""
    return [item["name"] for item in answer.json()["items"]]


def test_contracts_are_listed_by_name(shop: TestClient) -> None:
    """All contracts are listed, those without a schema too."""
    listed = ["inventory:POST:/internal/reservations/{}", "order.cancelled", "order.created", "payment.captured"]
    assert names(shop.get(f"{API}/contracts")) == listed


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"kind": "operation"}, ["inventory:POST:/internal/reservations/{}"]),
        ({"service": "Payments"}, ["payment.captured"]),
        ({"q": "ORDER."}, ["order.cancelled", "order.created"]),
        ({"q": "order", "kind": "event", "service": "billing"}, ["order.cancelled", "order.created"]),
        ({"q": "%"}, []),
        ({"service": "nobody"}, []),
    ],
)
def test_contracts_are_filtered(shop: TestClient, query: dict[str, str], expected: list[str]) -> None:
    """Kind, service and a text of the name narrow the list, alone and together."""
    assert names(shop.get(f"{API}/contracts", params=query)) == expected


def test_contracts_come_in_pages(shop: TestClient) -> None:
    """Following `next_cursor` shows every contract once, in order."""
    first = shop.get(f"{API}/contracts", params={"limit": 3})
    second = shop.get(f"{API}/contracts", params={"limit": 3, "cursor": first.json()["next_cursor"]})
    assert names(first) + names(second) == names(shop.get(f"{API}/contracts"))
    assert second.json()["next_cursor"] is None


@pytest.mark.parametrize("of_list", ["contracts", "documents", "services"])
@pytest.mark.parametrize(
    "cursor", ["", "zzz", "é", "{0}", "{0}.", "{0}.61.61.61", "{0}.6.6", "{0}.00.61", "{0}.61.61\n", "others.61.61"]
)
def test_what_no_answer_contained_is_no_cursor(client: TestClient, of_list: str, cursor: str) -> None:
    """Only what an answer contained is a cursor."""
    answer = client.get(f"{API}/{of_list}", params={"cursor": cursor.format(of_list)})
    assert (answer.status_code, answer.json()["code"]) == (400, "bad-cursor")


def test_a_cursor_belongs_to_its_list(shop: TestClient) -> None:
    """A cursor of one list is refused by the others."""
    lists = ("contracts", "documents", "services")
    cursors = {of_list: shop.get(f"{API}/{of_list}", params={"limit": 1}).json()["next_cursor"] for of_list in lists}
    answers = {
        (of_list, other): shop.get(f"{API}/{other}", params={"cursor": cursors[of_list]}).status_code
        for of_list in lists
        for other in lists
    }
    assert answers == {(one, other): 200 if one == other else 400 for one in lists for other in lists}


@given(position=st.tuples(TEXT, TEXT))
def test_every_position_comes_back_from_its_cursor(position: tuple[str, str]) -> None:
    """Whatever stands in a name, the next page begins after it."""
    assert pair_of("contracts", cursor_after("contracts", *position)) == position


@pytest.mark.parametrize(
    "path",
    [
        "contracts",
        "contracts/event/order.created",
        "contracts/event/order.created/versions",
        "contracts/event/order.created/versions/1",
        "contracts/event/order.created/versions/1/cases",
        "documents",
        "services",
        "services/orders/openapi.json",
    ],
)
def test_an_unknown_query_parameter_is_refused(shop: TestClient, path: str) -> None:
    """A slip of the pen is told, with its name, and never answered with too much."""
    answer = shop.get(f"{API}/{path}", params={"limti": 3})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-request")
    assert (answer.json()["errors"][0]["in"], answer.json()["errors"][0]["pointer"]) == ("query", "/limti")


def test_a_name_that_no_service_can_have_is_nobody_s(shop: TestClient) -> None:
    """It filters like any other name that nobody has."""
    assert names(shop.get(f"{API}/contracts", params={"service": "a:b"})) == []


def test_a_path_with_one_slash_more_is_another_path(shop: TestClient) -> None:
    """It is not served, and the answer is a problem like any other, no redirect."""
    answer = shop.get(f"{API}/contracts/", follow_redirects=False)
    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_contract_shows_owner_policy_and_parties(shop: TestClient) -> None:
    """A contract names the document that owns it, how it is judged, and who takes part in it."""
    found = shop.get(f"{API}/contracts/event/order.created").json()
    assert found["owner"] == {"source": "shop", "path": "docs/orders.md"}
    assert found["policy"]["mode"] == "FORWARD_TRANSITIVE"
    assert {(party["service"], party["role"]) for party in found["parties"]} == {
        ("orders", "producer"),
        ("billing", "consumer"),
    }


def test_an_operation_is_found_by_its_escaped_name(shop: TestClient) -> None:
    """In URLs `/` is written `~1`; the answer has the real name."""
    answer = shop.get(f"{API}/contracts/{RESERVATIONS_KEY}")
    assert answer.json()["name"] == "inventory:POST:/internal/reservations/{}"
    assert answer.json()["declaration"]["path"] == "/internal/reservations/{itemId}"


def test_a_slash_is_not_escaped_the_other_way(shop: TestClient) -> None:
    """`%2F` is a slash to some proxies and a letter to others, so it leads nowhere."""
    assert shop.get(f"{API}/contracts/{RESERVATIONS_KEY.replace('~1', '%2F')}").json()["code"] == "not-found"


def test_an_operation_is_stored_with_request_and_responses(shop: TestClient) -> None:
    """The bytes of an operation hold the schemas of its request and of each response."""
    stored = shop.get(f"{API}/contracts/{RESERVATIONS_KEY}/versions/1/schema").json()
    assert set(stored) == {"request", "responses"}
    assert list(stored["responses"]) == ["201"]


def test_a_contract_without_a_schema_has_no_version(shop: TestClient) -> None:
    """It exists, it is at no version, and its list of versions is empty."""
    assert shop.get(f"{API}/contracts/event/order.cancelled").json()["version"] is None
    assert shop.get(f"{API}/contracts/event/order.cancelled/versions").json()["items"] == []


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("event/nothing", "contract-not-found"),
        ("event/a%00b", "contract-not-found"),
        ("event/nothing/versions", "contract-not-found"),
        ("event/nothing/versions/1/schema", "contract-not-found"),
        ("event/order.created/versions/2", "version-not-found"),
        ("event/order.created/versions/2/schema", "version-not-found"),
        ("event/order.created/versions/99999999999/schema", "version-not-found"),
        ("event/order.created/versions/2/cases", "version-not-found"),
        ("event/order.created/versions/99999999999", "version-not-found"),
        (f"event/order.created/versions/{'9' * 5000}/schema", "version-not-found"),
        ("event/order.created/versions/0", "version-not-found"),
        ("event/order.created/versions/0/cases", "version-not-found"),
        ("event/order.created/versions/0/schema", "version-not-found"),
        ("event/order.created/versions/01", "version-not-found"),
        ("event/order.created/versions/1.0", "version-not-found"),
        ("event/order.created/versions/one", "version-not-found"),
        ("event/order.created/versions/one/schema", "version-not-found"),
        ("topic/order.created", "unknown-kind"),
    ],
)
def test_what_is_not_there_is_told_by_a_code(shop: TestClient, path: str, code: str) -> None:
    """A contract, a version and a path that do not exist are three different things."""
    answer = shop.get(f"{API}/contracts/{path}")
    assert (answer.status_code, answer.json()["code"]) == (404, code)
    assert answer.headers["content-type"] == "application/problem+json"


def test_the_bytes_are_what_the_fingerprint_says(shop: TestClient) -> None:
    """The SHA-256 of the served bytes is the version's fingerprint, and its `ETag`."""
    answer = shop.get(f"{API}/contracts/event/order.created/versions/1/schema")
    version = shop.get(f"{API}/contracts/event/order.created/versions/1").json()
    digest = f"sha256:{hashlib.sha256(answer.content).hexdigest()}"
    assert digest == version["fingerprint"]
    assert answer.headers["etag"] == f'"{digest}"'


def test_the_bytes_may_be_kept_for_ever(shop: TestClient) -> None:
    """A version never changes, so its bytes are cacheable without asking again, by their reader alone."""
    answer = shop.get(f"{API}/contracts/event/order.created/versions/1/schema")
    assert {"private", "immutable"} <= set(answer.headers["cache-control"].split(", "))


@pytest.mark.parametrize("form", ["{0}", 'W/{0}, "other"', "*"])
def test_who_has_the_bytes_is_told_so(shop: TestClient, form: str) -> None:
    """With the `ETag` in `If-None-Match`, the answer is an empty 304."""
    path = f"{API}/contracts/event/order.created/versions/1/schema"
    etag = shop.get(path).headers["etag"]
    answer = shop.get(path, headers={"if-none-match": form.format(etag)})
    assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", etag)


def test_who_has_other_bytes_gets_these(shop: TestClient) -> None:
    """A foreign `ETag` does not keep the bytes back."""
    path = f"{API}/contracts/event/order.created/versions/1/schema"
    assert shop.get(path, headers={"if-none-match": '"sha256:0"'}).status_code == 200


def test_cases_are_what_they_say(shop: TestClient) -> None:
    """Valid cases pass the served schema, invalid ones do not, and there are both."""
    schema = shop.get(f"{API}/contracts/event/order.created/versions/1/schema").json()
    (part,) = shop.get(f"{API}/contracts/event/order.created/versions/1/cases").json()["items"]
    validator = Validator(schema)
    assert part["part"] == "message"
    assert {case["valid"] for case in part["cases"]} == {True, False}
    assert all(validator.accepts(case["message"]) == case["valid"] for case in part["cases"])


def test_cases_of_an_operation_come_part_by_part(shop: TestClient) -> None:
    """The request and each response of an operation have cases of their own."""
    parts = shop.get(f"{API}/contracts/{RESERVATIONS_KEY}/versions/1/cases").json()["items"]
    assert [part["part"] for part in parts] == ["request", "response 201 application/json"]


def test_services_are_listed_with_their_roles(shop: TestClient) -> None:
    """Each service says in how many contracts it has which role."""
    found = {item["name"]: item for item in shop.get(f"{API}/services").json()["items"]}
    assert found["orders"]["roles"] == {"caller": 1, "producer": 2}
    assert found["billing"]["roles"] == {"consumer": 3}
    assert found["inventory"]["responsibility"] == "Knows the stock"


def test_services_come_in_pages(shop: TestClient) -> None:
    """Following `next_cursor` shows every service once, in order."""
    whole = [item["name"] for item in shop.get(f"{API}/services").json()["items"]]
    first = shop.get(f"{API}/services", params={"limit": 2}).json()
    second = shop.get(f"{API}/services", params={"limit": 2, "cursor": first["next_cursor"]}).json()
    assert [item["name"] for item in (*first["items"], *second["items"])] == whole


def test_an_operation_is_exported_as_openapi(shop: TestClient) -> None:
    """The document of a provider has each operation at the path that its design document writes."""
    described = shop.get(f"{API}/services/inventory/openapi.json").json()
    operation = described["paths"]["/internal/reservations/{itemId}"]["post"]
    assert described["openapi"].startswith("3.1")
    assert set(operation["responses"]) == {"201"}
    assert "quantity" in str(operation["requestBody"])


def test_a_service_that_provides_nothing_has_an_empty_api(shop: TestClient) -> None:
    """A service without operations is described by a document without paths."""
    assert shop.get(f"{API}/services/billing/openapi.json").json()["paths"] == {}


@pytest.mark.parametrize("name", ["nobody", "a%00b", "a:b", "%20"])
def test_a_service_that_nobody_names_is_not_found(shop: TestClient, name: str) -> None:
    """An unknown service is no service without operations."""
    answer = shop.get(f"{API}/services/{name}/openapi.json")
    assert (answer.status_code, answer.json()["code"]) == (404, "service-not-found")


def test_versions_come_in_pages(shop: TestClient) -> None:
    """Following `next_cursor` shows every version once, ascending; a cursor of another list is refused."""
    for number in range(4):
        data = {"amount": 1, f"x{number}?": 1}
        text = events_document({"payment.captured": data}, producer="payments")
        assert register(shop, {"docs/payments.md": text}).status_code == 200
    path = f"{API}/contracts/event/payment.captured/versions"
    found: list[int] = []
    cursor: dict[str, str] = {}
    while True:
        page = shop.get(path, params={"limit": 2, **cursor}).json()
        found += [item["number"] for item in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}
    assert found == [1, 2, 3, 4, 5]
    assert shop.get(path, params={"cursor": cursor_after("services", "1")}).status_code == 400
